import { and, asc, count, desc, eq, inArray, isNotNull, ne, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import {
  actionItemInitiatives, actionItems, actionPlans, agendaItemInitiatives, agendaItems, corrections, decisionInitiatives, decisions, initiatives,
  meetings, members, minutes, minutesEntries, minutesVersions, organisations, proposals, threads, type MinutesSnapshot,
} from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { carriedOn } from '../agenda/queries';
import { mayOrganise } from '../meetings/rules';
import { mayApprove, mayBegin, mayCloseAction, mayDecideCorrection, mayProposeCorrection, mayPublishMinutes, maySeeMinutes, mayWriteMinutes } from './rules';

type Reader = Ctx['db'] | Tx['db'];

export const PAGE_SIZE = 20;

const visible = (ctx: Ctx): SQL | undefined => (isOrganiser(ctx.actor) ? undefined : ne(minutes.state, 'draft'));

export type InitiativeRef = { id: string; number: string; titleDa: string; titleEn: string; period: string };
const initiativeRef = { id: initiatives.id, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn, period: actionPlans.period };

const decisionColumns = { id: decisions.id, entryId: decisions.entryId, number: decisions.number, text: decisions.text };
const actionColumns = {
  id: actionItems.id, entryId: actionItems.entryId, text: actionItems.text, dueOn: actionItems.dueOn, state: actionItems.state, closedAt: actionItems.closedAt, closedReason: actionItems.closedReason,
  responsibleMemberId: actionItems.responsibleMemberId, responsible: sql<string>`coalesce(${organisations.name}, ${members.name}, '')`,
};

const decisionsIn = (db: Reader, where: SQL | undefined) => db.select(decisionColumns).from(decisions).where(where).orderBy(asc(decisions.year), asc(decisions.serial));
const actionsIn = (db: Reader, where: SQL | undefined) =>
  db.select(actionColumns).from(actionItems).leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId)).where(where).orderBy(asc(actionItems.createdAt), asc(actionItems.id));

async function initiativesOf(db: Reader, table: typeof decisionInitiatives | typeof actionItemInitiatives | typeof agendaItemInitiatives, owner: typeof decisionInitiatives.decisionId | typeof actionItemInitiatives.actionItemId | typeof agendaItemInitiatives.agendaItemId, ids: string[]): Promise<(id: string) => InitiativeRef[]> {
  if (ids.length === 0) return () => [];
  const rows = await db.select({ owner: sql<string>`${owner}`, ...initiativeRef }).from(table).innerJoin(initiatives, eq(initiatives.id, table.initiativeId)).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(inArray(owner, ids)).orderBy(asc(initiatives.sortKey));
  return (id) => rows.filter((row) => row.owner === id).map(({ owner: _owner, ...initiative }) => initiative);
}
export const initiativesOfDecisions = (db: Reader, ids: string[]) => initiativesOf(db, decisionInitiatives, decisionInitiatives.decisionId, ids);
export const initiativesOfActions = (db: Reader, ids: string[]) => initiativesOf(db, actionItemInitiatives, actionItemInitiatives.actionItemId, ids);

/** The entries of minutes in the order of the agenda, each with its decisions and actions. */
export async function entriesOf(db: Reader, minutesId: string) {
  const rows = await db.select({
    id: minutesEntries.id, agendaItemId: agendaItems.id, position: agendaItems.position, title: agendaItems.title, kind: agendaItems.kind, outcome: agendaItems.outcome,
    proposal: { id: proposals.id, title: proposals.title }, threadId: threads.id, text: minutesEntries.text, version: minutesEntries.version, updatedAt: minutesEntries.updatedAt,
  }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId))
    .leftJoin(proposals, eq(proposals.id, agendaItems.proposalId)).leftJoin(threads, and(eq(threads.category, 'agenda_item'), eq(threads.subjectId, agendaItems.id)))
    .where(eq(minutesEntries.minutesId, minutesId)).orderBy(asc(agendaItems.position));
  const entryIds = rows.map((row) => row.id);
  const made = entryIds.length === 0 ? [] : await decisionsIn(db, inArray(decisions.entryId, entryIds));
  const todo = entryIds.length === 0 ? [] : await actionsIn(db, inArray(actionItems.entryId, entryIds));
  const ofDecision = await initiativesOfDecisions(db, made.map((row) => row.id));
  const ofAction = await initiativesOfActions(db, todo.map((row) => row.id));
  const ofItem = await initiativesOf(db, agendaItemInitiatives, agendaItemInitiatives.agendaItemId, rows.map((row) => row.agendaItemId));
  const carriedTo = await carriedOn(db, rows.map((row) => row.agendaItemId));
  return rows.map((row) => ({
    ...row,
    carriedTo: carriedTo(row.agendaItemId),
    initiatives: ofItem(row.agendaItemId),
    decisions: made.filter((decision) => decision.entryId === row.id).map((decision) => ({ ...decision, initiatives: ofDecision(decision.id) })),
    actions: todo.filter((action) => action.entryId === row.id).map((action) => ({ ...action, initiatives: ofAction(action.id) })),
  }));
}

