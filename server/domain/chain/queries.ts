import { and, asc, desc, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import {
  actionItemInitiatives, actionItems, agendaItemActions, agendaItemInitiatives, agendaItems, decisionInitiatives, decisions, meetings, members, minutes, minutesEntries, organisations,
  proposalInitiatives, proposals,
} from '~/db/schema';
import type { Ctx } from '~/server/context';
import { itemShown, meetingShown, minutesShown, proposalShown } from '~/server/visible';
import { inCourse, pictureOf } from './rules';

const meeting = { id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, state: meetings.state, isExample: meetings.isExample };
const newestMeeting = [desc(meetings.day), desc(meetings.id)];
/** Of each stage; what is older than the newest of them is left out. */
const CHAIN_LIMIT = 500;

/** What is said to concern nothing of its own concerns what its agenda item concerns. */
const underItem = (initiativeId: string) => sql`exists (select 1 from ${agendaItemInitiatives} where ${agendaItemInitiatives.agendaItemId} = ${agendaItems.id} and ${agendaItemInitiatives.initiativeId} = ${initiativeId})`;

/** The steps in their course, each with what it came from and what became of it. */
async function stepsOf(ctx: Ctx, initiativeId: string) {
  const [proposed, taken, decided, agreed] = await Promise.all([proposalSteps(ctx, initiativeId), itemSteps(ctx, initiativeId), decisionSteps(ctx, initiativeId), actionSteps(ctx, initiativeId)]);
  const ids = proposed.map(({ id }) => id);
  const others = [...taken.flatMap(({ proposalId, carriedToId }) => [proposalId, carriedToId]), ...proposed.map(({ continuesId }) => continuesId)].filter((id) => id !== null);
  const [itemOf, laterOf, nameOf, followedUp] = await Promise.all([itemsOfProposals(ctx, ids), continuations(ctx, ids), proposalsNamed(ctx, others), followUps(ctx, agreed.map(({ id }) => id))]);
  const decisionsUnder = (itemId: string) => decided.filter((one) => one.itemId === itemId).map(({ id, number }) => ({ id, number }));
  const actionsUnder = (itemId: string) => agreed.filter((one) => one.itemId === itemId).map(({ id, text, state }) => ({ id, text, state }));
  // What its item was carried on to is told there.
  const carried = (proposalId: string) => taken.filter((item) => item.proposalId === proposalId).map(({ carriedToId }) => carriedToId);
  return inCourse([
    ...proposed.map((step) => ({ ...step, item: itemOf(step.id), continues: nameOf(step.continuesId), continuedBy: laterOf(step.id).filter(({ id }) => !carried(step.id).includes(id)) })),
    ...taken.map((step) => ({ ...step, proposal: nameOf(step.proposalId), carriedTo: nameOf(step.carriedToId), decisions: decisionsUnder(step.id), actions: actionsUnder(step.id) })),
    ...decided.map((step) => ({ ...step, actions: actionsUnder(step.itemId) })),
    ...agreed.map((step) => ({ ...step, decisions: decisionsUnder(step.itemId), followedUp: followedUp(step.id) })),
  ]);
}

export type ChainStep = Awaited<ReturnType<typeof stepsOf>>[number];
type Action = Extract<ChainStep, { stage: 'action' }>;

/**
 * The course of an initiative: every proposal, agenda item, decision and action that concerned it, in the order of time, as
 * far as the viewer may see them. `waiting`: its open actions, the most urgent first. `picture`: the course as a drawing.
 */
export async function initiativeChain(ctx: Ctx, initiativeId: string) {
  const steps = await stepsOf(ctx, initiativeId);
  const open = (step: ChainStep): step is Action => step.stage === 'action' && step.state === 'open';
  return {
    steps,
    picture: pictureOf(steps.map((step) => ({ ...step, leadsTo: leadsTo(step), seenAt: step.stage === 'action' ? step.followedUp : [], open: open(step) || (step.stage === 'proposal' && step.state === 'submitted') }))),
    waiting: steps.filter(open).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
  };
}
export type Chain = Awaited<ReturnType<typeof initiativeChain>>;

/** The ids of what became of a step. Actions hang on the decisions they were agreed with, or on the item where nothing was decided. */
function leadsTo(step: ChainStep): string[] {
  switch (step.stage) {
    case 'proposal': return [step.item?.id, step.mergedInto?.id, ...step.continuedBy.map(({ id }) => id)].filter((id) => id !== undefined);
    case 'item': return [...(step.carriedTo ? [step.carriedTo.id] : []), ...step.decisions.map(({ id }) => id), ...(step.decisions.length === 0 ? step.actions.map(({ id }) => id) : [])];
    case 'decision': return step.actions.map(({ id }) => id);
    case 'action': return [];
  }
}

async function proposalSteps(ctx: Ctx, initiativeId: string) {
  const target = alias(proposals, 'target');
  const later = alias(meetings, 'later');
  const rows = await ctx.db.select({
    id: proposals.id, title: proposals.title, state: proposals.state, late: proposals.late, at: proposals.submittedAt, decidedAt: proposals.decidedAt, reason: proposals.decisionReason, continuesId: proposals.continuesId,
    mergedInto: { id: target.id, title: target.title }, deferredTo: { slug: later.slug, title: later.title, day: later.day }, meeting,
  }).from(proposalInitiatives).innerJoin(proposals, eq(proposals.id, proposalInitiatives.proposalId)).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .leftJoin(target, and(eq(target.id, proposals.mergedIntoId), notInArray(target.state, ['draft', 'withdrawn'])))
    .leftJoin(later, and(eq(later.id, proposals.deferredToMeetingId), ne(later.state, 'draft')))
    .where(and(eq(proposalInitiatives.initiativeId, initiativeId), proposalShown(ctx))).orderBy(...newestMeeting).limit(CHAIN_LIMIT);
  return rows.map((row) => ({ ...row, stage: 'proposal' as const, position: 0, serial: 0 }));
}

async function itemSteps(ctx: Ctx, initiativeId: string) {
  const rows = await ctx.db.select({
    id: agendaItems.id, title: agendaItems.title, kind: agendaItems.kind, state: agendaItems.state, outcome: agendaItems.outcome, position: agendaItems.position, at: agendaItems.createdAt,
    proposalId: agendaItems.proposalId, carriedToId: agendaItems.carriedToId, meeting,
  }).from(agendaItemInitiatives).innerJoin(agendaItems, eq(agendaItems.id, agendaItemInitiatives.agendaItemId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
    .where(and(eq(agendaItemInitiatives.initiativeId, initiativeId), itemShown(ctx))).orderBy(...newestMeeting).limit(CHAIN_LIMIT);
  return rows.map((row) => ({ ...row, stage: 'item' as const, serial: 0 }));
}

async function decisionSteps(ctx: Ctx, initiativeId: string) {
  const linked = sql`exists (select 1 from ${decisionInitiatives} where ${decisionInitiatives.decisionId} = ${decisions.id} and ${decisionInitiatives.initiativeId} = ${initiativeId})`;
  const linkedToNone = sql`not exists (select 1 from ${decisionInitiatives} where ${decisionInitiatives.decisionId} = ${decisions.id})`;
  const rows = await ctx.db.select({ id: decisions.id, number: decisions.number, text: decisions.text, serial: decisions.serial, at: decisions.createdAt, itemId: agendaItems.id, position: agendaItems.position, itemTitle: agendaItems.title, meeting })
    .from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
    .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(or(linked, and(linkedToNone, underItem(initiativeId))), minutesShown(ctx))).orderBy(...newestMeeting).limit(CHAIN_LIMIT);
  return rows.map((row) => ({ ...row, stage: 'decision' as const }));
}

async function actionSteps(ctx: Ctx, initiativeId: string) {
  const linked = sql`exists (select 1 from ${actionItemInitiatives} where ${actionItemInitiatives.actionItemId} = ${actionItems.id} and ${actionItemInitiatives.initiativeId} = ${initiativeId})`;
  const linkedToNone = sql`not exists (select 1 from ${actionItemInitiatives} where ${actionItemInitiatives.actionItemId} = ${actionItems.id})`;
  const rows = await ctx.db.select({
    id: actionItems.id, text: actionItems.text, dueOn: actionItems.dueOn, state: actionItems.state, closedAt: actionItems.closedAt, closedReason: actionItems.closedReason, at: actionItems.createdAt,
    organisation: organisations.name, member: members.name, itemId: agendaItems.id, position: agendaItems.position, itemTitle: agendaItems.title, meeting,
  }).from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
    .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
    .where(and(or(linked, and(linkedToNone, underItem(initiativeId))), minutesShown(ctx))).orderBy(...newestMeeting).limit(CHAIN_LIMIT);
  return rows.map(({ organisation, member, ...row }) => ({ ...row, responsible: organisation ?? member, stage: 'action' as const, serial: 0 }));
}

/** The agenda item that a proposal became. */
async function itemsOfProposals(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await ctx.db.select({ proposalId: agendaItems.proposalId, id: agendaItems.id, title: agendaItems.title, position: agendaItems.position, meeting: { slug: meetings.slug, title: meetings.title } })
    .from(agendaItems).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId)).where(and(inArray(agendaItems.proposalId, ids), itemShown(ctx)));
  return (id: string) => rows.filter((row) => row.proposalId === id).map(({ proposalId: _, ...item }) => item)[0] ?? null;
}

