import { and, eq, inArray } from 'drizzle-orm';
import { actionItemInitiatives, agendaItemActions, agendaItemMinutes, agendaItems, minutes, minutesEntries, actionItems } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { insertItem, takeOff } from '../agenda/commands';
import { lockMeeting } from '../meetings/commands';
import { lockMeetings } from '../proposals/commands';
import { actionsToFollow, minutesToApprove, needlessApprovals } from './queries';
import { mayFollowUp, takesFollowUp, usualMinutes } from './rules';

/** What the items are called in the record, in its language. */
export type FollowUpTitles = { followUp: string; approvalOf(meeting: string): string };

/**
 * Brings what is not done to the next called meeting: open actions of published minutes under its one item of follow-up, and each
 * minutes of a held meeting that are not approved as an item of their own; approved before anybody was told of it, the item goes
 * again. A meeting that has begun is never touched, and nothing
 * of the old record changes. Done by nobody, again after each step that may have left something; safe to run twice and at once.
 */
export async function followUp(ctx: Ctx, titles: FollowUpTitles): Promise<{ actions: number; minutes: number }> {
  const { again, ...done } = await write(ctx, undefined, (tx) => followWaiting(tx, titles));
  if (!again) return done;
  const more = await followUp(ctx, titles);
  return { actions: done.actions + more.actions, minutes: done.minutes + more.minutes };
}

/** `again`: a next meeting began, or an earlier one was called, before it was locked. */
async function followWaiting(tx: Tx, titles: FollowUpTitles): Promise<{ actions: number; minutes: number; again: boolean }> {
  const seen = [...(await actionsToFollow(tx.db)), ...(await minutesToApprove(tx.db)), ...(await needlessApprovals(tx.db))];
  if (seen.length === 0) return { actions: 0, minutes: 0, again: false };
  const locked = await lockMeetings(tx, seen.map(({ nextId }) => nextId));
  const open = new Set([...locked.values()].filter(takesFollowUp).map(({ id }) => id));
  // Read anew behind the locks: what another process has brought meanwhile is no longer among them.
  const [actions, records] = [await actionsToFollow(tx.db), await minutesToApprove(tx.db)];
  const ready = { actions: actions.filter(({ nextId }) => open.has(nextId)), records: records.filter(({ nextId }) => open.has(nextId)) };
  for (const { id, nextId } of await needlessApprovals(tx.db)) if (open.has(nextId)) await takeOff(tx, nextId, id);
  for (const { id, meeting, nextId } of ready.records) {
    const item = await insertItem(tx, nextId, { title: titles.approvalOf(meeting), body: '', kind: 'decision', minutes: usualMinutes.approval, presenter: null, proposalId: null, initiativeIds: [] });
    await tx.db.insert(agendaItemMinutes).values({ agendaItemId: item.id, minutesId: id });
  }
  for (const meetingId of open) {
    const ids = ready.actions.filter(({ nextId }) => nextId === meetingId).map(({ id }) => id);
    if (ids.length > 0) await linkActions(tx, meetingId, ids, titles);
  }
  return { actions: ready.actions.length, minutes: ready.records.length, again: ready.actions.length + ready.records.length < actions.length + records.length };
}

/** Puts actions under the meeting's item of follow-up, which is made where there is none. The caller holds the meeting's row lock. */
async function linkActions(tx: Tx, meetingId: string, actionIds: string[], titles: FollowUpTitles): Promise<{ itemId: string }> {
  const [there] = await tx.db.select({ id: agendaItems.id }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.followsUp, true)));
  const item = there ?? (await insertItem(tx, meetingId, { title: titles.followUp, body: '', kind: 'discussion', minutes: usualMinutes.followUp, presenter: null, proposalId: null, followsUp: true, initiativeIds: [] }));
  const added = await tx.db.insert(agendaItemActions).values(actionIds.map((actionItemId) => ({ agendaItemId: item.id, actionItemId }))).onConflictDoNothing().returning({ id: agendaItemActions.actionItemId });
  if (added.length > 0) await tellAdded(tx, { meetingId, itemId: item.id, actionIds: added.map(({ id }) => id) });
  return { itemId: item.id };
}

async function tellAdded(tx: Tx, added: { meetingId: string; itemId: string; actionIds: string[] }): Promise<void> {
  const concerned = await tx.db.selectDistinct({ id: actionItemInitiatives.initiativeId }).from(actionItemInitiatives).where(inArray(actionItemInitiatives.actionItemId, added.actionIds));
  for (const stream of [`meeting:${added.meetingId}`, ...concerned.map(({ id }) => `initiative:${id}`)]) tx.append(stream, 'follow_up.actions_added', added);
}

/** An organiser puts an open action on the agenda, under follow-up; twice is once. Refuses what `mayFollowUp` refuses, and `action_not_found`. */
export async function followUpAction(ctx: Ctx, meetingId: string, actionId: string, titles: FollowUpTitles, key?: string): Promise<{ itemId: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const [action] = isId(actionId) ? await tx.db.select({ state: actionItems.state, minutesState: minutes.state }).from(actionItems)
      .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(eq(actionItems.id, actionId)) : [];
    if (!action) throw refuse('action_not_found');
    ensure(mayFollowUp(ctx.actor, meeting, action));
    return linkActions(tx, meetingId, [actionId], titles);
  });
}
