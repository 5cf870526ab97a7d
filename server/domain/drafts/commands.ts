import { and, eq, lt, ne, sql } from 'drizzle-orm';
import { drafts } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { addDays } from '~/server/time';
import { write, type Tx } from '~/server/write';
import { sentForm } from './queries';
import { isDraftPlace, maySaveDraft } from './rules';
import type { Words } from './schema';

/** How long it is remembered which form was sent (days): a page with that form may lie open so long. */
const REMEMBERED = 30;

/**
 * Keeps what the actor is writing in a place, in the stead of what was kept there before. `form`: the key of the form it is
 * typed in; what comes late from a form that was sent already is not kept. Refuses what `maySaveDraft` refuses.
 */
export async function saveDraft(ctx: Ctx, place: string, words: Words, form: string | null = null): Promise<{ savedAt: Date }> {
  return write(ctx, undefined, async (tx) => {
    if (!ctx.actor) throw refuse('not_signed_in');
    const memberId = ctx.actor.id;
    const others = await tx.db.$count(drafts, and(eq(drafts.memberId, memberId), ne(drafts.place, place), sql`${sentForm} is null`));
    ensure(maySaveDraft(ctx.actor, place, words, others));
    await tx.db.insert(drafts).values({ memberId, place, words, updatedAt: tx.now }).onConflictDoUpdate({
      target: [drafts.memberId, drafts.place], set: { words, updatedAt: tx.now }, setWhere: sql`(${sentForm} is null or ${sentForm} is distinct from ${form})`,
    });
    return { savedAt: tx.now };
  });
}

/** Throws away what the actor has kept in a place; without anything there nothing happens. Refuses `not_signed_in`, `draft_place_unknown`. */
export async function putAwayDraft(ctx: Ctx, place: string): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    if (!ctx.actor) throw refuse('not_signed_in');
    if (!isDraftPlace(place)) throw refuse('draft_place_unknown');
    await putAway(tx, ctx.actor.id, place);
  });
}

/**
 * Puts a member's draft away within the write that takes its words over. With the key of the `form` that was sent, what that
 * form still has on its way does not bring the draft back.
 */
export async function putAway(tx: Tx, memberId: string, place: string, form: string | null = null): Promise<void> {
  const own = eq(drafts.memberId, memberId);
  if (form === null) await tx.db.delete(drafts).where(and(own, eq(drafts.place, place)));
  else {
    const sent = { words: { _sent: form }, updatedAt: tx.now };
    await tx.db.insert(drafts).values({ memberId, place, ...sent }).onConflictDoUpdate({ target: [drafts.memberId, drafts.place], set: sent });
  }
  await tx.db.delete(drafts).where(and(own, sql`${sentForm} is not null`, lt(drafts.updatedAt, addDays(tx.now, -REMEMBERED))));
}
