import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import { agendaItems, decisionCounters, decisions, meetings, minutes, minutesEntries, minutesVersions, proposals } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { differenceOf } from '~/server/text-merge';
import { actionsOfEntry } from '../actions/queries';
import { decisionColumns, initiativesOfDecisions, minutesOfMeeting, minutesReadable, origin, PAGE_SIZE } from '../minutes/queries';
import { mayWriteMinutes } from '../minutes/rules';
import { missingDecision } from './rules';

const place = { ...decisionColumns, ...origin, proposalId: proposals.id, proposalTitle: proposals.title };
const joined = (ctx: Ctx) => ctx.db.select(place).from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
  .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).leftJoin(proposals, eq(proposals.id, agendaItems.proposalId));

/** One decision for those who word it. Refuses `minutes_not_found`, `decision_not_found`, and what `mayWriteMinutes` refuses. */
export async function decisionToWrite(ctx: Ctx, meetingId: string, id: string) {
  const whole = await minutesOfMeeting(ctx, meetingId);
  const decision = whole.entries.flatMap((entry) => entry.decisions).find((candidate) => candidate.id === id);
  if (!decision) throw refuse('decision_not_found');
  ensure(mayWriteMinutes(ctx.actor, whole));
  return decision;
}

/** The years in which something was decided, newest first, with how many decisions each has. */
export async function decisionYears(ctx: Ctx) {
  return ctx.db.select({ year: decisions.year, count: count() }).from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
    .where(minutesReadable(ctx)).groupBy(decisions.year).orderBy(desc(decisions.year)).limit(200);
}

/** The decisions of a year, newest first, one page; those of drafts for those who write them only. */
export async function decisionsOfYear(ctx: Ctx, year: number, page: number) {
  const rows = await joined(ctx).where(and(eq(decisions.year, year), minutesReadable(ctx))).orderBy(desc(decisions.serial)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  const concerned = await initiativesOfDecisions(ctx.db, rows.map(({ id }) => id));
  return rows.map((row) => ({ ...row, initiatives: concerned(row.id) }));
}

/**
 * A decision by its number, with where it comes from, the actions decided with it and every published wording it has had.
 * Refuses `decision_not_found`, also for drafts of others, and `decision_withdrawn` where the number was given and taken back.
 */
export async function decisionByNumber(ctx: Ctx, number: string) {
  const [row] = await joined(ctx).where(and(eq(decisions.number, number), minutesReadable(ctx)));
  if (!row) throw await missing(ctx, number);
  const versions = await ctx.db.select({ number: minutesVersions.number, note: minutesVersions.note, publishedAt: minutesVersions.publishedAt, text: wordingIn(row.id) }).from(minutesVersions)
    .innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).where(eq(minutes.meetingId, row.meetingId)).orderBy(asc(minutesVersions.number)).limit(100);
  return {
    ...row,
    initiatives: (await initiativesOfDecisions(ctx.db, [row.id]))(row.id),
    actions: await actionsOfEntry(ctx, row.entryId),
    /** The versions that worded it, newest first; `difference` null for the first. */
    wordings: versions.flatMap(({ text, ...version }, index) => {
      const before = versions[index - 1]?.text ?? null;
      return text === null || text === before ? [] : [{ ...version, difference: before === null ? null : differenceOf(before, text) }];
    }).reverse(),
  };
}

/** What a published version says under a decision. */
const wordingIn = (id: string) => sql<string | null>`(select made ->> 'text' from jsonb_array_elements(${minutesVersions.content} -> 'entries') entry, jsonb_array_elements(entry -> 'decisions') made where made ->> 'id' = ${id} limit 1)`;

async function missing(ctx: Ctx, number: string): Promise<Error> {
  const [, year, serial] = /^(\d{4})-([1-9]\d{0,6})$/.exec(number) ?? [];
  if (!year || !serial || (await ctx.db.$count(decisions, eq(decisions.number, number))) > 0) return refuse('decision_not_found');
  const [counter] = await ctx.db.select({ last: decisionCounters.last }).from(decisionCounters).where(eq(decisionCounters.year, Number(year)));
  return missingDecision(Number(serial), counter?.last ?? 0);
}
