import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { calendarTokens, follows, mailChoices, mails, mailTopics, meetings, members, type FollowState, type MailPace, type MailTopic } from '~/db/schema';
import { hashToken, makeToken } from '~/server/auth/tokens';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { inviting, kindsAbout } from '~/server/mail-topics';
import { countTry } from '~/server/rate';
import { asRefusal, ensure, refuse } from '~/server/refusal';
import { seal } from '~/server/secrets';
import { nextMorning } from '~/server/time';
import { askForDelivery, askForDigests } from '~/server/mail-queue';
import { write, type Tx } from '~/server/write';
import { paceOf } from './queries';
import { mayResumeMail, maySubscribe } from './rules';
import type { MailChoices } from './schema';

const ownOpen = (memberId: string) => and(eq(calendarTokens.memberId, memberId), isNull(calendarTokens.revokedAt));

async function close(tx: Tx, memberId: string): Promise<void> {
  await tx.db.update(calendarTokens).set({ revokedAt: tx.now }).where(ownOpen(memberId));
}

/**
 * Makes a secret address for one's own calendar (256 bits); the one before no longer works. It is told once: only its hash
 * is kept, and nothing of it is logged. The same form sent twice gives the same address. Refuses what `maySubscribe` refuses.
 */
export async function openOwnCalendar(ctx: Ctx, key?: string): Promise<{ token: string }> {
  ensure(maySubscribe(ctx.actor));
  const memberId = ctx.actor?.id;
  if (!memberId) throw refuse('not_signed_in');
  // Made from the form's key rather than kept with it: what a write answers is stored.
  const token = key ? (await seal(ctx.db, 'calendar', `${memberId}\n${key}`)).toString('base64url') : makeToken();
  await write(ctx, key, async (tx) => {
    await close(tx, memberId);
    await tx.db.insert(calendarTokens).values({ memberId, tokenHash: hashToken(token), createdAt: tx.now });
  });
  return { token };
}

/** The address stops working at once. Refuses what `maySubscribe` refuses. */
export async function closeOwnCalendar(ctx: Ctx, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(maySubscribe(ctx.actor));
    if (ctx.actor) await close(tx, ctx.actor.id);
  });
}

async function choose(tx: Tx, memberId: string, topic: MailTopic, pace: MailPace): Promise<void> {
  if (topic === 'meetings') await tx.db.update(members).set({ wantsNotices: pace !== 'never' }).where(eq(members.id, memberId));
  const kept = topic === 'meetings' && pace === 'never' ? 'at_once' : pace;
  await tx.db.insert(mailChoices).values({ memberId, topic, pace: kept }).onConflictDoUpdate({ target: [mailChoices.memberId, mailChoices.topic], set: { pace: kept } });
  await letGo(tx, memberId, topic, pace);
}

/** What was held back for another pace goes the way that is now chosen. */
async function letGo(tx: Tx, memberId: string, topic: MailTopic, pace: MailPace): Promise<void> {
  const held = and(eq(mails.memberId, memberId), eq(mails.state, 'held'), isNull(mails.digestId), inArray(mails.kind, kindsAbout(topic)));
  if (pace === 'never') return void (await tx.db.update(mails).set({ state: 'dropped' }).where(held));
  if (pace === 'at_once') {
    const queued = await tx.db.update(mails).set({ state: 'queued' }).where(held).returning({ id: mails.id });
    return askForDelivery(tx.db, queued.map(({ id }) => id));
  }
  if ((await tx.db.$count(mails, held)) > 0) await askForDigests(tx.db, [memberId], pace, nextMorning(tx.now, pace));
}

/** How the actor wants mail about each topic, from now on and for what is held back. Refuses what `maySubscribe` refuses. */
export async function chooseMail(ctx: Ctx, choices: MailChoices, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(maySubscribe(ctx.actor));
    if (!ctx.actor) throw refuse('not_signed_in');
    for (const topic of mailTopics) await choose(tx, ctx.actor.id, topic, choices[topic]);
  });
}

/**
 * No more mail about a topic for this member, or, `digests`, about what they get collected; the caller has shown that they hold
 * a link of theirs. Twice is once (RFC 8058). Refuses `member_not_found`.
 */
export async function unsubscribe(ctx: Ctx, memberId: string, from: MailTopic | 'digests'): Promise<void> {
  await write(ctx, undefined, async (tx) => {
    const [member] = await tx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    if (!member) throw refuse('member_not_found');
    const topics = from === 'digests' ? (await paceOf(tx.db, memberId)).filter(({ pace }) => pace === 'daily' || pace === 'weekly').map(({ topic }) => topic) : [from];
    for (const topic of topics) await choose(tx, memberId, topic, 'never');
  });
}

/**
 * The address works again, says its owner or an organiser: what failed is tried once more, what was held back goes with the next
 * digest, and calendars are told what they missed. Mail goes to it from now on. Working already, nothing changes.
 * Refuses what `mayResumeMail` refuses, and `member_not_found`.
 */
