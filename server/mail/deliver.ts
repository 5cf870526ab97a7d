import { eq, sql } from 'drizzle-orm';
import { mails, members } from '~/db/schema';
import type { Services } from '../services';
import { letters, type LetterWriter } from './letters';
import type { Post } from './transport';

/** Sends one queued mail. Run again after a crash it sends only what is not marked as sent; a failure is kept and tried again by the job. */
export async function deliverMail(services: Services, post: Post, mailId: string): Promise<void> {
  const { db, log, config } = services;
  const [row] = await db.select({ mail: mails, email: members.email, name: members.name }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId));
  if (!row || row.mail.state === 'sent') return;
  try {
    const write = letters[row.mail.kind as keyof typeof letters] as unknown as LetterWriter | undefined;
    if (!write) throw new Error(`no letter for ${row.mail.kind}`);
    const letter = await write(services, row.mail);
    if (letter) {
      await post.send(mailId, {
        to: { name: row.name, address: row.email },
        messageId: `<${mailId}@${new URL(config.baseUrl).hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...letter,
      });
    }
    await db.update(mails).set({ state: 'sent', sentAt: services.now(), attempts: sql`${mails.attempts} + 1`, lastError: null }).where(eq(mails.id, mailId));
  } catch (error) {
    await db.update(mails).set({ state: 'failed', attempts: sql`${mails.attempts} + 1`, lastError: (error as Error).message.slice(0, 500) }).where(eq(mails.id, mailId));
    log.warn({ mailId, err: error }, 'mail not sent, will be tried again');
    throw error;
  }
}
