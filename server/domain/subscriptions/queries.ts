import { and, eq, inArray, isNotNull, isNull, ne, notInArray, or } from 'drizzle-orm';
import { calendarTokens, follows, initiativeOwners, mailChoices, mailTopics, members, type FollowState, type MailPace, type MailTopic } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { ensure } from '~/server/refusal';
import type { Tx } from '~/server/write';
import { maySubscribe } from './rules';

/** Whether the viewer has an address for their own calendar, and since when; null for who may have none. */
export async function ownCalendar(ctx: Ctx): Promise<{ openedAt: Date | null } | null> {
  if (!ctx.actor || maySubscribe(ctx.actor)) return null;
  const [open] = await ctx.db.select({ at: calendarTokens.createdAt }).from(calendarTokens).where(and(eq(calendarTokens.memberId, ctx.actor.id), isNull(calendarTokens.revokedAt)));
  return { openedAt: open?.at ?? null };
}

/** At what pace a member is told of each topic. */
export async function paceOf(db: Ctx['db'] | Tx['db'], memberId: string): Promise<{ topic: MailTopic; pace: MailPace }[]> {
  const [member] = await db.select({ wantsNotices: members.wantsNotices }).from(members).where(eq(members.id, memberId));
  const rows = await db.select().from(mailChoices).where(eq(mailChoices.memberId, memberId));
  return mailTopics.map((topic) => ({ topic, pace: topic === 'meetings' && !member?.wantsNotices ? 'never' : (rows.find((row) => row.topic === topic)?.pace ?? 'at_once') }));
}

/** The viewer's choices of mail, and why mail to them is paused, if it is. Refuses what `maySubscribe` refuses. */
export async function ownMail(ctx: Ctx) {
  ensure(maySubscribe(ctx.actor));
  const id = ctx.actor?.id ?? '';
  const [member] = await ctx.db.select({ pausedAt: members.mailPausedAt, reason: members.mailPauseReason }).from(members).where(eq(members.id, id));
  return { choices: await paceOf(ctx.db, id), paused: member?.pausedAt ? { at: member.pausedAt, reason: member.reason ?? '' } : null };
}

/**
 * Who is to hear of something on a stream: those who follow it or what it belongs to (`wider`, the nearest first), and the
 * owners of the initiative it is about; less those who have muted it, and the one who did it.
 */
export async function followersOf(db: Ctx['db'] | Tx['db'], stream: string, wider: string[], initiativeId: string | null, actorId: string | null) {
  const muted = db.select({ id: follows.memberId }).from(follows).where(and(eq(follows.stream, stream), eq(follows.state, 'muted')));
  const following = db.select({ id: follows.memberId }).from(follows).where(and(inArray(follows.stream, [stream, ...wider]), eq(follows.state, 'follows')));
  const owners = initiativeId ? [inArray(members.id, db.select({ id: initiativeOwners.memberId }).from(initiativeOwners).where(eq(initiativeOwners.initiativeId, initiativeId)))] : [];
  return db.select({ id: members.id, language: members.language }).from(members)
    .where(and(or(inArray(members.id, following), ...owners), notInArray(members.id, muted), isNotNull(members.emailConfirmedAt), actorId ? ne(members.id, actorId) : undefined));
}

/** What the viewer has chosen for a stream; null where they have chosen nothing or may not. */
export async function ownFollow(ctx: Ctx, stream: string): Promise<{ state: FollowState | 'none' } | null> {
  if (!ctx.actor || maySubscribe(ctx.actor)) return null;
  const [row] = await ctx.db.select({ state: follows.state }).from(follows).where(and(eq(follows.memberId, ctx.actor.id), eq(follows.stream, stream)));
  return { state: row?.state ?? 'none' };
}
