import { and, eq, inArray, sql } from 'drizzle-orm';
import { mails, members } from '~/db/schema';
import type { Services } from '../services';
import type { Tx } from '../write';
import type { LetterWriter } from './letter';
import { letters } from './letters';
import type { Post } from './transport';

/**
 * Sends one queued mail. Its row is locked until it has left: run twice, also at once, it is sent once, and another
 * letter that must know whether this one left waits for it. A letter with nothing left to say is dropped; a failure
 * is kept and tried again by the job. Only a crash between the sending and the commit sends again, with the same Message-ID.
 */
export async function deliverMail(services: Services, post: Post, mailId: string): Promise<void> {
  const { db, log } = services;
  try {
    await db.transaction((tx) => deliver(services, tx, post, mailId));
  } catch (error) {
    const unsettled = and(eq(mails.id, mailId), inArray(mails.state, ['queued', 'failed']));
    await db.update(mails).set({ state: 'failed', attempts: sql`${mails.attempts} + 1`, lastError: (error as Error).message.slice(0, 500) }).where(unsettled);
    log.warn({ mailId, err: error }, 'mail not sent, will be tried again');
    throw error;
  }
}

async function deliver({ config, ...services }: Services, tx: Tx['db'], post: Post, mailId: string): Promise<void> {
  const [row] = await tx.select({ mail: mails, email: members.email, name: members.name }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId)).for('update', { of: mails });
  if (!row || row.mail.state === 'sent' || row.mail.state === 'dropped') return;
  const write = letters[row.mail.kind as keyof typeof letters] as unknown as LetterWriter | undefined;
  if (!write) throw new Error(`no letter for ${row.mail.kind}`);
  // The letter reads through this transaction: one connection a mail, however many are under way.
  const letter = await write({ ...services, config, db: tx, makeCtx: (actor) => ({ ...services.makeCtx(actor), db: tx }) }, row.mail);
  if (letter) {
    await post.send(mailId, {
      to: { name: row.name, address: row.email },
      messageId: `<${mailId}@${new URL(config.baseUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...letter,
    });
  }
  const settled = letter ? { state: 'sent' as const, sentAt: services.now() } : { state: 'dropped' as const };
  await tx.update(mails).set({ ...settled, attempts: sql`${mails.attempts} + 1`, lastError: null }).where(eq(mails.id, mailId));
}
