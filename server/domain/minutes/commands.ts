import { and, asc, desc, eq, inArray, isNull, ne, type SQL } from 'drizzle-orm';
import { agendaItemMinutes, agendaItems, corrections, decisions, initiatives, meetings, members, minutes, minutesClashes, minutesEntries, minutesEntryVersions, minutesVersions } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { endOfDay } from '~/server/time';
import { write, type EventMap, type EventType, type Tx } from '~/server/write';
import { lockMeeting } from '../meetings/commands';
import { noticeRecipients } from '../members/queries';
import { attendanceDiffers, idIs, initiativesOfDecisions, snapshotOf } from './queries';
import { approvesItself, lacksText, mayApprove, mayBegin, mayCorrectPublished, mayPublishMinutes, maySeeMinutes, maySendToReview, mayWriteMinutes } from './rules';
import type { Erratum, SendToReview } from './schema';

type Minutes = typeof minutes.$inferSelect;
type Locked = { row: Minutes; meeting: Pick<typeof meetings.$inferSelect, 'id' | 'state' | 'day'> };
export type LockedEntry = Awaited<ReturnType<typeof lockEntry>>;

/** Locks the row that everything in the minutes hangs on, so that writing, reviewing and approving happen one at a time. Refuses `minutes_not_found`. */
export async function lockMinutes(tx: Tx, where: SQL): Promise<Locked> {
  const [found] = await tx.db.select({ row: minutes, meeting: { id: meetings.id, state: meetings.state, day: meetings.day } }).from(minutes).innerJoin(meetings, eq(meetings.id, minutes.meetingId)).where(where).for('update', { of: minutes });
  if (!found) throw refuse('minutes_not_found');
  return found;
}

/** Locks the minutes of an entry, then reads the entry as it stands. Refuses `item_not_found`. */
export async function lockEntry(tx: Tx, entryId: string) {
  const [at] = await tx.db.select({ minutesId: minutesEntries.minutesId }).from(minutesEntries).where(idIs(minutesEntries.id, entryId));
  if (!at) throw refuse('item_not_found');
  const locked = await lockMinutes(tx, eq(minutes.id, at.minutesId));
  const [found] = await tx.db.select({ entry: minutesEntries, proposalId: agendaItems.proposalId }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(minutesEntries.id, entryId));
  if (!found) throw refuse('item_not_found');
  return { ...locked, entry: { ...found.entry, proposalId: found.proposalId } };
}

/** Tells a change to each stream it concerns, once. */
export function announce<K extends EventType>(tx: Tx, streams: (string | null)[], type: K, payload: EventMap[K]): void {
  for (const stream of new Set(streams)) if (stream) tx.append(stream, type, payload);
}
export const initiativeStreams = (ids: string[]) => ids.map((id) => `initiative:${id}`);

/** Tells the public of a change to an entry that is shown to all while its minutes are a draft; of others it is not told. */
export function announceShown(tx: Tx, { row, entry }: Pick<LockedEntry, 'row' | 'entry'>): void {
  if (entry.shownAt) tx.append(`meeting:${row.meetingId}`, 'minutes.shown_entry_changed', { meetingId: row.meetingId, entryId: entry.id, agendaItemId: entry.agendaItemId });
}

/** Each id once, and each of them an initiative. Refuses `initiative_not_found`. */
export async function knownInitiatives(tx: Tx, ids: string[]): Promise<string[]> {
  const unique = [...new Set(ids)];
  if (unique.length > 0 && (await tx.db.$count(initiatives, inArray(initiatives.id, unique))) !== unique.length) throw refuse('initiative_not_found');
  return unique;
}

/** Puts a text in place of an entry's, keeps the wording that stood, and tells it. Answers the new version. */
export async function replaceText(ctx: Ctx, tx: Tx, { row, entry }: Pick<LockedEntry, 'row' | 'entry'>, text: string): Promise<number> {
  const version = entry.version + 1;
  await tx.db.insert(minutesEntryVersions).values({ entryId: entry.id, version: entry.version, text: entry.text, writtenBy: entry.updatedBy, at: entry.updatedAt }).onConflictDoNothing();
  await tx.db.update(minutesEntries).set({ text, version, updatedBy: ctx.actor?.id ?? null, updatedAt: tx.now }).where(eq(minutesEntries.id, entry.id));
  tx.append(`meeting:${row.meetingId}`, 'minutes.entry_written', { meetingId: row.meetingId, entryId: entry.id, agendaItemId: entry.agendaItemId, version });
  announceShown(tx, { row, entry });
  return version;
}

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
    await followUpNext(tx);
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

/** Open actions and minutes that are not approved come up at the next called meeting; follow-up knows this noun, not the other way round. */
const followUpNext = (tx: Tx) => tx.job('follow_up', {}, { key: 'follow_up' });

