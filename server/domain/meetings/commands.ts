import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, like, ne, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { agendaItemInitiatives, agendaItems, mails, meetingParts, meetingPauses, meetings, members, partKinds, proposals, registrations, type ItemKind, type MeetingPart } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { endFloorOfMeeting } from '~/server/end-floor';
import { isId } from '~/server/fields';
import { inviting } from '~/server/mail-topics';
import { ensure, refuse } from '~/server/refusal';
import { slugify } from '~/server/slug';
import { write, type Tx } from '~/server/write';
import { endSockets } from '../members/commands';
import { noticeRecipients } from '../members/queries';
import { mayCall, mayCancel, mayEditMeeting, mayHold, mayNameParts, mayOrganise, mayPause, mayResume, mayStart, movesMeeting } from './rules';
import type { CreateMeeting, EditMeeting, NamePart } from './schema';

export type Meeting = typeof meetings.$inferSelect;

/** Locks a meeting's row until the end of the write: what depends on its state is decided one at a time. Refuses `meeting_not_found`. */
export async function lockMeeting(tx: Tx, id: string): Promise<Meeting> {
  const [meeting] = await tx.db.select().from(meetings).where(eq(meetings.id, id)).for('update');
  if (!meeting) throw refuse('meeting_not_found');
  return meeting;
}

/** Makes a draft that only organisers see. Refuses what `mayOrganise` refuses. */
export async function createMeeting(ctx: Ctx, input: CreateMeeting, key?: string): Promise<{ id: string; slug: string }> {
  return write(ctx, key, async (tx) => {
    ensure(mayOrganise(ctx.actor));
    const slug = await freeSlug(tx, `${input.day}-${slugify(input.title)}`);
    const [meeting] = await tx.db.insert(meetings).values({ ...input, slug, calendarUid: `${randomUUID()}@ogp-forum`, createdBy: ctx.actor?.id ?? null, createdAt: tx.now, updatedAt: tx.now }).returning();
    if (!meeting) throw new Error('no meeting was made');
    tx.append(`meeting:${meeting.id}`, 'meeting.created', { meetingId: meeting.id });
    return { id: meeting.id, slug };
  });
}

async function freeSlug(tx: Tx, wanted: string): Promise<string> {
  const taken = new Set((await tx.db.select({ slug: meetings.slug }).from(meetings).where(like(meetings.slug, `${wanted}%`))).map((row) => row.slug));
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(slug)) return slug;
  }
}

const editable = ['title', 'purpose', 'day', 'startsAt', 'endsAt', 'proposalDeadline', 'place', 'onlineUrl', 'capacity'] as const;

/**
 * Changes a meeting that has not started. Once it is called, a new time or place raises the calendar sequence and is mailed.
 * Refuses what `mayEditMeeting` refuses, and `edit_conflict` when the form was made from an older version.
 */
export async function editMeeting(ctx: Ctx, id: string, input: EditMeeting, key?: string): Promise<{ slug: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, id);
    ensure(mayEditMeeting(ctx.actor, meeting));
    if (input.version !== meeting.version) throw refuse('edit_conflict');
    const changed = editable.filter((field) => String(meeting[field]) !== String(input[field]));
    if (changed.length === 0) return { slug: meeting.slug };
    const moved = meeting.state === 'called' && movesMeeting(changed);
    const { version, ...values } = input;
    await tx.db.update(meetings).set({ ...values, version: version + 1, calendarSequence: meeting.calendarSequence + (moved ? 1 : 0), ...(moved ? { movedSequence: meeting.calendarSequence + 1 } : {}), updatedAt: tx.now }).where(eq(meetings.id, id));
    tx.append(`meeting:${id}`, 'meeting.edited', { meetingId: id, changed });
    // More seats are for those who wait; registrations know this noun, not the other way round.
    if (changed.includes('capacity') || changed.includes('place')) await tx.job('move_up_waiting', { meetingId: id }, { key: `move_up:${id}` });
    if (moved) await tx.mail('meeting.moved', await whomChangeConcerns(tx, id), { meetingId: id }, `${id}:${meeting.calendarSequence + 1}`);
    return { slug: meeting.slug };
  });
}

