import { and, asc, count, eq, inArray, isNotNull, isNull, lt, lte, min, or, sql, type SQL } from 'drizzle-orm';
import { actionItems, agendaItems, corrections, endorsements, mails, meetingParts, meetings, members, minutes, minutesEntries, organisations, posts, proposals, threads } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { deskLimits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { addDays, dayOf, daysBetween, toInstant } from '~/server/time';
import { mayOrganise } from '../meetings/rules';
import { daysWaited, mayAccept } from '../proposals/rules';
import { answerIsLate, byUrgency, partTask, taskOf } from './rules';

export const PAGE_SIZE = 10;

const pagesOf = (n: number): number => Math.max(1, Math.ceil(n / PAGE_SIZE));
const from = (page: number): number => (page - 1) * PAGE_SIZE;
const first = <T>(rows: T[]): T | undefined => rows[0];

const undecided = (ctx: Ctx) => ctx.db.select({ meetingId: proposals.meetingId, n: count().as('undecided_n'), oldest: min(proposals.submittedAt).as('undecided_oldest'), next: sql<string>`(array_agg(${proposals.id} order by ${proposals.submittedAt}, ${proposals.id}))[1]`.as('undecided_next') })
  .from(proposals).where(eq(proposals.state, 'submitted')).groupBy(proposals.meetingId).as('undecided');

const openCorrections = (ctx: Ctx) => ctx.db.select({ minutesId: minutesEntries.minutesId, n: count().as('open_n'), next: sql<string>`(array_agg(${corrections.id} order by ${corrections.createdAt}, ${corrections.id}))[1]`.as('open_next') })
  .from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).where(eq(corrections.state, 'open')).groupBy(minutesEntries.minutesId).as('open');

/** Meetings that still ask for something. Nobody has more than some of them in hand; a network that had would see the first 500. */
async function unfinished(ctx: Ctx, where?: SQL) {
  const [waiting, open] = [undecided(ctx), openCorrections(ctx)];
  const asksMore = or(inArray(meetings.state, ['draft', 'called', 'live']), and(eq(meetings.state, 'held'), isNull(meetings.minutesElsewhere), sql`${minutes.state} is distinct from 'published'`));
  const rows = await ctx.db.select({
    id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, endsAt: meetings.endsAt, proposalDeadline: meetings.proposalDeadline, heldAt: meetings.heldAt,
    state: meetings.state, agendaState: meetings.agendaState, minutesElsewhere: meetings.minutesElsewhere, isExample: meetings.isExample,
    minutesState: minutes.state, correctionsDue: minutes.correctionsDue, approvedAt: minutes.approvedAt,
    undecided: sql<number>`coalesce(${waiting.n}, 0)::int`, oldestUndecided: waiting.oldest, nextProposalId: waiting.next, openCorrections: sql<number>`coalesce(${open.n}, 0)::int`, nextCorrectionId: open.next,
  }).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).leftJoin(waiting, eq(waiting.meetingId, meetings.id)).leftJoin(open, eq(open.minutesId, minutes.id))
    .where(and(asksMore, where)).orderBy(asc(meetings.day), asc(meetings.id)).limit(500);
  return rows;
}

/** Every meeting that still asks for something, with its one next step and why, what hurries most first. Refuses what `mayOrganise` refuses. */
export async function meetingsOnDesk(ctx: Ctx) {
  ensure(mayOrganise(ctx.actor));
  return byUrgency((await unfinished(ctx)).map((row) => ({ ...row, task: taskOf(row, ctx.now()) })));
}

export type DeskRow = Awaited<ReturnType<typeof meetingsOnDesk>>[number];

/** For a chair or minute taker who is no organiser: the meetings in which they have a part, with what is theirs to do. None for everyone else. */
export async function meetingsOfParts(ctx: Ctx) {
  const { actor } = ctx;
  if (!actor || isOrganiser(actor) || actor.chairs.length + actor.takesMinutes.length === 0) return [];
  const mine = ctx.db.select({ id: meetingParts.meetingId }).from(meetingParts).where(eq(meetingParts.memberId, actor.id));
  const rows = await unfinished(ctx, and(inArray(meetings.id, mine), sql`${meetings.state} <> 'draft'`));
  return byUrgency(rows.flatMap((row) => {
    const parts = [...(actor.chairs.includes(row.id) ? ['chair' as const] : []), ...(actor.takesMinutes.includes(row.id) ? ['minute_taker' as const] : [])];
    const task = partTask(parts, row, ctx.now());
    return task ? [{ ...row, parts, task }] : [];
  }));
}

