import { and, asc, count, desc, eq, inArray, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import {
  agendaItems, decisions, endorsements, events, meetings, members, minutes, minutesEntries, organisations, proposals, proposalVersions, type Language, type OrganisationKind,
} from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { id as idField } from '~/server/fields';
import { seqOf } from '~/server/history';
import { ensure, refuse } from '~/server/refusal';
import { meetingShown } from '~/server/visible';
import type { Tx } from '~/server/write';
import { changesBetween, daysWaited, mayDecide, mayEditProposal, mayEndorse, maySeeProposal, maySubmit, mayWithdraw } from './rules';

export const PAGE_SIZE = 50;

export type ConcernedInitiative = { id: string; number: string; titleDa: string; titleEn: string; period: string };

/** What the viewer may know of: drafts are the author's own, withdrawn ones stand for the author and the organisers. */
function visible(ctx: Ctx): SQL | undefined {
  const { actor } = ctx;
  const open = inArray(proposals.state, ['submitted', 'accepted', 'merged', 'deferred', 'declined']);
  const own = actor ? eq(proposals.authorId, actor.id) : undefined;
  const withdrawn = isOrganiser(actor) ? sql`${proposals.submittedAt} is not null` : undefined;
  return and(or(open, own, withdrawn), meetingShown(ctx));
}

const supportCount = sql<number>`(select count(*)::int from endorsements e where e.proposal_id = ${proposals.id})`;
const postCount = sql<number>`coalesce((select t.post_count from threads t where t.category = 'proposal' and t.subject_id = ${proposals.id}), 0)`;
const concerned = sql<ConcernedInitiative[]>`coalesce((
  select json_agg(json_build_object('id', i.id, 'number', i.number, 'titleDa', i.title_da, 'titleEn', i.title_en, 'period', p.period) order by p.published_on desc, i.sort_key)
  from proposal_initiatives c join initiatives i on i.id = c.initiative_id join action_plans p on p.id = i.plan_id where c.proposal_id = ${proposals.id}), '[]'::json)`;
const supportedBy = ({ actor }: Ctx) => (actor ? sql<boolean>`exists (select from endorsements e where e.proposal_id = ${proposals.id} and e.member_id = ${actor.id})` : sql<boolean>`false`);

const summaryColumns = (ctx: Ctx) => ({
  id: proposals.id, title: proposals.title, kind: proposals.kind, minutesWanted: proposals.minutesWanted, state: proposals.state, late: proposals.late,
  submittedAt: proposals.submittedAt, decidedAt: proposals.decidedAt, isExample: proposals.isExample, authorId: proposals.authorId, meetingId: proposals.meetingId,
  author: members.name, organisation: organisations.name,
  meeting: { id: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, state: meetings.state, startsAt: meetings.startsAt },
  endorsements: supportCount, posts: postCount, initiatives: concerned, endorsed: supportedBy(ctx),
});

function summaries(ctx: Ctx) {
  return ctx.db.select(summaryColumns(ctx)).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).innerJoin(members, eq(members.id, proposals.authorId))
    .leftJoin(organisations, eq(organisations.id, members.organisationId));
}

type Row = Awaited<ReturnType<typeof summaries>>[number];

/** What the viewer may do to a proposal: the same rules that the commands ask. */
const rights = (ctx: Ctx, row: Pick<Row, 'id' | 'meetingId' | 'authorId' | 'state' | 'submittedAt' | 'late' | 'meeting'>) => ({
  edit: mayEditProposal(ctx.actor, row, row.meeting) === null,
  withdraw: mayWithdraw(ctx.actor, row) === null,
  endorse: mayEndorse(ctx.actor, row) === null,
  decide: mayDecide(ctx.actor, row) === null,
});

/** `days`: so long an undecided one has waited. */
export type ProposalSummary = Row & { days: number | null; can: ReturnType<typeof rights> };
const withRights = (ctx: Ctx, rows: Row[]): ProposalSummary[] => rows.map((row) => ({ ...row, days: row.state === 'submitted' && row.submittedAt ? daysWaited(row.submittedAt, ctx.now()) : null, can: rights(ctx, row) }));

const byState = sql`array_position(array['draft', 'submitted', 'accepted', 'merged', 'deferred', 'declined', 'withdrawn'], ${proposals.state})`;

