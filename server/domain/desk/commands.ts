import { eq } from 'drizzle-orm';
import { mails } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { write } from '~/server/write';
import { mayOrganise } from '../meetings/rules';
import { maySendAgain } from './rules';

/** Tries a letter that could not be sent once more, with all its tries before it. Refuses what `mayOrganise` refuses, `mail_not_found`, `mail_not_failed`. */
export async function sendMailAgain(ctx: Ctx, mailId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayOrganise(ctx.actor));
    const [mail] = isId(mailId) ? await tx.db.select({ state: mails.state }).from(mails).where(eq(mails.id, mailId)).for('update') : [];
    if (!mail) throw refuse('mail_not_found');
    ensure(maySendAgain(mail));
    await tx.db.update(mails).set({ state: 'queued' }).where(eq(mails.id, mailId));
    await tx.job('deliver_mail', { mailId }, { key: `mail:${mailId}` });
  });
}
