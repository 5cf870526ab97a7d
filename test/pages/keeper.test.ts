import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '~/db/client';
import { members, organisations, posts, threads } from '~/db/schema';
import type { Actor } from '~/server/context';
import { createPost, editPost, startThread } from '~/server/domain/threads/commands';
import { forum, getThread } from '~/server/domain/threads/queries';
import { followChanges, type Changes } from '~/server/pages/changes';
import { makeKeeper, type Keeper, type Witness } from '~/server/pages/keeper';
import { makeReader, readRelations, type Relations } from '~/server/pages/sources';
import { useWorld } from '../support/world';

const world = useWorld();
let author: Actor;
let relations: Relations;
/** A process of its own, as far as kept pages go. */
type Process = { keeper: Keeper<string, string>; changes: Changes; connection: Connection; clock: { at: number } };
const processes: Process[] = [];

beforeAll(async () => {
  author = await world.person('member', { name: 'Den Skrivende' });
  relations = await readRelations(world.connection.sql);
});
afterEach(async () => {
  for (const { changes, connection } of processes.splice(0)) {
    changes.stop();
    await connection.close();
  }
});

function aProcess({ room = 1_000_000, forgetsAfter }: { room?: number; forgetsAfter?: number } = {}): Process {
  const connection = connect(world.url, 1);
  const changes = followChanges(connection.sql, () => undefined, forgetsAfter === undefined ? {} : { forgetsAfter });
  const clock = { at: 0 };
  const one = { connection, changes, clock, keeper: makeKeeper<string, string>(changes, { room, clock: () => clock.at }) };
  processes.push(one);
  return one;
}

const start = async (title = 'Åbne data') => (await startThread(world.as(author), { category: 'general', subjectId: null, title, body: 'Første indlæg' })).threadId;
const answer = (threadId: string, body: string, by = author) => createPost(world.as(by), threadId, { body, replyToId: null });

/** A page that reads through the domain, as a loader does; it counts how often it was made. `during` happens after the reading. */
function aPage(read: () => Promise<unknown>, during: (made: number) => Promise<void> = async () => undefined) {
  const page = {
    made: 0,
    async render(witness: Witness) {
      page.made += 1;
      const made = page.made;
      const reader = makeReader(relations);
      const content = await world.services.observe({ query: (query, params) => witness.query(reader(query, params)), clock: witness.clock }, async () => JSON.stringify(await read()));
      await during(made);
      return { kind: 'page' as const, page: content, bytes: content.length };
    },
    async get({ keeper }: Process, address = '/side'): Promise<string> {
      const got = await keeper.get(address, page.render);
      return got.kind === 'page' ? got.page : got.once;
    },
  };
  return page;
}
const threadPage = (threadId: string, during?: (made: number) => Promise<void>) => aPage(() => getThread(world.as(null), threadId, 1), during);

/** A door that stays shut until it is opened. */
function door() {
  let open = () => undefined as void;
  let reached = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const atDoor = new Promise<void>((resolve) => (reached = resolve));
  return { atDoor, open: () => open(), wait: () => (reached(), opened) };
}

