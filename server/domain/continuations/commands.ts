import { eq, inArray } from 'drizzle-orm';
import { agendaItemInitiatives, agendaItems, initiatives } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { write, type Tx } from '~/server/write';
import type { Meeting } from '../meetings/commands';
import { goOn, lockMeetings, openItsThread, tell, type Concerned } from '../proposals/commands';
import { membersConcerned } from '../proposals/queries';
import { takesProposals } from '../proposals/rules';
import { itemsToCarry } from './queries';
import { wordsOfItem } from './rules';

/**
 * Lets every item of a held meeting that was postponed or not reached go on, once, as a submitted proposal of the next called
 * meeting, with its author, support and initiatives. Nothing of the old record changes but the link from the item. What has
 * no next meeting waits for one. Whom a proposal concerns is told that it goes on. Done by nobody, again after each meeting
 * that is called or held; safe to run twice and at once.
 */
export async function carryOver(ctx: Ctx): Promise<{ carried: number }> {
  const { carried, again } = await write(ctx, undefined, (tx) => carryWaiting(ctx, tx));
  return again ? { carried: carried + (await carryOver(ctx)).carried } : { carried };
}

/** `again`: a next meeting began, or an earlier one was called, before it was locked. */
async function carryWaiting(ctx: Ctx, tx: Tx): Promise<{ carried: number; again: boolean }> {
  const locked = await lockMeetings(tx, (await itemsToCarry(tx.db)).map((item) => item.nextId));
  // Read anew behind the locks: what another process has carried meanwhile is no longer among them.
  const waiting = await itemsToCarry(tx.db).for('update', { of: agendaItems });
  const links = await tx.db.select({ itemId: agendaItemInitiatives.agendaItemId, id: initiatives.id, number: initiatives.number }).from(agendaItemInitiatives).innerJoin(initiatives, eq(initiatives.id, agendaItemInitiatives.initiativeId))
    .where(inArray(agendaItemInitiatives.agendaItemId, waiting.map((item) => item.id))).orderBy(initiatives.sortKey);
  let carried = 0;
  for (const item of waiting) {
    const to = locked.get(item.nextId);
    if (!to || takesProposals(to)) continue;
    await carry(ctx, tx, item, to, links.filter((link) => link.itemId === item.id));
    carried += 1;
  }
  return { carried, again: carried < waiting.length };
}

async function carry(ctx: Ctx, tx: Tx, item: Awaited<ReturnType<typeof itemsToCarry>>[number], to: Meeting, concerned: Concerned[]): Promise<void> {
  const next = await goOn(ctx, tx, to, { ...wordsOfItem(item), authorId: item.authorId, isExample: item.isExample, continuesId: item.proposalId }, concerned);
  await tx.db.update(agendaItems).set({ carriedToId: next.id }).where(eq(agendaItems.id, item.id));
  const payload = { proposalId: next.id, meetingId: to.id, continuesId: item.proposalId, itemId: item.id };
  tell(tx, next, concerned, 'proposal.continued', payload);
  for (const stream of [`meeting:${item.meetingId}`, ...(item.proposalId ? [`proposal:${item.proposalId}`] : [])]) tx.append(stream, 'proposal.continued', payload);
  await openItsThread(tx, next);
  if (item.proposalId) await tx.mail('proposal.carried_over', await membersConcerned(tx.db, item.proposalId), { proposalId: next.id }, next.id);
}