const approvalKey = (minutesId: string) => `approve_minutes:${minutesId}`;
/** The first instant after the date: the job's moment. */
const after = (due: Date) => new Date(due.getTime() + 1);

/** draft -> in_review until the end of the named day in Denmark; every member is told. Refuses what `maySendToReview` refuses. */
export async function sendToReview(ctx: Ctx, meetingId: string, { due }: SendToReview, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { row, meeting } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    const correctionsDue = endOfDay(due);
    await addMissingEntries(tx, row.id, meetingId);
    const written = await tx.db.select({ title: agendaItems.title, text: minutesEntries.text, outcome: agendaItems.outcome }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(minutesEntries.minutesId, row.id)).orderBy(asc(agendaItems.position));
    const clashes = await tx.db.selectDistinct({ title: agendaItems.title, position: agendaItems.position }).from(minutesClashes).innerJoin(minutesEntries, eq(minutesEntries.id, minutesClashes.entryId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(and(eq(minutesEntries.minutesId, row.id), isNull(minutesClashes.settledAt))).orderBy(asc(agendaItems.position));
    ensure(maySendToReview(ctx.actor, row, meeting, { empty: written.filter(lacksText).map((item) => item.title), clashes: clashes.map((item) => item.title) }, correctionsDue, tx.now));
    await tx.db.update(minutes).set({ state: 'in_review', correctionsDue, version: row.version + 1 }).where(eq(minutes.id, row.id));
    tx.append(`meeting:${meetingId}`, 'minutes.sent_to_review', { meetingId, correctionsDue: correctionsDue.toISOString() });
    await tx.job('approve_minutes', { minutesId: row.id }, { at: after(correctionsDue), key: approvalKey(row.id) });
    await tx.mail('minutes.in_review', await noticeRecipients(tx.db), { meetingId }, meetingId);
  });
}

/** The corrections of minutes that wait for an answer, each as the item it is for and who proposed it. */
async function openCorrections(tx: Tx, minutesId: string): Promise<string[]> {
  const rows = await tx.db.select({ title: agendaItems.title, author: members.name }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId))
    .innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).innerJoin(members, eq(members.id, corrections.authorId))
    .where(and(eq(minutesEntries.minutesId, minutesId), eq(corrections.state, 'open'))).orderBy(asc(agendaItems.position), asc(corrections.createdAt));
  return rows.map(({ title, author }) => `${title} (${author})`);
}

/** After the last correction was decided past the date: the minutes now approve themselves. */
export async function approveSoon(tx: Tx, row: Minutes): Promise<void> {
  if (approvesItself(row, (await openCorrections(tx, row.id)).length, tx.now)) await tx.job('approve_minutes', { minutesId: row.id }, { key: approvalKey(row.id) });
}

async function approve(tx: Tx, row: Minutes, tacit: boolean): Promise<void> {
  await tx.db.update(minutes).set({ state: 'approved', approvedAt: tx.now, tacitApproval: tacit, version: row.version + 1 }).where(eq(minutes.id, row.id));
  tx.append(`meeting:${row.meetingId}`, 'minutes.approved', { meetingId: row.meetingId, tacit });
  const asked = await tx.db.select({ itemId: agendaItems.id, meetingId: agendaItems.meetingId }).from(agendaItemMinutes).innerJoin(agendaItems, eq(agendaItems.id, agendaItemMinutes.agendaItemId)).where(eq(agendaItemMinutes.minutesId, row.id));
  for (const { itemId, meetingId } of asked) tx.append(`meeting:${meetingId}`, 'follow_up.minutes_approved', { meetingId, itemId });
  await followUpNext(tx);
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
    const approved = approvesItself(row, (await openCorrections(tx, minutesId)).length, tx.now);
    if (approved) await approve(tx, row, true);
    // The queue's clock may run before ours.
    else if (row.state === 'in_review' && row.correctionsDue && tx.now <= row.correctionsDue) await tx.job('approve_minutes', { minutesId }, { at: after(row.correctionsDue), key: approvalKey(minutesId) });
    return { approved };
  });
}

/** Stores what the minutes say as a version that never changes, and tells everyone it concerns. */
async function publishVersion(ctx: Ctx, tx: Tx, row: Minutes, number: number, note: string | null, type: 'minutes.published' | 'minutes.erratum_published'): Promise<void> {
  const content = await snapshotOf(tx.db, row);
  await tx.db.insert(minutesVersions).values({ minutesId: row.id, number, content, note, publishedAt: tx.now, publishedBy: ctx.actor?.id ?? null });
  const concerned = content.entries.flatMap((entry) => [...entry.decisions, ...entry.actions].flatMap((part) => part.initiatives));
  announce(tx, [`meeting:${row.meetingId}`, ...initiativeStreams(concerned)], type, { meetingId: row.meetingId, number });
}

