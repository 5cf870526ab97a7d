import { connect } from '~/db/client';
import { migrateDatabase } from '~/db/migrate';
import { issueToken, makeAdmin } from './domain/members/commands';
import { email } from './fields';
import { makeLog } from './log';
import { makeServices } from './services';
import { configOrGiveUp, giveUp, migrations, openDatabase } from './tool';

// npm run admin -- EMAIL: makes an administrator, or promotes a member, and prints a one-time link to sign in.

async function main(): Promise<void> {
  const given = process.argv[2];
  if (given === undefined) giveUp('name the e-mail address of the administrator: npm run admin -- name@example.org');
  const wanted = email.safeParse(given);
  if (!wanted.success) giveUp(`“${given}” is not an e-mail address; write it as in npm run admin -- name@example.org`);
  const config = configOrGiveUp();
  const database = await openDatabase(config);
  try {
    await migrateDatabase(database.url, migrations);
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
