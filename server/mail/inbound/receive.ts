import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { inboundMails, mails, meetings, members, type InboundOutcome } from '~/db/schema';
import { actorOf } from '../../auth/actor';
import { organizerOf } from '../../calendar/meeting-ics';
import type { Ctx } from '../../context';
import { answerByCalendar } from '../../domain/registrations/commands';
import { tellRefusedMail } from '../../domain/subscriptions/commands';
import { createPost } from '../../domain/threads/commands';
import { createPostSchema } from '../../domain/threads/schema';
import { asRefusal } from '../../refusal';
import type { Services } from '../../services';
import { markIn, openMark } from '../sealed';
import { readIncoming, type Incoming } from './read';

export type Outcome = { outcome: InboundOutcome; reason: string | null };
type Settled = Outcome & { memberId: string | null };
type Sent = typeof mails.$inferSelect;
type Kept = Incoming & { digest: string };
const ignored = (reason: string, memberId: string | null = null): Settled => ({ outcome: 'ignored', reason, memberId });
const hashOf = (words: string | Buffer): string => createHash('sha256').update(words).digest('hex');
/** A mail goes to one or two of our addresses; whoever names more is trying them. */
const MOST_MARKS = 3;

/**
 * Takes a mail that came in, by whatever way: an answer to an invite, an answer to a thread's mail, or our own mail returned.
 * Everything else is ignored. Whose it is, is shown by the sealed mark in the address it was sent to, and by the sender being
 * that member; both must hold. The same bytes are taken once, whoever brings them how often. Throws only where the database
 * does: then the mail is to be brought again.
 */
export async function receiveMail(services: Services, raw: Buffer, envelopeTo: string[] = []): Promise<Outcome> {
  const { db, now, log, config } = services;
  const digest = hashOf(raw);
  const [known] = await db.select({ outcome: inboundMails.outcome, reason: inboundMails.reason }).from(inboundMails).where(eq(inboundMails.digest, digest));
  if (known) return known;
  const mail = await readIncoming(raw, { envelopeTo, authserv: config.inbound.authserv });
  const settled = mail ? await settle(services, { ...mail, digest }) : ignored('unreadable');
  await db.insert(inboundMails).values({ digest, ...settled, receivedAt: now() }).onConflictDoNothing();
  log.info({ outcome: settled.outcome, reason: settled.reason }, 'mail taken in');
  return { outcome: settled.outcome, reason: settled.reason };
}

async function settle(services: Services, mail: Kept): Promise<Settled> {
  const id = await markedId(services, mail);
  const [sent = null] = id ? await services.db.select().from(mails).where(eq(mails.id, id)) : [];
  if (mail.returned) return bounced(services, mail.returned, sent);
  // Before what is automatic: some programs send the answers of calendars so.
  if (mail.automatic && !mail.reply) return ignored('automatic');
  if (!id) return ignored('no_mark');
  const who = await sender(services, mail, sent?.memberId ?? id);
  if (!who) return ignored('not_the_member');
  if (!mail.vouched) return ignored('not_vouched_for', who.memberId);
  if (mail.reply) return answered(services, mail, mail.reply, who);
  return sent ? posted(services, mail, sent, who) : ignored('no_thread', who.memberId);
}

