import type { Config } from '../config';
import { makeDiskStore } from './disk';
import { makeS3Store } from './s3';
import type { FileStore } from './store';

/** S3-compatible storage where the settings name one, else a folder in DATA_DIR. */
export const makeFileStore = ({ s3, dataDir }: Pick<Config, 's3' | 'dataDir'>): FileStore => (s3 ? makeS3Store(s3) : makeDiskStore(dataDir));