describe('a page for all readers', () => {
  it('is made once, and once again after each change of it', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    await page.get(one);
    expect([await page.get(one), page.made]).toEqual([expect.stringContaining('Første indlæg'), 1]);
    await answer(thread, 'Svaret');
    expect([await page.get(one), await page.get(one), page.made]).toEqual([expect.stringContaining('Svaret'), expect.stringContaining('Svaret'), 2]);
  });

  it('is made once for all who ask at the same time', async () => {
    const one = aProcess();
    const page = threadPage(await start());
    await Promise.all(Array.from({ length: 50 }, () => page.get(one)));
    expect(page.made).toBe(1);
  });

  it('shows what was committed without an event: a name, an organisation, a row changed by hand, a table emptied', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    await page.get(one);
    await world.connection.db.update(members).set({ name: 'Et Nyt Navn' }).where(eq(members.id, author.id));
    expect(await page.get(one)).toContain('Et Nyt Navn');
    const [organisation] = await world.connection.db.insert(organisations).values({ name: 'Foreningen', kind: 'civil_society' }).returning();
    await world.connection.db.update(members).set({ organisationId: organisation?.id ?? null }).where(eq(members.id, author.id));
    expect(await page.get(one)).toContain('Foreningen');
    await world.connection.db.update(posts).set({ bodyHtml: '<p>Rettet med hånden</p>' }).where(eq(posts.threadId, thread));
    expect(await page.get(one)).toContain('Rettet med hånden');
    await world.connection.sql`truncate posts cascade`;
    expect(await page.get(one)).not.toContain('Rettet med hånden');
  });

  it('is not made again for a change that was rolled back', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    await page.get(one);
    await world.connection.db.transaction(async (tx) => {
      await tx.update(threads).set({ title: 'Aldrig' }).where(eq(threads.id, thread));
      tx.rollback();
    }).catch(() => undefined);
    expect([await page.get(one), page.made]).toEqual([expect.not.stringContaining('Aldrig'), 1]);
  });

  it('is not made again for a statement that changed no row, nor for what nobody without a session is shown', async () => {
    const one = aProcess();
    const page = threadPage(await start());
    await page.get(one);
    await world.connection.db.update(members).set({ name: 'Ingen' }).where(eq(members.id, randomUUID()));
    await world.connection.sql`insert into idempotency_keys (key) values (${randomUUID()})`;
    await world.services.sessions.begin(author.id);
    await page.get(one);
    expect(page.made).toBe(1);
  });

  it('of one thread outlives new posts of another, but not a change of one', async () => {
    const one = aProcess();
    const [thread, other] = [await start(), await start('Noget andet')];
    const page = threadPage(thread);
    await page.get(one);
    const { id } = await answer(other, 'Et andet sted');
    await page.get(one);
    expect(page.made).toBe(1);
    // An answer here may show it.
    await editPost(world.as(author), id, { body: 'Rettet et andet sted', version: 1 });
    await page.get(one);
    expect(page.made).toBe(2);
  });

  it('of all threads follows each of them', async () => {
    const one = aProcess();
    const page = aPage(() => forum(world.as(null)));
    await page.get(one);
    await start('Den nyeste tråd');
    expect(await page.get(one)).toContain('Den nyeste tråd');
  });
});

describe('races', () => {
  it('a change that began before the page was made and was committed after', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    const slow = door();
    const writing = world.connection.db.transaction(async (tx) => {
      await tx.update(threads).set({ title: 'Sent besluttet' }).where(eq(threads.id, thread));
      await slow.wait();
    });
    await slow.atDoor;
    // Others come and go meanwhile, so that the slow one is far behind.
    for (let n = 0; n < 5; n += 1) await answer(await start(), 'Imens');
    expect(await page.get(one)).not.toContain('Sent besluttet');
    await answer(await start(), 'Imens');
    expect(await page.get(one)).not.toContain('Sent besluttet');
    slow.open();
    await writing;
    expect(await page.get(one)).toContain('Sent besluttet');
  });

  it('a change within a savepoint', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    await page.get(one);
    await world.connection.db.transaction((tx) => tx.transaction((inner) => inner.update(threads).set({ title: 'Inderst' }).where(eq(threads.id, thread))));
    expect(await page.get(one)).toContain('Inderst');
  });

  it('a commit between the reading and the end of the rendering: who asked after it gets the new page', async () => {
    const one = aProcess();
    const thread = await start();
    const rendering = door();
    const page = threadPage(thread, (made) => (made === 1 ? rendering.wait() : Promise.resolve()));
    const before = page.get(one);
    await rendering.atDoor;
    await answer(thread, 'Imellem');
    const after = [page.get(one), page.get(one), page.get(one)];
    rendering.open();
    expect(await before).not.toContain('Imellem');
    for (const got of await Promise.all(after)) expect(got).toContain('Imellem');
    expect(await page.get(one)).toContain('Imellem');
    expect(page.made).toBe(2);
  });

  it('a commit between two readings of one rendering', async () => {
    const one = aProcess();
    const thread = await start();
    let torn = true;
    const page = aPage(async () => {
      const first = await getThread(world.as(null), thread, 1);
      if (torn) await answer(thread, 'Midt i det hele');
      torn = false;
      return [first, await getThread(world.as(null), thread, 1)];
    });
    await page.get(one);
    const whole = JSON.parse(await page.get(one)) as { discussion: { posts: unknown[] } }[];
    expect(whole.map(({ discussion }) => discussion.posts.length)).toEqual([2, 2]);
  });

  it('two processes that know nothing of each other', async () => {
    const [one, two] = [aProcess(), aProcess()];
    const thread = await start();
    const [here, there] = [threadPage(thread), threadPage(thread)];
    for (let n = 0; n < 5; n += 1) {
      const body = `Nummer ${n}.`;
      await answer(thread, body);
      for (const got of await Promise.all([here.get(one), there.get(two)])) expect(got).toContain(body);
      await Promise.all([here.get(one), there.get(two)]);
    }
    expect([here.made, there.made]).toEqual([5, 5]);
  });

  it('many writers and readers at once: nobody is shown less than was committed before they asked', async () => {
    const one = aProcess();
    const thread = await start();
    const page = threadPage(thread);
    let committed = 1;
    const writers = Array.from({ length: 4 }, async () => {
      const writer = await world.person();
      for (let n = 0; n < 8; n += 1) {
        await answer(thread, `Indlæg ${randomUUID()}`, writer);
        committed += 1;
      }
    });
    const writing = Promise.all(writers).then(() => true);
    const readers = Array.from({ length: 6 }, async () => {
      for (let done = false; !done;) {
        done = await Promise.race([writing, Promise.resolve(false)]);
        const least = committed;
        const { discussion } = JSON.parse(await page.get(one)) as { discussion: { total: number; posts: unknown[] } };
        expect(discussion.total).toBeGreaterThanOrEqual(least);
      }
    });
    await Promise.all([...readers, writing]);
    expect((JSON.parse(await page.get(one)) as { discussion: { total: number } }).discussion.total).toBe(33);
  });
});