type Step = Partial<Pick<Meeting, 'state' | 'calledAt' | 'startedAt' | 'heldAt' | 'cancelledAt' | 'cancelReason' | 'calendarSequence'>>;

async function take(tx: Tx, meeting: Meeting, step: Step): Promise<void> {
  await tx.db.update(meetings).set({ ...step, version: meeting.version + 1, updatedAt: tx.now }).where(eq(meetings.id, meeting.id));
}

/** What is not done comes up at the next called meeting; follow-up knows this noun, not the other way round. */
const followUpNext = (tx: Tx) => tx.job('follow_up', {}, { key: 'follow_up' });

/** And what was postponed or not reached goes on as proposals there. */
async function carryOverNext(tx: Tx): Promise<void> {
  await tx.job('carry_over', {}, { key: 'carry_over' });
  await followUpNext(tx);
}

/** draft -> called: public from now on, proposals open, a notice with an invite to every member. Refuses what `mayCall` refuses. */
export async function callMeeting(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, id);
    ensure(mayCall(ctx.actor, meeting, tx.now));
    await take(tx, meeting, { state: 'called', calledAt: tx.now });
    tx.append(`meeting:${id}`, 'meeting.called', { meetingId: id });
    await carryOverNext(tx);
    await tx.mail('meeting.called', await noticeRecipients(tx.db), { meetingId: id }, id);
    await mailParts(tx, id);
    await mailPresenters(tx, id);
  });
}

/** Any state before held -> cancelled, with the public reason. Refuses what `mayCancel` refuses. */
export async function cancelMeeting(ctx: Ctx, id: string, reason: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, id);
    ensure(mayCancel(ctx.actor, meeting));
    await endPause(tx, id);
    await endFloorOfMeeting(tx, id);
    await take(tx, meeting, { state: 'cancelled', cancelledAt: tx.now, cancelReason: reason, calendarSequence: meeting.calendarSequence + 1 });
    tx.append(`meeting:${id}`, 'meeting.cancelled', { meetingId: id });
    await followUpNext(tx);
    if (meeting.calledAt) await tx.mail('meeting.cancelled', await whomChangeConcerns(tx, id), { meetingId: id }, id);
  });
}

/** Those who want notices, those who said that they would come, and everyone in whose calendar our invite has put it. */
async function whomChangeConcerns(tx: Tx, meetingId: string) {
  const coming = tx.db.select({ id: registrations.memberId }).from(registrations).where(and(eq(registrations.meetingId, meetingId), ne(registrations.answer, 'not_attending')));
  const invited = tx.db.select({ id: mails.memberId }).from(mails).where(and(inArray(mails.kind, inviting), inArray(mails.state, ['queued', 'failed', 'sent']), sql`${mails.params} ->> 'meetingId' = ${meetingId}`));
  const concerned = await tx.db.select({ id: members.id, language: members.language }).from(members).where(or(inArray(members.id, coming), inArray(members.id, invited)));
  return [...new Map([...(await noticeRecipients(tx.db)), ...concerned].map((member) => [member.id, member])).values()];
}

/** called -> live. Refuses what `mayStart` refuses; the titles of undecided proposals are named. */
export async function startMeeting(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, id);
    const undecided = await tx.db.select({ title: proposals.title }).from(proposals).where(and(eq(proposals.meetingId, id), eq(proposals.state, 'submitted'))).orderBy(proposals.submittedAt);
    ensure(mayStart(ctx.actor, meeting, undecided.map((row) => row.title)));
    await take(tx, meeting, { state: 'live', startedAt: tx.now });
    tx.append(`meeting:${id}`, 'meeting.started', { meetingId: id });
  });
}

