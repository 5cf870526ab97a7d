import { expect, it } from 'vitest';
import { idempotencyKeys, inboundMails, memberTokens, minutesEntries, minutesWriters, rateLimits, sessions } from '~/db/schema';
import { taskList } from '~/server/jobs';
import { keepDays } from '~/server/limits';
import { makePost } from '~/server/mail/transport';
import { addDays, addMinutes } from '~/server/time';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { useWorld } from '../support/world';

const world = useWorld();

it('removes what has run out, and nothing that may still be needed', async () => {
  const { db } = world.connection;
  const { now } = world.clock;
  const { id: memberId } = await world.person();
  const ago = (days: number, minutes = 0) => addMinutes(addDays(now, -days), -minutes);
  await db.insert(sessions).values([{ id: 'over', userId: memberId, expiresAt: ago(0, 1) }, { id: 'runs', userId: memberId, expiresAt: addMinutes(now, 1) }]);
  await db.insert(memberTokens).values([
    { memberId, kind: 'reset', tokenHash: 'expired long ago', expiresAt: ago(keepDays.tokens, 1) }, { memberId, kind: 'reset', tokenHash: 'used long ago', expiresAt: addDays(now, 1), usedAt: ago(keepDays.tokens, 1) },
    { memberId, kind: 'reset', tokenHash: 'just expired', expiresAt: ago(keepDays.tokens, -1) }, { memberId, kind: 'reset', tokenHash: 'just used', expiresAt: addDays(now, 1), usedAt: ago(0, 1) }, { memberId, kind: 'confirm', tokenHash: 'works', expiresAt: addDays(now, 1) },
  ]);
  await db.insert(rateLimits).values([{ key: 'old', windowStart: ago(keepDays.rateLimits, 1), count: 9 }, { key: 'counts', windowStart: ago(keepDays.rateLimits, -1), count: 9 }]);
  await db.insert(idempotencyKeys).values([{ key: 'old', at: ago(keepDays.idempotencyKeys, 1) }, { key: 'young', at: ago(keepDays.idempotencyKeys, -1) }]);
  await db.insert(inboundMails).values([{ digest: 'old', outcome: 'ignored', receivedAt: ago(keepDays.inboundMails, 1) }, { digest: 'young', outcome: 'ignored', memberId, receivedAt: ago(keepDays.inboundMails, -1) }]);
  const cast: Cast = await aCast(world);
  const { first } = await minutesMaker(world, () => cast).aDraft();
  await db.insert(minutesWriters).values([{ entryId: first, memberId, seenAt: ago(keepDays.writers, 1) }, { entryId: first, memberId: cast.organiser.id, seenAt: ago(0, 1) }]);

  const { tidy } = taskList(world.services, makePost(world.config));
  for (const _night of [1, 2]) await tidy?.(null, {} as never);

  expect((await db.select().from(sessions)).map(({ id }) => id)).toEqual(['runs']);
  expect((await db.select().from(memberTokens)).map(({ tokenHash }) => tokenHash).sort()).toEqual(['just expired', 'just used', 'works']);
  expect((await db.select().from(rateLimits)).map(({ key }) => key)).toEqual(['counts']);
  const keys = (await db.select().from(idempotencyKeys)).map(({ key }) => key);
  expect([keys.includes('old'), keys.includes('young')]).toEqual([false, true]);
  expect((await db.select().from(inboundMails)).map(({ digest }) => digest)).toEqual(['young']);
  expect((await db.select().from(minutesWriters)).map((row) => row.memberId)).toEqual([cast.organiser.id]);
  expect(await db.$count(minutesEntries)).toBeGreaterThan(0);
});
