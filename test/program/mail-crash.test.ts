import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { members } from '~/db/schema';
import { readConfig } from '~/server/config';
import type { Actor } from '~/server/context';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { registerFor } from '~/server/domain/registrations/commands';
import { makeLog } from '~/server/log';
import { makeServices, type Services } from '~/server/services';
import { addDays, dayOf, morningBefore } from '~/server/time';
import { meetingInput } from '../support/make';
import { startMailServer } from '../support/mail-reader';
import { emptyDatabase, eventually, startProgram } from '../support/program';
import { temporaryFolder } from '../support/folder';

let dataDir: string;
let databaseUrl: string;
let connection: Connection;
let clock: Date;
let services: Services;
beforeAll(async () => {
  dataDir = await temporaryFolder('mail-crash');
  databaseUrl = await emptyDatabase();
  connection = connect(databaseUrl);
  const read = readConfig({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl });
  if ('problems' in read) throw new Error(read.problems.join());
  services = makeServices(read.config, connection, makeLog('silent'), () => new Date(clock));
  clock = new Date();
});
afterAll(async () => {
  await connection.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function person(role: 'member' | 'organiser', email: string): Promise<Actor> {
  const [row] = await connection.db.insert(members).values({ email, name: email, role, emailConfirmedAt: new Date(), wantsNotices: role === 'member' }).returning();
  if (!row) throw new Error('nobody was made');
  return { id: row.id, name: row.name, role, language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] };
}
const settings = (smtp: string) => ({ databaseUrl, dataDir, env: { EXAMPLE_DATA: 'none', SMTP_URL: smtp, LOG_LEVEL: 'error' } });
const waiting = () => connection.sql<{ state: string }[]>`select state from mails where state in ('queued', 'failed')`;

describe('a process that is killed', () => {
  it('between the commit and the sending: the next one sends each letter, once', async () => {
    const organiser = await person('organiser', 'kalder@example.org');
    const people = await Promise.all(Array.from({ length: 6 }, (_, n) => person('member', `modtager${n}@example.org`)));
    // A mail server that never greets: whatever is committed stays on its way.
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const first = await startProgram(settings(`smtp://127.0.0.1:${(silent.address() as { port: number }).port}`));
    const meeting = await createMeeting(services.makeCtx(organiser), meetingInput(clock));
    await callMeeting(services.makeCtx(organiser), meeting.id);
    await eventually(async () => (await connection.sql`select 1 from graphile_worker.jobs where locked_by is not null and key like 'mail:%'`).length >= 4, 'letters under way');
    await first.kill('SIGKILL');
    silent.close();
    expect((await waiting()).length).toBe(people.length);

    const server = await startMailServer();
    const second = await startProgram(settings(server.url));
    await eventually(async () => (await waiting()).length === 0, 'every letter has left', 60_000);
    expect(server.taken.map(({ to }) => to[0]).sort()).toEqual(people.map((_, n) => `modtager${n}@example.org`).sort());
    await second.stop();
    await server.stop();
  });

  it('after the sending and before its commit: sent again, with the same Message-ID, so that it shows once', async () => {
    const server = await startMailServer();
    let stop: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (stop = resolve));
    // It has the whole letter, and its yes never comes.
    server.state.says.end = () => {
      stop();
      return 'hang';
    };
    const first = await startProgram(settings(server.url));
    const organiser = await person('organiser', 'kalder2@example.org');
    await connection.sql`update members set wants_notices = false`;
    await person('member', `alene-${randomUUID()}@example.org`);
    const meeting = await createMeeting(services.makeCtx(organiser), meetingInput(clock, { title: 'To gange' }));
    await callMeeting(services.makeCtx(organiser), meeting.id);
    await reached;
    await first.kill('SIGKILL');
    const half = await connection.sql<{ id: string }[]>`select id from mails where state = 'queued'`;
    expect(half).toHaveLength(1);
    server.state.says = {};
    const second = await startProgram(settings(server.url));
    await eventually(async () => (await waiting()).length === 0, 'the letter has left', 60_000);
    expect(server.taken.map(({ raw }) => /^Message-ID: <([^@>]+)@/m.exec(raw)?.[1])).toEqual([half[0]?.id]);
    await second.stop();
    await server.stop();
  });
});

describe('two processes and one database', () => {
  it('remind everyone whom it concerns, each once', async () => {
    await connection.sql`update members set wants_notices = false`;
    const organiser = await person('organiser', 'kalder3@example.org');
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => person('member', `kommer${n}@example.org`)));
    // Called a week ago, by the clock of then; by today's it is time to remind.
    const today = new Date();
    clock = addDays(today, -7);
    const startsAt = addDays(today, 1);
    const tomorrow = morningBefore(startsAt, 1) <= today ? startsAt : new Date(today.getTime() + 6 * 3_600_000);
    const meeting = await createMeeting(services.makeCtx(organiser), meetingInput(clock, { title: 'I morgen', day: dayOf(tomorrow), startsAt: tomorrow, endsAt: new Date(tomorrow.getTime() + 3_600_000), proposalDeadline: addDays(clock, 2) }));
    await callMeeting(services.makeCtx(organiser), meeting.id);
    for (const one of people) await registerFor(services.makeCtx(one), meeting.id, 'online');
    const server = await startMailServer();
    const both = [await startProgram(settings(server.url)), await startProgram({ ...settings(server.url), dataDir })];
    // Asked again and again, as by the clocks of both.
    for (let n = 0; n < 20; n += 1) await connection.sql`select graphile_worker.add_job('remind') from generate_series(1, 3)`;
    const jobs = () => connection.sql`select 1 from graphile_worker.jobs where run_at <= now()`;
    await eventually(async () => (await jobs()).length === 0 && (await waiting()).length === 0, 'everything is worked', 90_000);
    const reminders = await connection.sql<{ email: string }[]>`select email from mails join members on members.id = mails.member_id where kind = 'reminder.tomorrow' and state = 'sent' order by email`;
    expect(reminders.map(({ email }) => email)).toEqual(people.map(({ name }) => name).sort());
    expect(server.taken.filter(({ raw }) => /^Subject: I (morgen|dag):/m.test(raw)).map(({ to }) => to[0]).sort()).toEqual(people.map(({ name }) => name).sort());
    for (const program of both) {
      expect(program.output()).toContain('is ready');
      await program.stop();
    }
    await server.stop();
  });
});