/** What the mark in its address is about: a mail of ours or, of an invite, a member. Null for none, or more than one. */
async function markedId({ db, config }: Services, mail: Incoming): Promise<string | null> {
  const own = organizerOf(config).email;
  const marks = [...new Set(mail.to.flatMap((address) => markIn(own, address) ?? []))].slice(0, MOST_MARKS);
  const ids = (await Promise.all(marks.map((mark) => openMark(db, 'reply', mark)))).filter((found) => found !== null);
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

type Who = { memberId: string; email: string; as: Ctx };

/** The member whose mark it is, if the mail is from their address. */
async function sender({ db, makeCtx }: Services, mail: Incoming, memberId: string): Promise<Who | null> {
  const [member] = await db.select({ email: members.email }).from(members).where(eq(members.id, memberId));
  const actor = member && mail.from === member.email ? await actorOf(db, memberId) : null;
  return actor && member ? { memberId, email: member.email, as: makeCtx(actor) } : null;
}

/**
 * An answer to an invite. It counts when mark, sender and attendee are the same member: someone to whom the invite was
 * handed on cannot answer for them, and nobody can be delegated to.
 */
async function answered(services: Services, mail: Kept, reply: NonNullable<Incoming['reply']>, who: Who): Promise<Settled> {
  const { memberId } = who;
  if (reply.attendee !== who.email) return ignored('other_attendee', memberId);
  const [meeting] = await services.db.select({ id: meetings.id }).from(meetings).where(eq(meetings.calendarUid, reply.uid));
  if (!meeting) return ignored('unknown_meeting', memberId);
  try {
    const taken = await answerByCalendar(who.as, meeting.id, reply);
    return 'ignored' in taken ? ignored(taken.ignored, memberId) : { outcome: 'answered', reason: taken.waiting ? 'waiting' : null, memberId };
  } catch (error) {
    return refusedAs(services, error, memberId, mail);
  }
}

/** An answer to a thread's mail becomes a post, under the same limits as on the web. The same mail by two ways is one post. */
async function posted(services: Services, mail: Kept, { kind, params }: Sent, { memberId, as }: Who): Promise<Settled> {
  // Some program answers by itself and does not say so; it would go on for ever.
  if (kind === 'mail.refused') return ignored('answer_to_refusal', memberId);
  if (kind !== 'thread.posted' || typeof params.threadId !== 'string') return refuseMail(services, memberId, 'not_answerable', mail);
  if (mail.attachments > 0) return refuseMail(services, memberId, 'attachments', mail);
  const body = createPostSchema.shape.body.safeParse(await mail.words());
  if (!body.success) return refuseMail(services, memberId, body.error.issues[0]?.message.startsWith('too_long') ? 'too_long' : 'empty', mail);
  try {
    await createPost(as, params.threadId, { body: body.data, replyToId: typeof params.postId === 'string' ? params.postId : null }, `inbound:${sameness(mail)}`);
    return { outcome: 'posted', reason: null, memberId };
  } catch (error) {
    return refusedAs(services, error, memberId, mail);
  }
}

/** What the same mail has in common with itself, brought by another way with other stamps on it. */
const sameness = ({ messageId, digest }: Kept): string => (messageId ? hashOf(messageId) : digest);

/** What the domain refuses is told to the sender; anything else is a fault of ours. */
async function refusedAs(services: Services, error: unknown, memberId: string, mail: Kept): Promise<Settled> {
  const refusal = asRefusal(error);
  if (!refusal) throw error;
  return refuseMail(services, memberId, refusal.code, mail);
}

async function refuseMail({ makeCtx }: Services, memberId: string, reason: string, mail: Kept): Promise<Settled> {
  await tellRefusedMail(makeCtx(null), memberId, reason, sameness(mail));
  return { outcome: 'refused', reason, memberId };
}

/**
 * Our own mail, returned: the address is paused when the no is lasting. A report that names no mail of ours, or another
 * recipient than the one we wrote to (they have a new address since, or send their mail on), changes nothing.
 */
async function bounced({ db, now }: Services, { messageId, told }: NonNullable<Incoming['returned']>, marked: Sent | null): Promise<Settled> {
  const [named] = marked ? [marked] : messageId ? await db.select().from(mails).where(eq(mails.messageId, messageId)) : [];
  const [member] = named ? await db.select({ id: members.id, email: members.email }).from(members).where(eq(members.id, named.memberId)) : [];
  if (!member) return ignored('unknown_report');
  const about = told.find(({ addresses }) => addresses.includes(member.email)) ?? (marked ? told.find(({ addresses }) => addresses.length === 0) : undefined);
  if (!about) return ignored('other_recipient', member.id);
  if (!about.failed || !about.status.startsWith('5')) return ignored('passing_report', member.id);
  const reason = `${about.status} (returned)`;
  await db.update(members).set({ mailPausedAt: sql`coalesce(${members.mailPausedAt}, ${now().toISOString()})`, mailPauseReason: sql`coalesce(${members.mailPauseReason}, ${reason})`, mailFailures: sql`${members.mailFailures} + 1` }).where(and(eq(members.id, member.id), eq(members.email, member.email)));
  return { outcome: 'bounced', reason: about.status, memberId: member.id };
}
