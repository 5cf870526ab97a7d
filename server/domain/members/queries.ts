import { and, eq, isNotNull } from 'drizzle-orm';
import { members } from '~/db/schema';
import type { Tx } from '~/server/write';

/** Those who want meeting notices and have shown that the address is theirs. */
export function noticeRecipients(db: Tx['db']) {
  return db.select({ id: members.id, language: members.language }).from(members).where(and(eq(members.wantsNotices, true), isNotNull(members.emailConfirmedAt)));
}
