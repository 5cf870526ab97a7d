import { and, eq, isNull, sql } from 'drizzle-orm';
import { meetings, minutes, minutesClashes, minutesEntries, minutesEntryVersions, minutesWriters } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { limits } from '~/server/limits';
import { ensure, refuse } from '~/server/refusal';
import { bothTexts, mergeTexts } from '~/server/text-merge';
import { write, type Tx } from '~/server/write';
import { lockEntry, replaceText, type LockedEntry } from '../minutes/commands';
import { idIs } from '../minutes/queries';
import { mayWriteMinutes } from '../minutes/rules';
import { maySettleClash, mayShowEntry } from './rules';
import type { SaveEntry, SettleClash, WriteEntry } from './schema';

/**
 * What became of saved words. `saved`: the entry says them. `merged`: it says them and another's, together `text`.
 * `clash`: another changed the same words; the entry says `theirs`, and `text` is kept for its writer as the clash `id`.
 */
export type Saved = { agendaItemId: string; version: number } & ({ state: 'saved' | 'merged'; text: string } | { state: 'clash'; id: string; text: string; theirs: string });

/** The text that a version of the entry had; null where it was not kept. */
async function wordingOf(tx: Tx, entry: LockedEntry['entry'], version: number): Promise<string | null> {
  if (version === entry.version) return entry.text;
  const [kept] = await tx.db.select({ text: minutesEntryVersions.text }).from(minutesEntryVersions).where(and(eq(minutesEntryVersions.entryId, entry.id), eq(minutesEntryVersions.version, version)));
  return kept?.text ?? null;
}

/** Puts words written from a version into the entry as it stands, together with what others changed since. Null: they changed the same. */
async function putIn(ctx: Ctx, tx: Tx, locked: LockedEntry, { text, version }: WriteEntry): Promise<Saved | null> {
  const { entry } = locked;
  const { agendaItemId } = entry;
  if (entry.text === text) return { state: 'saved', agendaItemId, version: entry.version, text };
  const base = await wordingOf(tx, entry, version);
  const together = base === null ? null : mergeTexts(base, text, entry.text);
  if (together === null || together.length > limits.entry) return null;
  const stands = together === entry.text ? entry.version : await replaceText(ctx, tx, locked, together);
  return { state: together === text ? 'saved' : 'merged', agendaItemId, version: stands, text: together };
}

/**
 * Replaces the text of an entry in the draft; what another changed elsewhere in it since `version` stays.
 * Refuses what `mayWriteMinutes` refuses, and `edit_conflict` with both texts when the same words were changed.
 */
export async function writeEntry(ctx: Ctx, entryId: string, input: WriteEntry, key?: string): Promise<{ version: number; agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const locked = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    const put = await putIn(ctx, tx, locked, input);
    if (!put) throw refuse('edit_conflict', { theirs: locked.entry.text, mine: input.text });
    return { version: put.version, agendaItemId: put.agendaItemId };
  });
}

/**
 * Saves an entry of the draft while it is being written, and never refuses for another's words: both stand together in the
 * entry, or where the same words were changed the entry stays as it is and these are kept as a clash until it is settled.
 * Refuses what `mayWriteMinutes` refuses.
 */
export async function saveEntry(ctx: Ctx, entryId: string, input: SaveEntry, key?: string): Promise<Saved> {
  return write(ctx, key, async (tx) => {
    const locked = await lockEntry(tx, entryId);
    ensure(mayWriteMinutes(ctx.actor, locked.row));
    if (!ctx.actor) throw refuse('not_signed_in');
    const { entry } = locked;
    const [open] = await tx.db.select().from(minutesClashes).where(and(eq(minutesClashes.entryId, entryId), eq(minutesClashes.memberId, ctx.actor.id), isNull(minutesClashes.settledAt)));
    if (open) {
      // Words from another page that knows nothing of the clash must not take the place of those kept in it.
      const text = input.clash === open.id || input.text === open.text ? input.text : bothTexts(input.text, open.text);
      const settled = text === entry.text;
      await tx.db.update(minutesClashes).set({ text, at: tx.now, settledAt: settled ? tx.now : null }).where(eq(minutesClashes.id, open.id));
      return settled ? { state: 'saved', agendaItemId: entry.agendaItemId, version: entry.version, text } : clashOf(entry, open.id, text);
    }
    const put = await putIn(ctx, tx, locked, input);
    if (put) return put;
    const [kept] = await tx.db.insert(minutesClashes).values({ entryId, memberId: ctx.actor.id, text: input.text, baseVersion: input.version, at: tx.now }).returning({ id: minutesClashes.id });
    if (!kept) throw new Error('no clash was kept');
    return clashOf(entry, kept.id, input.text);
  });
}

