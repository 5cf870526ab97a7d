import { and, asc, count, eq, inArray, isNull, ne, sql, type SQL } from 'drizzle-orm';
import {
  actionItemInitiatives, actionItems, agendaItems, corrections, decisionCounters, decisionInitiatives, decisions, initiatives, meetings, members, minutes, minutesEntries, minutesVersions, organisations,
} from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { endOfDay } from '~/server/time';
import { write, type EventMap, type EventType, type Tx } from '~/server/write';
import { lockMeeting } from '../meetings/commands';
import { noticeRecipients } from '../members/queries';
import { idIs, initiativesOfActions, initiativesOfDecisions, snapshotOf } from './queries';
import { approvesItself, mayApprove, mayBegin, mayCloseAction, mayDecideCorrection, mayProposeCorrection, mayPublishMinutes, maySeeMinutes, maySendToReview, mayWriteMinutes } from './rules';
import type { AddAction, CloseAction, DecideCorrection, EditDecision, ProposeCorrection, RecordDecision, SendToReview, WriteEntry } from './schema';

type Minutes = typeof minutes.$inferSelect;
type Locked = { row: Minutes; meeting: Pick<typeof meetings.$inferSelect, 'id' | 'state' | 'day'> };

/** Locks the row that everything in the minutes hangs on, so that writing, reviewing and approving happen one at a time. Refuses `minutes_not_found`. */
async function lockMinutes(tx: Tx, where: SQL): Promise<Locked> {
  const [found] = await tx.db.select({ row: minutes, meeting: { id: meetings.id, state: meetings.state, day: meetings.day } }).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(where).for('update', { of: minutes });
  if (!found) throw refuse('minutes_not_found');
  return found;
}

/** Locks the minutes of an entry, then reads the entry as it stands. Refuses `item_not_found`. */
async function lockEntry(tx: Tx, entryId: string) {
  const [at] = await tx.db.select({ minutesId: minutesEntries.minutesId }).from(minutesEntries).where(idIs(minutesEntries.id, entryId));
  if (!at) throw refuse('item_not_found');
  const locked = await lockMinutes(tx, eq(minutes.id, at.minutesId));
  const [entry] = await tx.db.select({ id: minutesEntries.id, text: minutesEntries.text, version: minutesEntries.version, agendaItemId: agendaItems.id, proposalId: agendaItems.proposalId }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(minutesEntries.id, entryId));
  if (!entry) throw refuse('item_not_found');
  return { ...locked, entry };
}

/** Tells a change to each stream it concerns, once. */
function announce<K extends EventType>(tx: Tx, streams: (string | null)[], type: K, payload: EventMap[K]): void {
  for (const stream of new Set(streams)) if (stream) tx.append(stream, type, payload);
}
const initiativeStreams = (ids: string[]) => ids.map((id) => `initiative:${id}`);

/** live | held: makes the minutes with an empty entry for each agenda item but the breaks; begun twice, they are the same minutes. Refuses what `mayBegin` refuses. */
export async function beginMinutes(ctx: Ctx, meetingId: string, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(mayBegin(ctx.actor, meeting));
    const [there] = await tx.db.select({ id: minutes.id }).from(minutes).where(eq(minutes.meetingId, meetingId));
    if (there) return there;
    const [made] = await tx.db.insert(minutes).values({ meetingId, createdAt: tx.now }).returning({ id: minutes.id });
    if (!made) throw new Error('no minutes were made');
    await addMissingEntries(tx, made.id, meetingId);
    tx.append(`meeting:${meetingId}`, 'minutes.begun', { meetingId });
    return made;
  });
}

/** Opens the draft to write in it: items that came to the agenda since have their entries then. Refuses what `mayWriteMinutes` refuses, `minutes_not_found`. */
export async function openMinutes(ctx: Ctx, meetingId: string): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    ensure(maySeeMinutes(ctx.actor, row), mayWriteMinutes(ctx.actor, row));
    await addMissingEntries(tx, row.id, meetingId);
  });
}

