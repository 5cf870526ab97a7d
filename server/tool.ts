import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '~/db/embedded';
import { readConfig, type Config } from './config';
import { makeFolder } from './folder';

// What the commands beside the server (admin, backup, restore, verify-log) have in common.

export const root = process.env.OGP_FORUM_ROOT ?? fileURLToPath(new URL('..', import.meta.url));
export const migrations = path.join(root, 'db/migrations');

/** One clear line and exit 1. */
export function giveUp(line: string): never {
  process.stderr.write(`ogp-forum: ${line}\n`);
  process.exit(1);
}

/** The settings, or an end with what is wrong with them. */
export function configOrGiveUp(): Config {
  const read = readConfig(process.env);
  if ('problems' in read) giveUp(`wrong setting: ${read.problems.join('; ')}`);
  return read.config;
}

/** The database of the settings; without DATABASE_URL the one in DATA_DIR, shared with a running server. */
export async function openDatabase(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined };
  await makeFolder(config.dataDir);
  return startEmbedded({ dataDir: config.dataDir, log: () => undefined });
}
