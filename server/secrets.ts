import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '~/db/client';
import { secrets } from '~/db/schema';

type Reader = Pick<Db, 'select' | 'insert'>;

/** The key for one purpose, the same for every server process; made when it is first asked for. 256 random bits. */
async function keyOf(db: Reader, purpose: string): Promise<string> {
  const read = async () => (await db.select({ value: secrets.value }).from(secrets).where(eq(secrets.name, purpose)))[0]?.value;
  const known = await read();
  if (known) return known;
  // Two processes may come here at once: both read the one that was first.
  await db.insert(secrets).values({ name: purpose, value: randomBytes(32).toString('base64url') }).onConflictDoNothing();
  const made = await read();
  if (!made) throw new Error(`no key for ${purpose}`);
  return made;
}

/** A seal on `words` that only this installation can make (HMAC-SHA256). The same words for the same purpose have the same seal. */
export async function seal(db: Reader, purpose: string, words: string): Promise<Buffer> {
  return createHmac('sha256', await keyOf(db, purpose)).update(words).digest();
}

/** Whether a seal, or its first octets (10 or more), is the one for these words. Takes as long for a wrong one as for a right one. */
export async function isSealed(db: Reader, purpose: string, words: string, given: Buffer): Promise<boolean> {
  const right = (await seal(db, purpose, words)).subarray(0, Math.max(10, given.length));
  return given.length >= 10 && given.length === right.length && timingSafeEqual(right, given);
}
