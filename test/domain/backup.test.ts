import { randomUUID } from 'node:crypto';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { attachments, events, posts } from '~/db/schema';
import { backup } from '~/server/backup/dump';
import { restore } from '~/server/backup/restore';
import { tablesInOrder } from '~/server/backup/tables';
import { submitProposal } from '~/server/domain/proposals/commands';
import { createPost, startThread } from '~/server/domain/threads/commands';
import { makeLog } from '~/server/log';
import { verifyRecord } from '~/server/record';
import { makeServices, type Services } from '~/server/services';
import { temporaryFolder } from '../support/folder';
import { aCalledMeeting } from '../support/make';
import { useWorld } from '../support/world';

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));
const world = useWorld();
let folder: string;
let threadId: string;
beforeAll(async () => {
  folder = await temporaryFolder('backup');
  const organiser = await world.person('organiser');
  const member = await world.person();
  const meeting = await aCalledMeeting(world, organiser);
  const proposal = await submitProposal(world.as(member), meeting.id, { title: 'Et forslag', reason: 'Æ\tØ\nÅ \\ "citat"', kind: 'decision', minutesWanted: 20, initiativeIds: [], intent: 'submit' });
  threadId = (await startThread(world.as(member), { category: 'general', subjectId: null, title: 'Tråd', body: 'Første' })).threadId;
  const key = randomUUID();
  const { Readable } = await import('node:stream');
  await world.services.files.put(key, () => Readable.from([Buffer.from('Et bilag')]), { bytes: 8, sha256: 'f'.repeat(64), mediaType: 'text/plain' });
  await world.connection.db.insert(attachments).values({ proposalId: proposal.id, uploadedBy: member.id, name: 'bilag.txt', mediaType: 'text/plain', bytes: 8, sha256: 'f'.repeat(64), storageKey: key, addedAt: world.clock.now });
});

/** An installation with nothing in it, not even tables. */
async function emptyPlace(): Promise<{ url: string; services: Services; connection: Connection; close(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = connect(inject('databaseUrl'), 1);
  await admin.sql.unsafe(`create database ${name}`);
  await admin.close();
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  const connection = connect(url.href, 3);
  const dataDir = await temporaryFolder('restore');
  return { url: url.href, connection, services: makeServices({ ...world.config, dataDir, databaseUrl: url.href }, connection, makeLog('silent')), close: async () => (await connection.close(), rm(dataDir, { recursive: true, force: true })) };
}

/** Every row of every table, as text. */
async function contents(connection: Connection): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { name } of await tablesInOrder(connection.sql)) all[name] = (await connection.sql<{ row: string }[]>`select t::text as row from ${connection.sql(name)} t order by 1`).map(({ row }) => row);
  return all;
}

const attempt = async (file: string) => {
  const place = await emptyPlace();
  try {
    return await restore(place.services, file, { url: place.url, migrations });
  } finally {
    await place.close();
  }
};

