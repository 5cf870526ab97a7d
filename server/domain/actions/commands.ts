import { eq } from 'drizzle-orm';
import { actionItemInitiatives, actionItems, members, organisations } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { announce, initiativeStreams, knownInitiatives, lockEntry } from '../minutes/commands';
import { idIs, initiativesOfActions } from '../minutes/queries';
import { mayWriteMinutes } from '../minutes/rules';
import { followedUpAt } from './queries';
import { mayCloseAction } from './rules';
import type { AddAction, CloseAction } from './schema';

/** Writes an action under an entry of the draft, for one organisation or one member. Refuses what `mayWriteMinutes` refuses, `initiative_not_found`, `organisation_not_found`, `member_not_found`. */
export async function addAction(ctx: Ctx, entryId: string, input: AddAction, key?: string): Promise<{ id: string; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, entry } = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, row));
    const concerned = await knownInitiatives(tx, input.initiatives);
    const { responsibleOrganisationId, responsibleMemberId, text, dueOn } = input;
    if (responsibleOrganisationId && (await tx.db.$count(organisations, eq(organisations.id, responsibleOrganisationId))) === 0) throw refuse('organisation_not_found');
    if (responsibleMemberId && (await tx.db.$count(members, eq(members.id, responsibleMemberId))) === 0) throw refuse('member_not_found');
    const [made] = await tx.db.insert(actionItems).values({ entryId, text, dueOn, responsibleOrganisationId, responsibleMemberId, createdAt: tx.now }).returning({ id: actionItems.id });
    if (!made) throw new Error('no action was made');
    if (concerned.length > 0) await tx.db.insert(actionItemInitiatives).values(concerned.map((initiativeId) => ({ actionItemId: made.id, initiativeId })));
    announce(tx, [`meeting:${row.meetingId}`, ...initiativeStreams(concerned)], 'minutes.action_added', { meetingId: row.meetingId, actionId: made.id, agendaItemId: entry.agendaItemId });
    return { ...made, agendaItemId: entry.agendaItemId };
  });
}

async function lockAction(tx: Tx, id: string) {
  const [at] = await tx.db.select({ entryId: actionItems.entryId }).from(actionItems).where(idIs(actionItems.id, id));
  if (!at) throw refuse('action_not_found');
  const locked = await lockEntry(tx, at.entryId);
  const [action] = await tx.db.select().from(actionItems).where(eq(actionItems.id, id));
  if (!action) throw refuse('action_not_found');
  const concerned = (await initiativesOfActions(tx.db, [id]))(id).map((initiative) => initiative.id);
  const streams = [`meeting:${locked.row.meetingId}`, ...initiativeStreams(concerned)];
  return { ...locked, action, concerned, streams, payload: { meetingId: locked.row.meetingId, actionId: id, agendaItemId: locked.entry.agendaItemId } };
}

/** Takes an action out of the draft. Refuses what `mayWriteMinutes` refuses, `action_not_found`. */
export async function removeAction(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, streams, payload } = await lockAction(tx, id);
    ensure(mayWriteMinutes(ctx.actor, row));
    await tx.db.delete(actionItemInitiatives).where(eq(actionItemInitiatives.actionItemId, id));
    await tx.db.delete(actionItems).where(eq(actionItems.id, id));
    announce(tx, streams, 'minutes.action_removed', payload);
  });
}

/** open -> done, or dropped with a public reason. Refuses what `mayCloseAction` refuses, `reason_required`, `action_not_found`. */
export async function closeAction(ctx: Ctx, id: string, { state, reason }: CloseAction, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, entry, action, concerned, streams, payload } = await lockAction(tx, id);
    const where = (await followedUpAt(tx.db, [id]))(id);
    ensure(mayCloseAction(ctx.actor, row, { ...action, initiatives: concerned, followedUpAt: where }));
    if (state === 'dropped' && !reason) throw refuse('reason_required');
    await tx.db.update(actionItems).set({ state, closedAt: tx.now, closedReason: reason || null, version: action.version + 1 }).where(eq(actionItems.id, id));
    announce(tx, [...streams, ...where.map((meetingId) => `meeting:${meetingId}`)], 'minutes.action_closed', { ...payload, state });
    if (entry.proposalId) await tx.job('tell_proposers', { step: 'followed_up', actionId: id }, { key: `tell_proposers:${id}` });
  });
}

