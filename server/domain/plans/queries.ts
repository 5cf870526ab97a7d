import { and, asc, desc, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import {
  actionItemInitiatives, actionItems, actionPlans, agendaItemInitiatives, agendaItems, amendments, decisionInitiatives, decisions, initiativeOwners, initiatives,
  meetings, members, milestones, minutes, minutesEntries, organisations, proposalInitiatives, proposals, recommendations, sourceNotes, themes,
} from '~/db/schema';
import type { Ctx } from '~/server/context';
import { refuse } from '~/server/refusal';
import { itemShown, minutesShown, proposalShown } from '~/server/visible';
import { inCourse, levelCounts, milestoneBar, sortByRange, type Range } from './rules';

/** Every initiative to choose from: the newest plan first, within a plan 1.9 before 1.10. */
export async function initiativeOptions(ctx: Ctx): Promise<{ id: string; number: string; titleDa: string; titleEn: string }[]> {
  return ctx.db.select({ id: initiatives.id, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn })
    .from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).orderBy(desc(actionPlans.publishedOn), asc(initiatives.sortKey));
}

type PlanRow = typeof actionPlans.$inferSelect;
type InitiativeRow = typeof initiatives.$inferSelect;
type MilestoneRow = typeof milestones.$inferSelect;

const range = (from: string | null, to: string | null, precision: string | null): Range | null => (from && to && precision ? { from, to, precision } : null);
const withBar = (row: MilestoneRow) => ({ ...row, bar: milestoneBar(range(row.startFrom, row.startTo, row.startPrecision), range(row.endFrom, row.endTo, row.endPrecision)) });
export type MilestoneView = ReturnType<typeof withBar>;

/** Every plan, newest first, with how far its initiatives have come. */
export async function listPlans(ctx: Ctx) {
  const plans = await ctx.db.select().from(actionPlans).orderBy(desc(actionPlans.publishedOn)).limit(50);
  const parts = plans.length === 0 ? [] : await ctx.db.select({ planId: initiatives.planId, level: initiatives.level }).from(initiatives).where(inArray(initiatives.planId, plans.map(({ id }) => id)));
  return plans.map((plan) => ({ ...plan, levels: levelCounts(parts.filter(({ planId }) => planId === plan.id)) }));
}

async function planOf(ctx: Ctx, period: string): Promise<PlanRow> {
  const [plan] = await ctx.db.select().from(actionPlans).where(eq(actionPlans.period, period));
  if (!plan) throw refuse('plan_not_found');
  return plan;
}

/** A plan with its themes, initiatives, milestones and recommendations. Public. Refuses `plan_not_found`. */
export async function getPlan(ctx: Ctx, period: string) {
  const plan = await planOf(ctx, period);
  const inPlan = ctx.db.select({ id: initiatives.id }).from(initiatives).where(eq(initiatives.planId, plan.id));
  const [themeRows, initiativeRows, milestoneRows, amended, advice, notes] = await Promise.all([
    ctx.db.select().from(themes).where(eq(themes.planId, plan.id)).orderBy(asc(themes.number)),
    ctx.db.select().from(initiatives).where(eq(initiatives.planId, plan.id)).orderBy(asc(initiatives.sortKey)),
    ctx.db.select().from(milestones).where(inArray(milestones.initiativeId, inPlan)).orderBy(asc(milestones.position)),
    ctx.db.select({ initiativeId: amendments.initiativeId }).from(amendments).where(inArray(amendments.initiativeId, inPlan)),
    ctx.db.select().from(recommendations).where(eq(recommendations.planId, plan.id)).orderBy(asc(recommendations.number)),
    ctx.db.$count(sourceNotes, eq(sourceNotes.planId, plan.id)),
  ]);
  const withParts = (initiative: InitiativeRow) => {
    const own = milestoneRows.filter(({ initiativeId }) => initiativeId === initiative.id).map(withBar);
    return { ...initiative, milestones: own, levels: levelCounts(own), amendments: amended.filter(({ initiativeId }) => initiativeId === initiative.id).length };
  };
  return {
    ...plan,
    themes: themeRows.map((theme) => {
      const own = initiativeRows.filter(({ themeId }) => themeId === theme.id).map(withParts);
      return { ...theme, initiatives: own, initiativeLevels: levelCounts(own), milestoneLevels: levelCounts(own.flatMap((initiative) => initiative.milestones)) };
    }),
    initiativeLevels: levelCounts(initiativeRows),
    milestoneLevels: levelCounts(milestoneRows),
    totals: { themes: themeRows.length, initiatives: initiativeRows.length, milestones: milestoneRows.length, amendments: amended.length, recommendations: advice.length, notes },
    recommendations: advice,
  };
}
export type PlanView = Awaited<ReturnType<typeof getPlan>>;

