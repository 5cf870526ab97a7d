import { and, asc, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { actionItemInitiatives, actionItems, actionPlans, agendaItemInitiatives, agendaItems, initiatives, meetings, members, milestones, minutes, minutesEntries, organisations, posts, proposalInitiatives, proposals, threads } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure } from '~/server/refusal';
import { dayOf } from '~/server/time';
import { itemShown, meetingShown } from '~/server/visible';
import { mayCloseAction } from '../actions/rules';
import { byDue, isBehind, maySeeOwn, perThing } from './rules';

/** Of each sort; who has more than this in hand begins at the top. */
const MOST = 100;

/**
 * What waits for the viewer as the owner of initiatives: their open actions, overdue first; proposals that concern them and
 * are not answered; items on coming agendas; threads about them where no owner has written since; and milestones that
 * should have been reached. `count`: of all of it. Nothing for who owns none. Refuses `not_signed_in`.
 */
export async function ownersWaiting(ctx: Ctx) {
  ensure(maySeeOwn(ctx.actor));
  const owns = ctx.actor?.owns ?? [];
  const today = dayOf(ctx.now());
  const none = { owned: [], actions: [], proposals: [], items: [], threads: [], milestones: [], count: 0, today };
  if (owns.length === 0) return none;
  const [owned, actions, proposed, items, unanswered, behind] = await Promise.all([ownedBy(ctx, owns), actionsOf(ctx, owns), proposalsOf(ctx, owns), itemsOf(ctx, owns), threadsOf(ctx, owns), milestonesOf(ctx, owns, today)]);
  const count = actions.length + proposed.length + items.length + unanswered.length + behind.length;
  return { owned, actions: actions.map((action) => ({ ...action, overdue: action.dueOn < today })), proposals: proposed, items, threads: unanswered, milestones: behind, count, today };
}
export type OwnersWaiting = Awaited<ReturnType<typeof ownersWaiting>>;

async function ownedBy(ctx: Ctx, owns: string[]) {
  return ctx.db.select({ id: initiatives.id, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn, period: actionPlans.period, level: initiatives.level })
    .from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(inArray(initiatives.id, owns)).orderBy(desc(actionPlans.ordinal), asc(initiatives.sortKey)).limit(MOST);
}

/** Open actions of published minutes: those that name an initiative of theirs, and those that name none under an item about one. */
async function actionsOf(ctx: Ctx, owns: string[]) {
  const columns = {
    id: actionItems.id, text: actionItems.text, dueOn: actionItems.dueOn, state: actionItems.state, responsibleMemberId: actionItems.responsibleMemberId,
    responsible: sql<string | null>`coalesce(${organisations.name}, ${members.name})`, meeting: { id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day },
  };
  const open = and(eq(actionItems.state, 'open'), eq(minutes.state, 'published'));
  const [naming, under] = await Promise.all([
    ctx.db.select({ ...columns, initiativeId: actionItemInitiatives.initiativeId }).from(actionItemInitiatives).innerJoin(actionItems, eq(actionItems.id, actionItemInitiatives.actionItemId))
      .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
      .where(and(inArray(actionItemInitiatives.initiativeId, owns), open)).orderBy(asc(actionItems.dueOn)).limit(MOST),
    ctx.db.select({ ...columns, initiativeId: agendaItemInitiatives.initiativeId }).from(agendaItemInitiatives).innerJoin(minutesEntries, eq(minutesEntries.agendaItemId, agendaItemInitiatives.agendaItemId))
      .innerJoin(actionItems, eq(actionItems.entryId, minutesEntries.id)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
      .where(and(inArray(agendaItemInitiatives.initiativeId, owns), open, namesNone())).orderBy(asc(actionItems.dueOn)).limit(MOST),
  ]);
  // Who may close an action is asked with the initiatives that it names itself.
  const may = (row: (typeof naming)[number], named: string[]) => mayCloseAction(ctx.actor, { meetingId: row.meeting.id, state: 'published' }, { ...row, initiatives: named, followedUpAt: [] }) === null;
  const rows = [...naming.map((row) => ({ ...row, can: { close: may(row, [row.initiativeId]) } })), ...under.map((row) => ({ ...row, can: { close: may(row, []) } }))];
  return byDue(perThing(rows));
}

const namesNone = (): SQL => sql`not exists (select 1 from ${actionItemInitiatives} own where own.action_item_id = ${actionItems.id})`;

async function proposalsOf(ctx: Ctx, owns: string[]) {
  const rows = await ctx.db.select({ id: proposals.id, title: proposals.title, submittedAt: proposals.submittedAt, late: proposals.late, initiativeId: proposalInitiatives.initiativeId, meeting: { slug: meetings.slug, title: meetings.title, day: meetings.day } })
    .from(proposalInitiatives).innerJoin(proposals, eq(proposals.id, proposalInitiatives.proposalId)).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .where(and(inArray(proposalInitiatives.initiativeId, owns), eq(proposals.state, 'submitted'), eq(meetings.state, 'called'), meetingShown(ctx))).orderBy(asc(proposals.submittedAt), asc(proposals.id)).limit(MOST);
  return perThing(rows);
}

async function itemsOf(ctx: Ctx, owns: string[]) {
  const rows = await ctx.db.select({ id: agendaItems.id, title: agendaItems.title, position: agendaItems.position, kind: agendaItems.kind, initiativeId: agendaItemInitiatives.initiativeId, meeting: { slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, state: meetings.state } })
    .from(agendaItemInitiatives).innerJoin(agendaItems, eq(agendaItems.id, agendaItemInitiatives.agendaItemId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
    .where(and(inArray(agendaItemInitiatives.initiativeId, owns), inArray(agendaItems.state, ['planned', 'current']), inArray(meetings.state, ['called', 'live']), itemShown(ctx))).orderBy(asc(meetings.startsAt), asc(agendaItems.position)).limit(MOST);
  return perThing(rows);
}

/** `waitingFrom`: the number of the first post that no owner of the initiative has written after; `posts`: how many there are of these. */
async function threadsOf(ctx: Ctx, owns: string[]) {
  const lastOfOwner = sql`coalesce((select max(own.number) from posts own join initiative_owners who on who.member_id = own.author_id and who.initiative_id = ${threads.subjectId} where own.thread_id = ${threads.id} and own.removed_at is null), 0)`;
  return ctx.db.select({ id: threads.id, title: threads.title, initiativeId: sql<string>`${threads.subjectId}`, waitingFrom: sql<number>`min(${posts.number})::int`, posts: sql<number>`count(*)::int`, since: sql<Date>`min(${posts.createdAt})`.mapWith(posts.createdAt) })
    .from(threads).innerJoin(posts, eq(posts.threadId, threads.id))
    .where(and(eq(threads.category, 'initiative'), inArray(threads.subjectId, owns), isNull(posts.removedAt), sql`${posts.number} > ${lastOfOwner}`))
    .groupBy(threads.id).orderBy(sql`min(${posts.createdAt})`).limit(MOST);
}

async function milestonesOf(ctx: Ctx, owns: string[], today: string) {
  const rows = await ctx.db.select({ id: milestones.id, initiativeId: milestones.initiativeId, position: milestones.position, titleDa: milestones.titleDa, titleEn: milestones.titleEn, endPrinted: milestones.endPrinted, endTo: milestones.endTo, level: milestones.level })
    .from(milestones).where(and(inArray(milestones.initiativeId, owns), sql`${milestones.endTo} < ${today}`)).orderBy(asc(milestones.endTo), asc(milestones.position)).limit(5 * MOST);
  return rows.filter((row) => isBehind(row, today)).slice(0, MOST);
}
