import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, inject } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { members, organisations, type OrganisationKind, type Role } from '~/db/schema';
import type { Config } from '~/server/config';
import type { Actor, Ctx } from '~/server/context';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { temporaryFolder } from './folder';

/** A database of one's own, a clock that the test sets, and people to act. */
export type World = {
  url: string;
  connection: Connection;
  services: Services;
  config: Config;
  /** What `now()` answers; a test moves it. */
  clock: { now: Date };
  as(actor: Actor | null): Ctx;
  person(role?: Role, more?: Partial<typeof members.$inferInsert>): Promise<Actor>;
};

/** Call at the top of a test file; the world is there from the first test to the last. */
export function useWorld(): World {
  const world = { clock: { now: new Date('2027-03-01T09:00:00Z') } } as World;
  beforeAll(async () => {
    const server = inject('databaseUrl');
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    const admin = connect(server, 1);
    await admin.sql.unsafe(`create database ${name} template template_forum strategy wal_log`);
    await admin.close();
    const url = new URL(server);
    url.pathname = `/${name}`;
    world.url = url.href;
    world.connection = connect(world.url, 20);
    world.config = {
      port: 0, host: '127.0.0.1', workers: 1, baseUrl: 'http://127.0.0.1:3000', databaseUrl: world.url, dataDir: await temporaryFolder('world'),
      smtpUrl: undefined, mailFrom: 'OGP-forum <forum@example.org>', exampleData: 'none', logLevel: 'silent', trustProxy: false, writesPerMinute: 10_000, metricsToken: null, inbound: { mailbox: null, listen: null, hookSecret: null, answers: false, authserv: null }, s3: null,
    };
    world.services = makeServices(world.config, world.connection, makeLog('silent'), () => new Date(world.clock.now));
    world.as = (actor) => world.services.makeCtx(actor);
    let people = 0;
    world.person = async (role = 'member', more = {}) => {
      people += 1;
      const [row] = await world.connection.db.insert(members).values({ email: `${role}${people}@example.org`, name: `${role} ${people}`, role, emailConfirmedAt: new Date(world.clock.now), ...more }).returning();
      if (!row) throw new Error('no person was made');
      return { id: row.id, name: row.name, role: row.role, language: row.language, confirmed: row.emailConfirmedAt !== null, owns: [], chairs: [], takesMinutes: [] };
    };
  });
  afterAll(async () => {
    await world.connection.close();
    await rm(world.config.dataDir, { recursive: true, force: true });
  });
  return world;
}

/** An organisation for people to belong to. */
export async function anOrganisation(world: World, name: string, kind: OrganisationKind = 'civil_society'): Promise<string> {
  const [row] = await world.connection.db.insert(organisations).values({ name, kind }).returning({ id: organisations.id });
  if (!row) throw new Error('no organisation was made');
  return row.id;
}
