import { asc, gt, sql } from 'drizzle-orm';
import { events, streams } from '~/db/schema';
import type { Db } from '~/db/client';
import { chainHash } from './event-hash';

/** The first event of a stream that does not fit, and why. */
export type Misfit = { stream: string; seq: number; why: 'missing' | 'hash' | 'head' };

/** How many streams are read at a time. */
const BATCH = 200;

/**
 * Recomputes the hash chain of every stream from its first event: numbers without gaps, each hash over the event and the one
 * before, and the head of the stream agreeing with its last event. Answers the first misfit of each stream that has one.
 * Read in one snapshot, so that what is being written meanwhile is not taken for a fault.
 */
export async function verifyRecord(db: Db): Promise<{ streams: number; events: number; misfits: Misfit[] }> {
  return db.transaction(async (tx) => {
    const found = { streams: 0, events: 0, misfits: [] as Misfit[] };
    for (let after = ''; ; ) {
      const heads = await tx.select().from(streams).where(gt(streams.stream, after)).orderBy(asc(streams.stream)).limit(BATCH);
      if (heads.length === 0) break;
      for (const head of heads) {
        found.streams += 1;
        const misfit = await verifyStream(tx as never, head, () => (found.events += 1));
        if (misfit) found.misfits.push(misfit);
      }
      after = heads.at(-1)?.stream ?? '';
    }
    const strays = await tx.selectDistinct({ stream: events.stream }).from(events).where(sql`not exists (select 1 from ${streams} where ${streams.stream} = ${events.stream})`).limit(100);
    found.misfits.push(...strays.map(({ stream }) => ({ stream, seq: 0, why: 'head' as const })));
    return found;
  }, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}

const PAGE = 1_000;

async function verifyStream(db: Db, head: typeof streams.$inferSelect, count: () => void): Promise<Misfit | null> {
  const { stream } = head;
  let [seq, hash] = [0, ''];
  for (;;) {
    const page = await db.select().from(events).where(sql`${events.stream} = ${stream} and ${events.seq} > ${seq}`).orderBy(asc(events.seq)).limit(PAGE);
    for (const event of page) {
      count();
      if (event.seq !== seq + 1) return { stream, seq: seq + 1, why: 'missing' };
      if (chainHash(event, hash) !== event.hash) return { stream, seq: event.seq, why: 'hash' };
      [seq, hash] = [event.seq, event.hash];
    }
    if (page.length < PAGE) break;
  }
  return head.seq === seq && head.hash === hash ? null : { stream, seq: head.seq > seq ? seq + 1 : seq, why: head.seq > seq ? 'missing' : 'head' };
}
