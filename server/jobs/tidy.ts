import { lt, or } from 'drizzle-orm';
import { idempotencyKeys, inboundMails, memberTokens, minutesWriters, rateLimits, sessions } from '~/db/schema';
import { keepDays } from '../limits';
import type { Services } from '../services';
import { addDays } from '../time';

/**
 * Once a night: what has run out and nobody can need again. Links and keys are kept some days longer than they work, so that
 * a late click is told what became of it. What people wrote is never touched.
 */
export async function tidy({ db, now, log }: Pick<Services, 'db' | 'now' | 'log'>): Promise<void> {
  const before = (days: number) => addDays(now(), -days);
  const old = before(keepDays.tokens);
  const gone = {
    sessions: (await db.delete(sessions).where(lt(sessions.expiresAt, now())).returning({ id: sessions.id })).length,
    tokens: (await db.delete(memberTokens).where(or(lt(memberTokens.expiresAt, old), lt(memberTokens.usedAt, old))).returning({ id: memberTokens.id })).length,
    rateLimits: (await db.delete(rateLimits).where(lt(rateLimits.windowStart, before(keepDays.rateLimits))).returning({ key: rateLimits.key })).length,
    idempotencyKeys: (await db.delete(idempotencyKeys).where(lt(idempotencyKeys.at, before(keepDays.idempotencyKeys))).returning({ key: idempotencyKeys.key })).length,
    inboundMails: (await db.delete(inboundMails).where(lt(inboundMails.receivedAt, before(keepDays.inboundMails))).returning({ id: inboundMails.id })).length,
    writers: (await db.delete(minutesWriters).where(lt(minutesWriters.seenAt, before(keepDays.writers))).returning({ id: minutesWriters.entryId })).length,
  };
  if (Object.values(gone).some((n) => n > 0)) log.info(gone, 'tidied up');
}
