import { and, asc, eq, gte, sql, type SQL } from 'drizzle-orm';
import { agendaItems, hands, soundingAnswers, soundings, type HandKind, type SoundingAnswer } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { endSounding, endSpeech, figuresOf } from '~/server/end-floor';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { lockMeeting } from '../meetings/commands';
import { mayAnswerSounding, mayCallSpeaker, mayCloseSounding, mayEndSpeaking, mayLower, mayMoveHand, mayOpenSounding, mayRaise, placeInQueue } from './rules';
import type { CallSpeaker } from './schema';

type Hand = typeof hands.$inferSelect;

/** The write of a member about themself: the event names nobody (see events.ts), so the key must tell one member's form from another's. */
const unnamed = (ctx: Ctx, key: string | undefined) => [{ ...ctx, actor: null }, key && `${ctx.actor?.id ?? ''}\n${key}`] as const;

const waiting = (meetingId: string): SQL | undefined => and(eq(hands.meetingId, meetingId), eq(hands.state, 'waiting'));
const queueOf = (tx: Tx, meetingId: string) => tx.db.select().from(hands).where(waiting(meetingId)).orderBy(asc(hands.position), asc(hands.raisedAt), asc(hands.id));

async function speakingIn(tx: Tx, meetingId: string): Promise<Hand | null> {
  const [speaking] = await tx.db.select().from(hands).where(and(eq(hands.meetingId, meetingId), eq(hands.state, 'speaking')));
  return speaking ?? null;
}

async function currentItem(tx: Tx, meetingId: string): Promise<string | null> {
  const [item] = await tx.db.select({ id: agendaItems.id }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.state, 'current')));
  return item?.id ?? null;
}

/** Whose hand it is and in which meeting; neither ever changes. Refuses `hand_not_found`. */
async function handAt(ctx: Ctx, handId: string) {
  const [found] = isId(handId) ? await ctx.db.select({ meetingId: hands.meetingId, memberId: hands.memberId }).from(hands).where(eq(hands.id, handId)) : [];
  if (!found) throw refuse('hand_not_found');
  return found;
}

/** A hand as it stands, with its meeting's row locked: all of the floor happens one at a time. Refuses `hand_not_found`. */
async function lockHand(tx: Tx, handId: string, meetingId: string) {
  const meeting = await lockMeeting(tx, meetingId);
  const [hand] = await tx.db.select().from(hands).where(eq(hands.id, handId));
  if (!hand) throw refuse('hand_not_found');
  return { meeting, hand };
}

/** Asks for the floor; the hand comes to its place in the queue (`placeInQueue`). Refuses what `mayRaise` refuses, and `meeting_not_found`. */
export async function raiseHand(ctx: Ctx, meetingId: string, kind: HandKind, key?: string): Promise<{ id: string }> {
  const { actor } = ctx;
  if (!actor) throw refuse('not_signed_in');
  const [nobody, own] = unnamed(ctx, key);
  return write(nobody, own, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const mine = and(eq(hands.meetingId, meetingId), eq(hands.memberId, actor.id), sql`${hands.state} in ('waiting', 'speaking')`);
    ensure(mayRaise(actor, meeting, (await tx.db.$count(hands, mine)) > 0));
    const queue = await queueOf(tx, meetingId);
    const index = placeInQueue(queue.map((hand) => hand.kind), kind);
    const position = queue[index]?.position ?? (queue.at(-1)?.position ?? 0) + 1;
    if (queue[index]) await tx.db.update(hands).set({ position: sql`${hands.position} + 1` }).where(and(waiting(meetingId), gte(hands.position, position)));
    const [made] = await tx.db.insert(hands).values({ meetingId, agendaItemId: await currentItem(tx, meetingId), memberId: actor.id, kind, position, raisedAt: tx.now }).returning({ id: hands.id });
    if (!made) throw new Error('no hand was raised');
    tx.append(`meeting:${meetingId}`, 'floor.hand_raised', { meetingId, handId: made.id, kind });
    return made;
  });
}

/** waiting -> withdrawn, by oneself or the chair. Refuses what `mayLower` refuses, and `hand_not_found`. */
export async function lowerHand(ctx: Ctx, handId: string, key?: string): Promise<void> {
  const { meetingId, memberId } = await handAt(ctx, handId);
  const [as, own] = ctx.actor?.id === memberId ? unnamed(ctx, key) : [ctx, key];
  await write(as, own, async (tx) => {
    const { meeting, hand } = await lockHand(tx, handId, meetingId);
    ensure(mayLower(ctx.actor, meeting, hand));
    await tx.db.update(hands).set({ state: 'withdrawn', endedAt: tx.now }).where(eq(hands.id, handId));
    tx.append(`meeting:${meetingId}`, 'floor.hand_lowered', { meetingId, handId });
  });
}

/** Swaps a hand with the one before or after it; at the end nothing happens. Refuses what `mayMoveHand` refuses, and `hand_not_found`. */
export async function moveHand(ctx: Ctx, handId: string, direction: 'up' | 'down', key?: string): Promise<void> {
  const { meetingId } = await handAt(ctx, handId);
  await write(ctx, key, async (tx) => {
    const { meeting, hand } = await lockHand(tx, handId, meetingId);
    ensure(mayMoveHand(ctx.actor, meeting, hand));
    const queue = await queueOf(tx, meetingId);
    const other = queue[queue.findIndex(({ id }) => id === handId) + (direction === 'up' ? -1 : 1)];
    if (!other) return;
    await tx.db.update(hands).set({ position: other.position }).where(eq(hands.id, handId));
    await tx.db.update(hands).set({ position: hand.position }).where(eq(hands.id, other.id));
    tx.append(`meeting:${meetingId}`, 'floor.queue_ordered', { meetingId });
  });
}

