import type { Connection, Db } from '~/db/client';
import { makeSessions, type Sessions } from './auth/sessions';
import type { Config } from './config';
import type { Actor, Ctx } from './context';
import { makeFileStore } from './files';
import type { FileStore } from './files/store';
import type { Log } from './log';

/** What lives as long as the process. Made once, in index.ts (or by a test), and handed on. */
export type Services = {
  config: Config;
  db: Db;
  sql: Connection['sql'];
  log: Log;
  now: () => Date;
  sessions: Sessions;
  files: FileStore;
  makeCtx(actor: Actor | null): Ctx;
};

export function makeServices(config: Config, connection: Connection, log: Log, now: () => Date = () => new Date()): Services {
  const { db, sql } = connection;
  const files = makeFileStore(config);
  return {
    config, db, sql, log, now, files,
    sessions: makeSessions(db, config.baseUrl.startsWith('https:')),
    makeCtx: (actor) => ({ db, now, log, config, files, actor }),
  };
}
