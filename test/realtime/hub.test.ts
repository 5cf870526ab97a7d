import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '~/db/client';
import { actionPlans, initiatives, posts, proposals, themes } from '~/db/schema';
import type { Actor } from '~/server/context';
import { callMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { createPost, editPost, removePost, startThread } from '~/server/domain/threads/commands';
import { makeLog } from '~/server/log';
import { endSockets as signOff } from '~/server/realtime/hub';
import type { StreamMessage } from '~/server/realtime/present';
import { CATCH_UP } from '~/server/realtime/relay';
import { makeServices } from '~/server/services';
import { write } from '~/server/write';
import { aCalledMeeting, meetingInput } from '../support/make';
import { aHub, aReader, endSockets, seqs, until, upTo } from '../support/sockets';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let writers: Actor[];
beforeAll(async () => {
  organiser = await world.person('organiser');
  writers = await Promise.all(Array.from({ length: 6 }, () => world.person()));
});
afterEach(endSockets);

const writer = (n: number): Actor => writers[n % writers.length] as Actor;
async function aThread() {
  const { threadId, id } = await startThread(world.as(writer(0)), { category: 'general', subjectId: null, title: 'Live', body: 'Første **indlæg**' });
  return { threadId, postId: id, stream: `thread:${threadId}` };
}
const post = (threadId: string, n: number) => createPost(world.as(writer(n)), threadId, { body: `Indlæg ${n}` });
const postOf = (message: StreamMessage | undefined) => message?.post as Record<string, unknown> | null | undefined;

describe('catching up', () => {
  it('answers what came after a number, then pushes what comes', async () => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    await post(threadId, 2);
    const reader = await aReader(url, world.services);
    expect(await reader.subscribe(stream, 3)).toEqual({ ok: true, events: [], seq: 3 });
    await post(threadId, 3);
    await until('the push', () => reader.pushed.length === 1);
    expect(reader.pushed[0]).toMatchObject({ stream, seq: 4, type: 'thread.post_created', number: 3, post: { number: 3, html: '<p>Indlæg 3</p>\n', author: writer(3).name, removed: null } });
    const late = await aReader(url, world.services);
    const answer = await late.subscribe(stream, 1);
    expect(seqs(answer.events)).toEqual([2, 3, 4]);
    expect(answer.seq).toBe(4);
    expect(answer.events.every((event) => event.at && event.stream === stream)).toBe(true);
  });

  it('tells of a post as it stands now: edits and removals are not undone by what is told later', async () => {
    const { url } = await aHub(world.services);
    const { stream, postId, threadId } = await aThread();
    const second = await post(threadId, 1);
    await editPost(world.as(writer(0)), postId, { body: 'Rettet', version: 1 });
    await removePost(world.as(organiser), second.id, { rule: 'abuse', reason: 'Nedgørende' });
    const { events } = await (await aReader(url, world.services)).subscribe(stream);
    expect(events.map(({ type }) => type)).toEqual(['thread.created', 'thread.post_created', 'thread.post_created', 'thread.post_edited', 'thread.post_removed']);
    expect(postOf(events[1])).toMatchObject({ html: '<p>Rettet</p>\n', version: 2 });
    expect(postOf(events[2])).toMatchObject({ html: null, removed: { rule: 'abuse', reason: 'Nedgørende' } });
    expect(JSON.stringify(events)).not.toContain('Indlæg 1');
  });

  it('asks to load again after a long absence, and from another history', async () => {
    const { url } = await aHub(world.services);
    const { stream, threadId } = await aThread();
    await write(world.as(organiser), undefined, async (tx) => {
      for (let n = 0; n < CATCH_UP; n += 1) tx.append(stream, 'thread.post_edited', { postId: randomUUID(), version: 1 });
    });
    const reader = await aReader(url, world.services);
    expect(await reader.subscribe(stream, 0)).toEqual({ ok: true, events: [], seq: CATCH_UP + 2, reload: true });
    await post(threadId, 1);
    await until('the push after it', () => seqs(reader.pushed).join() === String(CATCH_UP + 3));
    expect((await reader.subscribe(stream, CATCH_UP - 1)).events).toHaveLength(4);
    expect(await reader.subscribe(stream, 99_999)).toEqual({ ok: true, events: [], seq: CATCH_UP + 3, reload: true });
  });
});

