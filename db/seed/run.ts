import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { count, eq } from 'drizzle-orm';
import { connect } from '~/db/client';
import { startEmbedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { actionPlans, members } from '~/db/schema';
import { readConfig } from '~/server/config';
import { importPlan } from '~/server/domain/plans/commands';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { seedCourse } from './course';
import { seedExample } from './example';
import { seedPeople } from './example-people';
import { plan } from './plan-2017-2019';

const root = process.env.OGP_FORUM_ROOT ?? fileURLToPath(new URL('..', import.meta.url));

/** What `npm run seed -- <name>` can load. */
const seeds: Record<string, { what: string; load(services: Services): Promise<void> }> = {
  'plan-2017-2019': {
    what: 'the Danish action plan 2017-2019',
    async load(services) {
      const [admin] = await services.db.select({ id: members.id, name: members.name }).from(members).where(eq(members.role, 'admin')).limit(1);
      if (!admin) throw new Error('make the first administrator before loading a plan: npm run admin -- EMAIL');
      await importPlan(services.makeCtx({ ...admin, role: 'admin', language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] }), plan);
    },
  },
  example: {
    what: 'the example network (accounts, plan, meetings)',
    async load(services) {
      const [plans] = await services.db.select({ n: count() }).from(actionPlans);
      if (plans?.n) throw new Error('there is a plan already; the example network is for an empty database');
      await seedExample(services);
    },
  },
  course: {
    what: 'an example of a whole course, from proposal to published minutes',
    load: async (services) => void (await seedCourse(services, await seedPeople(services))),
  },
};

async function main(): Promise<void> {
  const seed = seeds[process.argv[2] ?? ''];
  if (!seed) throw new Error(`name one of: ${Object.entries(seeds).map(([name, { what }]) => `${name} (${what})`).join('; ')}`);
  const read = readConfig(process.env);
  if ('problems' in read) throw new Error(`wrong setting: ${read.problems.join('; ')}`);
  const { config } = read;
  const embedded = config.databaseUrl ? null : await startEmbedded({ dataDir: config.dataDir, log: () => undefined });
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrateDatabase(url, path.join(root, 'db/migrations'));
    const connection = connect(url);
    await seed.load(makeServices(config, connection, makeLog(config.logLevel))).finally(() => connection.close());
  } finally {
    await embedded?.stop();
  }
  process.stdout.write(`Loaded ${seed.what}.\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`ogp-forum: ${error.message}\n`);
  process.exitCode = 1;
});
