import { and, asc, count, desc, eq, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { meetings, minutes, proposals } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { mayCall, mayCancel, mayEditMeeting, mayOrganise, maySeeMeeting, nextStep } from './rules';

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
  return {
    ...meeting,
    can: {
      organise: mayOrganise(ctx.actor) === null,
      edit: mayEditMeeting(ctx.actor, meeting) === null,
      call: mayCall(ctx.actor, meeting, ctx.now()) === null,
      cancel: mayCancel(ctx.actor, meeting) === null,
      start: mayOrganise(ctx.actor) === null && meeting.state === 'called',
      hold: mayOrganise(ctx.actor) === null && meeting.state === 'live',
    },
  };
}

/** Refuses `meeting_not_found` unless the viewer may follow the meeting's stream. */
export async function ensureMeetingReadable(ctx: Ctx, id: string): Promise<void> {
  const [meeting] = await ctx.db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, id));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
}

/** For the organisers' desk: every meeting that still asks for something, the running and coming ones first. Refuses what `mayOrganise` refuses. */
export async function meetingsInHand(ctx: Ctx) {
  ensure(mayOrganise(ctx.actor));
  const unfinished = or(inArray(meetings.state, ['draft', 'called', 'live']), and(eq(meetings.state, 'held'), isNull(meetings.minutesElsewhere), sql`${minutes.state} is distinct from 'published'`));
  const rows = await ctx.db.select(listColumns).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(unfinished).orderBy(asc(meetings.day)).limit(100);
  return rows.map((row) => ({ ...row, next: nextStep(row) }));
}
