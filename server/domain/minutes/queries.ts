import { isDeepStrictEqual } from 'node:util';
import { and, asc, count, desc, eq, inArray, isNotNull, ne, or, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import {
  actionItemInitiatives, actionItems, actionPlans, agendaItemInitiatives, agendaItems, corrections, decisionInitiatives, decisions, initiatives,
  meetings, members, minutes, minutesEntries, minutesVersions, organisations, proposals, threads, type MinutesSnapshot,
} from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { differenceOf } from '~/server/text-merge';
import { draftReadable } from '~/server/visible';
import type { Tx } from '~/server/write';
import { carriedOn } from '../agenda/queries';
import { attendanceSnapshot } from '../attendance/queries';
import { lacksText, mayApprove, mayBegin, mayCorrectPublished, mayPublishMinutes, maySeeMinutes, mayWriteMinutes } from './rules';
import { mayOrganise } from '../meetings/rules';

export type Reader = Ctx['db'] | Tx['db'];

export const PAGE_SIZE = 20;

/** Minutes that the viewer may read: drafts only where they take part in the writing. */
export const minutesReadable = (ctx: Ctx): SQL | undefined => or(ne(minutes.state, 'draft'), draftReadable(ctx));

export type InitiativeRef = { id: string; number: string; titleDa: string; titleEn: string; period: string };
export const initiativeRef = { id: initiatives.id, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn, period: actionPlans.period };

export const decisionColumns = { id: decisions.id, entryId: decisions.entryId, number: decisions.number, text: decisions.text };
export const actionColumns = {
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
    proposal: { id: proposals.id, title: proposals.title }, threadId: threads.id, text: minutesEntries.text, version: minutesEntries.version, updatedAt: minutesEntries.updatedAt, shownAt: minutesEntries.shownAt, followsUp: agendaItems.followsUp,
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
    lacksText: lacksText(row),
    carriedTo: carriedTo(row.agendaItemId),
    initiatives: ofItem(row.agendaItemId),
    decisions: made.filter((decision) => decision.entryId === row.id).map((decision) => ({ ...decision, initiatives: ofDecision(decision.id) })),
    actions: todo.filter((action) => action.entryId === row.id).map((action) => ({ ...action, initiatives: ofAction(action.id) })),
  }));
}

/** A meeting's minutes, whole, with what the viewer may do to them. Refuses `minutes_not_found`, also for drafts of others. */
export async function minutesOfMeeting(ctx: Ctx, meetingId: string) {
  const [row] = await ctx.db.select().from(minutes).where(eq(minutes.meetingId, meetingId));
  if (!row) throw refuse('minutes_not_found');
  ensure(maySeeMinutes(ctx.actor, row));
  const entries = await entriesOf(ctx.db, row.id);
  const [waiting] = await ctx.db.select({ n: count() }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).where(and(eq(minutesEntries.minutesId, row.id), eq(corrections.state, 'open')));
  const open = waiting?.n ?? 0;
  const [newest] = await ctx.db.select({ number: minutesVersions.number, publishedAt: minutesVersions.publishedAt }).from(minutesVersions).where(eq(minutesVersions.minutesId, row.id)).orderBy(desc(minutesVersions.number)).limit(1);
  const { actor } = ctx;
  return {
    ...row,
    newest: newest ?? null,
    openCorrections: open,
    empty: entries.filter((entry) => entry.lacksText).map((entry) => entry.title),
    entries,
    can: {
      write: mayWriteMinutes(actor, row) === null,
      review: mayOrganise(actor) === null && row.state === 'draft',
      approve: mayApprove(actor, row, []) === null && open === 0,
      publish: mayPublishMinutes(actor, row) === null,
      correctPublished: mayCorrectPublished(actor, row) === null,
    },
  };
}

export type Minutes = Awaited<ReturnType<typeof minutesOfMeeting>>;
export type MinutesEntry = Minutes['entries'][number];

/** How far a meeting's minutes are, for its page; null where there are none that this viewer may see. */
export async function minutesAtHand(ctx: Ctx, meeting: { id: string }) {
  const [row] = await ctx.db.select({ state: minutes.state }).from(minutes).where(and(eq(minutes.meetingId, meeting.id), minutesReadable(ctx)));
  return row ?? null;
}