async function addMissingEntries(tx: Tx, minutesId: string, meetingId: string): Promise<void> {
  const missing = await tx.db.select({ agendaItemId: agendaItems.id }).from(agendaItems).leftJoin(minutesEntries, eq(minutesEntries.agendaItemId, agendaItems.id)).where(and(eq(agendaItems.meetingId, meetingId), ne(agendaItems.kind, 'break'), isNull(minutesEntries.id)));
  if (missing.length > 0) await tx.db.insert(minutesEntries).values(missing.map(({ agendaItemId }) => ({ minutesId, agendaItemId, updatedAt: tx.now })));
}

/** Replaces the text of an entry in the draft. Refuses what `mayWriteMinutes` refuses, and `edit_conflict` with both texts when it was written from an older version. */
export async function writeEntry(ctx: Ctx, entryId: string, input: WriteEntry, key?: string): Promise<{ version: number; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, entry } = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, row));
    const { agendaItemId } = entry;
    if (entry.text === input.text) return { version: entry.version, agendaItemId };
    if (entry.version !== input.version) throw refuse('edit_conflict', { theirs: entry.text, mine: input.text });
    await replaceText(ctx, tx, entry, input.text);
    tx.append(`meeting:${row.meetingId}`, 'minutes.entry_written', { meetingId: row.meetingId, entryId, agendaItemId, version: entry.version + 1 });
    return { version: entry.version + 1, agendaItemId };
  });
}

async function replaceText(ctx: Ctx, tx: Tx, entry: { id: string; version: number }, text: string): Promise<void> {
  await tx.db.update(minutesEntries).set({ text, version: entry.version + 1, updatedBy: ctx.actor?.id ?? null, updatedAt: tx.now }).where(eq(minutesEntries.id, entry.id));
}

/** Each id once, and each of them an initiative. Refuses `initiative_not_found`. */
async function knownInitiatives(tx: Tx, ids: string[]): Promise<string[]> {
  const unique = [...new Set(ids)];
  if (unique.length > 0 && (await tx.db.$count(initiatives, inArray(initiatives.id, unique))) !== unique.length) throw refuse('initiative_not_found');
  return unique;
}

/** The next number of a year. The counter's row stays locked until the end of the write, so a number that is not used is not given either. */
async function nextNumber(tx: Tx, year: number): Promise<{ year: number; serial: number; number: string }> {
  const [counter] = await tx.db.insert(decisionCounters).values({ year, last: 1 }).onConflictDoUpdate({ target: decisionCounters.year, set: { last: sql`${decisionCounters.last} + 1` } }).returning();
  if (!counter) throw new Error(`no number for ${year}`);
  return { year, serial: counter.last, number: `${year}-${counter.last}` };
}

/** Writes a decision under an entry of the draft, numbered in the year of the meeting once and for all. Refuses what `mayWriteMinutes` refuses, `initiative_not_found`. */
export async function recordDecision(ctx: Ctx, entryId: string, input: RecordDecision, key?: string): Promise<{ id: string; number: string; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, meeting, entry } = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, row));
    const concerned = await knownInitiatives(tx, input.initiatives);
    const [made] = await tx.db.insert(decisions).values({ entryId, text: input.text, createdAt: tx.now, ...(await nextNumber(tx, Number(meeting.day.slice(0, 4)))) }).returning({ id: decisions.id, number: decisions.number });
    if (!made) throw new Error('no decision was made');
    if (concerned.length > 0) await tx.db.insert(decisionInitiatives).values(concerned.map((initiativeId) => ({ decisionId: made.id, initiativeId })));
    announceDecision(tx, { row, entry }, made, concerned, 'minutes.decision_recorded');
    return { ...made, agendaItemId: entry.agendaItemId };
  });
}

type DecisionEvent = 'minutes.decision_recorded' | 'minutes.decision_edited' | 'minutes.decision_withdrawn';

function announceDecision(tx: Tx, at: { row: Minutes; entry: { agendaItemId: string; proposalId: string | null } }, decision: { id: string; number: string }, concerned: string[], type: DecisionEvent): void {
  const { meetingId } = at.row;
  announce(tx, [`meeting:${meetingId}`, at.entry.proposalId && `proposal:${at.entry.proposalId}`, ...initiativeStreams(concerned)], type, { meetingId, decisionId: decision.id, number: decision.number, agendaItemId: at.entry.agendaItemId });
}