/** The proposals for a meeting that the viewer may see, state by state, late ones last, else in the order they came; one page of them. */
export async function proposalsOfMeeting(ctx: Ctx, meetingId: string, page = 1): Promise<ProposalSummary[]> {
  const rows = await summaries(ctx).where(and(eq(proposals.meetingId, meetingId), visible(ctx))).orderBy(byState, asc(proposals.late), asc(proposals.submittedAt), asc(proposals.id)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  return withRights(ctx, rows);
}

/** How many pages `proposalsOfMeeting` has, at least 1. */
export async function proposalPages(ctx: Ctx, meetingId: string): Promise<number> {
  const [total] = await ctx.db.select({ n: count() }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).where(and(eq(proposals.meetingId, meetingId), visible(ctx)));
  return Math.max(1, Math.ceil((total?.n ?? 0) / PAGE_SIZE));
}

/** Undecided proposals for meetings that are called, newest first. */
export async function openProposals(ctx: Ctx, limit: number): Promise<ProposalSummary[]> {
  return withRights(ctx, await summaries(ctx).where(and(eq(proposals.state, 'submitted'), eq(meetings.state, 'called'))).orderBy(desc(proposals.submittedAt), desc(proposals.id)).limit(limit));
}

/** What a member has proposed, newest first; drafts only for themselves. */
export async function proposalsOfMember(ctx: Ctx, memberId: string, page = 1): Promise<ProposalSummary[]> {
  const rows = await summaries(ctx).where(and(eq(proposals.authorId, memberId), visible(ctx))).orderBy(desc(proposals.createdAt), desc(proposals.id)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  return withRights(ctx, rows);
}

/** Proposals by id as the viewer may see them, in no order. */
export async function proposalsNamed(ctx: Ctx, ids: string[]): Promise<ProposalSummary[]> {
  return ids.length === 0 ? [] : withRights(ctx, await summaries(ctx).where(and(inArray(proposals.id, ids), visible(ctx))));
}

/** Why the viewer may not propose for a meeting, or null. */
export const whyNoProposal = (ctx: Ctx, meeting: { state: Row['meeting']['state'] }) => maySubmit(ctx.actor, meeting)?.code ?? null;

const organisationOf = alias(organisations, 'organisation_of');

/** One proposal with all that became of it. Refuses `proposal_not_found` (drafts of others too) and `proposal_withdrawn`. */
export async function getProposal(ctx: Ctx, id: string) {
  if (!idField.safeParse(id).success) throw refuse('proposal_not_found');
  // Asked first: what happens while the rest is read is then fetched again, never passed over.
  const seq = await seqOf(ctx, `proposal:${id}`);
  const [found] = await summaries(ctx).where(eq(proposals.id, id));
  if (!found) throw refuse('proposal_not_found');
  ensure(maySeeProposal(ctx.actor, found));
  const [words, support, links, item, carriedFrom, versions, edited] = await Promise.all([
    wordsOf(ctx, id), supportByKind(ctx, id), relatedTo(ctx, id), itemOf(ctx, id), carriedFromItem(ctx, id), versionsOf(ctx, id), lastEdited(ctx, id),
  ]);
  const now = { title: found.title, reason: words.reason, kind: found.kind, minutesWanted: found.minutesWanted, initiativeNumbers: found.initiatives.map(({ number }) => number), at: edited ?? found.submittedAt ?? ctx.now() };
  return { ...found, ...words, support, ...links, item, carriedFrom, versions, changes: changesBetween([now, ...versions]), seq, days: withRights(ctx, [found])[0]?.days ?? null, own: found.authorId === ctx.actor?.id, can: rights(ctx, found) };
}

export type ProposalPage = Awaited<ReturnType<typeof getProposal>>;

async function wordsOf(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select({
    reason: proposals.reason, version: proposals.version, deadlineThen: proposals.deadlineThen, decisionReason: proposals.decisionReason,
  }).from(proposals).where(eq(proposals.id, id));
  if (!row) throw refuse('proposal_not_found');
  return row;
}

/** How many support it from each kind of organisation; null: members without one. */
async function supportByKind(ctx: Ctx, id: string): Promise<{ kind: OrganisationKind | null; n: number }[]> {
  return ctx.db.select({ kind: organisationOf.kind, n: count() }).from(endorsements).innerJoin(members, eq(members.id, endorsements.memberId)).leftJoin(organisationOf, eq(organisationOf.id, members.organisationId))
    .where(eq(endorsements.proposalId, id)).groupBy(organisationOf.kind).orderBy(desc(count()), asc(organisationOf.kind));
}

/** The proposals it is linked with, seen from both ends. One that was withdrawn is named, its page says that it is gone. */
async function relatedTo(ctx: Ctx, id: string) {
  const self = alias(proposals, 'self');
  const rows = await ctx.db.select({
    id: proposals.id, title: proposals.title, state: proposals.state, meeting: { slug: meetings.slug, title: meetings.title, day: meetings.day },
    into: sql<boolean>`${proposals.id} = ${self.mergedIntoId}`, from: sql<boolean>`${proposals.mergedIntoId} is not distinct from ${self.id}`,
    before: sql<boolean>`${proposals.id} = ${self.continuesId}`, after: sql<boolean>`${proposals.continuesId} is not distinct from ${self.id}`,
  }).from(proposals).innerJoin(meetings, eq(meetings.id, proposals.meetingId))
    .innerJoin(self, and(eq(self.id, id), or(eq(proposals.id, self.mergedIntoId), eq(proposals.mergedIntoId, self.id), eq(proposals.id, self.continuesId), eq(proposals.continuesId, self.id))))
    .orderBy(asc(proposals.submittedAt)).limit(100);
  const related = rows.map(({ id: other, title, state, meeting }) => ({ id: other, title, state, meeting }));
  const pick = (is: (row: (typeof rows)[number]) => boolean | null) => related.filter((_, index) => rows[index] !== undefined && is(rows[index]) === true);
  return { mergedInto: pick((row) => row.into)[0] ?? null, mergedFrom: pick((row) => row.from), continues: pick((row) => row.before)[0] ?? null, continuedBy: pick((row) => row.after)[0] ?? null };
}

/** The agenda item it became, and the decisions on it once the minutes are published. */
async function itemOf(ctx: Ctx, id: string) {
  const [item] = await ctx.db.select({ id: agendaItems.id, title: agendaItems.title, state: agendaItems.state, outcome: agendaItems.outcome, openedAt: agendaItems.openedAt, closedAt: agendaItems.closedAt }).from(agendaItems).where(eq(agendaItems.proposalId, id));
  if (!item) return null;
  const made = await ctx.db.select({ id: decisions.id, number: decisions.number, text: decisions.text, at: minutes.publishedAt }).from(decisions)
    .innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, and(eq(minutes.id, minutesEntries.minutesId), eq(minutes.state, 'published')))
    .where(eq(minutesEntries.agendaItemId, item.id)).orderBy(asc(decisions.year), asc(decisions.serial)).limit(50);
  return { ...item, decisions: made };
}

/** The item of an earlier meeting that it takes up again; that meeting was held, so anyone may read it. */
async function carriedFromItem(ctx: Ctx, id: string) {
  const [item] = await ctx.db.select({ id: agendaItems.id, title: agendaItems.title, slug: meetings.slug, meeting: meetings.title }).from(agendaItems).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId)).where(eq(agendaItems.carriedToId, id));
  return item ?? null;
}

