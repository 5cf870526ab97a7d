import path from 'node:path';
import { connect } from '~/db/client';
import { migrateDatabase } from '~/db/migrate';
import { backup } from './backup/dump';
import { makeLog } from './log';
import { makeServices } from './services';
import { configOrGiveUp, giveUp, migrations, openDatabase } from './tool';

// npm run backup -- FILE: database and files in one archive, also while the server runs.

async function main(): Promise<void> {
  const target = process.argv[2] ?? giveUp('name the file to write: npm run backup -- forum.tar.gz');
  const config = configOrGiveUp();
  const database = await openDatabase(config);
  try {
    await migrateDatabase(database.url, migrations);
    const connection = connect(database.url, 2);
    const done = await backup(makeServices(config, connection, makeLog('silent')), path.resolve(target)).finally(() => connection.close());
    process.stdout.write(`Written to ${target}: ${done.tables} tables with ${done.rows} rows, ${done.files} files${done.missing > 0 ? `, of which ${done.missing} were not there` : ''}.\n`);
  } finally {
    await database.stop();
  }
}

main().then(() => process.exit(0), (error: Error & { code?: string }) => giveUp(`cannot make the backup: ${error.message || error.code}`));