describe('order', () => {
  it.each([['websocket'], ['polling']])('is kept for every reader over %s while many write at once', async (transport) => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    const readers = await Promise.all(Array.from({ length: 5 }, () => aReader(url, world.services, null, { transports: [transport] })));
    for (const reader of readers) expect(await reader.subscribe(stream, 2)).toMatchObject({ ok: true, seq: 2 });
    await Promise.all(Array.from({ length: 40 }, (_, n) => post(threadId, n)));
    await until('all posts at all readers', () => readers.every(({ pushed }) => pushed.length >= 40));
    for (const { pushed } of readers) {
      expect(seqs(pushed)).toEqual(upTo(3, 42));
      expect(pushed.map(({ number }) => number)).toEqual(upTo(2, 41));
    }
  });

  it('gives newcomers every number exactly once while others write', async () => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    const writing = Promise.all(Array.from({ length: 40 }, (_, n) => post(threadId, n)));
    const newcomers = await Promise.all(Array.from({ length: 12 }, async (_, n) => {
      await until('some posts', async () => (await world.connection.db.$count(posts, eq(posts.threadId, threadId))) > n * 2);
      const reader = await aReader(url, world.services);
      const answer = await reader.subscribe(stream, 0);
      return { reader, answer };
    }));
    await writing;
    await until('all posts at all newcomers', () => newcomers.every(({ reader, answer }) => answer.seq + reader.pushed.length >= 42));
    for (const { reader, answer } of newcomers) {
      expect(seqs(answer.events)).toEqual(upTo(1, answer.seq));
      expect([...seqs(answer.events), ...seqs(reader.pushed)]).toEqual(upTo(1, 42));
    }
  });

  it('survives leaving and coming back', async () => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    const reader = await aReader(url, world.services);
    await reader.subscribe(stream, 2);
    reader.socket.emit('unsubscribe', { stream });
    // Asked on the same socket after it: the leaving has been heard.
    await reader.subscribe(`thread:${randomUUID()}`);
    await post(threadId, 1);
    await post(threadId, 2);
    expect(seqs((await reader.subscribe(stream, 2)).events)).toEqual([3, 4]);
    await post(threadId, 3);
    await until('the next push', () => reader.pushed.length === 1);
    expect(seqs(reader.pushed)).toEqual([5]);
  });

  it('is the same in two processes on one database', async () => {
    const connection = connect(world.url, 5);
    const others = makeServices(world.config, connection, makeLog('silent'), () => world.clock.now);
    const [one, two] = [await aHub(world.services), await aHub(others)];
    const { threadId, stream } = await aThread();
    const readers = [await aReader(one.url, world.services), await aReader(two.url, others)];
    for (const reader of readers) await reader.subscribe(stream, 2);
    await Promise.all(Array.from({ length: 10 }, (_, n) => createPost((n % 2 ? others : world.services).makeCtx(writer(n)), threadId, { body: `${n}` })));
    await until('both have all', () => readers.every(({ pushed }) => pushed.length >= 10));
    for (const { pushed } of readers) expect(seqs(pushed)).toEqual(upTo(3, 12));
    await endSockets();
    await connection.close();
  });
});

describe('what was not committed', () => {
  it('is not announced', async () => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    const reader = await aReader(url, world.services);
    await reader.subscribe(stream, 2);
    await expect(write(world.as(organiser), undefined, async (tx) => {
      tx.append(stream, 'thread.post_edited', { postId: randomUUID(), version: 9 });
      throw new Error('on the way');
    })).rejects.toThrow('on the way');
    await post(threadId, 1);
    await until('the post after it', () => reader.pushed.length > 0);
    expect(reader.pushed.map(({ seq, type }) => [seq, type])).toEqual([[3, 'thread.post_created']]);
  });
});

