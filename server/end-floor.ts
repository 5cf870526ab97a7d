import { and, eq, isNull, sql } from 'drizzle-orm';
import { agendaItems, hands, soundingAnswers, soundings } from '~/db/schema';
import type { Tx } from './write';

// What ends by itself with an item or a meeting. Those nouns are known to the floor, not the other way round, so what
// concerns both stands here. The caller holds the meeting's row lock.

/** How many have answered what, by answer. */
export async function figuresOf(tx: Tx, soundingId: string) {
  const n = (answer: string) => sql<number>`count(*) filter (where ${soundingAnswers.answer} = ${answer})::int`;
  const [row] = await tx.db.select({ for: n('for'), against: n('against'), not_sure: n('not_sure') }).from(soundingAnswers).where(eq(soundingAnswers.soundingId, soundingId));
  return row ?? { for: 0, against: 0, not_sure: 0 };
}

/** Closes the sounding that is open in a meeting, if there is one; its figures stand on the item from then on. */
export async function endSounding(tx: Tx, meetingId: string): Promise<void> {
  const [closed] = await tx.db.update(soundings).set({ closedAt: sql`greatest(${soundings.openedAt}, ${tx.now.toISOString()}::timestamptz)` }).where(and(eq(soundings.meetingId, meetingId), isNull(soundings.closedAt))).returning({ id: soundings.id, itemId: soundings.agendaItemId });
  if (!closed) return;
  const [item] = await tx.db.select({ proposalId: agendaItems.proposalId }).from(agendaItems).where(eq(agendaItems.id, closed.itemId));
  const told = { meetingId, soundingId: closed.id, itemId: closed.itemId, figures: await figuresOf(tx, closed.id) };
  for (const stream of [`meeting:${meetingId}`, ...(item?.proposalId ? [`proposal:${item.proposalId}`] : [])]) tx.append(stream, 'floor.sounding_closed', told);
}

/** Whoever speaks has spoken. */
export async function endSpeech(tx: Tx, meetingId: string): Promise<void> {
  const [ended] = await tx.db.update(hands).set({ state: 'spoken', endedAt: tx.now }).where(and(eq(hands.meetingId, meetingId), eq(hands.state, 'speaking'))).returning({ id: hands.id });
  if (ended) tx.append(`meeting:${meetingId}`, 'floor.speaking_ended', { meetingId, handId: ended.id });
}

/** The item is closed: nobody speaks to it any more. Those who still wait keep their place in the queue. */
export async function endFloorOfItem(tx: Tx, meetingId: string): Promise<void> {
  await endSpeech(tx, meetingId);
  await endSounding(tx, meetingId);
}

/** The meeting is over: every hand comes down. */
export async function endFloorOfMeeting(tx: Tx, meetingId: string): Promise<void> {
  await endFloorOfItem(tx, meetingId);
  await tx.db.update(hands).set({ state: 'withdrawn', endedAt: tx.now }).where(and(eq(hands.meetingId, meetingId), eq(hands.state, 'waiting')));
}
