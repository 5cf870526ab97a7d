import { and, asc, count, desc, eq, exists, inArray, isNotNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { meetingParts, meetingPauses, meetings, members, minutes, organisations, proposals, registrations, type MeetingPart } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { mayCall, mayCancel, mayChair, mayEditMeeting, mayNameParts, mayOrganise, mayPause, mayResume, maySeeMeeting, mayTakeMinutes, seesWhoHasPart, type Pause } from './rules';

export const PAGE_SIZE = 20;

const visible = (ctx: Ctx): SQL | undefined => (isOrganiser(ctx.actor) ? undefined : ne(meetings.state, 'draft'));

const proposalCount = sql<number>`(select count(*)::int from ${proposals} where ${proposals.meetingId} = ${meetings.id} and ${proposals.state} not in ('draft', 'withdrawn'))`;

const undecidedCount = sql<number>`(select count(*)::int from ${proposals} where ${proposals.meetingId} = ${meetings.id} and ${proposals.state} = 'submitted')`;

const listColumns = {
  id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, endsAt: meetings.endsAt,
  place: meetings.place, onlineUrl: meetings.onlineUrl, state: meetings.state, agendaState: meetings.agendaState,
  proposalDeadline: meetings.proposalDeadline, isExample: meetings.isExample, minutesState: minutes.state, minutesElsewhere: meetings.minutesElsewhere,
  proposalCount, undecided: undecidedCount,
};

export type MeetingSummary = Awaited<ReturnType<typeof upcomingMeetings>>[number];

/** Meetings still to come or running, soonest first; drafts for organisers only. */
export async function upcomingMeetings(ctx: Ctx, limit = 50) {
  const open = inArray(meetings.state, ['draft', 'called', 'live']);
  return ctx.db.select(listColumns).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(and(open, visible(ctx))).orderBy(asc(meetings.day), asc(meetings.startsAt)).limit(limit);
}

/** Meetings held or cancelled, newest first, one page of them. */
export async function pastMeetings(ctx: Ctx, page: number) {
  const over = inArray(meetings.state, ['held', 'cancelled']);
  const rows = await ctx.db.select(listColumns).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(over).orderBy(desc(meetings.day)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  const [total] = await ctx.db.select({ n: count() }).from(meetings).where(over);
  return { rows, pages: Math.max(1, Math.ceil((total?.n ?? 0) / PAGE_SIZE)) };
}

/** A meeting by its address, with what the viewer may do to it. Refuses `meeting_not_found` (also for drafts of others). */
export async function getMeeting(ctx: Ctx, slug: string) {
  const [meeting] = await ctx.db.select().from(meetings).where(eq(meetings.slug, slug));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
  const paused = meeting.state === 'live' ? ((await pausesOf(ctx.db, meeting.id)).find(({ endedAt }) => endedAt === null) ?? null) : null;
  const leads = mayChair(ctx.actor, meeting) === null;
  return {
    ...meeting,
    /** The pause that goes on. */
    paused,
    can: {
      organise: mayOrganise(ctx.actor) === null,
      edit: mayEditMeeting(ctx.actor, meeting) === null,
      call: mayCall(ctx.actor, meeting, ctx.now()) === null,
      cancel: mayCancel(ctx.actor, meeting) === null,
      chair: leads,
      takeMinutes: mayTakeMinutes(ctx.actor, meeting) === null,
      nameParts: mayNameParts(ctx.actor, meeting, 'minute_taker') === null,
      start: leads && meeting.state === 'called',
      pause: mayPause(ctx.actor, meeting, paused !== null, null, ctx.now()) === null,
      resume: mayResume(ctx.actor, meeting, paused !== null) === null,
      hold: leads && meeting.state === 'live',
    },
  };
}

/** When a meeting stood still, in order; an open pause has no end. */
export async function pausesOf(db: Tx['db'] | Ctx['db'], meetingId: string): Promise<Pause[]> {
  return db.select({ startedAt: meetingPauses.startedAt, resumesAt: meetingPauses.resumesAt, endedAt: meetingPauses.endedAt }).from(meetingPauses).where(eq(meetingPauses.meetingId, meetingId)).orderBy(asc(meetingPauses.startedAt));
}

export type PartHolder = { part: MeetingPart; name: string | null; organisation: string | null };

/** Who leads a meeting and who writes its minutes, in Danish order; `name` is null for whom the viewer is not told of by name. The meeting is the caller's to look after. */
export async function partsOf(ctx: Ctx, meetingId: string): Promise<PartHolder[]> {
  const rows = await holders(ctx, meetingId);
  return rows.map(({ part, name, organisation, showsAttendance }) => (seesWhoHasPart(ctx.actor, { showsAttendance }) ? { part, name, organisation } : { part, name: null, organisation: null }));
}

async function holders(ctx: Ctx, meetingId: string) {
  return ctx.db.select({ part: meetingParts.part, memberId: members.id, name: members.name, organisation: organisations.name, showsAttendance: members.showsAttendance }).from(meetingParts)
    .innerJoin(members, eq(members.id, meetingParts.memberId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .where(eq(meetingParts.meetingId, meetingId)).orderBy(asc(meetingParts.part), sql`${members.name} collate danish`);
}

/** The same for those who name them, with ids. Refuses what `mayOrganise` refuses. */
export async function partsToName(ctx: Ctx, meetingId: string) {
  ensure(mayOrganise(ctx.actor));
  return (await holders(ctx, meetingId)).map(({ part, memberId, name, organisation }) => ({ part, memberId, name, organisation }));
}

const NAMED = 20;

/**
 * Members to name for a part, in Danish order: those whose name or organisation holds the words; without words those who
 * said that they come to the meeting. At most 20; `more` says that there are others. Refuses what `mayOrganise` refuses.
 */
export async function membersToName(ctx: Ctx, meetingId: string, words: string) {
  ensure(mayOrganise(ctx.actor));
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const coming = exists(ctx.db.select({ id: registrations.id }).from(registrations).where(and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, members.id), ne(registrations.answer, 'not_attending'))));
  const found = await ctx.db.select({ id: members.id, name: members.name, organisation: organisations.name }).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .where(and(isNotNull(members.emailConfirmedAt), words === '' ? coming : or(sql`${members.name} ilike ${like}`, sql`${organisations.name} ilike ${like}`)))
    .orderBy(sql`${members.name} collate danish`, members.id).limit(NAMED + 1);
  return { members: found.slice(0, NAMED), more: found.length > NAMED };
}

/** The same by id, for links that carry ids. Refuses `meeting_not_found`. */
export async function getMeetingById(ctx: Ctx, id: string) {
  const [found] = await ctx.db.select({ slug: meetings.slug }).from(meetings).where(eq(meetings.id, id));
  return getMeeting(ctx, found?.slug ?? '');
}

/** Refuses `meeting_not_found` unless the viewer may follow the meeting's stream. */
export async function ensureMeetingReadable(ctx: Ctx, id: string): Promise<void> {
  const [meeting] = await ctx.db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, id));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
}
