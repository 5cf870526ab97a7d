import { and, asc, eq, or, sql, type SQL } from 'drizzle-orm';
import { attendanceGuests, attendances, meetings, members, minutes, organisationKinds, organisations, registrations, type AttendanceWay, type OrganisationKind } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { maySeeMeeting } from '../meetings/rules';
import { mayArrive, mayKeep, mayLeave, waysTo } from './rules';

type Db = Tx['db'] | Ctx['db'];

export type AttendingOrganisation = { name: string | null; kind: OrganisationKind; count: number };
/** What may be told to anyone: how many there were, from where, and the names of those who agreed to be named. */
export type AttendanceSnapshot = {
  total: number; onSite: number; online: number; guests: number;
  organisations: AttendingOrganisation[];
  kinds: { kind: OrganisationKind; count: number }[];
  names: { name: string; organisation: string | null }[];
};

/** Who was at a meeting, as it stands: for the minutes, where it is kept for ever. Those without an organisation come last, with `name` null. */
export async function attendanceSnapshot(db: Db, meetingId: string): Promise<AttendanceSnapshot> {
  const [ways, rows, names] = await Promise.all([waysOf(db, meetingId), organisationsOf(db, meetingId), namesOf(db, meetingId)]);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const kinds = organisationKinds.map((kind) => ({ kind, count: rows.filter((row) => row.kind === kind).reduce((sum, { count }) => sum + count, 0) })).filter(({ count }) => count > 0);
  return { total, onSite: ways.onSite, online: ways.online, guests: total - ways.onSite - ways.online, organisations: rows, kinds, names };
}

async function waysOf(db: Db, meetingId: string) {
  const of = (way: AttendanceWay, here: SQL = sql`true`) => sql<number>`count(*) filter (where ${attendances.way} = ${way} and ${here})::int`;
  const [row] = await db.select({ onSite: of('on_site'), online: of('online'), hereOnSite: of('on_site', sql`${attendances.leftAt} is null`), hereOnline: of('online', sql`${attendances.leftAt} is null`) }).from(attendances).where(eq(attendances.meetingId, meetingId));
  return row ?? { onSite: 0, online: 0, hereOnSite: 0, hereOnline: 0 };
}

/** Members and guests of one organisation are one row, whatever capitals a guest's was written with. */
async function organisationsOf(db: Db, meetingId: string): Promise<AttendingOrganisation[]> {
  const rows = await db.execute<{ name: string | null; kind: OrganisationKind; count: number }>(sql`
    select (array_agg(there.name order by there.guest))[1] as name, (array_agg(there.kind order by there.guest))[1] as kind, sum(there.n)::int as count from (
      select o.name, coalesce(o.kind, 'citizen') as kind, count(*) as n, false as guest from ${attendances} a
        join ${members} m on m.id = a.member_id left join ${organisations} o on o.id = m.organisation_id where a.meeting_id = ${meetingId} group by o.name, o.kind
      union all
      select g.organisation, g.kind, g.count, true from ${attendanceGuests} g where g.meeting_id = ${meetingId}
    ) there group by lower(there.name) order by min(there.name) collate danish nulls last limit 500`);
  return rows.map(({ name, kind, count }) => ({ name, kind, count }));
}

async function namesOf(db: Db, meetingId: string) {
  return db.select({ name: members.name, organisation: organisations.name }).from(attendances)
    .innerJoin(members, and(eq(members.id, attendances.memberId), eq(members.showsAttendance, true))).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .where(eq(attendances.meetingId, meetingId)).orderBy(sql`${members.name} collate danish`, asc(members.id)).limit(500);
}

export type Attendance = Awaited<ReturnType<typeof attendanceOf>>;

/**
 * Who is or was at a meeting, as anyone may see it, with the viewer's own part in it and what they may do. `here`: who has not
 * gone, guests among them. Refuses `meeting_not_found`.
 */
export async function attendanceOf(ctx: Ctx, meetingId: string) {
  const { meeting, minutesState } = await meetingWithMinutes(ctx, meetingId);
  const [all, ways, guests, own] = await Promise.all([attendanceSnapshot(ctx.db, meetingId), waysOf(ctx.db, meetingId), guestsOf(ctx, meetingId), ownOf(ctx, meetingId)]);
  const guestCount = guests.reduce((sum, { count }) => sum + count, 0);
  const refused = mayLeave(ctx.actor, meeting);
  return {
    ...all,
    here: { total: ways.hereOnSite + ways.hereOnline + guestCount, onSite: ways.hereOnSite, online: ways.hereOnline, guests: guestCount },
    own,
    ways: waysTo(meeting).filter((way) => mayArrive(ctx.actor, meeting, way) === null),
    can: { leave: refused === null && own !== null && own.leftAt === null, keep: mayKeep(ctx.actor, meeting, minutesState) === null },
    refused: refused && { code: refused.code },
  };
}

async function meetingWithMinutes(ctx: Ctx, meetingId: string) {
  const [found] = await ctx.db.select({ meeting: meetings, minutesState: minutes.state }).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(eq(meetings.id, meetingId));
  if (!found) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, found.meeting));
  return found;
}

async function ownOf(ctx: Ctx, meetingId: string) {
  if (!ctx.actor) return null;
  const [own] = await ctx.db.select({ way: attendances.way, arrivedAt: attendances.arrivedAt, leftAt: attendances.leftAt }).from(attendances).where(and(eq(attendances.meetingId, meetingId), eq(attendances.memberId, ctx.actor.id)));
  return own ?? null;
}

async function guestsOf(ctx: Ctx, meetingId: string) {
  return ctx.db.select({ id: attendanceGuests.id, organisation: attendanceGuests.organisation, kind: attendanceGuests.kind, count: attendanceGuests.count }).from(attendanceGuests)
    .where(eq(attendanceGuests.meetingId, meetingId)).orderBy(sql`${attendanceGuests.organisation} collate danish`).limit(200);
}

export const DESK_SIZE = 100;

/**
 * The desk of those who keep the list: everyone who registered or is there already, and with `words` every member whose name
 * or organisation holds them; one page, those who said that they come first. Refuses what `mayKeep` refuses, and `meeting_not_found`.
 */
export async function attendanceDesk(ctx: Ctx, meetingId: string, { page, words }: { page: number; words: string }) {
  const { meeting, minutesState } = await meetingWithMinutes(ctx, meetingId);
  ensure(mayKeep(ctx.actor, meeting, minutesState));
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const found = words === '' ? or(sql`${registrations.id} is not null`, sql`${attendances.id} is not null`) : or(sql`${members.name} ilike ${like}`, sql`${organisations.name} ilike ${like}`);
  const ofMeeting = ctx.db.select({ memberId: members.id, name: members.name, organisation: organisations.name, answer: registrations.answer, waiting: registrations.waiting, way: attendances.way }).from(members)
    .leftJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(registrations, and(eq(registrations.memberId, members.id), eq(registrations.meetingId, meetingId)))
    .leftJoin(attendances, and(eq(attendances.memberId, members.id), eq(attendances.meetingId, meetingId))).where(found);
  const total = await ctx.db.$count(ofMeeting.as('found'));
  const order = sql`case ${registrations.answer} when 'on_site' then 0 when 'online' then 1 when 'not_attending' then 3 else 2 end`;
  const rows = await ofMeeting.orderBy(order, sql`${members.name} collate danish`, members.id).limit(DESK_SIZE).offset((page - 1) * DESK_SIZE);
  return { rows, total, pages: Math.max(1, Math.ceil(total / DESK_SIZE)), ways: waysTo(meeting), guests: await guestsOf(ctx, meetingId) };
}
