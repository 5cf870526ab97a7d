import { and, eq, inArray, sql } from 'drizzle-orm';
import { mails, members } from '~/db/schema';
import type { Services } from '../services';
import type { Tx } from '../write';
import { organizerOf } from '../calendar/meeting-ics';
import { headersOf } from './headers';
import { organizerFor } from './invite';
import type { Letter, LetterWriter } from './letter';
import { letters } from './letters';
import { markedAddress, sealedMark } from './sealed';
import type { Post } from './transport';

/** After so many failures of one mail its address is taken for dead (with the queue's back-off that is after about two days). */
const TRIES = 12;

type MailRow = typeof mails.$inferSelect;

/**
 * Sends one queued mail. Its row is locked until it has left: run twice, also at once, it is sent once, and another
 * letter that must know whether this one left waits for it. A letter with nothing left to say is dropped; a failure
 * is kept and tried again by the job, unless the recipient's server says that the address is no good: then the address is
 * paused. Only a crash between the sending and the commit sends again, with the same Message-ID.
 */
export async function deliverMail(services: Services, post: Post, mailId: string): Promise<void> {
  const { db, log } = services;
  try {
    await db.transaction((tx) => deliver(services, tx, post, mailId));
  } catch (error) {
    const unsettled = and(eq(mails.id, mailId), inArray(mails.state, ['queued', 'failed']));
    const [failed] = await db.update(mails).set({ state: 'failed', attempts: sql`${mails.attempts} + 1`, lastError: (error as Error).message.slice(0, 500) }).where(unsettled).returning({ memberId: mails.memberId, attempts: mails.attempts });
    const noGood = refusesRecipient(error);
    log.warn({ mailId, err: error }, noGood ? 'mail refused, the address is paused' : 'mail not sent, will be tried again');
    if (failed) await noteFailure(services, failed.memberId, noGood || failed.attempts >= TRIES ? (error as Error).message : null);
    if (!noGood) throw error;
  }
}

/** A lasting no to this recipient (RFC 5321, 4.2.1: 5yz to RCPT), not to us or to what we say. */
function refusesRecipient(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string };
  return command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500 && responseCode < 600;
}

/** Counts a failure; with a reason the address is paused, and nothing more goes to it until somebody says that it works. */
async function noteFailure({ db, now }: Services, memberId: string, reason: string | null): Promise<void> {
  await db.update(members).set({
    mailFailures: sql`${members.mailFailures} + 1`,
    ...(reason ? { mailPausedAt: sql`coalesce(${members.mailPausedAt}, ${now().toISOString()})`, mailPauseReason: sql`coalesce(${members.mailPauseReason}, ${reason.slice(0, 500)})` } : {}),
  }).where(eq(members.id, memberId));
}

/** The words of a queued mail as they would be said now, or null. */
export async function writeLetter(services: Services, tx: Tx['db'], mail: Pick<MailRow, 'id' | 'memberId' | 'language' | 'createdAt' | 'kind' | 'params'>): Promise<Letter | null> {
  const write = letters[mail.kind as keyof typeof letters] as unknown as LetterWriter | undefined;
  if (!write) throw new Error(`no letter for ${mail.kind}`);
  // The letter reads through this transaction: one connection a mail, however many are under way.
  return write({ ...services, db: tx, makeCtx: (actor) => ({ ...services.makeCtx(actor), db: tx }) }, mail);
}

/**
 * Where answers read by us go: those to an invite to its organizer, who must be the sender; others to an address that names
 * the mail. Returned mail names it too.
 */
async function senders({ config }: Services, tx: Tx['db'], { mail, email }: { mail: MailRow; email: string }, letter: Letter) {
  if (!config.inbound.answers) return {};
  const forum = organizerOf(config);
  const marked = markedAddress(forum.email, await sealedMark(tx, 'reply', mail.id));
  const { name, email: organizer } = letter.icalEvent ? await organizerFor(tx, config, mail.memberId) : forum;
  return { from: { name, address: organizer }, ...(letter.icalEvent ? {} : { replyTo: { name: forum.name, address: marked } }), envelope: { from: marked, to: email } };
}

async function deliver(services: Services, tx: Tx['db'], post: Post, mailId: string): Promise<void> {
  const [row] = await tx.select({ mail: mails, email: members.email, name: members.name, failures: members.mailFailures }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId)).for('update', { of: mails });
  if (!row || row.mail.state === 'sent' || row.mail.state === 'dropped') return;
  const letter = await writeLetter(services, tx, row.mail);
  if (!letter) return void (await tx.update(mails).set({ state: 'dropped', attempts: sql`${mails.attempts} + 1`, lastError: null }).where(eq(mails.id, mailId)));
  const { gist: _gist, ...words } = letter;
  const { headers, ...ids } = await headersOf(tx, services.config, row.mail);
  await post.send(mailId, { to: { name: row.name, address: row.email }, ...(await senders(services, tx, row, letter)), ...ids, headers, ...words });
  await tx.update(mails).set({ state: 'sent', sentAt: services.now(), attempts: sql`${mails.attempts} + 1`, lastError: null, messageId: ids.messageId }).where(eq(mails.id, mailId));
  if (row.failures > 0) await tx.update(members).set({ mailFailures: 0 }).where(eq(members.id, row.mail.memberId));
}
