import { eq, sql } from 'drizzle-orm';
import { mails, members } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { askForDelivery } from '~/server/mail-queue';
import { ensure, refuse } from '~/server/refusal';
import { write } from '~/server/write';
import { mayOrganise } from '../meetings/rules';
import { maySendAgain } from './rules';

/** Tries a letter that could not be sent once more, with all its tries before it. Refuses what `mayOrganise` and `maySendAgain` refuse, `mail_not_found`. */
export async function sendMailAgain(ctx: Ctx, mailId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayOrganise(ctx.actor));
    const [mail] = isId(mailId) ? await tx.db.select({ state: mails.state, paused: sql<boolean>`${members.mailPausedAt} is not null` }).from(mails).innerJoin(members, eq(members.id, mails.memberId)).where(eq(mails.id, mailId)).for('update', { of: mails }) : [];
    if (!mail) throw refuse('mail_not_found');
    ensure(maySendAgain(mail));
    await tx.db.update(mails).set({ state: 'queued' }).where(eq(mails.id, mailId));
    await askForDelivery(tx.db, [mailId]);
  });
}
