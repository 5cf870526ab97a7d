import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, like, lte, max, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { actionItemInitiatives, actionItems, agendaVersions, calendarTokens, events, initiativeOwners, meetings, members, minutes, minutesEntries, registrations, streams, uninvitations } from '~/db/schema';
import { hashToken } from '../auth/tokens';
import { addDays } from '../time';

/** A cancelled meeting stays in the calendars for so long that every client has seen it. */
const CANCELLED_DAYS = 60;
/** Newest first; a network that meets monthly fills it in forty years. */
const MOST = 500;

type Reader = Pick<Db, 'select' | 'selectDistinctOn'>;

/**
 * A meeting with its published agenda, and until when corrections to its minutes are taken.
 * `changedAt`: when anything that a calendar shows was last changed.
 */
export type CalendarMeeting = typeof meetings.$inferSelect & { agenda: string[]; changedAt: Date; correctionsDue: Date | null };

async function readMeetings(db: Reader, which: SQL | undefined): Promise<CalendarMeeting[]> {
  const rows = await db.select({ meeting: meetings, correctionsDue: minutes.correctionsDue, minutesState: minutes.state }).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(which).orderBy(desc(meetings.day), desc(meetings.id)).limit(MOST);
  const published = rows.filter(({ meeting }) => meeting.agendaState === 'published').map(({ meeting }) => meeting.id);
  const newest = published.length === 0 ? [] : await db.selectDistinctOn([agendaVersions.meetingId], { meetingId: agendaVersions.meetingId, items: agendaVersions.items, publishedAt: agendaVersions.publishedAt })
    .from(agendaVersions).where(inArray(agendaVersions.meetingId, published)).orderBy(agendaVersions.meetingId, desc(agendaVersions.number));
  const agendas = new Map(newest.map((version) => [version.meetingId, version]));
  return rows.map(({ meeting, correctionsDue, minutesState }) => {
    const agenda = agendas.get(meeting.id);
    const changedAt = agenda && agenda.publishedAt > meeting.updatedAt ? agenda.publishedAt : meeting.updatedAt;
    return { ...meeting, agenda: agenda?.items.map((item) => item.title) ?? [], changedAt, correctionsDue: minutesState === 'in_review' ? correctionsDue : null };
  });
}

const shown = (now: Date): SQL | undefined => or(
  inArray(meetings.state, ['called', 'live', 'held']),
  and(eq(meetings.state, 'cancelled'), isNotNull(meetings.calledAt), gt(meetings.cancelledAt, addDays(now, -CANCELLED_DAYS))),
);

/** What the network's calendar shows: called, running and held meetings, and for a while the cancelled ones. Never drafts. */
export const networkMeetings = (db: Reader, now: Date): Promise<CalendarMeeting[]> => readMeetings(db, shown(now));

/** One meeting by its address, or undefined. */
export const meetingBySlug = async (db: Reader, slug: string): Promise<CalendarMeeting | undefined> => (await readMeetings(db, eq(meetings.slug, slug)))[0];

/** One meeting by its id, or undefined. */
export const meetingById = async (db: Reader, id: string): Promise<CalendarMeeting | undefined> => (await readMeetings(db, eq(meetings.id, id)))[0];

/** The address of the meeting that runs or comes next, or undefined. */
export async function nextMeetingSlug(db: Reader, now: Date): Promise<string | undefined> {
  const [next] = await db.select({ slug: meetings.slug }).from(meetings).where(or(eq(meetings.state, 'live'), and(eq(meetings.state, 'called'), gt(meetings.endsAt, now)))).orderBy(desc(sql`${meetings.state} = 'live'`), asc(meetings.startsAt)).limit(1);
  return next?.slug;
}

/** Whose calendar a token opens, or undefined for one that is unknown or revoked. */
export async function holderOfToken(db: Reader, token: string) {
  const [holder] = await db.select({ id: members.id, name: members.name }).from(calendarTokens).innerJoin(members, eq(members.id, calendarTokens.memberId))
    .where(and(eq(calendarTokens.tokenHash, hashToken(token)), isNull(calendarTokens.revokedAt)));
  return holder;
}

/** The meetings of one member's own calendar: those they come to, and coming ones that they have not answered. `coming`: whether they have said so. */
export async function ownMeetings(db: Reader, memberId: string, now: Date): Promise<(CalendarMeeting & { coming: boolean; answeredAt: Date | null })[]> {
  const ofMember = eq(registrations.memberId, memberId);
  const [rows, answers, taken] = await Promise.all([
    readMeetings(db, shown(now)),
    db.select({ meetingId: registrations.meetingId, answer: registrations.answer, waiting: registrations.waiting, answeredAt: registrations.answeredAt }).from(registrations).where(ofMember),
    db.select({ meetingId: uninvitations.meetingId }).from(uninvitations).where(eq(uninvitations.memberId, memberId)),
  ]);
  const answered = new Map(answers.map((row) => [row.meetingId, row]));
  const uninvited = new Set(taken.map((row) => row.meetingId));
  return rows.flatMap((meeting) => {
    const own = answered.get(meeting.id);
    const coming = own !== undefined && own.answer !== 'not_attending';
    const open = own === undefined && !uninvited.has(meeting.id) && (meeting.state === 'called' || meeting.state === 'live');
    return coming || open ? [{ ...meeting, coming: coming && !own.waiting, answeredAt: own?.answeredAt ?? null }] : [];
  });
}

/** The open actions that one member answers for, by themselves or as owner of an initiative, from published minutes. */
export async function ownActions(db: Reader, memberId: string) {
  const owned = db.select({ id: actionItemInitiatives.actionItemId }).from(actionItemInitiatives).innerJoin(initiativeOwners, eq(initiativeOwners.initiativeId, actionItemInitiatives.initiativeId)).where(eq(initiativeOwners.memberId, memberId));
  return db.select({ id: actionItems.id, text: actionItems.text, dueOn: actionItems.dueOn, version: actionItems.version, createdAt: actionItems.createdAt, publishedAt: minutes.publishedAt, slug: meetings.slug, title: meetings.title })
    .from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(eq(actionItems.state, 'open'), eq(minutes.state, 'published'), or(eq(actionItems.responsibleMemberId, memberId), inArray(actionItems.id, owned)))).orderBy(asc(actionItems.dueOn)).limit(MOST);
}
export type OwnAction = Awaited<ReturnType<typeof ownActions>>[number];

/**
 * When anything was last told of any meeting (or of this member), or a cancelled one left the calendars: what is taken out
 * leaves no row to ask. At least as late as every change that a calendar shows.
 */
export async function lastTold(db: Reader, now: Date, memberId?: string): Promise<Date[]> {
  const concerned = or(like(streams.stream, 'meeting:%'), memberId ? eq(streams.stream, `member:${memberId}`) : undefined);
  const [told] = await db.select({ at: max(events.at) }).from(streams).innerJoin(events, and(eq(events.stream, streams.stream), eq(events.seq, streams.seq))).where(concerned);
  const [left] = await db.select({ at: max(meetings.cancelledAt) }).from(meetings).where(lte(meetings.cancelledAt, addDays(now, -CANCELLED_DAYS)));
  return [...(told?.at ? [told.at] : []), ...(left?.at ? [addDays(left.at, CANCELLED_DAYS)] : [])];
}
