import { and, eq, inArray, sql } from 'drizzle-orm';
import { attendanceGuests, attendances, members, minutes, type AttendanceWay } from '~/db/schema';
import type { Actor, Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { lockMeeting, type Meeting } from '../meetings/commands';
import { maySeeMeeting } from '../meetings/rules';
import { changedTicks, mayArrive, mayKeep, mayLeave, type Tick } from './rules';
import type { CountGuests } from './schema';

/** The events name nobody (see events.ts), so the key must tell one person's form from another's. */
function writeUnnamed<T>(ctx: Ctx, key: string | undefined, change: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const { actor } = ctx;
  if (!actor) throw refuse('not_signed_in');
  return write({ ...ctx, actor: null }, key && `${actor.id}\n${key}`, (tx) => change(tx, actor));
}

/** »I am here«, on site or online; said again in the same way it changes nothing, after going it means back again. Refuses what `mayArrive` refuses. */
export async function arrive(ctx: Ctx, meetingId: string, way: AttendanceWay, key?: string): Promise<void> {
  await writeUnnamed(ctx, key, async (tx, actor) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(maySeeMeeting(actor, meeting), mayArrive(actor, meeting, way));
    const [before] = await tx.db.select().from(attendances).where(ownOf(meetingId, actor.id));
    if (before?.way === way && before.leftAt === null) return;
    await tx.db.insert(attendances).values({ meetingId, memberId: actor.id, way, arrivedAt: tx.now })
      .onConflictDoUpdate({ target: [attendances.meetingId, attendances.memberId], set: { way, leftAt: null } });
    tx.append(`meeting:${meetingId}`, 'attendance.arrived', { meetingId, way });
  });
}

const ownOf = (meetingId: string, memberId: string) => and(eq(attendances.meetingId, meetingId), eq(attendances.memberId, memberId));

/** »I am going«: still among those who were there. Who was not there, or has gone, changes nothing. Refuses what `mayLeave` refuses. */
export async function leave(ctx: Ctx, meetingId: string, key?: string): Promise<void> {
  await writeUnnamed(ctx, key, async (tx, actor) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(maySeeMeeting(actor, meeting), mayLeave(actor, meeting));
    const gone = await tx.db.update(attendances).set({ leftAt: sql`greatest(${tx.now.toISOString()}::timestamptz, ${attendances.arrivedAt})` })
      .where(and(ownOf(meetingId, actor.id), sql`${attendances.leftAt} is null`)).returning({ id: attendances.id });
    if (gone.length > 0) tx.append(`meeting:${meetingId}`, 'attendance.left', { meetingId });
  });
}

/** Whoever keeps the list, at a meeting whose minutes are not approved. The caller holds nothing; this takes the meeting's row. */
async function lockToKeep(tx: Tx, actor: Actor, meetingId: string): Promise<Meeting> {
  const meeting = await lockMeeting(tx, meetingId);
  const [kept] = await tx.db.select({ state: minutes.state }).from(minutes).where(eq(minutes.meetingId, meetingId)).for('share');
  ensure(maySeeMeeting(actor, meeting), mayKeep(actor, meeting, kept?.state ?? null));
  return meeting;
}

/**
 * The list of who was there, as far as it was changed on the desk: someone more, someone less, or in the other way. What
 * another one has changed meanwhile stays. Refuses what `mayKeep` refuses, and `member_not_found`.
 */
export async function keepAttendance(ctx: Ctx, meetingId: string, ticks: Tick[], key?: string): Promise<{ changed: number }> {
  return writeUnnamed(ctx, key, async (tx, actor) => {
    const meeting = await lockToKeep(tx, actor, meetingId);
    const wanted = changedTicks(ticks);
    if (wanted.length === 0) return { changed: 0 };
    const ids = wanted.map(({ memberId }) => memberId);
    if ((await tx.db.$count(members, inArray(members.id, ids))) < new Set(ids).size) throw refuse('member_not_found');
    const arrivedAt = meeting.state === 'live' ? tx.now : (meeting.startedAt ?? meeting.heldAt ?? tx.now);
    const came = wanted.flatMap(({ memberId, way }) => (way ? [{ meetingId, memberId, way, arrivedAt }] : []));
    const away = wanted.filter(({ way }) => way === null).map(({ memberId }) => memberId);
    const gone = away.length === 0 ? [] : await tx.db.delete(attendances).where(and(eq(attendances.meetingId, meetingId), inArray(attendances.memberId, away))).returning({ id: attendances.id });
    const come = came.length === 0 ? [] : await tx.db.insert(attendances).values(came)
      .onConflictDoUpdate({ target: [attendances.meetingId, attendances.memberId], set: { way: sql`excluded.way` }, setWhere: sql`${attendances.way} <> excluded.way` }).returning({ id: attendances.id });
    const changed = gone.length + come.length;
    if (changed > 0) tx.append(`meeting:${meetingId}`, 'attendance.kept', { meetingId, count: changed });
    return { changed };
  });
}

/**
 * How many came from an organisation without having an account; 0 takes the organisation off. The same figure again
 * changes nothing. Refuses what `mayKeep` refuses, and `guest_count_changed` when another figure stood there than was shown.
 */
export async function countGuests(ctx: Ctx, meetingId: string, { organisation, kind, count, was }: CountGuests, key?: string): Promise<void> {
  await writeUnnamed(ctx, key, async (tx, actor) => {
    await lockToKeep(tx, actor, meetingId);
    const row = and(eq(attendanceGuests.meetingId, meetingId), sql`lower(${attendanceGuests.organisation}) = lower(${organisation})`);
    const [before] = await tx.db.select().from(attendanceGuests).where(row);
    const same = count === 0 ? !before : before?.count === count && before.kind === kind && before.organisation === organisation;
    if (same) return;
    if ((before?.count ?? 0) !== was) throw refuse('guest_count_changed');
    if (count === 0) await tx.db.delete(attendanceGuests).where(row);
    else if (before) await tx.db.update(attendanceGuests).set({ organisation, kind, count }).where(row);
    else await tx.db.insert(attendanceGuests).values({ meetingId, organisation, kind, count });
    tx.append(`meeting:${meetingId}`, 'attendance.guests_counted', { meetingId, count });
  });
}