/** When the words as they stand were written; null before the first change. */
async function lastEdited(ctx: Ctx, id: string): Promise<Date | null> {
  const [last] = await ctx.db.select({ at: events.at }).from(events).where(and(eq(events.stream, `proposal:${id}`), eq(events.type, 'proposal.edited'))).orderBy(desc(events.seq)).limit(1);
  return last?.at ?? null;
}

/** Earlier public wordings, newest first. */
async function versionsOf(ctx: Ctx, id: string) {
  return ctx.db.select().from(proposalVersions).where(eq(proposalVersions.proposalId, id)).orderBy(desc(proposalVersions.version)).limit(50);
}

/** What a decision can point at: the other proposals of the meeting, and called meetings that begin later. */
export async function decisionOptions(ctx: Ctx, proposal: { id: string; meetingId: string; meeting: { startsAt: Date | null } }) {
  const others = ctx.db.select({ id: proposals.id, title: proposals.title, state: proposals.state }).from(proposals)
    .where(and(eq(proposals.meetingId, proposal.meetingId), ne(proposals.id, proposal.id), inArray(proposals.state, ['submitted', 'accepted']))).orderBy(asc(proposals.submittedAt)).limit(200);
  const later = ctx.db.select({ id: meetings.id, title: meetings.title, day: meetings.day }).from(meetings)
    .where(and(eq(meetings.state, 'called'), sql`${meetings.startsAt} > ${proposal.meeting.startsAt?.toISOString() ?? null}::timestamptz`)).orderBy(asc(meetings.startsAt)).limit(50);
  const [mergeInto, deferTo] = await Promise.all([others, later]);
  return { mergeInto, deferTo };
}

/** Refuses `proposal_not_found` or `proposal_withdrawn` unless the viewer may follow the proposal's stream. */
export async function ensureProposalReadable(ctx: Ctx, id: string): Promise<void> {
  const [proposal] = await ctx.db.select({ authorId: proposals.authorId, state: proposals.state, submittedAt: proposals.submittedAt }).from(proposals).where(eq(proposals.id, id));
  if (!proposal) throw refuse('proposal_not_found');
  ensure(maySeeProposal(ctx.actor, proposal));
}

/**
 * Whom each of some proposals concerns: its author, the authors of what was merged into it, and its supporters, once each
 * and with a confirmed address. Not for the public.
 */
export async function membersConcernedBy(db: Ctx['db'] | Tx['db'], ids: string[]): Promise<{ proposalId: string; id: string; language: Language }[]> {
  if (ids.length === 0) return [];
  const wanted = sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `);
  const rows = await db.execute<{ proposalId: string; id: string; language: Language }>(sql`with recursive family as (
      select p.id as root, p.id, p.author_id from proposals p where p.id in (${wanted})
      union select f.root, p.id, p.author_id from family f join proposals p on p.merged_into_id = f.id
    ), concerned as (
      select root, author_id as member_id from family union select e.proposal_id, e.member_id from endorsements e where e.proposal_id in (${wanted})
    )
    select c.root as "proposalId", m.id, m.language from concerned c join members m on m.id = c.member_id where m.email_confirmed_at is not null order by c.root, m.id`);
  return rows.map(({ proposalId, id, language }) => ({ proposalId, id, language }));
}

/** The same of one proposal. `except`: who acts, and knows. */
export async function membersConcerned(db: Ctx['db'] | Tx['db'], proposalId: string, except: string | null = null): Promise<{ id: string; language: Language }[]> {
  return (await membersConcernedBy(db, [proposalId])).filter(({ id }) => id !== except).map(({ id, language }) => ({ id, language }));
}