async function lockDecision(tx: Tx, id: string) {
  const [at] = await tx.db.select({ entryId: decisions.entryId }).from(decisions).where(idIs(decisions.id, id));
  if (!at) throw refuse('decision_not_found');
  const locked = await lockEntry(tx, at.entryId);
  // Read again: someone else may have had the lock and withdrawn it.
  const [decision] = await tx.db.select().from(decisions).where(eq(decisions.id, id));
  if (!decision) throw refuse('decision_not_found');
  return { ...locked, decision, concerned: (await initiativesOfDecisions(tx.db, [id]))(id).map((initiative) => initiative.id) };
}

/** Words a decision of the draft anew; its number stays. Refuses what `mayWriteMinutes` refuses, `decision_not_found`, and `edit_conflict` when the form showed other words. */
export async function editDecision(ctx: Ctx, id: string, input: EditDecision, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const locked = await lockDecision(tx, id);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    if (locked.decision.text === input.text) return;
    if (locked.decision.text !== input.seen.replace(/\r\n?/g, '\n')) throw refuse('edit_conflict', { theirs: locked.decision.text, mine: input.text });
    await tx.db.update(decisions).set({ text: input.text }).where(eq(decisions.id, id));
    announceDecision(tx, locked, locked.decision, locked.concerned, 'minutes.decision_edited');
  });
}

/** Takes a decision out of the draft; its number is not given again. Refuses what `mayWriteMinutes` refuses, `decision_not_found`. */
export async function withdrawDecision(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const locked = await lockDecision(tx, id);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    await tx.db.delete(decisionInitiatives).where(eq(decisionInitiatives.decisionId, id));
    await tx.db.delete(decisions).where(eq(decisions.id, id));
    announceDecision(tx, locked, locked.decision, locked.concerned, 'minutes.decision_withdrawn');
  });
}

/** Writes an action under an entry of the draft, for one organisation or one member. Refuses what `mayWriteMinutes` refuses, `initiative_not_found`, `organisation_not_found`, `member_not_found`. */
export async function addAction(ctx: Ctx, entryId: string, input: AddAction, key?: string): Promise<{ id: string; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, entry } = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, row));
    const concerned = await knownInitiatives(tx, input.initiatives);
    const { responsibleOrganisationId, responsibleMemberId, text, dueOn } = input;
    if (responsibleOrganisationId && (await tx.db.$count(organisations, eq(organisations.id, responsibleOrganisationId))) === 0) throw refuse('organisation_not_found');
    if (responsibleMemberId && (await tx.db.$count(members, eq(members.id, responsibleMemberId))) === 0) throw refuse('member_not_found');
    const [made] = await tx.db.insert(actionItems).values({ entryId, text, dueOn, responsibleOrganisationId, responsibleMemberId, createdAt: tx.now }).returning({ id: actionItems.id });
    if (!made) throw new Error('no action was made');
    if (concerned.length > 0) await tx.db.insert(actionItemInitiatives).values(concerned.map((initiativeId) => ({ actionItemId: made.id, initiativeId })));
    announce(tx, [`meeting:${row.meetingId}`, ...initiativeStreams(concerned)], 'minutes.action_added', { meetingId: row.meetingId, actionId: made.id, agendaItemId: entry.agendaItemId });
    return { ...made, agendaItemId: entry.agendaItemId };
  });
}

async function lockAction(tx: Tx, id: string) {
  const [at] = await tx.db.select({ entryId: actionItems.entryId }).from(actionItems).where(idIs(actionItems.id, id));
  if (!at) throw refuse('action_not_found');
  const locked = await lockEntry(tx, at.entryId);
  const [action] = await tx.db.select().from(actionItems).where(eq(actionItems.id, id));
  if (!action) throw refuse('action_not_found');
  const concerned = (await initiativesOfActions(tx.db, [id]))(id).map((initiative) => initiative.id);
  const streams = [`meeting:${locked.row.meetingId}`, ...initiativeStreams(concerned)];
  return { ...locked, action, concerned, streams, payload: { meetingId: locked.row.meetingId, actionId: id, agendaItemId: locked.entry.agendaItemId } };
}

