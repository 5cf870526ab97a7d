import { and, asc, desc, eq, inArray, isNull, not, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { actionItems, agendaItemActions, agendaItemMinutes, agendaItems, agendaVersions, meetings, minutes, minutesEntries, threads, type MinutesState } from '~/db/schema';
import { carriedOutcomes, proposalKinds } from '~/db/schema/states';
import type { Ctx } from '~/server/context';
import { ensure } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { followedUnder, openActions, type ActionSummary } from '../actions/queries';
import { mayOrganise } from '../meetings/rules';
import { minutesReadable } from '../minutes/queries';

/** The called meeting that comes next after the day of the joined one. */
function nextMeeting() {
  const next = alias(meetings, 'next');
  return sql<string>`(select ${next.id} from ${meetings} ${sql.identifier('next')} where ${next.state} = 'called' and ${next.day} > ${meetings.day} order by ${next.startsAt}, ${next.id} limit 1)`;
}

/** What already stands at the next meeting, or is being dealt with at one that runs, does not come up. */
function elsewhere(db: Tx['db'], links: typeof agendaItemActions | typeof agendaItemMinutes, column: typeof agendaItemActions.actionItemId | typeof agendaItemMinutes.minutesId, subject: typeof actionItems.id | typeof minutes.id) {
  const [item, host] = [alias(agendaItems, 'item'), alias(meetings, 'host')];
  return db.select({ id: item.id }).from(links).innerJoin(item, eq(item.id, links.agendaItemId)).innerJoin(host, eq(host.id, item.meetingId))
    .where(and(eq(column, subject), sql`(${host.id} = ${nextMeeting()} or ${host.state} = 'live')`));
}

/** Open actions of published minutes that are to come up at a called meeting, by the order of that meeting, then soonest due. */
export function actionsToFollow(db: Tx['db']) {
  const nextId = nextMeeting();
  return db.select({ id: actionItems.id, nextId }).from(actionItems)
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(eq(actionItems.state, 'open'), eq(minutes.state, 'published'), sql`${nextId} is not null`, notExists(elsewhere(db, agendaItemActions, agendaItemActions.actionItemId, actionItems.id))))
    .orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(500);
}

/** Minutes of held meetings that are not approved and are to come up at a called meeting, oldest first. */
export function minutesToApprove(db: Tx['db']) {
  const nextId = nextMeeting();
  return db.select({ id: minutes.id, meeting: meetings.title, nextId }).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(inArray(minutes.state, ['draft', 'in_review']), eq(meetings.state, 'held'), sql`${nextId} is not null`, notExists(elsewhere(db, agendaItemMinutes, agendaItemMinutes.minutesId, minutes.id))))
    .orderBy(asc(meetings.day), asc(minutes.id)).limit(100);
}

/**
 * Items to approve minutes that have been approved meanwhile, before anybody was told of them: on no published agenda, not changed,
 * not discussed. Nobody misses them.
 */
export function needlessApprovals(db: Tx['db']) {
  const shown = sql`exists (select 1 from ${agendaVersions} where ${agendaVersions.meetingId} = ${agendaItems.meetingId} and ${agendaVersions.items} @> jsonb_build_array(jsonb_build_object('id', ${agendaItems.id}::text)))`;
  const discussed = sql`exists (select 1 from ${threads} where ${threads.category} = 'agenda_item' and ${threads.subjectId} = ${agendaItems.id} and ${threads.postCount} > 0)`;
  return db.select({ id: agendaItems.id, nextId: agendaItems.meetingId }).from(agendaItemMinutes)
    .innerJoin(agendaItems, eq(agendaItems.id, agendaItemMinutes.agendaItemId)).innerJoin(minutes, eq(minutes.id, agendaItemMinutes.minutesId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
    .where(and(inArray(minutes.state, ['approved', 'published']), eq(meetings.state, 'called'), eq(agendaItems.version, 1), not(shown), not(discussed))).limit(100);
}

/** The minutes that an agenda item is to approve. `readable`: whether the viewer may open them; drafts are for those who write them. */
export type MinutesAsked = { slug: string; meeting: string; day: string; state: MinutesState; readable: boolean };
/** What came up by itself under an agenda item: actions, soonest due first, with where they were decided; minutes with their state. */
export type FollowUp = { actions: ActionSummary[]; minutes: MinutesAsked | null };

/** What came up by itself under each of some agenda items, as it stands now; items with nothing are left out. As public as the items. */
export async function followUpOf(ctx: Ctx, itemIds: string[]): Promise<Record<string, FollowUp>> {
  if (itemIds.length === 0) return {};
  const readable = sql<boolean>`coalesce(${minutesReadable(ctx)}, false)`;
  const [under, asked] = await Promise.all([
    followedUnder(ctx, itemIds),
    ctx.db.select({ itemId: agendaItemMinutes.agendaItemId, slug: meetings.slug, meeting: meetings.title, day: meetings.day, state: minutes.state, readable }).from(agendaItemMinutes)
      .innerJoin(minutes, eq(minutes.id, agendaItemMinutes.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(inArray(agendaItemMinutes.agendaItemId, itemIds)),
  ]);
  const found = itemIds.map((id): [string, FollowUp] => {
    const record = asked.find((row) => row.itemId === id);
    return [id, { actions: under(id), minutes: record ? { slug: record.slug, meeting: record.meeting, day: record.day, state: record.state, readable: record.readable } : null }];
  });
  return Object.fromEntries(found.filter(([, { actions, minutes: record }]) => actions.length > 0 || record !== null));
}

/**
 * For the builder: open actions that do not stand on this meeting's agenda, soonest due first, and items of earlier meetings that
 * nobody has taken up again: they return as proposals of the next meeting that is called. Refuses what `mayOrganise` refuses.
 */
export async function notFollowedUp(ctx: Ctx, meetingId: string) {
  ensure(mayOrganise(ctx.actor));
  const here = ctx.db.select({ id: agendaItemActions.actionItemId }).from(agendaItemActions).innerJoin(agendaItems, and(eq(agendaItems.id, agendaItemActions.agendaItemId), eq(agendaItems.meetingId, meetingId)));
  const [open, standing, items] = await Promise.all([
    openActions(ctx, 200), here,
    ctx.db.select({ id: agendaItems.id, title: agendaItems.title, outcome: agendaItems.outcome, slug: meetings.slug, meeting: meetings.title }).from(agendaItems).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
      .where(and(eq(meetings.state, 'held'), inArray(agendaItems.outcome, [...carriedOutcomes]), inArray(agendaItems.kind, [...proposalKinds]), isNull(agendaItems.carriedToId), eq(agendaItems.followsUp, false),
        notExists(ctx.db.select({ id: agendaItemMinutes.agendaItemId }).from(agendaItemMinutes).where(eq(agendaItemMinutes.agendaItemId, agendaItems.id)))))
      .orderBy(desc(meetings.day), asc(agendaItems.position)).limit(50),
  ]);
  const known = new Set(standing.map(({ id }) => id));
  return { actions: open.filter((action) => action.meetingId !== meetingId && !known.has(action.id)), items };
}
