import { and, eq, inArray, sql } from 'drizzle-orm';
import { mails, members } from '~/db/schema';
import type { Services } from '../services';
import { MAIL_TRIES } from '../mail-queue';
import { aboutOf } from '../mail-topics';
import type { MailKind, Tx } from '../write';
import { organizerOf } from '../calendar/meeting-ics';
import { headersOf } from './headers';
import { organizerFor } from './invite';
import { withWaysOut } from './layout';
import type { Letter, LetterWriter } from './letter';
import { letters } from './letters';
import { markedAddress, sealedMark } from './sealed';
import type { Post } from './transport';

type MailRow = typeof mails.$inferSelect;

/** Not tried: mail to the address is paused. A code, shown in the reader's words. */
export const PAUSED = 'paused';

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
    const [failed] = await db.update(mails).set({ state: 'failed', attempts: sql`${mails.attempts} + 1`, lastError: reasonOf(error) }).where(unsettled).returning({ memberId: mails.memberId, attempts: mails.attempts });
    const fault = faultOf(error);
    log.warn({ mailId, err: error }, fault === 'lasting' ? 'mail refused, the address is paused' : 'mail not sent, will be tried again');
    if (failed && fault) await noteFailure(services, failed.memberId, fault === 'lasting' || failed.attempts >= MAIL_TRIES ? reasonOf(error) : null);
    if (fault !== 'lasting') throw error;
  }
}

/** What went wrong, in a line that may be shown. */
const reasonOf = (error: unknown): string => (error as Error).message.replace(/\s+/g, ' ').slice(0, 500);

/** About the mailbox (RFC 3463: X.1.x, X.2.x), whenever in the talk it is said. */
const ABOUT_MAILBOX = /^\d{3}[ -][45]\.[12]\.\d/;
/** About us, what we say or the way there: no fault of the recipient's. */
const ABOUT_US = /^\d{3}[ -][45]\.[34567]\.\d/;

/**
 * Whether the recipient's address is at fault: `lasting` for a final no to this recipient, `passing` for one that may change
 * (greylisting, a full mailbox); null for all else, above all a server of ours that is away: nobody's address is paused for that.
 */
export function faultOf(error: unknown): 'lasting' | 'passing' | null {
  const { responseCode, command, response = '' } = error as { responseCode?: number; command?: string; response?: string };
  if (responseCode === undefined || ABOUT_US.test(response)) return null;
  if (command !== 'RCPT TO' && !(command === 'DATA' && ABOUT_MAILBOX.test(response))) return null;
  return responseCode >= 500 ? 'lasting' : 'passing';
}

/** Counts a failure; with a reason the address is paused, and nothing more goes to it until somebody says that it works. */
async function noteFailure({ db, now }: Services, memberId: string, reason: string | null): Promise<void> {
  await db.update(members).set({
    mailFailures: sql`${members.mailFailures} + 1`,
    ...(reason ? { mailPausedAt: sql`coalesce(${members.mailPausedAt}, ${now().toISOString()})`, mailPauseReason: sql`coalesce(${members.mailPauseReason}, ${reason})` } : {}),
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
  const [row] = await tx.select({ mail: mails, email: members.email, name: members.name, failures: members.mailFailures, paused: members.mailPausedAt }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId)).for('update', { of: mails });
  if (!row || row.mail.state === 'sent' || row.mail.state === 'dropped') return;
  // It goes with the next try after somebody has said that the address works.
  if (row.paused && aboutOf[row.mail.kind as MailKind] !== 'account') return void (await tx.update(mails).set({ state: 'failed', lastError: row.mail.lastError ?? PAUSED }).where(eq(mails.id, mailId)));
  const letter = await writeLetter(services, tx, row.mail);
  if (!letter) return void (await tx.update(mails).set({ state: 'dropped', attempts: sql`${mails.attempts} + 1`, lastError: null }).where(eq(mails.id, mailId)));
  const { gist: _gist, ...words } = letter;
  const { ids, headers, waysOut } = await headersOf(tx, services.config, row.mail);
  await post.send(mailId, { to: { name: row.name, address: row.email }, ...(await senders(services, tx, row, letter)), ...ids, headers, ...(waysOut.length > 0 ? withWaysOut(words, waysOut) : words) });
  await tx.update(mails).set({ state: 'sent', sentAt: services.now(), attempts: sql`${mails.attempts} + 1`, lastError: null, messageId: ids.messageId }).where(eq(mails.id, mailId));
  if (row.failures > 0) await tx.update(members).set({ mailFailures: 0 }).where(eq(members.id, row.mail.memberId));
}