describe('what is not kept, and for how long', () => {
  it('a page that looks at the clock is a second old at most', async () => {
    const one = aProcess();
    for (const read of [async () => world.as(null).now(), async () => (await world.connection.db.execute(sql`select now()`)).length]) {
      const page = aPage(read);
      const address = randomUUID();
      for (const at of [0, 999, 1_000, 1_999]) {
        one.clock.at += at % 1_000 === 0 ? 1 : 998;
        await page.get(one, address);
      }
      expect(page.made).toBe(2);
    }
  });

  it.each([
    ['reads what is not watched', () => world.connection.db.execute(sql`select count(*) from sessions`)],
    ['writes', () => world.connection.db.execute(sql`with changed as (update members set name = name where false returning 1) select * from changed`)],
    ['asks a function that may read anything', () => world.connection.db.execute(sql`select pages.note_table`).catch(() => null)],
  ])('a page that %s is made for each reader', async (_what, read) => {
    const one = aProcess();
    const page = aPage(read);
    await page.get(one);
    await page.get(one);
    expect([page.made, one.keeper.has('/side')]).toEqual([2, false]);
  });

  it('the pages used longest ago give way', async () => {
    const one = aProcess({ room: 300 });
    const pages = ['a', 'b', 'c', 'd'].map((letter) => [`/${letter}`, aPage(async () => letter.repeat(98))] as const);
    for (const [address, page] of pages.slice(0, 3)) await page.get(one, address);
    await pages[0]?.[1].get(one, '/a');
    await pages[3]?.[1].get(one, '/d');
    expect([['/a', '/b', '/c', '/d'].filter((address) => one.keeper.has(address)), one.keeper.bytes]).toEqual([['/a', '/c', '/d'], 300]);
  });

  it('a rendering that failed is tried again, also by those who waited for it', async () => {
    const one = aProcess();
    const page = aPage(async () => 'Indhold', async (made) => {
      if (made === 1) throw new Error('failed');
    });
    const outcomes = await Promise.allSettled([page.get(one), page.get(one), page.get(one)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(page.made).toBe(2);
  });

  it('a process that has not looked for long knows nothing any more', async () => {
    const one = aProcess({ forgetsAfter: 0 });
    const page = aPage(async () => 'Indhold');
    await page.get(one);
    await page.get(one);
    expect(page.made).toBe(2);
  });
});
