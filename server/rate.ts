import { eq, sql } from 'drizzle-orm';
import { rateLimits } from '~/db/schema';
import type { Ctx } from './context';
import { refuse } from './refusal';

/**
 * Counts one try under `key` and refuses (`too_many_tries`) beyond `limit` in `seconds`.
 * Counted in the database, outside the caller's transaction: all processes share it and a refused try counts too.
 */
export async function countTry(ctx: Ctx, key: string, limit: number, seconds: number): Promise<void> {
  const now = ctx.now().toISOString();
  const expired = sql`${rateLimits.windowStart} < ${now}::timestamptz - make_interval(secs => ${seconds})`;
  const [row] = await ctx.db.insert(rateLimits).values({ key, windowStart: ctx.now(), count: 1 }).onConflictDoUpdate({
    target: rateLimits.key,
    set: {
      count: sql`case when ${expired} then 1 else ${rateLimits.count} + 1 end`,
      windowStart: sql`case when ${expired} then ${now}::timestamptz else ${rateLimits.windowStart} end`,
    },
  }).returning({ count: rateLimits.count });
  if ((row?.count ?? 0) > limit) throw refuse('too_many_tries', { seconds });
}

/** Takes back a try that turned out well, so that only the others count. */
export async function takeBackTry(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.update(rateLimits).set({ count: sql`greatest(${rateLimits.count} - 1, 0)` }).where(eq(rateLimits.key, key));
}
