import { eq, sql } from 'drizzle-orm';
import { decisionCounters, decisionInitiatives, decisions } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { announce, announceShown, initiativeStreams, knownInitiatives, lockEntry, type LockedEntry } from '../minutes/commands';
import { idIs, initiativesOfDecisions } from '../minutes/queries';
import { mayWriteMinutes } from '../minutes/rules';
import type { EditDecision, RecordDecision } from './schema';

/** The next number of a year. The counter's row stays locked until the end of the write, so a number that is not used is not given either. */
async function nextNumber(tx: Tx, year: number): Promise<{ year: number; serial: number; number: string }> {
  const [counter] = await tx.db.insert(decisionCounters).values({ year, last: 1 }).onConflictDoUpdate({ target: decisionCounters.year, set: { last: sql`${decisionCounters.last} + 1` } }).returning();
  if (!counter) throw new Error(`no number for ${year}`);
  return { year, serial: counter.last, number: `${year}-${counter.last}` };
}

/** Writes a decision under an entry of the draft, numbered in the year of the meeting once and for all. Refuses what `mayWriteMinutes` refuses, `initiative_not_found`. */
export async function recordDecision(ctx: Ctx, entryId: string, input: RecordDecision, key?: string): Promise<{ id: string; number: string; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, meeting, entry } = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, row));
    const concerned = await knownInitiatives(tx, input.initiatives);
    const [made] = await tx.db.insert(decisions).values({ entryId, text: input.text, createdAt: tx.now, ...(await nextNumber(tx, Number(meeting.day.slice(0, 4)))) }).returning({ id: decisions.id, number: decisions.number });
    if (!made) throw new Error('no decision was made');
    if (concerned.length > 0) await tx.db.insert(decisionInitiatives).values(concerned.map((initiativeId) => ({ decisionId: made.id, initiativeId })));
    announceDecision(tx, { row, entry }, made, concerned, 'minutes.decision_recorded');
    return { ...made, agendaItemId: entry.agendaItemId };
  });
}

type DecisionEvent = 'minutes.decision_recorded' | 'minutes.decision_edited' | 'minutes.decision_withdrawn';

function announceDecision(tx: Tx, at: Pick<LockedEntry, 'row' | 'entry'>, decision: { id: string; number: string }, concerned: string[], type: DecisionEvent): void {
  const { meetingId } = at.row;
  announce(tx, [`meeting:${meetingId}`, at.entry.proposalId && `proposal:${at.entry.proposalId}`, ...initiativeStreams(concerned)], type, { meetingId, decisionId: decision.id, number: decision.number, agendaItemId: at.entry.agendaItemId });
  announceShown(tx, at);
}

async function lockDecision(tx: Tx, id: string) {
  const [at] = await tx.db.select({ entryId: decisions.entryId }).from(decisions).where(idIs(decisions.id, id));
  if (!at) throw refuse('decision_not_found');
  const locked = await lockEntry(tx, at.entryId);
  // Read again: someone else may have had the lock and withdrawn it.
  const [decision] = await tx.db.select().from(decisions).where(eq(decisions.id, id));
  if (!decision) throw refuse('decision_not_found');
  return { ...locked, decision, concerned: (await initiativesOfDecisions(tx.db, [id]))(id).map((initiative) => initiative.id) };
}

/** Words a decision of the draft anew; its number stays. Refuses what `mayWriteMinutes` refuses, `decision_not_found`, and `edit_conflict` when the form showed other words. */
export async function editDecision(ctx: Ctx, id: string, input: EditDecision, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const locked = await lockDecision(tx, id);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    if (locked.decision.text === input.text) return;
    if (locked.decision.text !== input.seen.replace(/\r\n?/g, '\n')) throw refuse('edit_conflict', { theirs: locked.decision.text, mine: input.text });
    await tx.db.update(decisions).set({ text: input.text }).where(eq(decisions.id, id));
    announceDecision(tx, locked, locked.decision, locked.concerned, 'minutes.decision_edited');
  });
}

/** Takes a decision out of the draft; its number is not given again. Refuses what `mayWriteMinutes` refuses, `decision_not_found`. */
export async function withdrawDecision(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const locked = await lockDecision(tx, id);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    await tx.db.delete(decisionInitiatives).where(eq(decisionInitiatives.decisionId, id));
    await tx.db.delete(decisions).where(eq(decisions.id, id));
    announceDecision(tx, locked, locked.decision, locked.concerned, 'minutes.decision_withdrawn');
  });
}

