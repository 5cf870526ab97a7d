import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import { events, members, streams } from '~/db/schema';
import type { Ctx } from './context';
import { eventShown } from './visible';
import type { EventType } from './write';

export type HistoryEntry = { seq: number; type: EventType; at: Date; who: string | null; payload: Record<string, unknown> };

/** What happened to a thing as far as the viewer may know, newest first, at most `limit` events, `without` some types. `who` is the actor's name, null for the system or a former member. */
export async function historyOf(ctx: Ctx, stream: string, limit = 50, without: EventType[] = []): Promise<HistoryEntry[]> {
  const rows = await ctx.db.select().from(events).where(and(eq(events.stream, stream), eventShown(ctx), without.length > 0 ? notInArray(events.type, without) : undefined)).orderBy(desc(events.seq)).limit(limit);
  const actors = [...new Set(rows.flatMap((row) => row.actor ?? []))];
  const named = actors.length === 0 ? [] : await ctx.db.select({ id: members.id, name: members.name }).from(members).where(inArray(members.id, actors));
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return rows.map(({ seq, type, at, actor, payload }) => ({ seq, type: type as EventType, at, who: (actor && names.get(actor)) ?? null, payload }));
}

/** The number of the newest event: what a page was rendered from. */
export async function seqOf(ctx: Ctx, stream: string): Promise<number> {
  const [head] = await ctx.db.select({ seq: streams.seq }).from(streams).where(eq(streams.stream, stream));
  return head?.seq ?? 0;
}