/** Whether to offer this viewer to begin the minutes: they may, and there are none, neither here nor elsewhere. */
export async function offersMinutes(ctx: Ctx, meeting: Pick<typeof meetings.$inferSelect, 'id' | 'state' | 'minutesElsewhere'>): Promise<boolean> {
  return meeting.minutesElsewhere === null && mayBegin(ctx.actor, meeting) === null && (await ctx.db.$count(minutes, eq(minutes.meetingId, meeting.id))) === 0;
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

/** Minutes on their way: in review or approved, and for those who write them the drafts. */
export async function minutesUnderWay(ctx: Ctx, limit = 50) {
  return ctx.db.select(listColumns).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(and(ne(minutes.state, 'published'), minutesReadable(ctx))).orderBy(desc(meetings.day)).limit(limit);
}

/** What was published last, for the front page. */
export async function newestMinutes(ctx: Ctx, limit: number) {
  return ctx.db.select(listColumns).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(eq(minutes.state, 'published')).orderBy(desc(minutes.publishedAt)).limit(limit);
}

/** Where something that stands in minutes comes from; `minutes` and `meetings` are to be joined. */
export const origin = { meetingId: meetings.id, slug: meetings.slug, meetingTitle: meetings.title, day: meetings.day, agendaItemId: agendaItems.id, itemTitle: agendaItems.title, minutesState: minutes.state };

const versionColumns = { number: minutesVersions.number, note: minutesVersions.note, publishedAt: minutesVersions.publishedAt, by: members.name };

/**
 * The published versions, newest first, each with what it changed in the one before: `changes` by entry and decision, and
 * whether the list of who attended differs. Refuses `minutes_not_found`.
 */
export async function minutesVersionList(ctx: Ctx, meetingId: string) {
  const rows = await ctx.db.select({ ...versionColumns, content: minutesVersions.content }).from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).leftJoin(members, eq(members.id, minutesVersions.publishedBy)).where(eq(minutes.meetingId, meetingId)).orderBy(desc(minutesVersions.number)).limit(100);
  if (rows.length === 0) throw refuse('minutes_not_found');
  return rows.map(({ content, ...row }, index) => ({ ...row, ...changesBetween(rows[index + 1]?.content, content) }));
}

/** Whether two versions tell of others who attended. Where none was kept, nobody is known to have been there. */
export function attendanceDiffers(before: MinutesSnapshot, after: MinutesSnapshot): boolean {
  const nobody = { total: 0, onSite: 0, online: 0, guests: 0, organisations: [] };
  return !isDeepStrictEqual(before.attendance ?? nobody, after.attendance ?? nobody);
}

/** What an erratum changed: each text that differs, as a reader sees it. */
function changesBetween(before: MinutesSnapshot | undefined, after: MinutesSnapshot) {
  if (!before) return { changes: [], attendanceChanged: false };
  const partsOf = ({ entries }: MinutesSnapshot) => entries.flatMap(({ entryId, agendaItemId, position, title, text, decisions: made }) => {
    const at = { agendaItemId, position, title };
    return [{ id: entryId, ...at, decision: null, text }, ...made.map(({ id, number, text: words }) => ({ id, ...at, decision: number, text: words }))];
  });
  const then = partsOf(before);
  const changes = partsOf(after).flatMap(({ text, ...part }) => {
    const was = then.find(({ id }) => id === part.id)?.text ?? '';
    return was === text ? [] : [{ ...part, difference: differenceOf(was, text) }];
  });
  return { changes, attendanceChanged: attendanceDiffers(before, after) };
}

const MEMBER = 'member:';

/** What is published of the minutes as they stand. Of people it holds ids, so that a version that never changes keeps nobody's name. */
export async function snapshotOf(db: Reader, { id: minutesId, meetingId }: { id: string; meetingId: string }): Promise<MinutesSnapshot> {
  const entries = await entriesOf(db, minutesId);
  const { names: _names, kinds: _kinds, ...attendance } = await attendanceSnapshot(db, meetingId);
  return {
    attendance,
    entries: entries.map(({ id, agendaItemId, position, title, outcome, text, decisions: made, actions }) => ({
      entryId: id, agendaItemId, position, title, outcome, text: text.trim(),
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
  return { ...row, content: undefined, attendance: row.content.attendance ?? null, entries: entries.map((entry) => ({ ...entry, decisions: entry.decisions.map(refer), actions: entry.actions.map((action) => ({ ...refer(action), responsible: name(action.responsible) })) })) };
}
