import path from 'node:path';
import { connect } from '~/db/client';
import { restore } from './backup/restore';
import { makeLog } from './log';
import { makeServices } from './services';
import { configOrGiveUp, giveUp, migrations, openDatabase } from './tool';

// npm run restore -- FILE: fills an empty installation from a backup, before its first start.

async function main(): Promise<void> {
  const source = process.argv[2] ?? giveUp('name the backup to restore: npm run restore -- forum.tar.gz');
  const config = configOrGiveUp();
  const database = await openDatabase(config);
  try {
    const connection = connect(database.url, 2);
    const { madeAt, tables, files } = await restore(makeServices(config, connection, makeLog('silent')), path.resolve(source), { url: database.url, migrations }).finally(() => connection.close());
    process.stdout.write(`Restored the backup of ${madeAt}: ${tables.reduce((sum, table) => sum + table.rows, 0)} rows, ${files.filter((file) => file.archived !== null).length} files. Check the record with npm run verify-log.\n`);
  } finally {
    await database.stop();
  }
}

main().then(() => process.exit(0), (error: Error & { code?: string }) => giveUp(`not restored: ${error.message || error.code}`));