/** The items that were never opened; the proposals and initiatives they came from hear of it. */
async function closeUnreached(tx: Tx, meetingId: string): Promise<void> {
  const unreached = await tx.db.update(agendaItems).set({ state: 'closed', outcome: 'not_reached', closedAt: tx.now, version: sql`${agendaItems.version} + 1` })
    .where(and(eq(agendaItems.meetingId, meetingId), ne(agendaItems.state, 'closed'))).returning({ id: agendaItems.id, proposalId: agendaItems.proposalId });
  if (unreached.length === 0) return;
  const concerned = await tx.db.select().from(agendaItemInitiatives).where(inArray(agendaItemInitiatives.agendaItemId, unreached.map((item) => item.id)));
  for (const { id, proposalId } of unreached) {
    const streams = [`meeting:${meetingId}`, ...(proposalId ? [`proposal:${proposalId}`] : []), ...concerned.filter((row) => row.agendaItemId === id).map((row) => `initiative:${row.initiativeId}`)];
    for (const stream of streams) tx.append(stream, 'agenda.item_closed', { meetingId, itemId: id, outcome: 'not_reached' });
  }
  await tx.job('tell_proposers', { step: 'discussed', meetingId }, { key: `tell_proposers:discussed:${meetingId}` });
}

/** Ends the pause that goes on; answers whether there was one. The caller holds the meeting's row lock. */
async function endPause(tx: Tx, meetingId: string): Promise<boolean> {
  // A clock that was set back must not keep a meeting paused.
  const endedAt = sql`greatest(${tx.now.toISOString()}::timestamptz, ${meetingPauses.startedAt})`;
  return (await tx.db.update(meetingPauses).set({ endedAt }).where(and(eq(meetingPauses.meetingId, meetingId), isNull(meetingPauses.endedAt))).returning({ id: meetingPauses.id })).length > 0;
}

const isPaused = async (tx: Tx, meetingId: string): Promise<boolean> => (await tx.db.$count(meetingPauses, and(eq(meetingPauses.meetingId, meetingId), isNull(meetingPauses.endedAt)))) > 0;

/** Interrupts a running meeting; the clock of its agenda stands still. `resumesAt`: when it is said to go on. Refuses what `mayPause` refuses. */
export async function pauseMeeting(ctx: Ctx, id: string, { resumesAt = null }: { resumesAt?: Date | null }, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayPause(ctx.actor, await lockMeeting(tx, id), await isPaused(tx, id), resumesAt, tx.now));
    await tx.db.insert(meetingPauses).values({ meetingId: id, startedAt: tx.now, resumesAt });
    tx.append(`meeting:${id}`, 'meeting.paused', { meetingId: id, resumesAt: resumesAt?.toISOString() ?? null });
  });
}

/** Goes on after a pause. Refuses what `mayResume` refuses. */
export async function resumeMeeting(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayResume(ctx.actor, await lockMeeting(tx, id), await isPaused(tx, id)));
    await endPause(tx, id);
    tx.append(`meeting:${id}`, 'meeting.resumed', { meetingId: id });
  });
}

/** live -> held; a pause ends, items that were never opened are closed as not reached. Refuses what `mayHold` refuses. */
export async function holdMeeting(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, id);
    const [current] = await tx.db.select({ title: agendaItems.title }).from(agendaItems).where(and(eq(agendaItems.meetingId, id), eq(agendaItems.state, 'current')));
    ensure(mayHold(ctx.actor, meeting, current?.title ?? null));
    await closeUnreached(tx, id);
    await endPause(tx, id);
    await endFloorOfMeeting(tx, id);
    await take(tx, meeting, { state: 'held', heldAt: tx.now });
    tx.append(`meeting:${id}`, 'meeting.held', { meetingId: id });
    await carryOverNext(tx);
  });
}

/** Names a member chair or minute taker and mails it; named already, nothing changes. Refuses what `mayNameParts` refuses, `member_not_found`, `member_not_confirmed`. */
export async function givePart(ctx: Ctx, meetingId: string, { memberId, part }: NamePart, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(mayNameParts(ctx.actor, meeting, part));
    const member = await memberById(tx, memberId);
    if (!member.emailConfirmedAt) throw refuse('member_not_confirmed');
    const given = await tx.db.insert(meetingParts).values({ meetingId, memberId, part }).onConflictDoNothing().returning();
    if (given.length > 0) await tellPart(tx, 'part_given', { meeting, member, part });
  });
}