const correctionColumns = {
  id: corrections.id, entryId: corrections.entryId, authorId: corrections.authorId, author: members.name, proposedText: corrections.proposedText, why: corrections.why,
  state: corrections.state, decisionReason: corrections.decisionReason, decidedAt: corrections.decidedAt, createdAt: corrections.createdAt,
};

/** A meeting's minutes, whole, with what the viewer may do to them. Refuses `minutes_not_found`, also for drafts of others. */
export async function minutesOfMeeting(ctx: Ctx, meetingId: string) {
  const [row] = await ctx.db.select().from(minutes).where(eq(minutes.meetingId, meetingId));
  if (!row) throw refuse('minutes_not_found');
  ensure(maySeeMinutes(ctx.actor, row));
  const entries = await entriesOf(ctx.db, row.id);
  const proposed = await ctx.db.select(correctionColumns).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(members, eq(members.id, corrections.authorId)).where(eq(minutesEntries.minutesId, row.id)).orderBy(asc(corrections.createdAt));
  const open = proposed.filter((correction) => correction.state === 'open').length;
  const { actor } = ctx;
  return {
    ...row,
    openCorrections: open,
    empty: entries.filter((entry) => entry.text.trim() === '').map((entry) => entry.title),
    entries: entries.map((entry) => ({
      ...entry,
      actions: entry.actions.map((action) => ({ ...action, can: { close: mayCloseAction(actor, row, { ...action, initiatives: action.initiatives.map(({ id }) => id) }) === null } })),
      corrections: proposed.filter((correction) => correction.entryId === entry.id).map((correction) => ({ ...correction, can: { decide: mayDecideCorrection(actor, row, correction) === null } })),
    })),
    can: {
      write: mayWriteMinutes(actor, row) === null,
      /** Someone who is not signed in is shown the way too; they are asked to sign in. */
      correct: ['not_signed_in', undefined].includes(mayProposeCorrection(actor, row, ctx.now())?.code) && row.state === 'in_review',
      approve: mayApprove(actor, row, open) === null,
      publish: mayPublishMinutes(actor, row) === null,
    },
  };
}

export type Minutes = Awaited<ReturnType<typeof minutesOfMeeting>>;
export type MinutesEntry = Minutes['entries'][number];

/** How far a meeting's minutes are, for its page; null where there are none that this viewer may see. */
export async function minutesAtHand(ctx: Ctx, meeting: { id: string }) {
  const [row] = await ctx.db.select({ state: minutes.state }).from(minutes).where(and(eq(minutes.meetingId, meeting.id), visible(ctx)));
  return row ?? null;
}

/** Whether to offer this viewer to begin the minutes: they may, and there are none, neither here nor elsewhere. */
export async function offersMinutes(ctx: Ctx, meeting: Pick<typeof meetings.$inferSelect, 'id' | 'state' | 'minutesElsewhere'>): Promise<boolean> {
  return meeting.minutesElsewhere === null && mayBegin(ctx.actor, meeting) === null && (await ctx.db.$count(minutes, eq(minutes.meetingId, meeting.id))) === 0;
}

/** One entry of a meeting's minutes. Refuses `minutes_not_found`, `item_not_found`. */
export async function entryOfMeeting(ctx: Ctx, meetingId: string, entryId: string) {
  const whole = await minutesOfMeeting(ctx, meetingId);
  const entry = whole.entries.find((candidate) => candidate.id === entryId);
  if (!entry) throw refuse('item_not_found');
  return { minutes: whole, entry };
}

/** One entry for those who write it. Refuses what `entryOfMeeting` and `mayWriteMinutes` refuse. */
export async function entryToWrite(ctx: Ctx, meetingId: string, entryId: string) {
  const { minutes: whole, entry } = await entryOfMeeting(ctx, meetingId, entryId);
  ensure(mayWriteMinutes(ctx.actor, whole));
  return entry;
}

/** One decision for those who word it. Refuses `minutes_not_found`, `decision_not_found`, and what `mayWriteMinutes` refuses. */
export async function decisionToWrite(ctx: Ctx, meetingId: string, id: string) {
  const whole = await minutesOfMeeting(ctx, meetingId);
  const decision = whole.entries.flatMap((entry) => entry.decisions).find((candidate) => candidate.id === id);
  if (!decision) throw refuse('decision_not_found');
  ensure(mayWriteMinutes(ctx.actor, whole));
  return decision;
}

