import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { actionItems, agendaItems, agendaVersions, meetings, members, minutes, minutesEntries, organisations, proposals, type Role } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { historyOf, type HistoryEntry } from '~/server/history';
import type { Tx } from '~/server/write';
import type { ProposalPage } from '../proposals/queries';
import { stepsOf, type ProgressFacts, type Step } from './rules';

export type FollowUp = Awaited<ReturnType<typeof actionsOn>>[number];
export type Progress = { steps: Step[]; placed: ProgressFacts['placed']; minutes: ProgressFacts['minutes']; actions: FollowUp[] };

/** The public way of a submitted proposal that the viewer may see, step by step; null for one that never was submitted. */
export async function progressOf(ctx: Ctx, proposal: ProposalPage): Promise<Progress | null> {
  const { id, state, submittedAt, decidedAt, item } = proposal;
  if (!submittedAt) return null;
  const [told, host, placed, written, actions] = await Promise.all([
    historyOf(ctx, `proposal:${id}`, 200, ['proposal.endorsed', 'proposal.endorsement_withdrawn']),
    cancelledAt(ctx, proposal.meetingId), item ? placeOf(ctx, proposal.meetingId, item.id) : null, item ? minutesOf(ctx, proposal.meetingId) : null, item ? actionsOn(ctx, item.id) : [],
  ]);
  const at = (type: HistoryEntry['type'], fits: (payload: Record<string, unknown>) => boolean = () => true) => told.filter((entry) => entry.type === type && fits(entry.payload));
  const decision = told.find(({ type, payload }) => ['proposal.accepted', 'proposal.merged', 'proposal.deferred', 'proposal.declined'].includes(type) && payload.proposalId === id);
  const onwards = [...at('proposal.continued', (payload) => payload.proposalId !== id), ...at('proposal.deferred')];
  const steps = stepsOf({
    state, submittedAt, decidedAt, withdrawnAt: at('proposal.withdrawn')[0]?.at ?? null, role: (decision?.payload.role as Role | undefined) ?? null,
    edits: at('proposal.edited').map((entry) => entry.at), mergedHere: at('proposal.merged', (payload) => payload.intoId === id).map((entry) => ({ id: String(entry.payload.proposalId), at: entry.at })),
    files: told.filter(({ type }) => type === 'attachment.added' || type === 'attachment.removed').map((entry) => ({ added: entry.type === 'attachment.added', at: entry.at, file: entry.payload })),
    cancelledAt: host, item, placed, minutes: written, actions, continuedAt: onwards[0]?.at ?? null,
  }, ctx.now());
  return { steps, placed, minutes: written, actions };
}

async function cancelledAt(ctx: Ctx, meetingId: string): Promise<Date | null> {
  const [row] = await ctx.db.select({ at: meetings.cancelledAt }).from(meetings).where(eq(meetings.id, meetingId));
  return row?.at ?? null;
}

/** The versions of the agenda that an item stands on: since when, and as which number now. */
async function placeOf(ctx: Ctx, meetingId: string, itemId: string): Promise<ProgressFacts['placed']> {
  const position = sql<number>`(select (item ->> 'position')::int from jsonb_array_elements(${agendaVersions.items}) item where item ->> 'id' = ${itemId})`;
  const rows = await ctx.db.select({ number: agendaVersions.number, at: agendaVersions.publishedAt, position }).from(agendaVersions)
    .where(and(eq(agendaVersions.meetingId, meetingId), sql`${agendaVersions.items} @> jsonb_build_array(jsonb_build_object('id', ${itemId}::text))`)).orderBy(asc(agendaVersions.number)).limit(200);
  const [first, newest] = [rows[0], rows.at(-1)];
  return first && newest ? { number: first.number, at: first.at, position: newest.position } : null;
}

/** A draft of the minutes is nobody's business but the organisers'. */
async function minutesOf(ctx: Ctx, meetingId: string): Promise<ProgressFacts['minutes']> {
  const shown = isOrganiser(ctx.actor) ? undefined : ne(minutes.state, 'draft');
  const [row] = await ctx.db.select({ state: minutes.state, publishedAt: minutes.publishedAt }).from(minutes).where(and(eq(minutes.meetingId, meetingId), shown));
  return row ?? null;
}

/** What published minutes set going under an item, soonest due first. */
async function actionsOn(ctx: Ctx, itemId: string) {
  return ctx.db.select({ id: actionItems.id, text: actionItems.text, state: actionItems.state, dueOn: actionItems.dueOn, closedAt: actionItems.closedAt, closedReason: actionItems.closedReason, responsible: sql<string>`coalesce(${organisations.name}, ${members.name}, '')` }).from(actionItems)
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, and(eq(minutes.id, minutesEntries.minutesId), eq(minutes.state, 'published')))
    .leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
    .where(eq(minutesEntries.agendaItemId, itemId)).orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(50);
}

/** The items of a meeting that were proposals; `published`: only those on a published agenda. */
export async function itemsFromProposals(db: Tx['db'], meetingId: string, published: boolean) {
  const onAgenda = sql`exists (select 1 from ${agendaVersions} where ${agendaVersions.meetingId} = ${agendaItems.meetingId} and ${agendaVersions.items} @> jsonb_build_array(jsonb_build_object('id', ${agendaItems.id}::text)))`;
  return db.select({ proposalId: proposals.id, itemId: agendaItems.id, outcome: agendaItems.outcome }).from(agendaItems).innerJoin(proposals, eq(proposals.id, agendaItems.proposalId))
    .where(and(eq(agendaItems.meetingId, meetingId), published ? onAgenda : undefined)).orderBy(asc(agendaItems.position)).limit(500);
}

/** Which items have decisions or follow-up in published minutes. */
export async function itemsWithResults(db: Tx['db'], itemIds: string[]): Promise<Set<string>> {
  if (itemIds.length === 0) return new Set();
  const rows = await db.select({ itemId: minutesEntries.agendaItemId }).from(minutesEntries).innerJoin(minutes, and(eq(minutes.id, minutesEntries.minutesId), eq(minutes.state, 'published')))
    .where(and(inArray(minutesEntries.agendaItemId, itemIds), sql`(exists (select 1 from decisions d where d.entry_id = ${minutesEntries.id}) or exists (select 1 from action_items a where a.entry_id = ${minutesEntries.id}))`));
  return new Set(rows.map((row) => row.itemId));
}