/** approved -> published as version 1, which never changes; every member is told. Refuses what `mayPublishMinutes` refuses. */
export async function publishMinutes(ctx: Ctx, meetingId: string, key?: string): Promise<{ number: number }> {
  return write(ctx, key, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    ensure(mayPublishMinutes(ctx.actor, row));
    await publishVersion(ctx, tx, row, 1, null, 'minutes.published');
    await followUpNext(tx);
    await tx.db.update(minutes).set({ state: 'published', publishedAt: tx.now, version: row.version + 1 }).where(eq(minutes.id, row.id));
    await tx.job('tell_proposers', { step: 'minuted', meetingId }, { key: `tell_proposers:minuted:${meetingId}` });
    await tx.mail('minutes.published', await noticeRecipients(tx.db), { meetingId }, meetingId);
    return { number: 1 };
  });
}

/**
 * Corrects published minutes: their texts and decisions are changed and published as the next version with a public note; every
 * member is told, and the versions before stand as they are. Refuses what `mayCorrectPublished` refuses, `edit_conflict` when
 * another erratum came first, `item_not_found`, `decision_not_found`, and `erratum_unchanged`.
 */
export async function publishErratum(ctx: Ctx, meetingId: string, { note, number: seen, entries, decisions: worded }: Erratum, key?: string): Promise<{ number: number }> {
  return write(ctx, key, async (tx) => {
    const { row } = await lockMinutes(tx, eq(minutes.meetingId, meetingId));
    ensure(mayCorrectPublished(ctx.actor, row));
    const [last] = await tx.db.select({ number: minutesVersions.number, content: minutesVersions.content }).from(minutesVersions).where(eq(minutesVersions.minutesId, row.id)).orderBy(desc(minutesVersions.number)).limit(1);
    if (!last) throw refuse('minutes_not_published');
    if (last.number !== seen) throw refuse('edit_conflict');
    const changed = (await correctEntries(ctx, tx, row, entries)) + (await correctDecisions(tx, row, worded));
    // Who was there may have been corrected since, on its own page.
    const attended = attendanceDiffers(last.content, await snapshotOf(tx.db, row));
    if (changed === 0 && !attended) throw refuse('erratum_unchanged');
    const number = last.number + 1;
    await publishVersion(ctx, tx, row, number, note, 'minutes.erratum_published');
    await tx.db.update(minutes).set({ version: row.version + 1 }).where(eq(minutes.id, row.id));
    await tx.mail('minutes.erratum', await noticeRecipients(tx.db), { meetingId, number }, `${meetingId}:${number}`);
    return { number };
  });
}

/** Answers how many texts were changed. */
async function correctEntries(ctx: Ctx, tx: Tx, row: Minutes, texts: Erratum['entries']): Promise<number> {
  const standing = await tx.db.select({ entry: minutesEntries, proposalId: agendaItems.proposalId }).from(minutesEntries).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(minutesEntries.minutesId, row.id));
  let changed = 0;
  for (const { id, text } of texts) {
    const found = standing.find(({ entry }) => entry.id === id);
    if (!found) throw refuse('item_not_found');
    if (found.entry.text.trim() === text.trim()) continue;
    await replaceText(ctx, tx, { row, entry: { ...found.entry, proposalId: found.proposalId } }, text);
    changed += 1;
  }
  return changed;
}

/** Answers how many decisions were worded anew. */
async function correctDecisions(tx: Tx, row: Minutes, texts: Erratum['decisions']): Promise<number> {
  const standing = await tx.db.select({ decision: decisions, agendaItemId: minutesEntries.agendaItemId, proposalId: agendaItems.proposalId }).from(decisions).innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(agendaItems, eq(agendaItems.id, minutesEntries.agendaItemId)).where(eq(minutesEntries.minutesId, row.id));
  const concerned = await initiativesOfDecisions(tx.db, standing.map(({ decision }) => decision.id));
  let changed = 0;
  for (const { id, text } of texts) {
    const found = standing.find(({ decision }) => decision.id === id);
    if (!found) throw refuse('decision_not_found');
    const { decision, agendaItemId, proposalId } = found;
    if (decision.text === text) continue;
    await tx.db.update(decisions).set({ text }).where(eq(decisions.id, id));
    announce(tx, [`meeting:${row.meetingId}`, proposalId && `proposal:${proposalId}`, ...initiativeStreams(concerned(id).map((one) => one.id))], 'minutes.decision_edited', { meetingId: row.meetingId, decisionId: id, number: decision.number, agendaItemId });
    changed += 1;
  }
  return changed;
}