/** Takes a part from a member and mails it; at once they may no more than other members. Refuses what `mayNameParts` refuses, and `member_not_found`. */
export async function takePartAway(ctx: Ctx, meetingId: string, { memberId, part }: NamePart, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(mayNameParts(ctx.actor, meeting, part));
    const member = await memberById(tx, memberId);
    const taken = await tx.db.delete(meetingParts).where(and(eq(meetingParts.meetingId, meetingId), eq(meetingParts.memberId, memberId), eq(meetingParts.part, part))).returning();
    if (taken.length > 0) await tellPart(tx, 'part_taken', { meeting, member, part });
  });
}

type Member = typeof members.$inferSelect;

async function memberById(tx: Tx, id: string): Promise<Member> {
  const [member] = isId(id) ? await tx.db.select().from(members).where(eq(members.id, id)) : [];
  if (!member) throw refuse('member_not_found');
  return member;
}

/** The public stream says that, the member's own says who; sockets that hold the old rights end. A draft is mailed of when it is called. */
async function tellPart(tx: Tx, what: 'part_given' | 'part_taken', { meeting, member, part }: { meeting: Meeting; member: Member; part: MeetingPart }): Promise<void> {
  const meetingId = meeting.id;
  tx.append(`meeting:${meetingId}`, `meeting.${what}`, { meetingId, part });
  tx.append(`member:${member.id}`, `member.${what}`, { memberId: member.id, meetingId, part });
  await endSockets(tx, `member:${member.id}`);
  // One may be named, let go and named again: each time is an occasion of its own.
  if (meeting.state !== 'draft') await tx.mail(`meeting.${what}`, [member], { meetingId, part }, `${meetingId}:${part}:${uuidv7()}`);
}

/** Those who were named while the meeting was a draft, which they could not see, hear of it with the call. */
async function mailParts(tx: Tx, meetingId: string): Promise<void> {
  const named = await tx.db.select({ id: members.id, language: members.language, part: meetingParts.part }).from(meetingParts).innerJoin(members, eq(members.id, meetingParts.memberId)).where(eq(meetingParts.meetingId, meetingId));
  for (const part of partKinds) await tx.mail('meeting.part_given', named.filter((row) => row.part === part), { meetingId, part }, `${meetingId}:${part}:call`);
}

/** And so do the members who are to present an item. */
async function mailPresenters(tx: Tx, meetingId: string): Promise<void> {
  const named = await tx.db.select({ id: members.id, language: members.language, itemId: agendaItems.id }).from(agendaItems).innerJoin(members, eq(members.id, agendaItems.presenterMemberId)).where(eq(agendaItems.meetingId, meetingId));
  for (const { itemId, ...member } of named) await tx.mail('agenda.presenter_named', [member], { meetingId, itemId }, `${itemId}:call`);
}

export type PastMeeting = { slug: string; title: string; purpose: string; day: string; note: string; minutesElsewhere: string | null; heldAt: Date; topics: { title: string; kind: ItemKind; initiativeIds: string[] }[] };

/** Takes a meeting of the past onto the record, with no more than is known of it; its topics become items that were noted. Refuses what `mayOrganise` refuses. */
export async function recordPastMeeting(ctx: Ctx, { topics, ...input }: PastMeeting): Promise<{ id: string }> {
  return write(ctx, undefined, async (tx) => {
    ensure(mayOrganise(ctx.actor));
    const [meeting] = await tx.db.insert(meetings).values({ ...input, state: 'held', calendarUid: `${randomUUID()}@ogp-forum`, createdAt: tx.now, updatedAt: tx.now }).returning({ id: meetings.id });
    if (!meeting) throw new Error('no meeting was made');
    tx.append(`meeting:${meeting.id}`, 'meeting.created', { meetingId: meeting.id });
    tx.append(`meeting:${meeting.id}`, 'meeting.held', { meetingId: meeting.id });
    if (topics.length === 0) return meeting;
    const items = topics.map(({ title, kind, initiativeIds }, index) => ({ id: uuidv7(), meetingId: meeting.id, position: index + 1, title, kind, state: 'closed' as const, outcome: 'noted' as const, initiativeIds }));
    await tx.db.insert(agendaItems).values(items);
    const concerned = items.flatMap((item) => item.initiativeIds.map((initiativeId) => ({ agendaItemId: item.id, initiativeId })));
    if (concerned.length > 0) await tx.db.insert(agendaItemInitiatives).values(concerned);
    return meeting;
  });
}
