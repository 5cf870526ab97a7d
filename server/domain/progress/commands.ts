import { eq } from 'drizzle-orm';
import { actionItems, agendaItems, minutesEntries } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { write, type Tx } from '~/server/write';
import { membersConcerned, membersConcernedBy } from '../proposals/queries';
import { itemsFromProposals, itemsWithResults } from './queries';

/**
 * A step that proposals have come to elsewhere: an agenda was published (`placed`), items were closed (`discussed`), minutes
 * were published (`minuted`), an action was closed (`followed_up`).
 */
export type Told = { step: 'placed' | 'discussed' | 'minuted'; meetingId: string } | { step: 'followed_up'; actionId: string };

/**
 * Tells whom proposals concern that these have come a step further. Looks at what is so by now: asked twice, it tells once a
 * person and step. Done by nobody, after the write that took the step.
 */
export async function tellProposers(ctx: Ctx, told: Told): Promise<void> {
  await write(ctx, undefined, async (tx) => (told.step === 'followed_up' ? tellOfAction(tx, told.actionId) : tellOfMeeting(tx, told.step, told.meetingId)));
}

async function tellOfMeeting(tx: Tx, step: 'placed' | 'discussed' | 'minuted', meetingId: string): Promise<void> {
  const items = await itemsFromProposals(tx.db, meetingId, step === 'placed');
  const withResults = step === 'minuted' ? await itemsWithResults(tx.db, items.map((item) => item.itemId)) : null;
  const come = items.filter(({ itemId, outcome }) => (step === 'placed' ? true : step === 'discussed' ? outcome !== null : withResults?.has(itemId)));
  const concerned = await membersConcernedBy(tx.db, come.map((item) => item.proposalId));
  for (const { proposalId, outcome } of come) {
    const members = concerned.filter((row) => row.proposalId === proposalId).map(({ id, language }) => ({ id, language }));
    await tx.mail(`proposal.${step}`, members, { proposalId }, step === 'discussed' ? `${proposalId}:${outcome}` : proposalId);
  }
}

async function tellOfAction(tx: Tx, actionId: string): Promise<void> {
  const [action] = await tx.db.select({ proposalId: agendaItems.proposalId, state: actionItems.state }).from(actionItems)
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(actionItems.id, actionId));
  if (!action?.proposalId || action.state === 'open') return;
  await tx.mail('proposal.followed_up', await membersConcerned(tx.db, action.proposalId), { proposalId: action.proposalId, actionId }, actionId);
}
