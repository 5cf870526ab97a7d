import { and, asc, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { actionItems, agendaItemActions, agendaItems, decisions, meetings, members, minutes, minutesEntries, organisations } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { meetingShown } from '~/server/visible';
import { mayTakeMinutes } from '../meetings/rules';
import { actionColumns, idIs, initiativesOfActions, minutesReadable, origin, type Minutes, type Reader } from '../minutes/queries';
import { mayCloseAction } from './rules';

/** The meetings where actions come up under follow-up, by action. */
export async function followedUpAt(db: Reader, ids: string[]): Promise<(id: string) => string[]> {
  const rows = ids.length === 0 ? [] : await db.select({ id: agendaItemActions.actionItemId, meetingId: agendaItems.meetingId }).from(agendaItemActions).innerJoin(agendaItems, eq(agendaItems.id, agendaItemActions.agendaItemId)).where(inArray(agendaItemActions.actionItemId, ids));
  return (id) => [...new Set(rows.filter((row) => row.id === id).map((row) => row.meetingId))];
}

/** One action with where it comes from. Refuses `action_not_found`. */
export async function getAction(ctx: Ctx, id: string) {
  const [action] = await actionRows(ctx, idIs(actionItems.id, id), 1);
  if (!action) throw refuse('action_not_found');
  return action;
}

async function actionRows(ctx: Ctx, where: SQL | undefined, limit: number) {
  const rows = await ctx.db.select({ ...actionColumns, ...origin }).from(actionItems).leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(where, minutesReadable(ctx))).orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(limit);
  const ids = rows.map((row) => row.id);
  const [concerned, follows] = [await initiativesOfActions(ctx.db, ids), await followedUpAt(ctx.db, ids)];
  return rows.map((row) => {
    const facts = { ...row, initiatives: concerned(row.id).map(({ id }) => id), followedUpAt: follows(row.id) };
    return { ...row, initiatives: concerned(row.id), can: { close: mayCloseAction(ctx.actor, { meetingId: row.meetingId, state: row.minutesState }, facts) === null } };
  });
}

export type ActionSummary = Awaited<ReturnType<typeof actionRows>>[number];

/** Open actions of published minutes, soonest due first. */
export async function openActions(ctx: Ctx, limit = 100) {
  return actionRows(ctx, and(eq(actionItems.state, 'open'), eq(minutes.state, 'published')), limit);
}

/** Whom an action of a meeting's minutes may be given to. Refuses what `mayTakeMinutes` refuses. */
export async function responsibleOptions(ctx: Ctx, meetingId: string) {
  ensure(mayTakeMinutes(ctx.actor, { id: meetingId }));
  return {
    organisations: await ctx.db.select({ id: organisations.id, name: organisations.name }).from(organisations).orderBy(sql`${organisations.name} collate danish`).limit(1000),
    members: await ctx.db.select({ id: members.id, name: members.name }).from(members).where(isNotNull(members.emailConfirmedAt)).orderBy(sql`${members.name} collate danish`).limit(1000),
  };
}


/** Which of the actions in minutes the viewer may close. */
export async function closableIn(ctx: Ctx, whole: Pick<Minutes, 'meetingId' | 'state' | 'entries'>): Promise<string[]> {
  const all = whole.entries.flatMap((entry) => entry.actions);
  const follows = await followedUpAt(ctx.db, all.map(({ id }) => id));
  return all.filter((action) => mayCloseAction(ctx.actor, whole, { ...action, initiatives: action.initiatives.map(({ id }) => id), followedUpAt: follows(action.id) }) === null).map(({ id }) => id);
}

/** The actions that come up under items of an agenda, by item, soonest due first. */
export async function followedUnder(ctx: Ctx, itemIds: string[]): Promise<(itemId: string) => ActionSummary[]> {
  const links = itemIds.length === 0 ? [] : await ctx.db.select().from(agendaItemActions).where(inArray(agendaItemActions.agendaItemId, itemIds)).limit(500);
  const rows = links.length === 0 ? [] : await actionRows(ctx, inArray(actionItems.id, links.map((link) => link.actionItemId)), 500);
  return (itemId) => rows.filter((row) => links.some((link) => link.agendaItemId === itemId && link.actionItemId === row.id));
}

/** The actions written under an entry. */
export async function actionsOfEntry(ctx: Ctx, entryId: string): Promise<ActionSummary[]> {
  return actionRows(ctx, eq(actionItems.entryId, entryId), 100);
}

/** One action with the decisions made under the same item and the meetings that follow it up. Refuses `action_not_found`. */
export async function actionPage(ctx: Ctx, id: string) {
  const action = await getAction(ctx, id);
  const [made, meetingIds] = await Promise.all([
    ctx.db.select({ number: decisions.number, text: decisions.text }).from(decisions).where(eq(decisions.entryId, action.entryId)).orderBy(asc(decisions.serial)).limit(100),
    followedUpAt(ctx.db, [id]),
  ]);
  const followed = meetingIds(id);
  const meetingsOfIt = followed.length === 0 ? [] : await ctx.db.select({ slug: meetings.slug, title: meetings.title, day: meetings.day }).from(meetings).where(and(inArray(meetings.id, followed), meetingShown(ctx))).orderBy(asc(meetings.day)).limit(100);
  return { ...action, decisions: made, followedUp: meetingsOfIt };
}