/** One correction with its entry. Refuses `correction_not_found`, and for others `minutes_not_found` while it is no longer public. */
export async function getCorrection(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select({ correction: correctionColumns, meeting: { id: meetings.id, slug: meetings.slug, title: meetings.title } }).from(corrections).innerJoin(members, eq(members.id, corrections.authorId))
    .innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(idIs(corrections.id, id));
  if (!row) throw refuse('correction_not_found');
  const { minutes: whole, entry } = await entryOfMeeting(ctx, row.meeting.id, row.correction.entryId);
  return { ...row, minutes: { state: whole.state }, entry };
}

/** One action with where it comes from. Refuses `action_not_found`. */
export async function getAction(ctx: Ctx, id: string) {
  const [action] = await actionRows(ctx, idIs(actionItems.id, id), 1);
  if (!action) throw refuse('action_not_found');
  return action;
}

/** An id from an address may be anything; what is none finds nothing. */
export const idIs = (column: PgColumn, id: string): SQL => (isId(id) ? eq(column, id) : sql`false`);

const listColumns = {
  id: minutes.id, meetingId: meetings.id, slug: meetings.slug, title: meetings.title, day: meetings.day, isExample: meetings.isExample,
  state: minutes.state, correctionsDue: minutes.correctionsDue, publishedAt: minutes.publishedAt, minutesElsewhere: meetings.minutesElsewhere,
  decisionCount: sql<number>`(select count(*)::int from ${decisions} join ${minutesEntries} on ${minutesEntries.id} = ${decisions.entryId} where ${minutesEntries.minutesId} = ${minutes.id})`,
};

export type MinutesSummary = Awaited<ReturnType<typeof newestMinutes>>[number];

/** Published minutes by the day of their meeting, newest first, with meetings whose minutes are kept elsewhere among them; one page. */
export async function publishedMinutes(ctx: Ctx, page: number) {
  const published = or(eq(minutes.state, 'published'), and(isNotNull(meetings.minutesElsewhere), eq(meetings.state, 'held')));
  const rows = await ctx.db.select(listColumns).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(published).orderBy(desc(meetings.day), desc(meetings.id)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE);
  const [total] = await ctx.db.select({ n: count() }).from(meetings).leftJoin(minutes, eq(minutes.meetingId, meetings.id)).where(published);
  return { rows, pages: Math.max(1, Math.ceil((total?.n ?? 0) / PAGE_SIZE)) };
}

/** Minutes on their way: in review or approved, and for organisers the drafts. */
export async function minutesUnderWay(ctx: Ctx, limit = 50) {
  return ctx.db.select(listColumns).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(and(ne(minutes.state, 'published'), visible(ctx))).orderBy(desc(meetings.day)).limit(limit);
}

/** What was published last, for the front page. */
export async function newestMinutes(ctx: Ctx, limit: number) {
  return ctx.db.select(listColumns).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(eq(minutes.state, 'published')).orderBy(desc(minutes.publishedAt)).limit(limit);
}

const origin = { slug: meetings.slug, meetingTitle: meetings.title, day: meetings.day, agendaItemId: agendaItems.id, itemTitle: agendaItems.title, minutesState: minutes.state };

/** Decisions that concern an initiative, newest first; those of drafts for organisers only. */
export async function decisionsOfInitiative(ctx: Ctx, initiativeId: string, limit = 100) {
  return ctx.db.select({ ...decisionColumns, ...origin }).from(decisionInitiatives).innerJoin(decisions, eq(decisions.id, decisionInitiatives.decisionId))
    .innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(eq(decisionInitiatives.initiativeId, initiativeId), visible(ctx))).orderBy(desc(decisions.year), desc(decisions.serial)).limit(limit);
}