/** Takes an action out of the draft. Refuses what `mayWriteMinutes` refuses, `action_not_found`. */
export async function removeAction(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, streams, payload } = await lockAction(tx, id);
    ensure(mayWriteMinutes(ctx.actor, row));
    await tx.db.delete(actionItemInitiatives).where(eq(actionItemInitiatives.actionItemId, id));
    await tx.db.delete(actionItems).where(eq(actionItems.id, id));
    announce(tx, streams, 'minutes.action_removed', payload);
  });
}

/** open -> done, or dropped with a public reason. Refuses what `mayCloseAction` refuses, `reason_required`, `action_not_found`. */
export async function closeAction(ctx: Ctx, id: string, { state, reason }: CloseAction, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, action, concerned, streams, payload } = await lockAction(tx, id);
    ensure(mayCloseAction(ctx.actor, row, { ...action, initiatives: concerned }));
    if (state === 'dropped' && !reason) throw refuse('reason_required');
    await tx.db.update(actionItems).set({ state, closedAt: tx.now, closedReason: reason || null, version: action.version + 1 }).where(eq(actionItems.id, id));
    announce(tx, streams, 'minutes.action_closed', { ...payload, state });
  });
}

const approvalKey = (minutesId: string) => `approve_minutes:${minutesId}`;
/** The first instant after the date: the job's moment. */
const after = (due: Date) => new Date(due.getTime() + 1);

/** draft -> in_review until the end of the named day in Denmark; every member is told. Refuses what `maySendToReview` refuses. */
export async function sendToReview(ctx: Ctx, meetingId: string, { due }: SendToReview, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, meeting } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    const correctionsDue = endOfDay(due);
    await addMissingEntries(tx, row.id, meetingId);
    const empty = await tx.db.select({ title: agendaItems.title }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(and(eq(minutesEntries.minutesId, row.id), sql`${minutesEntries.text} !~ '\\S'`)).orderBy(asc(agendaItems.position));
    ensure(maySendToReview(ctx.actor, row, meeting, empty.map((item) => item.title), correctionsDue, tx.now));
    await tx.db.update(minutes).set({ state: 'in_review', correctionsDue, version: row.version + 1 }).where(eq(minutes.id, row.id));
    tx.append(`meeting:${meetingId}`, 'minutes.sent_to_review', { meetingId, correctionsDue: correctionsDue.toISOString() });
    await tx.job('approve_minutes', { minutesId: row.id }, { at: after(correctionsDue), key: approvalKey(row.id) });
    await tx.mail('minutes.in_review', await noticeRecipients(tx.db), { meetingId }, meetingId);
  });
}

/** A member's other wording of an entry, with why. Refuses what `mayProposeCorrection` refuses, `item_not_found`. */
export async function proposeCorrection(ctx: Ctx, entryId: string, input: ProposeCorrection, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    const { row } = await lockEntry(tx, entryId);
    ensure(mayProposeCorrection(ctx.actor, row, tx.now));
    if (!ctx.actor) throw refuse('not_signed_in');
    const [made] = await tx.db.insert(corrections).values({ ...input, entryId, authorId: ctx.actor.id, createdAt: tx.now }).returning({ id: corrections.id });
    if (!made) throw new Error('no correction was made');
    tx.append(`meeting:${row.meetingId}`, 'minutes.correction_proposed', { meetingId: row.meetingId, correctionId: made.id, entryId });
    return made;
  });
}

const openCorrections = async (tx: Tx, minutesId: string): Promise<number> => {
  const [open] = await tx.db.select({ n: count() }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).where(and(eq(minutesEntries.minutesId, minutesId), eq(corrections.state, 'open')));
  return open?.n ?? 0;
};

/**
 * open -> accepted (the entry then says the proposed text, or the organiser's own) | declined; the reason is public and the author is told.
 * Refuses what `mayDecideCorrection` refuses, `correction_not_found`, and on accepting `edit_conflict` when the entry has changed since the form.
 */
