import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '~/db/client';
import { startEmbedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { readConfig, type Config } from './config';
import { issueToken, makeAdmin } from './domain/members/commands';
import { email } from './fields';
import { makeFolder } from './folder';
import { makeLog } from './log';
import { makeServices } from './services';

// npm run admin -- EMAIL: makes an administrator, or promotes a member, and prints a one-time link to sign in.

const root = process.env.OGP_FORUM_ROOT ?? fileURLToPath(new URL('..', import.meta.url));

function giveUp(line: string): never {
  process.stderr.write(`ogp-forum: ${line}\n`);
  process.exit(1);
}

/** The database of the settings; without DATABASE_URL the one in DATA_DIR, shared with a running server. */
async function openDatabase(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined };
  await makeFolder(config.dataDir);
  return startEmbedded({ dataDir: config.dataDir, log: () => undefined });
}

async function main(): Promise<void> {
  const given = process.argv[2];
  if (given === undefined) giveUp('name the e-mail address of the administrator: npm run admin -- name@example.org');
  const wanted = email.safeParse(given);
  if (!wanted.success) giveUp(`“${given}” is not an e-mail address; write it as in npm run admin -- name@example.org`);
  const read = readConfig(process.env);
  if ('problems' in read) giveUp(`wrong setting: ${read.problems.join('; ')}`);
  const { config } = read;
  const database = await openDatabase(config);
  try {
    await migrateDatabase(database.url, path.join(root, 'db/migrations'));
    const connection = connect(database.url, 2);
    const ctx = makeServices(config, connection, makeLog('silent')).makeCtx(null);
    const { memberId, was } = await makeAdmin(ctx, wanted.data);
    const token = await issueToken(ctx, memberId, 'sign_in');
    await connection.close();
    const outcome = was === null ? 'is now an administrator' : was === 'admin' ? 'is an administrator already' : 'was a member and is now an administrator';
    process.stdout.write(`${wanted.data} ${outcome}.\nOpen this link within 24 hours to choose a password; it works once:\n${config.baseUrl}/foerste-login/${token}\n`);
  } finally {
    await database.stop();
  }
}

main().then(() => process.exit(0), (error: Error & { code?: string }) => giveUp(`cannot make the administrator: ${error.message || error.code}; check DATABASE_URL or DATA_DIR`));
