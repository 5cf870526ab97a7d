import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { events, idempotencyKeys, streams } from '~/db/schema';
import type { Ctx } from './context';
import { chainHash, type StoredEvent } from './event-hash';
import { AT_A_TIME, queueMails } from './mail-queue';
import { newsJob } from './news';

/**
 * Every event type and its payload. Each noun adds its own in `events.ts` (declaration merging), so the
 * catalogues can demand a sentence for each.
 */
export interface EventMap {}
export type EventType = keyof EventMap & string;

/** A mail to be sent after the commit: what it is about, as ids. Its words are made when it leaves. */
export interface MailMap {}
export type MailKind = keyof MailMap & string;

type Appended = { stream: string; type: string; payload: Record<string, unknown> };

export type Tx = {
  db: Parameters<Parameters<Db['transaction']>[0]>[0];
  /** One instant for the whole write. */
  now: Date;
  /** Puts an event on a stream; it is numbered and announced at the end of the write. */
  append<K extends EventType>(stream: string, type: K, payload: EventMap[K]): void;
  /** Queues one mail a member, or holds it for the digest they have chosen. `dedupe` names the occasion: the same occasion is mailed once a member. */
  mail<K extends MailKind>(kind: K, members: { id: string; language: 'da' | 'en' }[], params: MailMap[K], dedupe: string): Promise<void>;
  /** Asks a job to run after the commit (or at `at`). With the same `key` a later call replaces the earlier. */
  job(task: string, payload: Record<string, unknown>, options?: { at?: Date; key?: string }): Promise<void>;
};

/**
 * Runs a change: rows, events, mails and jobs in one transaction, or nothing of it.
 * With `key`, a second call with the same key by the same actor changes nothing and answers what the first did.
 */
export async function write<T>(ctx: Ctx, key: string | undefined, change: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.db.transaction(async (db) => {
    const once = key === undefined ? undefined : digestKey(ctx, key);
    if (once !== undefined) {
      // Waits here while a twin of this write is under way, then sees its result.
      const claimed = await db.insert(idempotencyKeys).values({ key: once }).onConflictDoNothing().returning({ key: idempotencyKeys.key });
      if (claimed.length === 0) {
        const [first] = await db.select({ result: idempotencyKeys.result }).from(idempotencyKeys).where(sql`${idempotencyKeys.key} = ${once}`);
        return first?.result as T;
      }
    }
    const appended: Appended[] = [];
    const tx = makeTx(ctx, db, appended);
    const result = await change(tx);
    await storeEvents(ctx, tx, appended);
    if (once !== undefined) await db.update(idempotencyKeys).set({ result: result ?? null }).where(sql`${idempotencyKeys.key} = ${once}`);
    return result;
  });
}

function digestKey(ctx: Ctx, key: string): string {
  return createHash('sha256').update(`${ctx.actor?.id ?? 'anyone'}\n${key}`).digest('hex');
}

function makeTx(ctx: Ctx, db: Tx['db'], appended: Appended[]): Tx {
  const job: Tx['job'] = async (task, payload, options = {}) => {
    await db.execute(sql`select graphile_worker.add_job(${task}, payload := ${JSON.stringify(payload)}::json, run_at := ${options.at?.toISOString() ?? null}::timestamptz, job_key := ${options.key ?? null}, max_attempts := 12)`);
  };
  return {
    db,
    now: ctx.now(),
    append: (stream, type, payload) => void appended.push({ stream, type, payload: payload as Record<string, unknown> }),
    job,
    async mail(kind, recipients, params, dedupe) {
      // A statement holds so many values and no more: a large network is mailed in parts.
      for (let n = 0; n < recipients.length; n += AT_A_TIME) await queueMails(db, ctx.now(), { kind, params: params as Record<string, unknown>, dedupe }, recipients.slice(n, n + AT_A_TIME));
    },
  };
}

/** Numbers the events under the row lock of their stream, streams in one order so that two writes never wait on each other crosswise. */
async function storeEvents(ctx: Ctx, tx: Tx, appended: Appended[]): Promise<void> {
  const byStream = groupByStream(appended);
  for (const stream of [...byStream.keys()].sort()) {
    await tx.db.insert(streams).values({ stream, seq: 0, hash: '' }).onConflictDoNothing();
    const [head] = await tx.db.select().from(streams).where(sql`${streams.stream} = ${stream}`).for('update');
    if (!head) throw new Error(`stream ${stream} has no head`);
    let { seq, hash } = head;
    const rows: StoredEvent[] = [];
    for (const { type, payload } of byStream.get(stream) ?? []) {
      const event = { stream, seq: ++seq, type, actor: ctx.actor?.id ?? null, at: tx.now, payload };
      hash = chainHash(event, hash);
      rows.push({ ...event, hash });
    }
    await tx.db.insert(events).values(rows);
    for (const row of rows) {
      const told = newsJob(row);
      if (told) await tx.job('tell_initiative', told.payload, { key: told.key });
    }
    await tx.db.update(streams).set({ seq, hash }).where(sql`${streams.stream} = ${stream}`);
    await tx.db.execute(sql`select pg_notify('stream', ${JSON.stringify({ stream, seq })})`);
  }
}

function groupByStream(appended: Appended[]): Map<string, Appended[]> {
  const map = new Map<string, Appended[]>();
  for (const event of appended) map.set(event.stream, [...(map.get(event.stream) ?? []), event]);
  return map;
}
