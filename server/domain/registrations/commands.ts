import { and, asc, count, eq, inArray, max, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { mails, meetings, members, registrations, uninvitations, type RegistrationAnswer } from '~/db/schema';
import type { Actor, Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { inviting } from '~/server/mail-topics';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { lockMeeting, type Meeting } from '../meetings/commands';
import { maySeeMeeting } from '../meetings/rules';
import { freeSeats, mayRegister, mayUninvite, readReply, takesAnswers, type CalendarReply } from './rules';

type Source = NonNullable<(typeof registrations.$inferInsert)['source']>;
export type Registered = { answer: RegistrationAnswer; waiting: boolean };

/**
 * Takes a member's answer to a meeting; a later answer replaces an earlier one, the same answer again changes nothing.
 * On site without a free seat means the waiting list. Whoever leaves a seat gives it to the first who waits.
 * Refuses what `mayRegister` refuses, and `meeting_not_found`.
 */
export async function registerFor(ctx: Ctx, meetingId: string, answer: RegistrationAnswer, key?: string, source: Source = 'web'): Promise<Registered> {
  const { actor } = ctx;
  if (!actor) throw refuse('not_signed_in');
  // The event names nobody (see events.ts), so the key must tell one member's form from another's.
  return write({ ...ctx, actor: null }, key && `${actor.id}\n${key}`, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(maySeeMeeting(actor, meeting), mayRegister(actor, meeting, answer));
    return takeAnswer(tx, meeting, actor, answer, source);
  });
}

/** The answer itself, within a write that holds the meeting's row. */
async function takeAnswer(tx: Tx, meeting: Meeting, actor: Actor, answer: RegistrationAnswer, source: Source): Promise<Registered> {
  const meetingId = meeting.id;
  const own = and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, actor.id));
  const [before] = await tx.db.select({ answer: registrations.answer, waiting: registrations.waiting }).from(registrations).where(own);
  if (answer !== 'not_attending') await invite(tx, meetingId, actor);
  if (before?.answer === answer) {
    // Said again it is as new: an older answer of the calendar, still on its way, does not undo it.
    await tx.db.update(registrations).set({ source, answeredAt: tx.now }).where(own);
    return before;
  }
  // First those who already wait: a seat that fell free with a raised capacity is theirs, not the newcomer's.
  if (answer === 'on_site') await moveUp(tx, meeting);
  const waiting = answer === 'on_site' && freeSeats(meeting.capacity, await seatsTaken(tx, meetingId)) === 0;
  const values = { answer, waiting, waitingSince: waiting ? await endOfList(tx, meetingId) : null, source, answeredAt: tx.now };
  await tx.db.insert(registrations).values({ ...values, meetingId, memberId: actor.id }).onConflictDoUpdate({ target: [registrations.meetingId, registrations.memberId], set: values });
  tx.append(`meeting:${meetingId}`, 'registration.answered', { meetingId, answer, waiting });
  if (before?.answer === 'on_site' && !before.waiting) await moveUp(tx, meeting);
  return { answer, waiting };
}

/**
 * Takes the answer that a member's calendar program sent. It lands in the same row as an answer on the web, and the newest
 * wins. Who lands on the waiting list is told so. Answers what became of it; an answer that changes nothing says why. Refuses
 * what `registerFor` refuses.
 */
export async function answerByCalendar(ctx: Ctx, meetingId: string, reply: CalendarReply): Promise<Registered | Exclude<ReturnType<typeof readReply>, { answer: RegistrationAnswer }>> {
  const { actor } = ctx;
  if (!actor) throw refuse('not_signed_in');
  const own = and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, actor.id));
  return write({ ...ctx, actor: null }, undefined, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const [before] = await tx.db.select().from(registrations).where(own);
    const [back] = await tx.db.select({ at: uninvitations.at }).from(uninvitations).where(and(eq(uninvitations.meetingId, meetingId), eq(uninvitations.memberId, actor.id)));
    // A clock that is ahead of ours would hold up what is answered after it.
    const stamp = reply.stamp > tx.now ? tx.now : reply.stamp;
    const asked = readReply(meeting, before ?? null, back?.at ?? null, { ...reply, stamp });
    if ('ignored' in asked) return asked;
    ensure(maySeeMeeting(actor, meeting), mayRegister(actor, meeting, asked.answer));
    const taken = await takeAnswer(tx, meeting, actor, asked.answer, 'calendar');
    await tx.db.update(registrations).set({ replySequence: reply.sequence, replyStamp: stamp }).where(own);
    // Their calendar says that they come; nobody else tells them that they wait.
    if (taken.waiting && !before?.waiting) await tx.mail('registration.invited', [actor], { meetingId }, `${meetingId}:${uuidv7()}`);
    return taken;
  });
}

/**
 * Whoever comes has the meeting in their calendar: one whose invitation was taken back is invited again, one who never had it
 * (joined later, or wants no notices) gets it now.
 */
