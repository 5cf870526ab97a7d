import { eq, sql } from 'drizzle-orm';
import { actionPlans, idempotencyKeys, members } from '~/db/schema';
import type { Services } from '~/server/services';
import { seedExample } from './example';
import { exampleEmails, readPassword } from './example-people';

/** Any number, the same in every process: one of several that start at once loads the example network. */
const LOCK = 7_404_2019;
/** Says that the example was loaded to its end. */
const DONE = 'seed:example';

/** On the very first start loads the example network; answers what to tell whoever started the program. */
export async function firstStart(services: Services): Promise<string> {
  const { db, config } = services;
  if (config.exampleData === 'auto') {
    const session = await services.sql.reserve();
    try {
      await session`select pg_advisory_lock(${LOCK})`;
      if (await mayLoad(services)) {
        await seedExample(services);
        await db.insert(idempotencyKeys).values({ key: DONE }).onConflictDoNothing();
      }
      await session`select pg_advisory_unlock(${LOCK})`;
    } finally {
      session.release();
    }
  }
  return howToSignIn(services);
}

/** An empty database, or one whose first start was broken off in the middle of the example. */
async function mayLoad({ db }: Services): Promise<boolean> {
  const [real, plans, examples, done] = await Promise.all([db.$count(members, eq(members.isExample, false)), db.$count(actionPlans), db.$count(members, eq(members.isExample, true)), db.$count(idempotencyKeys, eq(idempotencyKeys.key, DONE))]);
  return real === 0 && done === 0 && (examples > 0 || plans === 0);
}

async function howToSignIn({ db, config }: Services): Promise<string> {
  const [people] = await db.select({ all: sql<number>`count(*)::int`, examples: sql<number>`count(*) filter (where ${members.isExample})::int` }).from(members);
  if (!people?.all) return 'There is nobody here yet. Make the first administrator: npm run admin -- EMAIL\n';
  const password = people.examples > 0 ? await readPassword(config.dataDir) : null;
  if (password === null) return '';
  return [
    'The example network is loaded. Sign in at /log-ind with one of',
    ...exampleEmails.map((email) => `  ${email}`),
    `Password of them all: ${password}`,
    ...(config.smtpUrl ? [] : [`Mails are written to ${config.dataDir}/mail`]),
    '',
  ].join('\n');
}