const clashOf = (entry: LockedEntry['entry'], id: string, text: string): Saved => ({ state: 'clash', agendaItemId: entry.agendaItemId, version: entry.version, id, text, theirs: entry.text });

/**
 * Settles a clash: the entry then says `text` (`mine`), or stays as it is (`theirs`); `both` only puts the two texts into one
 * for its writer to go on from. Refuses what `maySettleClash` refuses, `clash_not_found`, and `edit_conflict` with both texts
 * when the entry was changed in the same place once more.
 */
export async function settleClash(ctx: Ctx, id: string, { choice, text, version }: SettleClash, key?: string): Promise<Saved> {
  return write(ctx, key, async (tx) => {
    const [at] = await tx.db.select({ entryId: minutesClashes.entryId }).from(minutesClashes).where(idIs(minutesClashes.id, id));
    if (!at) throw refuse('clash_not_found');
    const locked = await lockEntry(tx, at.entryId);
    const [clash] = await tx.db.select().from(minutesClashes).where(eq(minutesClashes.id, id));
    if (!clash) throw refuse('clash_not_found');
    ensure(maySettleClash(ctx.actor, locked.row, clash));
    const { entry } = locked;
    const keep = (words: string, settledAt: Date | null) => tx.db.update(minutesClashes).set({ text: words, at: tx.now, settledAt }).where(eq(minutesClashes.id, id));
    if (choice === 'both') {
      const both = bothTexts(text, entry.text);
      await keep(both, null);
      return clashOf(entry, id, both);
    }
    await keep(text, tx.now);
    if (choice === 'theirs') return { state: 'saved', agendaItemId: entry.agendaItemId, version: entry.version, text: entry.text };
    const put = await putIn(ctx, tx, locked, { text, version });
    if (!put) throw refuse('edit_conflict', { theirs: entry.text, mine: text });
    return put;
  });
}

/** Marks that the actor writes in an entry; the mark is true for `WRITES_FOR`. Other writers' pages are told. Refuses what `mayWriteMinutes` refuses, `item_not_found`. */
export async function markWriting(ctx: Ctx, entryId: string): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const [at] = await tx.db.select({ meetingId: minutes.meetingId, state: minutes.state }).from(minutesEntries).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId)).where(idIs(minutesEntries.id, entryId));
    if (!at) throw refuse('item_not_found');
    ensure(mayWriteMinutes(ctx.actor, at));
    if (!ctx.actor) throw refuse('not_signed_in');
    await tx.db.insert(minutesWriters).values({ entryId, memberId: ctx.actor.id, seenAt: tx.now }).onConflictDoUpdate({ target: [minutesWriters.entryId, minutesWriters.memberId], set: { seenAt: tx.now } });
    // No event: who writes at this moment is nobody's business later.
    await tx.db.execute(sql`select pg_notify('writers', ${at.meetingId})`);
  });
}

/** Shows an entry of the draft to all while the meeting is live, or no longer. Refuses what `mayShowEntry` refuses, `item_not_found`. */
export async function showEntry(ctx: Ctx, entryId: string, on: boolean, key?: string): Promise<{ agendaItemId: string }> {
  return write(ctx, key, async (tx) => {
    const { row, entry } = await lockEntry(tx, entryId);
    const [meeting] = await tx.db.select({ id: meetings.id, state: meetings.state }).from(meetings).where(eq(meetings.id, row.meetingId)).for('share');
    if (!meeting) throw refuse('meeting_not_found');
    ensure(mayShowEntry(ctx.actor, meeting));
    const { agendaItemId } = entry;
    if ((entry.shownAt !== null) === on) return { agendaItemId };
    await tx.db.update(minutesEntries).set({ shownAt: on ? tx.now : null }).where(eq(minutesEntries.id, entryId));
    tx.append(`meeting:${row.meetingId}`, 'minutes.entry_shown', { meetingId: row.meetingId, entryId, agendaItemId, on });
    return { agendaItemId };
  });
}
