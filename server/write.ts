import { createHash } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { events, idempotencyKeys, mailChoices, mails, members as people, streams, type MailPace } from '~/db/schema';
import { uuidv7 } from 'uuidv7';
import type { Ctx } from './context';
import { chainHash, type StoredEvent } from './event-hash';
import { aboutOf } from './mail-topics';
import { nextMorning } from './time';

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
      const paces = await pacesOf(db, kind, recipients.map(({ id }) => id));
      const wanted = recipients.flatMap((member) => (paces.has(member.id) ? [{ ...member, pace: paces.get(member.id) ?? 'at_once' }] : []));
      if (wanted.length === 0) return;
      const rows = wanted.map((member) => ({
        id: uuidv7(), memberId: member.id, language: member.language, kind, params: params as Record<string, unknown>, dedupe: `${kind}:${dedupe}:${member.id}`,
        state: member.pace === 'at_once' ? ('queued' as const) : ('held' as const), createdAt: ctx.now(),
      }));
      const queued = await db.insert(mails).values(rows).onConflictDoNothing().returning({ id: mails.id, memberId: mails.memberId, state: mails.state });
      const now = queued.filter((row) => row.state === 'queued');
      if (now.length > 0) {
        const ids = sql.join(now.map((row) => sql`${row.id}`), sql`, `);
        await db.execute(sql`select graphile_worker.add_job('deliver_mail', payload := json_build_object('mailId', m.id), job_key := 'mail:' || m.id, max_attempts := 12) from (select unnest(array[${ids}]) as id) m`);
      }
      for (const pace of ['daily', 'weekly'] as const) {
        const waiting = queued.filter((row) => row.state === 'held' && paces.get(row.memberId) === pace).map((row) => row.memberId);
        if (waiting.length > 0) await askForDigests(db, waiting, pace, nextMorning(ctx.now(), pace));
      }
    },
  };
}

/** At what pace each of these members is told of a kind of mail; those who are not told of it at all are left out. */
async function pacesOf(db: Tx['db'], kind: MailKind, ids: string[]): Promise<Map<string, Exclude<MailPace, 'never'>>> {
  if (ids.length === 0) return new Map();
  const about = aboutOf[kind];
  if (about === 'account') return new Map(ids.map((id) => [id, 'at_once']));
  const topic = typeof about === 'object' ? about.topic : null;
  const rows = await db.select({ id: people.id, paused: people.mailPausedAt, wantsNotices: people.wantsNotices, pace: mailChoices.pace }).from(people)
    .leftJoin(mailChoices, topic ? and(eq(mailChoices.memberId, people.id), eq(mailChoices.topic, topic)) : sql`false`).where(inArray(people.id, ids));
  return new Map(rows.flatMap((row) => {
    const pace = topic === 'meetings' && !row.wantsNotices ? 'never' : (row.pace ?? 'at_once');
    if (row.paused || pace === 'never') return [];
    return [[row.id, typeof about === 'object' && about.waits ? pace : 'at_once'] as const];
  }));
}

/** One digest a member and pace is under way at a time; what comes meanwhile goes with it. */
export async function askForDigests(db: Tx['db'], memberIds: string[], pace: 'daily' | 'weekly', at: Date): Promise<void> {
  const ids = sql.join(memberIds.map((id) => sql`${id}`), sql`, `);
  await db.execute(sql`select graphile_worker.add_job('send_digest', payload := json_build_object('memberId', m.id, 'pace', ${pace}::text), run_at := ${at.toISOString()}::timestamptz, job_key := 'digest:' || ${pace}::text || ':' || m.id, job_key_mode := 'preserve_run_at', max_attempts := 12) from (select unnest(array[${ids}]) as id) m`);
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
    await tx.db.update(streams).set({ seq, hash }).where(sql`${streams.stream} = ${stream}`);
    await tx.db.execute(sql`select pg_notify('stream', ${JSON.stringify({ stream, seq })})`);
  }
}

function groupByStream(appended: Appended[]): Map<string, Appended[]> {
  const map = new Map<string, Appended[]>();
  for (const event of appended) map.set(event.stream, [...(map.get(event.stream) ?? []), event]);
  return map;
}
