import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import { events, members, streams } from '~/db/schema';
import type { Ctx } from './context';
import { eventShown } from './visible';
import type { EventType } from './write';

export type HistoryEntry = { seq: number; type: EventType; at: Date; who: string | null; unnamed: boolean; payload: Record<string, unknown> };

/** What was written stands under its author's name anyway. */
const signed = /^(proposal|thread)\./;

/**
 * What happened to a thing as far as the viewer may know, newest first, at most `limit` events, `without` some types. `who` is
 * the actor's name, null for the system or a former member. `unnamed`: a member who did it at a meeting, and whose name is
 * told to members only.
 */
export async function historyOf(ctx: Ctx, stream: string, limit = 50, without: EventType[] = []): Promise<HistoryEntry[]> {
  const rows = await ctx.db.select().from(events).where(and(eq(events.stream, stream), eventShown(ctx), without.length > 0 ? notInArray(events.type, without) : undefined)).orderBy(desc(events.seq)).limit(limit);
  const actors = [...new Set(rows.flatMap((row) => row.actor ?? []))];
  const named = actors.length === 0 ? [] : await ctx.db.select({ id: members.id, name: members.name, role: members.role, showsAttendance: members.showsAttendance }).from(members).where(inArray(members.id, actors));
  const atMeeting = ctx.actor === null && stream.startsWith('meeting:');
  return rows.map(({ seq, type, at, actor, payload }) => {
    const person = named.find(({ id }) => id === actor);
    const unnamed = person !== undefined && atMeeting && !signed.test(type) && person.role === 'member' && !person.showsAttendance;
    return { seq, type: type as EventType, at, who: unnamed ? null : (person?.name ?? null), unnamed, payload };
  });
}

/** The number of the newest event: what a page was rendered from. */
export async function seqOf(ctx: Ctx, stream: string): Promise<number> {
  const [head] = await ctx.db.select({ seq: streams.seq }).from(streams).where(eq(streams.stream, stream));
  return head?.seq ?? 0;
}