/** How many wait for an answer, the days of the one that has waited longest, and the median of the days to an answer this year (null before the first). Refuses what `mayOrganise` refuses. */
export async function answerFigures(ctx: Ctx) {
  ensure(mayOrganise(ctx.actor));
  const today = dayOf(ctx.now());
  const danishDay = (column: typeof proposals.decidedAt | typeof proposals.submittedAt) => sql`(${column} at time zone 'Europe/Copenhagen')::date`;
  const days = sql`${danishDay(proposals.decidedAt)} - ${danishDay(proposals.submittedAt)}`;
  const [waiting, answered] = await Promise.all([
    ctx.db.select({ n: count(), oldest: min(proposals.submittedAt) }).from(proposals).where(eq(proposals.state, 'submitted')).then(first),
    ctx.db.select({ n: count(), median: sql<number | null>`percentile_cont(0.5) within group (order by ${days})` }).from(proposals).where(sql`${proposals.decidedAt} >= ${toInstant(`${today.slice(0, 4)}-01-01`, '00:00')?.toISOString()}`).then(first),
  ]);
  return { waiting: waiting?.n ?? 0, oldestDays: waiting?.oldest ? daysWaited(waiting.oldest, ctx.now()) : null, answered: answered?.n ?? 0, medianDays: answered?.median ?? null };
}

