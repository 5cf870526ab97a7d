import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { actionPlans, amendments, initiatives, milestones, recommendations, sourceNotes, themes } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { mayImportPlan, sortKeyOf } from './rules';
import type { InitiativeInput, MilestoneInput, PlanInput } from './schema';

/**
 * Takes in a whole plan at once; it is public from then on. A period that is here already stays as it is:
 * `imported` is then false and `id` that of the plan. Refuses what `mayImportPlan` refuses.
 */
export async function importPlan(ctx: Ctx, plan: PlanInput): Promise<{ id: string; imported: boolean }> {
  return write(ctx, undefined, async (tx) => {
    ensure(mayImportPlan(ctx.actor));
    const id = uuidv7();
    const made = await tx.db.insert(actionPlans).values(planRow(id, plan)).onConflictDoNothing({ target: actionPlans.period }).returning({ id: actionPlans.id });
    if (made.length === 0) {
      const [there] = await tx.db.select({ id: actionPlans.id }).from(actionPlans).where(eq(actionPlans.period, plan.period));
      if (!there) throw new Error(`the plan ${plan.period} is neither here nor new`);
      return { id: there.id, imported: false };
    }
    const figures = await insertParts(tx, id, plan);
    tx.append(`plan:${id}`, 'plan.published', { planId: id, ...figures });
    return { id, imported: true };
  });
}

/** One insert a table, parents first. The ids are made here, so that the parts find each other without asking. */
async function insertParts(tx: Tx, planId: string, plan: PlanInput) {
  const themeRows = plan.themes.map((theme) => ({ theme, id: uuidv7() }));
  const initiativeRows = themeRows.flatMap(({ theme, id: themeId }) => theme.initiatives.map((initiative) => ({ initiative, themeId, id: uuidv7() })));
  const milestoneRows = initiativeRows.flatMap(({ initiative, id: initiativeId }) => initiative.milestones.map((milestone) => ({ number: initiative.number, row: milestoneRow(initiativeId, milestone) })));
  const initiativeIds = new Map(initiativeRows.map(({ initiative, id }) => [initiative.number, id]));
  const milestoneIds = new Map(milestoneRows.map(({ number, row }) => [`${number}/${row.position}`, row.id]));
  const initiativeId = (number: string) => found(initiativeIds, number);

  await insertAll(themeRows, (rows) => tx.db.insert(themes).values(rows.map(({ theme, id }) => ({ id, planId, number: theme.number, titleDa: theme.title.da, titleEn: theme.title.en, summaryDa: theme.summary.da, summaryEn: theme.summary.en }))));
  await insertAll(initiativeRows, (rows) => tx.db.insert(initiatives).values(rows.map(({ initiative, themeId, id }) => initiativeRow(id, planId, themeId, initiative))));
  await insertAll(milestoneRows, (rows) => tx.db.insert(milestones).values(rows.map(({ row }) => row)));
  await insertAll(plan.amendments, (rows) => tx.db.insert(amendments).values(rows.map(({ initiative, milestonePosition, kind, field, from, to, reason, summary }, index) => ({
    initiativeId: initiativeId(initiative), milestoneId: milestonePosition === null ? null : found(milestoneIds, `${initiative}/${milestonePosition}`), position: index + 1, kind, field,
    fromDa: from?.da ?? null, fromEn: from?.en ?? null, toDa: to?.da ?? null, toEn: to?.en ?? null, reasonDa: reason?.da ?? null, reasonEn: reason?.en ?? null, summaryDa: summary.da, summaryEn: summary.en,
  }))));
  await insertAll(plan.recommendations, (rows) => tx.db.insert(recommendations).values(rows.map(({ number, text, followUp, followUpStatus }) => ({ planId, number, textDa: text.da, textEn: text.en, followUpDa: followUp?.da ?? null, followUpEn: followUp?.en ?? null, followUpStatus }))));
  await insertAll(plan.inconsistencies, (rows) => tx.db.insert(sourceNotes).values(rows.map(({ id, initiative, text }) => ({ planId, initiativeId: initiative === null ? null : initiativeId(initiative), key: id, textDa: text.da, textEn: text.en }))));
  return { initiatives: initiativeRows.length, milestones: milestoneRows.length };
}

async function insertAll<T>(rows: T[], insert: (rows: T[]) => Promise<unknown>): Promise<void> {
  if (rows.length > 0) await insert(rows);
}

function found(ids: Map<string, string>, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`the plan speaks of ${key}, which it does not have`);
  return id;
}

const planRow = (id: string, { title, summary, end, midTermSummary, ...plan }: PlanInput) => ({
  id, period: plan.period, ordinal: plan.ordinal, titleDa: title.da, titleEn: title.en, summaryDa: summary.da, summaryEn: summary.en,
  publishedOn: plan.publishedOn, endPrinted: plan.endPrinted, endFrom: end?.from ?? null, endTo: end?.to ?? null, coordinator: plan.coordinator, memberSince: plan.memberSince,
  midTermPublishedOn: plan.midTermPublishedOn, midTermSummaryDa: midTermSummary?.da ?? null, midTermSummaryEn: midTermSummary?.en ?? null,
});

const initiativeRow = (id: string, planId: string, themeId: string, { title, summary, actorsNote, milestones: _apart, ...rest }: InitiativeInput) => ({
  ...rest, id, planId, themeId, sortKey: sortKeyOf(rest.number), titleDa: title.da, titleEn: title.en, summaryDa: summary.da, summaryEn: summary.en,
  actorsNoteDa: actorsNote?.da ?? null, actorsNoteEn: actorsNote?.en ?? null,
});

const milestoneRow = (initiativeId: string, { title, start, end, note, ...rest }: MilestoneInput) => ({
  ...rest, id: uuidv7(), initiativeId, titleDa: title.da, titleEn: title.en,
  startFrom: start?.from ?? null, startTo: start?.to ?? null, startPrecision: start?.precision ?? null,
  endFrom: end?.from ?? null, endTo: end?.to ?? null, endPrecision: end?.precision ?? null,
  noteDa: note?.da ?? null, noteEn: note?.en ?? null,
});
