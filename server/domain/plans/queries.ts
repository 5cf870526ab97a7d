import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { actionPlans, amendments, initiativeOwners, initiatives, members, milestones, organisations, recommendations, sourceNotes, themes } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { refuse } from '~/server/refusal';
import { levelCounts, milestoneBar, sortByRange, type Range } from './rules';

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
