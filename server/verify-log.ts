import { connect } from '~/db/client';
import { verifyRecord } from './record';
import { configOrGiveUp, giveUp, openDatabase } from './tool';

// npm run verify-log: recomputes the hash chain of every stream and names the first event that does not fit.

const reasons = { missing: 'is missing', hash: 'does not fit the one before it', head: 'is not where its stream says it ends' };

async function main(): Promise<number> {
  const database = await openDatabase(configOrGiveUp());
  try {
    const connection = connect(database.url, 2);
    const { streams, events, misfits } = await verifyRecord(connection.db).finally(() => connection.close());
    for (const { stream, seq, why } of misfits) process.stdout.write(`${stream}: event ${seq} ${reasons[why]}\n`);
    process.stdout.write(misfits.length === 0 ? `The record is whole: ${events} events on ${streams} streams.\n` : `${misfits.length} of ${streams} streams do not fit.\n`);
    return misfits.length === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
}

main().then((code) => process.exit(code), (error: Error & { code?: string }) => giveUp(`cannot read the record: ${error.message || error.code}`));