async function actionRows(ctx: Ctx, where: SQL | undefined, limit: number) {
  const rows = await ctx.db.select({ ...actionColumns, ...origin }).from(actionItems).leftJoin(organisations, eq(organisations.id, actionItems.responsibleOrganisationId)).leftJoin(members, eq(members.id, actionItems.responsibleMemberId))
    .innerJoin(minutesEntries, eq(minutesEntries.id, actionItems.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .where(and(where, visible(ctx))).orderBy(asc(actionItems.dueOn), asc(actionItems.id)).limit(limit);
  const concerned = await initiativesOfActions(ctx.db, rows.map((row) => row.id));
  return rows.map((row) => ({ ...row, initiatives: concerned(row.id), can: { close: mayCloseAction(ctx.actor, { state: row.minutesState }, { ...row, initiatives: concerned(row.id).map(({ id }) => id) }) === null } }));
}

export type ActionSummary = Awaited<ReturnType<typeof actionRows>>[number];

/** Actions that concern an initiative, soonest due first; those of drafts for organisers only. */
export async function actionsOfInitiative(ctx: Ctx, initiativeId: string, limit = 100) {
  const concerned = ctx.db.select({ id: actionItemInitiatives.actionItemId }).from(actionItemInitiatives).where(eq(actionItemInitiatives.initiativeId, initiativeId));
  return actionRows(ctx, inArray(actionItems.id, concerned), limit);
}

/** Open actions of published minutes, soonest due first. */
export async function openActions(ctx: Ctx, limit = 100) {
  return actionRows(ctx, and(eq(actionItems.state, 'open'), eq(minutes.state, 'published')), limit);
}

/** Whom an action may be given to. Refuses what `mayOrganise` refuses. */
export async function responsibleOptions(ctx: Ctx) {
  ensure(mayOrganise(ctx.actor));
  return {
    organisations: await ctx.db.select({ id: organisations.id, name: organisations.name }).from(organisations).orderBy(sql`${organisations.name} collate danish`).limit(1000),
    members: await ctx.db.select({ id: members.id, name: members.name }).from(members).where(isNotNull(members.emailConfirmedAt)).orderBy(sql`${members.name} collate danish`).limit(1000),
  };
}

const versionColumns = { number: minutesVersions.number, note: minutesVersions.note, publishedAt: minutesVersions.publishedAt, by: members.name };

/** The published versions, newest first. Refuses `minutes_not_found`. */
export async function minutesVersionList(ctx: Ctx, meetingId: string) {
  const rows = await ctx.db.select(versionColumns).from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).leftJoin(members, eq(members.id, minutesVersions.publishedBy)).where(eq(minutes.meetingId, meetingId)).orderBy(desc(minutesVersions.number)).limit(100);
  if (rows.length === 0) throw refuse('minutes_not_found');
  return rows;
}

const MEMBER = 'member:';

/** What is published of the minutes as they stand. Of people it holds ids, so that a version that never changes keeps nobody's name. */
export async function snapshotOf(db: Reader, minutesId: string): Promise<MinutesSnapshot> {
  const entries = await entriesOf(db, minutesId);
  return {
    entries: entries.map(({ id, agendaItemId, position, title, outcome, text, decisions: made, actions }) => ({
      entryId: id, agendaItemId, position, title, outcome, text,
      decisions: made.map((decision) => ({ id: decision.id, number: decision.number, text: decision.text, initiatives: decision.initiatives.map((initiative) => initiative.id) })),
      actions: actions.map((action) => ({ id: action.id, text: action.text, responsible: action.responsibleMemberId ? `${MEMBER}${action.responsibleMemberId}` : action.responsible, dueOn: action.dueOn, initiatives: action.initiatives.map((initiative) => initiative.id) })),
    })),
  };
}

/** One published version as it was read then; people and initiatives by the names they have now. Refuses `minutes_not_found`. */
export async function minutesVersion(ctx: Ctx, meetingId: string, number: number) {
  if (!Number.isInteger(number) || number < 1 || number > 1e6) throw refuse('minutes_not_found');
  const [row] = await ctx.db.select({ ...versionColumns, content: minutesVersions.content }).from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).leftJoin(members, eq(members.id, minutesVersions.publishedBy))
    .where(and(eq(minutes.meetingId, meetingId), eq(minutesVersions.number, number)));
  if (!row) throw refuse('minutes_not_found');
  const { entries } = row.content;
  const people = entries.flatMap((entry) => entry.actions.flatMap(({ responsible }) => (responsible.startsWith(MEMBER) ? [responsible.slice(MEMBER.length)] : [])));
  const named = people.length === 0 ? [] : await ctx.db.select({ id: members.id, name: members.name }).from(members).where(inArray(members.id, people));
  const ids = entries.flatMap((entry) => [...entry.decisions, ...entry.actions].flatMap((part) => part.initiatives));
  const refs = ids.length === 0 ? [] : await ctx.db.select(initiativeRef).from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(inArray(initiatives.id, ids));
  const refer = <T extends { initiatives: string[] }>(part: T) => ({ ...part, initiatives: part.initiatives.flatMap((id) => refs.filter((ref) => ref.id === id)) });
  const name = (responsible: string) => (responsible.startsWith(MEMBER) ? (named.find(({ id }) => `${MEMBER}${id}` === responsible)?.name ?? null) : responsible);
  return { ...row, content: undefined, entries: entries.map((entry) => ({ ...entry, decisions: entry.decisions.map(refer), actions: entry.actions.map((action) => ({ ...refer(action), responsible: name(action.responsible) })) })) };
}