/** Where the sources of a plan disagree, those about the whole plan first. Public. Refuses `plan_not_found`. */
export async function planNotes(ctx: Ctx, period: string) {
  const plan = await planOf(ctx, period);
  const notes = await ctx.db.select({ key: sourceNotes.key, textDa: sourceNotes.textDa, textEn: sourceNotes.textEn, number: initiatives.number, initiativeDa: initiatives.titleDa, initiativeEn: initiatives.titleEn })
    .from(sourceNotes).leftJoin(initiatives, eq(initiatives.id, sourceNotes.initiativeId)).where(eq(sourceNotes.planId, plan.id)).orderBy(sql`${initiatives.sortKey} nulls first`, asc(sourceNotes.id));
  return { period: plan.period, titleDa: plan.titleDa, titleEn: plan.titleEn, notes };
}

/** An initiative by plan and number, with all the plan says of it. Public. Refuses `plan_not_found`, `initiative_not_found`. */
export async function getInitiative(ctx: Ctx, period: string, number: string) {
  const plan = await planOf(ctx, period);
  const [found] = await ctx.db.select().from(initiatives).innerJoin(themes, eq(themes.id, initiatives.themeId)).where(and(eq(initiatives.planId, plan.id), eq(initiatives.number, number)));
  if (!found) throw refuse('initiative_not_found');
  const { initiatives: initiative, themes: theme } = found;
  const [milestoneRows, amendmentRows, notes, owners, siblings] = await Promise.all([
    ctx.db.select().from(milestones).where(eq(milestones.initiativeId, initiative.id)).orderBy(asc(milestones.position)),
    ctx.db.select({ amendment: amendments, milestone: { position: milestones.position, titleDa: milestones.titleDa, titleEn: milestones.titleEn } }).from(amendments).leftJoin(milestones, eq(milestones.id, amendments.milestoneId)).where(eq(amendments.initiativeId, initiative.id)).orderBy(asc(amendments.position)),
    ctx.db.select().from(sourceNotes).where(eq(sourceNotes.initiativeId, initiative.id)).orderBy(asc(sourceNotes.id)),
    ctx.db.select({ name: members.name, organisation: organisations.name }).from(initiativeOwners).innerJoin(members, eq(members.id, initiativeOwners.memberId)).leftJoin(organisations, eq(organisations.id, members.organisationId)).where(eq(initiativeOwners.initiativeId, initiative.id)).orderBy(asc(members.name)),
    ctx.db.select({ number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn }).from(initiatives).where(eq(initiatives.planId, plan.id)).orderBy(asc(initiatives.sortKey)),
  ]);
  const place = siblings.findIndex((sibling) => sibling.number === number);
  const own = milestoneRows.map(withBar);
  return {
    ...initiative, plan, theme, owners, sourceNotes: notes,
    milestones: own, timeline: sortByRange(own.filter(({ bar }) => bar)), levels: levelCounts(own),
    amendments: amendmentRows.map(({ amendment, milestone }) => ({ ...amendment, milestone })),
    previous: siblings[place - 1] ?? null, next: siblings[place + 1] ?? null,
  };
}
export type InitiativeView = Awaited<ReturnType<typeof getInitiative>>;

/** Plans and initiatives are public: refuses `plan_not_found` or `initiative_not_found` only where there is none. For streams. */
export async function ensurePlanReadable(ctx: Ctx, id: string): Promise<void> {
  if ((await ctx.db.$count(actionPlans, eq(actionPlans.id, id))) === 0) throw refuse('plan_not_found');
}
export async function ensureInitiativeReadable(ctx: Ctx, id: string): Promise<void> {
  if ((await ctx.db.$count(initiatives, eq(initiatives.id, id))) === 0) throw refuse('initiative_not_found');
}

const meeting = { id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, state: meetings.state, isExample: meetings.isExample };
const CHAIN_LIMIT = 500;

/**
 * The course of an initiative: every proposal, agenda item, decision and action that concerned it, in the order of time,
 * as far as the viewer may see them. `waiting`: its open actions, the most urgent first.
 */