export async function resumeMail(ctx: Ctx, memberId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayResumeMail(ctx.actor, memberId));
    const [member] = isId(memberId) ? await tx.db.select().from(members).where(eq(members.id, memberId)).for('update') : [];
    if (!member) throw refuse('member_not_found');
    const { mailPausedAt: since } = member;
    if (!since) return;
    await tx.db.update(members).set({ mailPausedAt: null, mailPauseReason: null, mailFailures: 0 }).where(eq(members.id, memberId));
    const failed = await tx.db.update(mails).set({ state: 'queued' }).where(and(eq(mails.memberId, memberId), eq(mails.state, 'failed'))).returning({ id: mails.id });
    await askForDelivery(tx.db, failed.map(({ id }) => id));
    for (const pace of ['daily', 'weekly'] as const) if ((await heldAt(tx, memberId, pace)).length > 0) await askForDigests(tx.db, [memberId], pace, nextMorning(tx.now, pace));
    await catchUp(tx, member, since);
  });
}

/** Each letter looks for itself whether there is anything to tell this member of the meeting. */
async function catchUp(tx: Tx, member: typeof members.$inferSelect, since: Date): Promise<void> {
  const coming = await tx.db.select({ id: meetings.id, state: meetings.state, sequence: meetings.calendarSequence }).from(meetings)
    .where(and(gt(meetings.startsAt, tx.now), or(eq(meetings.state, 'called'), gt(meetings.cancelledAt, since)))).limit(100);
  for (const { id, state, sequence } of coming) {
    if (state === 'cancelled') await tx.mail('meeting.cancelled', [member], { meetingId: id }, id);
    else if (member.wantsNotices || (await tx.db.$count(mails, and(eq(mails.memberId, member.id), inArray(mails.kind, inviting), sql`${mails.params} ->> 'meetingId' = ${id}`))) > 0) await tx.mail('meeting.moved', [member], { meetingId: id }, `${id}:${sequence}`);
  }
}

/** What waits for a digest of this pace, oldest first; also what was held for one while its topic was just being chosen at once. */
async function heldAt(tx: Tx, memberId: string, pace: 'daily' | 'weekly') {
  const chosen = await paceOf(tx.db, memberId);
  const kinds = chosen.filter((row) => row.pace === pace || row.pace === 'at_once').flatMap(({ topic }) => kindsAbout(topic));
  if (kinds.length === 0) return [];
  return tx.db.select({ id: mails.id }).from(mails).where(and(eq(mails.memberId, memberId), eq(mails.state, 'held'), isNull(mails.digestId), inArray(mails.kind, kinds))).orderBy(mails.id);
}

/** Gathers what is held back at a pace into one mail; nothing held, no mail. Run twice at once, each is gathered once. */
export async function gatherDigest(ctx: Ctx, memberId: string, pace: 'daily' | 'weekly'): Promise<{ gathered: number }> {
  return write(ctx, undefined, async (tx) => {
    const [member] = await tx.db.select({ id: members.id, language: members.language }).from(members).where(eq(members.id, memberId)).for('update');
    if (!member) return { gathered: 0 };
    const held = await heldAt(tx, memberId, pace);
    const last = held.at(-1);
    if (!last) return { gathered: 0 };
    await tx.mail('digest', [member], { pace }, last.id);
    const [digest] = await tx.db.select({ id: mails.id }).from(mails).where(eq(mails.dedupe, `digest:${last.id}:${memberId}`));
    // None: mail to this address is paused; what is held goes when it is resumed.
    if (digest) await tx.db.update(mails).set({ digestId: digest.id }).where(inArray(mails.id, held.map((row) => row.id)));
    return { gathered: digest ? held.length : 0 };
  });
}

/** Follows a thread, a category or an initiative, mutes it, or lets it be (`none`). Twice is once. Refuses what `maySubscribe` refuses; whether the thing may be seen is for the caller. */
export async function follow(ctx: Ctx, stream: string, state: FollowState | 'none', key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(maySubscribe(ctx.actor));
    if (!ctx.actor) throw refuse('not_signed_in');
    const memberId = ctx.actor.id;
    if (state === 'none') return void (await tx.db.delete(follows).where(and(eq(follows.memberId, memberId), eq(follows.stream, stream))));
    await tx.db.insert(follows).values({ memberId, stream, state, at: tx.now }).onConflictDoUpdate({ target: [follows.memberId, follows.stream], set: { state, at: tx.now } });
  });
}

/** Whoever writes in a thread follows it from then on, unless they have muted it. Part of another write. */
export async function followOwn(tx: Tx, memberId: string, stream: string): Promise<void> {
  await tx.db.insert(follows).values({ memberId, stream, state: 'follows', at: tx.now }).onConflictDoNothing();
}

/** So that two programs that answer each other come to rest. */
const REFUSALS_A_DAY = 10;

/** Tells a member why a mail of theirs was not taken; once for each mail, and not of more than ten a day. */
export async function tellRefusedMail(ctx: Ctx, memberId: string, reason: string, digest: string): Promise<void> {
  const enough = await countTry(ctx, `mail.refused:${memberId}`, REFUSALS_A_DAY, 86_400).then(() => false, (error: unknown) => {
    if (asRefusal(error)?.code === 'too_many_tries') return true;
    throw error;
  });
  if (enough) return;
  await write(ctx, undefined, async (tx) => {
    const told = await tx.db.select({ id: members.id, language: members.language }).from(members).where(eq(members.id, memberId));
    await tx.mail('mail.refused', told, { reason }, digest);
  });
}