describe('who may read', () => {
  it('is not told that a stream exists', async () => {
    const { url } = await aHub(world.services);
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    const { threadId: hidden } = await startThread(world.as(organiser), { category: 'meeting', subjectId: draft.id, title: 'Internt', body: 'B' });
    const { id: meetingId } = await aCalledMeeting(world, organiser);
    const [proposal] = await world.connection.db.insert(proposals).values({ meetingId, authorId: writer(1).id, title: 'Kladde', reason: 'R', kind: 'discussion', minutesWanted: 10, state: 'draft' }).returning({ id: proposals.id });
    const stranger = await aReader(url, world.services);
    const member = await aReader(url, world.services, writer(0));
    const strange = [`meeting:${draft.id}`, `thread:${hidden}`, `proposal:${proposal?.id}`, `thread:${randomUUID()}`, `meeting:${randomUUID()}`, `initiative:${randomUUID()}`, `plan:${randomUUID()}`, `member:${writer(0).id}`, `session:${member.sessionId}`, 'thread:1', 'thread', '', null, 7, { a: 1 }];
    for (const stream of strange) {
      expect(await stranger.subscribe(stream)).toEqual({ ok: false, code: 'stream_not_found' });
      expect(await member.subscribe(stream)).toEqual({ ok: false, code: 'stream_not_found' });
    }
    const known = await aReader(url, world.services, organiser);
    expect(await known.subscribe(`meeting:${draft.id}`)).toMatchObject({ ok: true });
    expect(await known.subscribe(`thread:${hidden}`)).toMatchObject({ ok: true });
    expect(await (await aReader(url, world.services, writer(1))).subscribe(`proposal:${proposal?.id}`)).toMatchObject({ ok: true });
    await callMeeting(world.as(organiser), draft.id);
    expect(await stranger.subscribe(`meeting:${draft.id}`)).toMatchObject({ ok: true });
  });

  it('reads what is public without an account', async () => {
    const { url } = await aHub(world.services);
    const { id: meetingId } = await aCalledMeeting(world, organiser);
    const text = { titleDa: 'T', titleEn: 'T', summaryDa: 'S', summaryEn: 'S' };
    const [plan] = await world.connection.db.insert(actionPlans).values({ ...text, period: '2031-2033', ordinal: 9, publishedOn: '2031-01-01', endPrinted: '2033', coordinator: 'K', memberSince: 2012 }).returning();
    const [theme] = await world.connection.db.insert(themes).values({ ...text, planId: plan?.id ?? '', number: 1 }).returning();
    const [initiative] = await world.connection.db.insert(initiatives).values({ ...text, planId: plan?.id ?? '', themeId: theme?.id ?? '', number: '1.1', sortKey: [1, 1], leadAuthority: 'A', implementingAuthority: 'A', level: 'limited', levelPrinted: 'Begrænset', stateActors: [], otherActors: [] }).returning();
    const reader = await aReader(url, world.services);
    for (const stream of [`meeting:${meetingId}`, `plan:${plan?.id}`, `initiative:${initiative?.id}`]) expect(await reader.subscribe(stream)).toMatchObject({ ok: true });
    await startThread(world.as(writer(2)), { category: 'initiative', subjectId: initiative?.id ?? '', title: 'Om 1.1', body: 'B' });
    await until('the thread on the stream of the initiative', () => reader.pushed.length === 1);
    expect(reader.pushed[0]).toMatchObject({ stream: `initiative:${initiative?.id}`, seq: 1, type: 'thread.created' });
    expect(reader.pushed[0]).not.toHaveProperty('actor');
  });

  it('is ended at sign-out, in every process, and nobody else is', async () => {
    const [one, two] = [await aHub(world.services), await aHub(world.services)];
    const first = await aReader(one.url, world.services, writer(0));
    const sameSession = await aReader(one.url, world.services, writer(0));
    const elsewhere = await aReader(two.url, world.services, writer(0));
    const other = await aReader(one.url, world.services, writer(1));
    await signOff(world.services, `session:${first.sessionId}`);
    await until('the socket of the session', () => first.socket.disconnected);
    expect([sameSession, elsewhere, other].map(({ socket }) => socket.connected)).toEqual([true, true, true]);
    await signOff(world.services, `member:${writer(0).id}`);
    await until('the sockets of the person', () => sameSession.socket.disconnected && elsewhere.socket.disconnected);
    expect(other.socket.connected).toBe(true);
  });

  it('cannot leave the rooms by which sign-out finds a socket', async () => {
    const { url } = await aHub(world.services);
    const reader = await aReader(url, world.services, writer(0));
    reader.socket.emit('unsubscribe', { stream: `session:${reader.sessionId}` });
    await reader.subscribe(`thread:${randomUUID()}`);
    await signOff(world.services, `session:${reader.sessionId}`);
    await until('the end', () => reader.socket.disconnected);
  });

  it('is told to wait when asking too often', async () => {
    const { url } = await aHub(world.services);
    const { stream } = await aThread();
    const reader = await aReader(url, world.services);
    const answers = await Promise.all(Array.from({ length: 130 }, () => reader.subscribe(stream)));
    expect(answers.slice(0, 120).every(({ ok }) => ok)).toBe(true);
    expect(answers.slice(120).map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 'too_many_tries'));
  });
});

describe('a lost connection to the database', () => {
  /** Nobody can come in meanwhile: what happens is not heard until the way is open again. */
  async function whileClosed(happens: () => Promise<void>): Promise<void> {
    const admin = connect(inject('databaseUrl'), 1);
    const name = new URL(world.url).pathname.slice(1);
    // Enough open connections to work with while none can be made.
    await Promise.all(Array.from({ length: 8 }, () => world.connection.sql`select pg_sleep(0.2)`));
    await admin.sql.unsafe(`alter database ${name} allow_connections false`);
    try {
      const ended = await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and query ilike 'listen %'`;
      expect(ended.length).toBeGreaterThan(0);
      await until('nobody listens', async () => (await admin.sql`select 1 from pg_stat_activity where datname = ${name} and query ilike 'listen %'`).length === 0);
      await happens();
    } finally {
      await admin.sql.unsafe(`alter database ${name} allow_connections true`);
      await admin.close();
    }
  }

  it('loses no post', async () => {
    const { url } = await aHub(world.services);
    const { threadId, stream } = await aThread();
    const reader = await aReader(url, world.services);
    await reader.subscribe(stream, 2);
    await whileClosed(async () => {
      await post(threadId, 1);
      await post(threadId, 2);
    });
    await until('the posts written meanwhile', () => reader.pushed.length === 2);
    await post(threadId, 3);
    await until('the post after it', () => reader.pushed.length === 3);
    expect(seqs(reader.pushed)).toEqual([3, 4, 5]);
  });

  it('loses no sign-out', async () => {
    const { url } = await aHub(world.services);
    const leaving = await aReader(url, world.services, writer(0));
    const staying = await aReader(url, world.services, writer(1));
    await whileClosed(async () => {
      await world.services.sessions.end(leaving.sessionId ?? '');
      await signOff(world.services, `session:${leaving.sessionId}`);
    });
    await until('the socket is ended', () => leaving.socket.disconnected);
    expect(staying.socket.connected).toBe(true);
  });
});