export async function decideCorrection(ctx: Ctx, id: string, { decision, text, reason, version }: DecideCorrection, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const [at] = await tx.db.select({ entryId: corrections.entryId }).from(corrections).where(idIs(corrections.id, id));
    if (!at) throw refuse('correction_not_found');
    const { row, entry } = await lockEntry(tx, at.entryId);
    const [correction] = await tx.db.select({ state: corrections.state, proposedText: corrections.proposedText, author: { id: members.id, language: members.language } }).from(corrections).innerJoin(members, eq(members.id, corrections.authorId)).where(eq(corrections.id, id));
    if (!correction) throw refuse('correction_not_found');
    ensure(mayDecideCorrection(ctx.actor, row, correction));
    const { meetingId } = row;
    if (decision === 'accepted') {
      if (entry.version !== version) throw refuse('edit_conflict', { theirs: entry.text, mine: text });
      await replaceText(ctx, tx, entry, text || correction.proposedText);
      tx.append(`meeting:${meetingId}`, 'minutes.entry_written', { meetingId, entryId: entry.id, agendaItemId: entry.agendaItemId, version: version + 1 });
    }
    await tx.db.update(corrections).set({ state: decision, decisionReason: reason, decidedBy: ctx.actor?.id ?? null, decidedAt: tx.now }).where(eq(corrections.id, id));
    tx.append(`meeting:${meetingId}`, 'minutes.correction_decided', { meetingId, correctionId: id, entryId: entry.id, state: decision });
    await tx.mail('minutes.correction_decided', [correction.author], { correctionId: id }, id);
    // The last one decided after the date: the minutes now approve themselves.
    if (approvesItself(row, await openCorrections(tx, row.id), tx.now)) await tx.job('approve_minutes', { minutesId: row.id }, { key: approvalKey(row.id) });
  });
}

async function approve(tx: Tx, row: Minutes, tacit: boolean): Promise<void> {
  await tx.db.update(minutes).set({ state: 'approved', approvedAt: tx.now, tacitApproval: tacit, version: row.version + 1 }).where(eq(minutes.id, row.id));
  tx.append(`meeting:${row.meetingId}`, 'minutes.approved', { meetingId: row.meetingId, tacit });
}

/** in_review -> approved by an organiser. Refuses what `mayApprove` refuses. */
export async function approveMinutes(ctx: Ctx, meetingId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    ensure(mayApprove(ctx.actor, row, await openCorrections(tx, row.id)));
    await approve(tx, row, false);
  });
}

/** in_review -> approved by itself, once the date has passed with no correction waiting; else does nothing, and asks again when it was called too early. */
export async function approveTacitly(ctx: Ctx, minutesId: string): Promise<{ approved: boolean }> {
  return write(ctx, undefined, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.id, minutesId));
    const approved = approvesItself(row, await openCorrections(tx, minutesId), tx.now);
    if (approved) await approve(tx, row, true);
    // The queue's clock may run before ours.
    else if (row.state === 'in_review' && row.correctionsDue && tx.now <= row.correctionsDue) await tx.job('approve_minutes', { minutesId }, { at: after(row.correctionsDue), key: approvalKey(minutesId) });
    return { approved };
  });
}

/** approved -> published as version 1, which never changes; every member is told. Refuses what `mayPublishMinutes` refuses. */
export async function publishMinutes(ctx: Ctx, meetingId: string, key?: string): Promise<{ number: number }> {
  return write(ctx, key, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    ensure(mayPublishMinutes(ctx.actor, row));
    const content = await snapshotOf(tx.db, row.id);
    const number = 1;
    await tx.db.insert(minutesVersions).values({ minutesId: row.id, number, content, publishedAt: tx.now, publishedBy: ctx.actor?.id ?? null });
    await tx.db.update(minutes).set({ state: 'published', publishedAt: tx.now, version: row.version + 1 }).where(eq(minutes.id, row.id));
    const concerned = content.entries.flatMap((entry) => [...entry.decisions, ...entry.actions].flatMap((part) => part.initiatives));
    announce(tx, [`meeting:${meetingId}`, ...initiativeStreams(concerned)], 'minutes.published', { meetingId, number });
    await tx.mail('minutes.published', await noticeRecipients(tx.db), { meetingId }, meetingId);
    return { number };
  });
}