/**
 * Gives the floor to the named hand, or to the first who waits. `after`: whom the chair saw speaking; they have then spoken.
 * Whoever else has the floor keeps it: of two chairs who call the next at once, one is refused.
 * Refuses what `mayCallSpeaker` refuses, and `meeting_not_found`.
 */
export async function callSpeaker(ctx: Ctx, meetingId: string, { hand: wanted, after }: CallSpeaker, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const speaking = await speakingIn(tx, meetingId);
    const taken = speaking !== null && speaking.id !== after;
    const hand = wanted ? await namedHand(tx, meetingId, wanted) : ((await queueOf(tx, meetingId))[0] ?? null);
    ensure(mayCallSpeaker(ctx.actor, meeting, hand, taken));
    if (!hand) throw refuse('queue_empty');
    await endSpeech(tx, meetingId);
    await tx.db.update(hands).set({ state: 'speaking', calledAt: tx.now }).where(eq(hands.id, hand.id));
    tx.append(`meeting:${meetingId}`, 'floor.speaker_called', { meetingId, handId: hand.id });
    return { id: hand.id };
  });
}

async function namedHand(tx: Tx, meetingId: string, handId: string): Promise<Hand> {
  const [hand] = await tx.db.select().from(hands).where(and(eq(hands.id, handId), eq(hands.meetingId, meetingId)));
  if (!hand) throw refuse('hand_not_found');
  return hand;
}

/** speaking -> spoken, by the speaker or the chair. Refuses what `mayEndSpeaking` refuses, and `hand_not_found`. */
export async function endSpeaking(ctx: Ctx, handId: string, key?: string): Promise<void> {
  const { meetingId, memberId } = await handAt(ctx, handId);
  const [as, own] = ctx.actor?.id === memberId ? unnamed(ctx, key) : [ctx, key];
  await write(as, own, async (tx) => {
    const { meeting, hand } = await lockHand(tx, handId, meetingId);
    ensure(mayEndSpeaking(ctx.actor, meeting, hand));
    await endSpeech(tx, meetingId);
  });
}

/** Puts a question about the current item to everyone at the meeting. Refuses what `mayOpenSounding` refuses, and `meeting_not_found`. */
export async function openSounding(ctx: Ctx, meetingId: string, question: string, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const itemId = await currentItem(tx, meetingId);
    const open = await tx.db.$count(soundings, and(eq(soundings.meetingId, meetingId), sql`${soundings.closedAt} is null`));
    ensure(mayOpenSounding(ctx.actor, meeting, itemId !== null, open > 0));
    const [made] = itemId === null ? [] : await tx.db.insert(soundings).values({ meetingId, agendaItemId: itemId, question, openedAt: tx.now }).returning({ id: soundings.id });
    if (!made || itemId === null) throw new Error('no sounding was opened');
    tx.append(`meeting:${meetingId}`, 'floor.sounding_opened', { meetingId, soundingId: made.id, itemId });
    return made;
  });
}

async function lockSounding(tx: Tx, soundingId: string) {
  const where = eq(soundings.id, soundingId);
  const [found] = isId(soundingId) ? await tx.db.select({ meetingId: soundings.meetingId }).from(soundings).where(where) : [];
  if (!found) throw refuse('sounding_not_found');
  const meeting = await lockMeeting(tx, found.meetingId);
  const [sounding] = await tx.db.select().from(soundings).where(where);
  if (!sounding) throw refuse('sounding_not_found');
  return { meeting, sounding };
}

/** A member's answer; a later one replaces it. Refuses what `mayAnswerSounding` refuses, and `sounding_not_found`. */
export async function answerSounding(ctx: Ctx, soundingId: string, answer: SoundingAnswer, key?: string): Promise<void> {
  const { actor } = ctx;
  if (!actor) throw refuse('not_signed_in');
  const [nobody, own] = unnamed(ctx, key);
  await write(nobody, own, async (tx) => {
    const { meeting, sounding } = await lockSounding(tx, soundingId);
    ensure(mayAnswerSounding(actor, sounding));
    const values = { answer, answeredAt: tx.now };
    await tx.db.insert(soundingAnswers).values({ ...values, soundingId, memberId: actor.id }).onConflictDoUpdate({ target: [soundingAnswers.soundingId, soundingAnswers.memberId], set: values });
    tx.append(`meeting:${meeting.id}`, 'floor.sounding_answered', { meetingId: meeting.id, soundingId, figures: await figuresOf(tx, soundingId) });
  });
}

/** Ends the answering; the figures stand on the item. Refuses what `mayCloseSounding` refuses, and `sounding_not_found`. */
export async function closeSounding(ctx: Ctx, soundingId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, sounding } = await lockSounding(tx, soundingId);
    ensure(mayCloseSounding(ctx.actor, meeting, sounding));
    await endSounding(tx, meeting.id);
  });
}
