import { and, asc, count, desc, eq, isNotNull, ne, sql, type SQL } from 'drizzle-orm';
import { actionItems, agendaItems, decisions, meetings, members, minutes, minutesEntries, organisations, proposals, type ActionState, type ProposalState } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { meetingShown, minutesShown, proposalShown } from '~/server/visible';

/** How many things a page of open data holds. */
export const PAGE_SIZE = 50;

export type InitiativeRef = { period: string; number: string; titleDa: string; titleEn: string };
type Paged<T> = { rows: T[]; pages: number };

const pagesOf = (rows: { n: number }[]): number => Math.max(1, Math.ceil((rows[0]?.n ?? 0) / PAGE_SIZE));
const offsetOf = (page: number): number => (page - 1) * PAGE_SIZE;

const meetingColumns = {
  slug: meetings.slug, title: meetings.title, day: meetings.day, startsAt: meetings.startsAt, endsAt: meetings.endsAt, place: meetings.place, state: meetings.state, agendaState: meetings.agendaState,
  proposalDeadline: meetings.proposalDeadline, minutesState: minutes.state, minutesElsewhere: meetings.minutesElsewhere, isExample: meetings.isExample,
};

/** Every meeting that was called, the latest day first, one page. */
export async function meetingsByDay(ctx: Ctx, page: number) {
  const [rows, total] = await Promise.all([
    ctx.db.select(meetingColumns).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(meetingShown(ctx)).orderBy(desc(meetings.day), desc(meetings.id)).limit(PAGE_SIZE).offset(offsetOf(page)),
    ctx.db.select({ n: count() }).from(meetings).where(meetingShown(ctx)),
  ]);
  return { rows, pages: pagesOf(total) };
}

/** What a thing concerns, from its table of links, which holds the thing's id in `column`. */
const concerns = (table: string, column: string, owner: SQL) => sql<InitiativeRef[]>`coalesce((
  select json_agg(json_build_object('period', p.period, 'number', i.number, 'titleDa', i.title_da, 'titleEn', i.title_en) order by p.published_on desc, i.sort_key)
  from ${sql.identifier(table)} c join initiatives i on i.id = c.initiative_id join action_plans p on p.id = i.plan_id where c.${sql.identifier(column)} = ${owner}), '[]'::json)`;

/** The proposals that were submitted and stand, the newest first, one page; of one meeting or in one state where asked. */
export async function submittedProposals(ctx: Ctx, { meeting, state }: { meeting?: string | undefined; state?: ProposalState | undefined }, page: number) {
  const where = and(proposalShown(ctx), isNotNull(proposals.submittedAt), ne(proposals.state, 'withdrawn'), meeting === undefined ? undefined : eq(meetings.slug, meeting), state === undefined ? undefined : eq(proposals.state, state));
  const [rows, total] = await Promise.all([
    ctx.db.select({
      id: proposals.id, title: proposals.title, kind: proposals.kind, minutesWanted: proposals.minutesWanted, state: proposals.state, late: proposals.late, submittedAt: proposals.submittedAt, decidedAt: proposals.decidedAt,
      meeting: meetings.slug, organisation: organisations.name, isExample: proposals.isExample,
      endorsements: sql<number>`(select count(*)::int from endorsements e where e.proposal_id = ${proposals.id})`, initiatives: concerns('proposal_initiatives', 'proposal_id', sql`${proposals.id}`),
    }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).innerJoin(members, eq(members.id, proposals.authorId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
      .where(where).orderBy(desc(proposals.submittedAt), desc(proposals.id)).limit(PAGE_SIZE).offset(offsetOf(page)),
    ctx.db.select({ n: count() }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).where(where),
  ]);
  return { rows, pages: pagesOf(total) };
}

const place = { meeting: meetings.slug, day: meetings.day, itemId: agendaItems.id, itemTitle: agendaItems.title, minutesState: minutes.state, isExample: meetings.isExample };

/** The numbered decisions of minutes that readers may see, the newest first, one page; of one year where asked. */
export async function publicDecisions(ctx: Ctx, { year }: { year?: number | undefined }, page: number) {
  const where = and(minutesShown(ctx), year === undefined ? undefined : eq(decisions.year, year));
  const [rows, total] = await Promise.all([
    ctx.db.select({ number: decisions.number, text: decisions.text, ...place, proposalId: agendaItems.proposalId, initiatives: concerns('decision_initiatives', 'decision_id', sql`${decisions.id}`) }).from(decisions)
      .innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .where(where).orderBy(desc(decisions.year), desc(decisions.serial)).limit(PAGE_SIZE).offset(offsetOf(page)),
    ctx.db.select({ n: count() }).from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(where),
  ]);
  return { rows, pages: pagesOf(total) };
}

/** The actions of minutes that readers may see, the soonest due first, one page; in one state where asked. `organisation` null: a member answers for it. */
export async function publicActions(ctx: Ctx, { state }: { state?: ActionState | undefined }, page: number) {
  const where = and(minutesShown(ctx), state === undefined ? undefined : eq(actionItems.state, state));
  const [rows, total] = await Promise.all([
    ctx.db.select({
      id: actionItems.id, text: actionItems.text, state: actionItems.state, dueOn: actionItems.dueOn, closedAt: actionItems.closedAt, closedReason: actionItems.closedReason, organisation: organisations.name, ...place,
      initiatives: concerns('action_item_initiatives', 'action_item_id', sql`${actionItems.id}`),
    }).from(actionItems).leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId))
      .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
      .where(where).orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(PAGE_SIZE).offset(offsetOf(page)),
    ctx.db.select({ n: count() }).from(actionItems).innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(where),
  ]);
  return { rows, pages: pagesOf(total) };
}

export type RowOf<F extends (...given: never[]) => Promise<Paged<unknown>>> = Awaited<ReturnType<F>>['rows'][number];
