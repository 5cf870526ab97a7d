import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { mailChoices, mails, members, type MailPace } from '~/db/schema';
import { aboutOf } from './mail-topics';
import { nextMorning } from './time';
import type { MailKind, Tx } from './write';

/** Recipients. */
export const AT_A_TIME = 1_000;

type Occasion = { kind: MailKind; params: Record<string, unknown>; dedupe: string };

/** One mail for each, to go at once or to be held for the digest they have chosen. Once a person and occasion. */
export async function queueMails(db: Tx['db'], now: Date, { kind, params, dedupe }: Occasion, recipients: { id: string; language: 'da' | 'en' }[]): Promise<void> {
  const paces = await pacesOf(db, kind, recipients.map(({ id }) => id));
  const rows = recipients.flatMap((member) => {
    const pace = paces.get(member.id);
    return pace ? [{
      id: uuidv7(), memberId: member.id, language: member.language, kind, params, dedupe: `${kind}:${dedupe}:${member.id}`,
      state: pace === 'at_once' ? ('queued' as const) : ('held' as const), createdAt: now,
    }] : [];
  });
  if (rows.length === 0) return;
  const made = await db.insert(mails).values(rows).onConflictDoNothing().returning({ id: mails.id, memberId: mails.memberId, state: mails.state });
  await askForDelivery(db, made.flatMap((row) => (row.state === 'queued' ? [row.id] : [])));
  for (const pace of ['daily', 'weekly'] as const) await askForDigests(db, made.flatMap((row) => (row.state === 'held' && paces.get(row.memberId) === pace ? [row.memberId] : [])), pace, nextMorning(now, pace));
}

/** A job for each of these mails, with all its tries before it. */
export async function askForDelivery(db: Tx['db'], mailIds: string[]): Promise<void> {
  if (mailIds.length === 0) return;
  await db.execute(sql`select graphile_worker.add_job('deliver_mail', payload := json_build_object('mailId', m.id), job_key := 'mail:' || m.id, max_attempts := ${MAIL_TRIES}::int) from (select unnest(${asArray(mailIds)}) as id) m`);
}

/** How often one mail is tried: with the queue's back-off, some seconds at first and six hours at last, that is four days. */
export const MAIL_TRIES = 24;

const asArray = (ids: string[]) => sql`array[${sql.join(ids.map((id) => sql`${id}`), sql`, `)}]`;

/** At what pace each of these members is told of a kind of mail; those who are not told of it at all are left out. */
async function pacesOf(db: Tx['db'], kind: MailKind, ids: string[]): Promise<Map<string, Exclude<MailPace, 'never'>>> {
  if (ids.length === 0) return new Map();
  const about = aboutOf[kind];
  if (about === 'account') return new Map(ids.map((id) => [id, 'at_once']));
  const topic = typeof about === 'object' ? about.topic : null;
  const rows = await db.select({ id: members.id, paused: members.mailPausedAt, wantsNotices: members.wantsNotices, pace: mailChoices.pace }).from(members)
    .leftJoin(mailChoices, topic ? and(eq(mailChoices.memberId, members.id), eq(mailChoices.topic, topic)) : sql`false`).where(inArray(members.id, ids));
  return new Map(rows.flatMap((row) => {
    const chosen = topic === 'meetings' && !row.wantsNotices ? 'never' : (row.pace ?? 'at_once');
    const pace = typeof about !== 'object' || about.always ? 'at_once' : chosen;
    if (row.paused || pace === 'never') return [];
    return [[row.id, typeof about === 'object' && about.waits ? pace : 'at_once'] as const];
  }));
}

/** One digest a member and pace is under way at a time; what comes meanwhile goes with it. */
export async function askForDigests(db: Tx['db'], memberIds: string[], pace: 'daily' | 'weekly', at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  await db.execute(sql`select graphile_worker.add_job('send_digest', payload := json_build_object('memberId', m.id, 'pace', ${pace}::text), run_at := ${at.toISOString()}::timestamptz, job_key := 'digest:' || ${pace}::text || ':' || m.id, job_key_mode := 'preserve_run_at', max_attempts := 12) from (select unnest(${asArray(memberIds)}) as id) m`);
}