export async function initiativeChain(ctx: Ctx, initiativeId: string) {
  // What is said to concern nothing of its own concerns what its agenda item concerns.
  const underItem = sql`exists (select 1 from ${agendaItemInitiatives} where ${agendaItemInitiatives.agendaItemId} = ${agendaItems.id} and ${agendaItemInitiatives.initiativeId} = ${initiativeId})`;
  const [proposed, items, decided, actions] = await Promise.all([proposalSteps(), itemSteps(), decisionSteps(), actionSteps()]);
  const steps = inCourse([...proposed, ...items, ...decided, ...actions]);
  return { steps, waiting: actions.filter(({ state }) => state === 'open').sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)) };

  async function proposalSteps() {
    const target = alias(proposals, 'target');
    const later = alias(meetings, 'later');
    const rows = await ctx.db.select({
      id: proposals.id, title: proposals.title, state: proposals.state, late: proposals.late, at: proposals.submittedAt, reason: proposals.decisionReason,
      mergedInto: { id: target.id, title: target.title }, deferredTo: { slug: later.slug, title: later.title, day: later.day }, meeting,
    }).from(proposalInitiatives).innerJoin(proposals, eq(proposals.id, proposalInitiatives.proposalId)).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
      .leftJoin(target, and(eq(target.id, proposals.mergedIntoId), notInArray(target.state, ['draft', 'withdrawn'])))
      .leftJoin(later, and(eq(later.id, proposals.deferredToMeetingId), ne(later.state, 'draft')))
      .where(and(eq(proposalInitiatives.initiativeId, initiativeId), proposalShown(ctx))).limit(CHAIN_LIMIT);
    return rows.map((row) => ({ ...row, stage: 'proposal' as const, position: 0, serial: 0 }));
  }

  async function itemSteps() {
    const rows = await ctx.db.select({ id: agendaItems.id, title: agendaItems.title, kind: agendaItems.kind, state: agendaItems.state, outcome: agendaItems.outcome, position: agendaItems.position, at: agendaItems.createdAt, meeting })
      .from(agendaItemInitiatives).innerJoin(agendaItems, eq(agendaItems.id, agendaItemInitiatives.agendaItemId)).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId))
      .where(and(eq(agendaItemInitiatives.initiativeId, initiativeId), itemShown(ctx))).limit(CHAIN_LIMIT);
    return rows.map((row) => ({ ...row, stage: 'item' as const, serial: 0 }));
  }

  async function decisionSteps() {
    const linked = sql`exists (select 1 from ${decisionInitiatives} where ${decisionInitiatives.decisionId} = ${decisions.id} and ${decisionInitiatives.initiativeId} = ${initiativeId})`;
    const linkedToNone = sql`not exists (select 1 from ${decisionInitiatives} where ${decisionInitiatives.decisionId} = ${decisions.id})`;
    const rows = await ctx.db.select({ id: decisions.id, number: decisions.number, text: decisions.text, serial: decisions.serial, at: decisions.createdAt, position: agendaItems.position, itemTitle: agendaItems.title, meeting })
      .from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
      .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .where(and(or(linked, and(linkedToNone, underItem)), minutesShown(ctx))).limit(CHAIN_LIMIT);
    return rows.map((row) => ({ ...row, stage: 'decision' as const }));
  }

  async function actionSteps() {
    const linked = sql`exists (select 1 from ${actionItemInitiatives} where ${actionItemInitiatives.actionItemId} = ${actionItems.id} and ${actionItemInitiatives.initiativeId} = ${initiativeId})`;
    const linkedToNone = sql`not exists (select 1 from ${actionItemInitiatives} where ${actionItemInitiatives.actionItemId} = ${actionItems.id})`;
    const rows = await ctx.db.select({
      id: actionItems.id, text: actionItems.text, dueOn: actionItems.dueOn, state: actionItems.state, closedAt: actionItems.closedAt, closedReason: actionItems.closedReason, at: actionItems.createdAt,
      organisation: organisations.name, member: members.name, position: agendaItems.position, itemTitle: agendaItems.title, meeting,
    }).from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
      .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
      .where(and(or(linked, and(linkedToNone, underItem)), minutesShown(ctx))).limit(CHAIN_LIMIT);
    return rows.map(({ organisation, member, ...row }) => ({ ...row, responsible: organisation ?? member, stage: 'action' as const, serial: 0 }));
  }
}
export type Chain = Awaited<ReturnType<typeof initiativeChain>>;
export type ChainStep = Chain['steps'][number];