describe('a backup', () => {
  it('comes back as it was: every row, every file, every job, and the record still verifies', async () => {
    const file = path.join(folder, 'whole.tar.gz');
    const done = await backup(world.services, file);
    expect(done).toMatchObject({ files: 1, missing: 0 });
    const before = await contents(world.connection);
    const place = await emptyPlace();
    await restore(place.services, file, { url: place.url, migrations });
    expect(await contents(place.connection)).toEqual(before);
    const [stored] = await place.connection.db.select({ key: attachments.storageKey }).from(attachments);
    const chunks: Buffer[] = [];
    for await (const chunk of (await place.services.files.get(stored?.key ?? '')) ?? []) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('Et bilag');
    const jobs = (connection: Connection) => connection.db.execute(sql`select count(*)::int as n from graphile_worker._private_jobs`);
    expect(await jobs(place.connection)).toEqual(await jobs(world.connection));
    expect((await verifyRecord(place.connection.db)).misfits).toEqual([]);
    await place.close();
  });

  it('is one instant, while others write', async () => {
    const author = await world.person();
    let writing = true;
    let written = 0;
    const writer = (async () => {
      while (writing) {
        await createPost(world.as({ ...author }), threadId, { body: `Indlæg ${written}` }).catch((error: Error & { code?: string }) => {
          // More than anybody writes in a minute: enough for this test.
          if (error.code !== 'too_many_tries') throw error;
          writing = false;
        });
        written += 1;
      }
    })();
    const file = path.join(folder, 'while-writing.tar.gz');
    await backup(world.services, file);
    writing = false;
    await writer;
    const place = await emptyPlace();
    await restore(place.services, file, { url: place.url, migrations });
    // Posts and the thread's own count of them are written together, and so are events and the heads of their streams.
    const [thread] = await place.connection.sql<{ post_count: number }[]>`select post_count from threads where id = ${threadId}`;
    expect(await place.connection.db.$count(posts)).toBe(thread?.post_count);
    expect((await verifyRecord(place.connection.db)).misfits).toEqual([]);
    await place.close();
  });

  it.each([
    ['cut off', async (file: string) => truncate(file, 2_000), /no whole backup|cut off/],
    ['changed in a table', async (file: string) => writeFile(file, gzipSync(Buffer.from(gunzipSync(await readFile(file)).toString('latin1').replace('Et forslag', 'Et forfald'), 'latin1'))), /was changed/],
    ['no backup at all', async (file: string) => writeFile(file, 'hej'), /no whole backup/],
  ])('that is %s is refused, and nothing of it is written', async (_what, spoil, why) => {
    const file = path.join(folder, `${randomUUID()}.tar.gz`);
    await backup(world.services, file);
    await spoil(file);
    await expect(attempt(file)).rejects.toThrow(why);
  });

  it('is not restored over what is there', async () => {
    const file = path.join(folder, 'again.tar.gz');
    await backup(world.services, file);
    const before = await contents(world.connection);
    await expect(restore(world.services, file, { url: world.url, migrations })).rejects.toThrow(/not empty/);
    expect(await contents(world.connection)).toEqual(before);
  });
});

describe('the record', () => {
  let place: Awaited<ReturnType<typeof emptyPlace>>;
  beforeAll(async () => {
    const file = path.join(folder, 'record.tar.gz');
    await backup(world.services, file);
    place = await emptyPlace();
    await restore(place.services, file, { url: place.url, migrations });
    // What a database administrator can do, and what the chain is there to show.
    await place.connection.sql`alter table events disable trigger all`;
    await place.connection.sql`create table kept_events as select * from events`;
    await place.connection.sql`create table kept_streams as select * from streams`;
  });
  afterAll(() => place.close());
  const spoiled = async (change: (connection: Connection) => Promise<unknown>) => {
    await place.connection.sql`delete from events`;
    await place.connection.sql`delete from streams`;
    await place.connection.sql`insert into streams select * from kept_streams`;
    await place.connection.sql`insert into events select * from kept_events`;
    await change(place.connection);
    return (await verifyRecord(place.connection.db)).misfits;
  };
  const stream = () => `thread:${threadId}`;

  it('is whole', async () => {
    const { misfits, events: n } = await verifyRecord(world.connection.db);
    expect(misfits).toEqual([]);
    expect(n).toBe(await world.connection.db.$count(events));
  });

  it.each([
    ['a payload', (c: Connection) => c.sql`update events set payload = payload || '{"x": 1}' where stream = ${stream()} and seq = 1`, { seq: 1, why: 'hash' }],
    ['an actor', (c: Connection) => c.sql`update events set actor = null where stream = ${stream()} and seq = 2`, { seq: 2, why: 'hash' }],
    ['an instant', (c: Connection) => c.sql`update events set at = at + interval '1 second' where stream = ${stream()} and seq = 2`, { seq: 2, why: 'hash' }],
    ['one taken out', (c: Connection) => c.sql`delete from events where stream = ${stream()} and seq = 1`, { seq: 1, why: 'missing' }],
    ['the last taken out', (c: Connection) => c.sql`delete from events where stream = ${stream()} and seq = (select max(seq) from events where stream = ${stream()})`, { why: 'missing' }],
    ['a head that was set back', (c: Connection) => c.sql`update streams set seq = seq - 1 where stream = ${stream()}`, { why: 'head' }],
  ])('names the first event that does not fit: %s', async (_what, change, expected) => {
    expect(await spoiled(change)).toEqual([expect.objectContaining({ stream: stream(), ...expected })]);
  });
});