const named = { id: proposals.id, title: proposals.title, meeting: { slug: meetings.slug, title: meetings.title, day: meetings.day } };

/** The proposals of later meetings that take one up again. */
async function continuations(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await ctx.db.select({ ...named, continuesId: proposals.continuesId }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .where(and(inArray(proposals.continuesId, ids), notInArray(proposals.state, ['draft', 'withdrawn']), meetingShown(ctx))).orderBy(asc(meetings.day));
  return (id: string) => rows.filter((row) => row.continuesId === id).map(({ continuesId: _, ...proposal }) => proposal);
}

async function proposalsNamed(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await ctx.db.select(named).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).where(and(inArray(proposals.id, ids), notInArray(proposals.state, ['draft', 'withdrawn']), meetingShown(ctx)));
  return (id: string | null) => rows.find((row) => row.id === id) ?? null;
}

/** The meetings at which an action came up under follow-up, and the item it stood under. */
async function followUps(ctx: Ctx, ids: string[]) {
  const rows = ids.length === 0 ? [] : await ctx.db.select({ actionId: agendaItemActions.actionItemId, itemId: agendaItems.id, id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day })
    .from(agendaItemActions).innerJoin(agendaItems, eq(agendaItems.id, agendaItemActions.agendaItemId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
    .where(and(inArray(agendaItemActions.actionItemId, ids), itemShown(ctx))).orderBy(asc(meetings.day), asc(meetings.id));
  return (id: string) => rows.filter((row) => row.actionId === id).map(({ actionId: _, ...place }) => place);
}
