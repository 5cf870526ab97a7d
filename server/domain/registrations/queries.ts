import { and, asc, count, eq, lte, ne, sql } from 'drizzle-orm';
import { meetings, members, organisations, registrations, uninvitations, type RegistrationAnswer } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { mayOrganise, maySeeMeeting } from '../meetings/rules';
import { answersTo, freeSeats, mayAnswer, takesAnswers } from './rules';

export const PAGE_SIZE = 100;
/** More names than this nobody reads on a meeting's page. */
const NAMES = 300;

const inDanishOrder = sql`${members.name} collate danish`;

export type RegistrationSummary = Awaited<ReturnType<typeof registrationSummary>>;
export type OrganisationCount = { name: string | null; onSite: number; online: number };

/**
 * Who comes to a meeting, as everyone may see it: figures, organisations, and the names of those who agreed to be named.
 * With the viewer's own answer, their place in the line (1 is next) and what they may do. Refuses `meeting_not_found`.
 */
export async function registrationSummary(ctx: Ctx, meetingId: string) {
  const [meeting] = await ctx.db.select().from(meetings).where(eq(meetings.id, meetingId));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
  const [groups, names, own] = await Promise.all([groupsOf(ctx, meetingId), namesOf(ctx, meetingId), ownAnswer(ctx, meetingId)]);
  const sum = (answer: RegistrationAnswer, waiting = false) => groups.filter((group) => group.answer === answer && group.waiting === waiting).reduce((total, group) => total + group.n, 0);
  const onSite = sum('on_site');
  const refused = mayAnswer(ctx.actor, meeting);
  return {
    onSite, online: sum('online'), notAttending: sum('not_attending'), waiting: sum('on_site', true),
    capacity: meeting.place ? meeting.capacity : null, freeSeats: meeting.place ? freeSeats(meeting.capacity, onSite) : null,
    organisations: byOrganisation(groups), names, own, viewer: ctx.actor?.id ?? null,
    open: takesAnswers(meeting), answers: answersTo(meeting),
    can: { register: refused === null, seeAll: mayOrganise(ctx.actor) === null }, refused: refused && { code: refused.code },
  };
}

async function groupsOf(ctx: Ctx, meetingId: string) {
  return ctx.db.select({ answer: registrations.answer, waiting: registrations.waiting, organisation: organisations.name, n: count() }).from(registrations)
    .innerJoin(members, eq(members.id, registrations.memberId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .where(eq(registrations.meetingId, meetingId)).groupBy(registrations.answer, registrations.waiting, organisations.name).orderBy(sql`${organisations.name} collate danish`);
}

/** Those who have a seat or a link, by organisation; people without one (`name` null) come last. */
function byOrganisation(groups: Awaited<ReturnType<typeof groupsOf>>): OrganisationCount[] {
  const found = new Map<string | null, OrganisationCount>();
  for (const { answer, waiting, organisation, n } of groups) {
    if (answer === 'not_attending' || waiting) continue;
    const row = found.get(organisation) ?? { name: organisation, onSite: 0, online: 0 };
    row[answer === 'on_site' ? 'onSite' : 'online'] += n;
    found.set(organisation, row);
  }
  return [...found.values()];
}

async function namesOf(ctx: Ctx, meetingId: string) {
  return ctx.db.select({ name: members.name, organisation: organisations.name, answer: registrations.answer }).from(registrations)
    .innerJoin(members, and(eq(members.id, registrations.memberId), eq(members.showsAttendance, true))).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .where(and(eq(registrations.meetingId, meetingId), ne(registrations.answer, 'not_attending'), eq(registrations.waiting, false))).orderBy(inDanishOrder).limit(NAMES);
}

async function ownAnswer(ctx: Ctx, meetingId: string): Promise<{ answer: RegistrationAnswer; waiting: boolean; place: number | null } | null> {
  if (!ctx.actor) return null;
  const ofMeeting = eq(registrations.meetingId, meetingId);
  const [own] = await ctx.db.select().from(registrations).where(and(ofMeeting, eq(registrations.memberId, ctx.actor.id)));
  if (!own) return null;
  // Everyone in the line gets a time of their own, so those up to mine are my place.
  const place = own.waitingSince && (await ctx.db.$count(registrations, and(ofMeeting, eq(registrations.waiting, true), lte(registrations.waitingSince, own.waitingSince))));
  return { answer: own.answer, waiting: own.waiting, place };
}

/** Every answer with its name, one page of them: those who come, then the line in its order, then those who stay away. Refuses what `mayOrganise` refuses. */
export async function attendeesForOrganiser(ctx: Ctx, meetingId: string, page: number) {
  ensure(mayOrganise(ctx.actor));
  const rows = await ctx.db.select({
    memberId: members.id, name: members.name, organisation: organisations.name, answer: registrations.answer, waiting: registrations.waiting, source: registrations.source, answeredAt: registrations.answeredAt, uninvited: sql<boolean>`${uninvitations.memberId} is not null`,
  }).from(registrations).innerJoin(members, eq(members.id, registrations.memberId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(uninvitations, and(eq(uninvitations.meetingId, registrations.meetingId), eq(uninvitations.memberId, registrations.memberId)))
    .where(eq(registrations.meetingId, meetingId))
    .orderBy(sql`case ${registrations.answer} when 'on_site' then 0 when 'online' then 2 else 3 end + case when ${registrations.waiting} then 1 else 0 end`, asc(registrations.waitingSince), inDanishOrder, asc(registrations.id))
    .limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  const total = await ctx.db.$count(registrations, eq(registrations.meetingId, meetingId));
  return { rows, total, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}