async function invite(tx: Tx, meetingId: string, { id, language }: Actor): Promise<void> {
  const back = await tx.db.delete(uninvitations).where(and(eq(uninvitations.meetingId, meetingId), eq(uninvitations.memberId, id))).returning();
  if (back.length > 0) return tx.mail('registration.invited_again', [{ id, language }], { meetingId }, `${meetingId}:${uuidv7()}`);
  const invited = await tx.db.$count(mails, and(eq(mails.memberId, id), inArray(mails.kind, inviting), inArray(mails.state, ['queued', 'failed', 'sent']), sql`${mails.params} ->> 'meetingId' = ${meetingId}`));
  if (invited === 0) await tx.mail('registration.invited', [{ id, language }], { meetingId }, meetingId);
}

/**
 * Takes the invitation of one member back: a seat they had goes on, no more mail about the meeting comes to them, and
 * their calendar is told to let it go (the sequence rises, as with every cancel). Until they answer anew. Taken back twice
 * is taken back once. Refuses what `mayUninvite` refuses, `meeting_not_found`, `member_not_found`.
 */
export async function uninvite(ctx: Ctx, meetingId: string, memberId: string, key?: string): Promise<void> {
  const { actor } = ctx;
  // As with an answer: the event names nobody.
  await write({ ...ctx, actor: null }, key && `${actor?.id ?? ''}\n${key}`, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(maySeeMeeting(actor, meeting), mayUninvite(actor, meeting, memberId));
    const [member] = isId(memberId) ? await tx.db.select({ id: members.id, language: members.language }).from(members).where(eq(members.id, memberId)) : [];
    if (!member) throw refuse('member_not_found');
    const made = await tx.db.insert(uninvitations).values({ meetingId, memberId, at: tx.now }).onConflictDoNothing().returning();
    if (made.length === 0) return;
    const own = and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, memberId));
    const [before] = await tx.db.select({ answer: registrations.answer, waiting: registrations.waiting }).from(registrations).where(own);
    await tx.db.update(registrations).set({ answer: 'not_attending', waiting: false, waitingSince: null, answeredAt: tx.now }).where(own);
    if (before?.answer === 'on_site' && !before.waiting) await moveUp(tx, meeting);
    await tx.db.update(meetings).set({ calendarSequence: meeting.calendarSequence + 1, updatedAt: tx.now }).where(eq(meetings.id, meetingId));
    tx.append(`meeting:${meetingId}`, 'registration.uninvited', { meetingId });
    await tx.mail('registration.uninvited', [member], { meetingId }, `${meetingId}:${meeting.calendarSequence + 1}`);
  });
}

/** After the capacity was raised: gives the new seats to those who wait, in their order. Refuses `meeting_not_found`. */
export async function moveUpWaiting(ctx: Ctx, meetingId: string): Promise<void> {
  await write(ctx, undefined, async (tx) => moveUp(tx, await lockMeeting(tx, meetingId)));
}

const seated = (meetingId: string) => and(eq(registrations.meetingId, meetingId), eq(registrations.answer, 'on_site'), eq(registrations.waiting, false));
const inLine = (meetingId: string) => and(eq(registrations.meetingId, meetingId), eq(registrations.waiting, true));

async function seatsTaken(tx: Tx, meetingId: string): Promise<number> {
  const [row] = await tx.db.select({ n: count() }).from(registrations).where(seated(meetingId));
  return row?.n ?? 0;
}

/** A place behind everyone who waits, also for two who answer in the same millisecond. */
async function endOfList(tx: Tx, meetingId: string): Promise<Date> {
  const [row] = await tx.db.select({ last: max(registrations.waitingSince) }).from(registrations).where(inLine(meetingId));
  return new Date(Math.max(tx.now.getTime(), (row?.last?.getTime() ?? 0) + 1));
}

/** Seats those who have waited longest, as many as there are free seats, and mails them. The caller holds the meeting's row lock. */
async function moveUp(tx: Tx, meeting: Meeting): Promise<void> {
  if (!takesAnswers(meeting) || !meeting.place) return;
  const free = freeSeats(meeting.capacity, await seatsTaken(tx, meeting.id));
  if (free === 0) return;
  const line = tx.db.select({ id: registrations.id, memberId: members.id, language: members.language }).from(registrations)
    .innerJoin(members, eq(members.id, registrations.memberId)).where(inLine(meeting.id)).orderBy(asc(registrations.waitingSince), asc(registrations.id)).$dynamic();
  const first = await (free === null ? line : line.limit(free));
  if (first.length === 0) return;
  await tx.db.update(registrations).set({ waiting: false, waitingSince: null }).where(inArray(registrations.id, first.map(({ id }) => id)));
  tx.append(`meeting:${meeting.id}`, 'registration.moved_up', { meetingId: meeting.id, count: first.length });
  // One may wait and move up more than once for the same meeting, so each time is an occasion of its own.
  await tx.mail('registration.moved_up', first.map(({ memberId, language }) => ({ id: memberId, language })), { meetingId: meeting.id }, `${meeting.id}:${uuidv7()}`);
}
