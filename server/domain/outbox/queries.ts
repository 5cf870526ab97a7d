import { and, asc, desc, eq, gt, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { actionItems, initiatives, mails, meetings, members, proposals, threads } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { addDays } from '~/server/time';
import type { MailKind } from '~/server/write';
import { maySendAgain } from '../desk/rules';
import { mayOrganise } from '../meetings/rules';
import { mayReadMail } from './rules';

export const PAGE_SIZE = 25;
/** Older mails are not shown: nobody sends them again. */
export const KEPT_DAYS = 365;

const pagesOf = (n: number): number => Math.max(1, Math.ceil(n / PAGE_SIZE));
const pageOf = (page: number) => ({ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });

// What went out for one reason on one Danish day. Mails about an account are each for a reason of their own, which is nobody else's business.
const about = sql`case when ${mails.kind} like 'member.%' then '{}'::jsonb else ${mails.params} end`;
const day = sql<string>`to_char(${mails.createdAt} at time zone 'Europe/Copenhagen', 'YYYY-MM-DD')`;
const recent = (ctx: Ctx): SQL => gt(mails.createdAt, addDays(ctx.now(), -KEPT_DAYS));
const howMany = (state: SQL) => sql<number>`count(*) filter (where ${state})::int`;

export type Figures = { sent: number; queued: number; held: number; digested: number; failed: number; dropped: number };

const figures = {
  sent: howMany(sql`${mails.state} = 'sent'`), queued: howMany(sql`${mails.state} = 'queued'`), failed: howMany(sql`${mails.state} = 'failed'`), dropped: howMany(sql`${mails.state} = 'dropped'`),
  held: howMany(sql`${mails.state} = 'held' and ${mails.digestId} is null`), digested: howMany(sql`${mails.state} = 'held' and ${mails.digestId} is not null`),
};

/**
 * What was mailed within a year, newest first, one page of it: why and about what, to how many, what became of it, and the newest
 * error. `id` is one of its mails. Refuses what `mayOrganise` refuses.
 */
export async function mailOccasions(ctx: Ctx, page: number) {
  ensure(mayOrganise(ctx.actor));
  const grouped = ctx.db.select({
    id: sql<string>`min(${mails.id}::text)`.as('id'), kind: mails.kind, params: sql<Record<string, unknown>>`${about}`.as('about'), at: sql<Date>`max(${mails.createdAt})`.mapWith(mails.createdAt).as('at'), ...figures,
    lastError: sql<string | null>`(array_agg(${mails.lastError} order by ${mails.createdAt} desc) filter (where ${mails.lastError} is not null and ${mails.state} <> 'sent'))[1]`.as('last_error'),
  }).from(mails).where(recent(ctx)).groupBy(mails.kind, about, day);
  const [rows, [all]] = await Promise.all([
    grouped.orderBy(sql`at desc, id desc`).limit(PAGE_SIZE).offset(pageOf(page).offset),
    ctx.db.select({ n: sql<number>`count(*)::int` }).from(ctx.db.select({ one: sql`1`.as('one') }).from(mails).where(recent(ctx)).groupBy(mails.kind, about, day).as('occasions')),
  ]);
  const name = await subjectNames(ctx, rows.map((row) => row.params));
  const n = all?.n ?? 0;
  return { total: n, pages: pagesOf(n), rows: rows.map(({ params, ...row }) => ({ ...row, kind: row.kind as MailKind, subject: name(params) })) };
}

type Named = { text: string; to: string | null };

/** The title of what mails are about, with its address; null for those that are about nothing but their recipient. */
async function subjectNames(ctx: Ctx, all: Record<string, unknown>[]): Promise<(params: Record<string, unknown>) => Named | null> {
  const ids = (key: string) => [...new Set(all.flatMap((params) => (typeof params[key] === 'string' && isId(params[key]) ? [params[key]] : [])))];
  const named = async <T extends { id: string }>(key: string, read: (found: string[]) => Promise<T[]>, say: (row: T) => Named): Promise<Map<string, Named>> => {
    const found = ids(key);
    return new Map((found.length === 0 ? [] : await read(found)).map((row) => [row.id, say(row)]));
  };
  const [ofMeetings, ofProposals, ofThreads, ofActions, ofInitiatives] = await Promise.all([
    named('meetingId', (found) => ctx.db.select({ id: meetings.id, title: meetings.title, slug: meetings.slug }).from(meetings).where(inArray(meetings.id, found)), ({ title, slug }) => ({ text: title, to: `/moeder/${slug}` })),
    named('proposalId', (found) => ctx.db.select({ id: proposals.id, title: proposals.title }).from(proposals).where(inArray(proposals.id, found)), ({ id, title }) => ({ text: title, to: `/forslag/${id}` })),
    named('threadId', (found) => ctx.db.select({ id: threads.id, title: threads.title }).from(threads).where(inArray(threads.id, found)), ({ id, title }) => ({ text: title, to: `/debat/traad/${id}` })),
    named('actionId', (found) => ctx.db.select({ id: actionItems.id, title: actionItems.text }).from(actionItems).where(inArray(actionItems.id, found)), ({ id, title }) => ({ text: title, to: `/opfoelgninger/${id}` })),
    named('initiativeId', (found) => ctx.db.select({ id: initiatives.id, number: initiatives.number, title: initiatives.titleDa }).from(initiatives).where(inArray(initiatives.id, found)), ({ number, title }) => ({ text: `${number} ${title}`, to: null })),
  ]);
  const kinds: [string, Map<string, Named>][] = [['proposalId', ofProposals], ['threadId', ofThreads], ['actionId', ofActions], ['initiativeId', ofInitiatives], ['meetingId', ofMeetings]];
  return (params) => kinds.map(([key, found]) => found.get(String(params[key]))).find((name) => name !== undefined) ?? null;
}

const recipient = { id: mails.id, memberId: members.id, name: members.name, email: members.email, isExample: members.isExample, paused: sql<boolean>`${members.mailPausedAt} is not null`, state: mails.state, digested: sql<boolean>`${mails.digestId} is not null`, attempts: mails.attempts, lastError: mails.lastError, sentAt: mails.sentAt, createdAt: mails.createdAt };

/** Everyone to whom one occasion was mailed, what failed first, one page of them; named by one of its mails. Refuses what `mayOrganise` refuses, `mail_not_found`. */
export async function occasionRecipients(ctx: Ctx, mailId: string, page: number) {
  ensure(mayOrganise(ctx.actor));
  const [one] = isId(mailId) ? await ctx.db.select({ kind: mails.kind, params: sql<Record<string, unknown>>`${about}`, day }).from(mails).where(eq(mails.id, mailId)) : [];
  if (!one) throw refuse('mail_not_found');
  const same = and(eq(mails.kind, one.kind), sql`${about} = ${JSON.stringify(one.params)}::jsonb`, sql`${day} = ${one.day}`);
  const [rows, total, name] = await Promise.all([
    ctx.db.select(recipient).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(same).orderBy(sql`${mails.state} <> 'failed'`, sql`${members.name} collate danish`, asc(mails.id)).limit(PAGE_SIZE).offset(pageOf(page).offset),
    ctx.db.$count(mails, same), subjectNames(ctx, [one.params]),
  ]);
  const leaves = ctx.config.smtpUrl !== undefined;
  return {
    kind: one.kind as MailKind, subject: name(one.params), day: one.day, total, pages: pagesOf(total),
    rows: rows.map(({ isExample, paused, ...row }) => ({ ...row, can: { sendAgain: maySendAgain({ state: row.state, paused }) === null, read: row.state === 'sent' && mayReadMail(ctx.actor, { isExample, leaves }) === null } })),
  };
}

/** Whose mail is paused, since when and why, the newest first, one page of them. Refuses what `mayOrganise` refuses. */
export async function pausedAddresses(ctx: Ctx, page: number) {
  ensure(mayOrganise(ctx.actor));
  const paused = isNotNull(members.mailPausedAt);
  const [rows, total] = await Promise.all([
    ctx.db.select({ id: members.id, name: members.name, email: members.email, at: members.mailPausedAt, reason: members.mailPauseReason }).from(members).where(paused).orderBy(desc(members.mailPausedAt), asc(members.id)).limit(PAGE_SIZE).offset(pageOf(page).offset),
    ctx.db.$count(members, paused),
  ]);
  return { total, pages: pagesOf(total), rows };
}

/** Whether a mail that was written as a file may be read here, and to whom it went. Refuses what `mayReadMail` refuses, `mail_not_found`. */
export async function readableMail(ctx: Ctx, mailId: string) {
  ensure(mayOrganise(ctx.actor));
  const [mail] = isId(mailId) ? await ctx.db.select({ id: mails.id, kind: mails.kind, state: mails.state, name: members.name, isExample: members.isExample, sentAt: mails.sentAt }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId)) : [];
  if (!mail) throw refuse('mail_not_found');
  ensure(mayReadMail(ctx.actor, { isExample: mail.isExample, leaves: ctx.config.smtpUrl !== undefined }));
  return { ...mail, kind: mail.kind as MailKind };
}
