import { and, eq, sql } from 'drizzle-orm';
import { drafts } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isDraftPlace } from './rules';
import type { Words } from './schema';

/** The key of the form whose words were sent: there is no draft any more. */
export const sentForm = sql<string | null>`(${drafts.words} ->> '_sent')`;

/** `sent`: the key of the form that was sent from there, where nothing has been written since. */
export type KeptDraft = { words: Words; savedAt: Date; sent: null } | { words: null; savedAt: Date; sent: string };

/** What the actor has kept in a place, or last sent from it; null for nothing and for nobody. */
export async function keptAt(ctx: Ctx, place: string): Promise<KeptDraft | null> {
  if (!ctx.actor || !isDraftPlace(place)) return null;
  const [row] = await ctx.db.select().from(drafts).where(and(eq(drafts.memberId, ctx.actor.id), eq(drafts.place, place)));
  if (!row) return null;
  const { _sent: sent, ...words } = row.words;
  return typeof sent === 'string' ? { words: null, savedAt: row.updatedAt, sent } : { words, savedAt: row.updatedAt, sent: null };
}

/** What the actor is writing in a place; null for nothing and for nobody. */
export async function draftAt(ctx: Ctx, place: string): Promise<{ words: Words; savedAt: Date } | null> {
  const kept = await keptAt(ctx, place);
  return kept?.words ? { words: kept.words, savedAt: kept.savedAt } : null;
}
