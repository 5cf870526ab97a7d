import { eq } from 'drizzle-orm';
import { corrections, members } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write } from '~/server/write';
import { approveSoon, lockEntry, replaceText } from '../minutes/commands';
import { idIs } from '../minutes/queries';
import { mayDecideCorrection, mayProposeCorrection } from './rules';
import type { DecideCorrection, ProposeCorrection } from './schema';

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

/**
 * open -> accepted (the entry then says the proposed text, or the organiser's own) | declined; the reason is public and the author is told.
 * Refuses what `mayDecideCorrection` refuses, `correction_not_found`, and on accepting `edit_conflict` when the entry has changed since the form.
 */
export async function decideCorrection(ctx: Ctx, id: string, { decision, text, reason, version }: DecideCorrection, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const [at] = await tx.db.select({ entryId: corrections.entryId }).from(corrections).where(idIs(corrections.id, id));
    if (!at) throw refuse('correction_not_found');
    const locked = await lockEntry(tx, at.entryId);
    const { row, entry } = locked;
    const [correction] = await tx.db.select({ state: corrections.state, proposedText: corrections.proposedText, author: { id: members.id, language: members.language } }).from(corrections).innerJoin(members, eq(members.id, corrections.authorId)).where(eq(corrections.id, id));
    if (!correction) throw refuse('correction_not_found');
    ensure(mayDecideCorrection(ctx.actor, row, correction));
    const { meetingId } = row;
    if (decision === 'accepted') {
      if (entry.version !== version) throw refuse('edit_conflict', { theirs: entry.text, mine: text });
      await replaceText(ctx, tx, locked, text || correction.proposedText);
    }
    await tx.db.update(corrections).set({ state: decision, decisionReason: reason, decidedBy: ctx.actor?.id ?? null, decidedAt: tx.now }).where(eq(corrections.id, id));
    tx.append(`meeting:${meetingId}`, 'minutes.correction_decided', { meetingId, correctionId: id, entryId: entry.id, state: decision });
    await tx.mail('minutes.correction_decided', [correction.author], { correctionId: id }, id);
    await approveSoon(tx, row);
  });
}