/** Proposals without an answer, longest waiting first, one page of them, with what a quick decision needs. Refuses what `mayOrganise` refuses. */
export async function waitingProposals(ctx: Ctx, page = 1) {
  ensure(mayOrganise(ctx.actor));
  const submitted = eq(proposals.state, 'submitted');
  const support = sql<number>`(select count(*)::int from ${endorsements} where ${endorsements.proposalId} = ${proposals.id})`;
  const [rows, total] = await Promise.all([
    ctx.db.select({
      id: proposals.id, meetingId: proposals.meetingId, title: proposals.title, reason: proposals.reason, kind: proposals.kind, minutesWanted: proposals.minutesWanted, late: proposals.late, state: proposals.state, submittedAt: proposals.submittedAt,
      version: proposals.version, authorId: proposals.authorId, author: members.name, organisation: organisations.name, endorsements: support,
      meeting: { slug: meetings.slug, title: meetings.title, day: meetings.day, state: meetings.state, startsAt: meetings.startsAt, id: meetings.id },
    }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).innerJoin(members, eq(members.id, proposals.authorId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
      .where(submitted).orderBy(asc(proposals.submittedAt), asc(proposals.id)).limit(PAGE_SIZE).offset(from(page)),
    ctx.db.$count(proposals, submitted),
  ]);
  const now = ctx.now();
  return {
    total, pages: pagesOf(total),
    rows: rows.map((row) => ({ ...row, days: row.submittedAt ? daysWaited(row.submittedAt, now) : 0, overdue: row.submittedAt !== null && answerIsLate(row.submittedAt, now), can: { acceptAtOnce: mayAccept(ctx.actor, row, row.meeting, '') === null } })),
  };
}

/** Corrections without an answer, first those whose minutes are to be approved first, one page of them. Refuses what `mayOrganise` refuses. */
export async function waitingCorrections(ctx: Ctx, page = 1) {
  ensure(mayOrganise(ctx.actor));
  const open = and(eq(corrections.state, 'open'), eq(minutes.state, 'in_review'));
  const inReview = ctx.db.select({ n: count() }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(open);
  const [rows, total] = await Promise.all([
    ctx.db.select({ id: corrections.id, why: corrections.why, author: members.name, createdAt: corrections.createdAt, correctionsDue: minutes.correctionsDue, item: agendaItems.title, slug: meetings.slug, meeting: meetings.title })
      .from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId))
      .innerJoin(meetings, eq(meetings.id, minutes.meetingId)).innerJoin(members, eq(members.id, corrections.authorId))
      .where(open).orderBy(asc(minutes.correctionsDue), asc(corrections.createdAt), asc(corrections.id)).limit(PAGE_SIZE).offset(from(page)),
    inReview.then((found) => found[0]?.n ?? 0),
  ]);
  const now = ctx.now();
  return { total, pages: pagesOf(total), rows: rows.map((row) => ({ ...row, overdue: row.correctionsDue !== null && row.correctionsDue < now, days: daysWaited(row.createdAt, now) })) };
}

/** Open follow-up of published minutes that is overdue or due within `deskLimits.actionsAhead` days, soonest first, one page of it. Refuses what `mayOrganise` refuses. */
export async function dueActions(ctx: Ctx, page = 1) {
  ensure(mayOrganise(ctx.actor));
  const today = dayOf(ctx.now());
  const near = and(eq(actionItems.state, 'open'), eq(minutes.state, 'published'), lte(actionItems.dueOn, dayOf(addDays(ctx.now(), deskLimits.actionsAhead))));
  const joined = ctx.db.select({ n: count(), overdue: sql<number>`count(*) filter (where ${actionItems.dueOn} < ${today})::int` }).from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(near);
  const [rows, [totals]] = await Promise.all([
    ctx.db.select({ id: actionItems.id, text: actionItems.text, dueOn: actionItems.dueOn, responsible: sql<string>`coalesce(${organisations.name}, ${members.name}, '')`, slug: meetings.slug, meeting: meetings.title })
      .from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
      .where(near).orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(PAGE_SIZE).offset(from(page)),
    joined,
  ]);
  const total = totals?.n ?? 0;
  return { total, overdue: totals?.overdue ?? 0, pages: pagesOf(total), rows: rows.map((row) => ({ ...row, overdue: row.dueOn < today, days: Math.abs(daysBetween(today, row.dueOn)) })) };
}

/**
 * Letters that could not be sent, oldest first, one page of them; those to paused addresses wait for these, so only how many such
 * addresses there are is told. Refuses what `mayOrganise` refuses.
 */
export async function failedMails(ctx: Ctx, page = 1) {
  ensure(mayOrganise(ctx.actor));
  const failed = and(eq(mails.state, 'failed'), isNull(members.mailPausedAt));
  const [rows, [all], paused] = await Promise.all([
    ctx.db.select({ id: mails.id, kind: mails.kind, attempts: mails.attempts, createdAt: mails.createdAt, memberId: members.id, member: members.name }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(failed).orderBy(asc(mails.createdAt), asc(mails.id)).limit(PAGE_SIZE).offset(from(page)),
    ctx.db.select({ n: count() }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(failed),
    ctx.db.$count(members, isNotNull(members.mailPausedAt)),
  ]);
  const total = all?.n ?? 0;
  return { total, pages: pagesOf(total), rows, paused };
}

/** Threads in which a member wrote the only post, `deskLimits.unansweredAfter` days ago or more, oldest first, one page of them. Refuses what `mayOrganise` refuses. */
export async function unansweredThreads(ctx: Ctx, page = 1) {
  ensure(mayOrganise(ctx.actor));
  const alone = and(eq(threads.postCount, 1), isNotNull(threads.lastPostAt), lt(threads.lastPostAt, addDays(ctx.now(), -deskLimits.unansweredAfter)), isNull(posts.removedAt), eq(members.role, 'member'));
  const joined = ctx.db.select({ n: count() }).from(threads).innerJoin(posts, eq(posts.threadId, threads.id)).innerJoin(members, eq(members.id, posts.authorId)).where(alone);
  const [rows, [totals]] = await Promise.all([
    ctx.db.select({ id: threads.id, title: threads.title, author: members.name, at: posts.createdAt }).from(threads).innerJoin(posts, eq(posts.threadId, threads.id)).innerJoin(members, eq(members.id, posts.authorId))
      .where(alone).orderBy(asc(threads.lastPostAt), asc(threads.id)).limit(PAGE_SIZE).offset(from(page)),
    joined,
  ]);
  const total = totals?.n ?? 0;
  return { total, pages: pagesOf(total), rows: rows.map((row) => ({ ...row, days: daysWaited(row.at, ctx.now()) })) };
}
