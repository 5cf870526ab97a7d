import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { events, posts, proposals, rateLimits, threads, type ThreadCategory } from '~/db/schema';
import type { Actor } from '~/server/context';
import { createPost, editPost, openThread, removePost, startThread } from '~/server/domain/threads/commands';
import { activeThreads, discussionOf, forum, getPost, getThread, postToEdit, threadsAbout, threadsIn } from '~/server/domain/threads/queries';
import { mayEditPost, mayPost, mayRemovePost } from '~/server/domain/threads/rules';
import { createPostSchema, POSTS_A_PAGE, removePostSchema, startThreadSchema } from '~/server/domain/threads/schema';
import { limits } from '~/server/limits';
import { renderMarkdown } from '~/server/markdown';
import { write } from '~/server/write';
import { createMeeting } from '~/server/domain/meetings/commands';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let author: Actor;
let other: Actor;
let unconfirmed: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  author = await world.person('member', { organisationId: await anOrganisation(world, 'Foreningen Åbenhed') });
  other = await world.person();
  unconfirmed = await world.person('member', { emailConfirmedAt: null });
});

const start = (actor: Actor, title = 'Åbne data', body = 'Første indlæg') => startThread(world.as(actor), { category: 'general', subjectId: null, title, body });
const typesOf = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map((event) => [event.seq, event.type]);

async function aProposal(more: Partial<typeof proposals.$inferInsert> = {}): Promise<string> {
  const { id: meetingId } = await aCalledMeeting(world, organiser);
  const now = world.clock.now;
  const [row] = await world.connection.db.insert(proposals).values({ meetingId, authorId: author.id, title: 'Et forslag', reason: 'Fordi', kind: 'discussion', minutesWanted: 10, state: 'submitted', submittedAt: now, deadlineThen: now, ...more }).returning({ id: proposals.id });
  return row?.id ?? '';
}
const open = (category: ThreadCategory, subjectId: string | null) => write(world.as(null), undefined, (tx) => openThread(tx, { category, subjectId, title: 'Et forslag' }));

describe('rules', () => {
  const mine = () => ({ authorId: author.id, removedAt: null });
  const gone = () => ({ authorId: author.id, removedAt: new Date() });
  it.each([
    ['write', () => [mayPost(null), mayPost(unconfirmed), mayPost(author)], ['not_signed_in', 'email_not_confirmed', null]],
    ['edit', () => [mayEditPost(null, mine()), mayEditPost(unconfirmed, mine()), mayEditPost(other, mine()), mayEditPost(organiser, mine()), mayEditPost(author, gone()), mayEditPost(author, mine())], ['not_signed_in', 'email_not_confirmed', 'author_only', 'author_only', 'post_removed', null]],
    ['take back', () => [mayRemovePost(null, mine(), 'own'), mayRemovePost(other, mine(), 'own'), mayRemovePost(organiser, mine(), 'own'), mayRemovePost(author, gone(), 'own'), mayRemovePost(author, mine(), 'own')], ['not_signed_in', 'author_only', 'author_only', 'post_removed', null]],
    ['moderate', () => [mayRemovePost(null, mine(), 'abuse'), mayRemovePost(author, mine(), 'abuse'), mayRemovePost(organiser, gone(), 'abuse'), mayRemovePost(organiser, mine(), 'abuse')], ['not_signed_in', 'organisers_only', 'post_removed', null]],
  ] as const)('who may %s', (_what, verdicts, expected) => {
    expect(verdicts().map((verdict) => verdict?.code ?? null)).toEqual(expected);
  });
});

describe('the forms', () => {
  const id = randomUUID();
  it.each([
    ['general', { category: 'general', subjectId: null }],
    [`meeting:${id}`, { category: 'meeting', subjectId: id }],
    [`initiative:${id}`, { category: 'initiative', subjectId: id }],
  ])('a thread about %s', (about, expected) => {
    expect(startThreadSchema.parse({ about, title: 'T', body: 'B' })).toMatchObject(expected);
  });
  it.each([`proposal:${id}`, 'meeting:', 'meeting:1', 'meeting', ''])('no thread about »%s«', (about) => {
    expect(startThreadSchema.safeParse({ about, title: 'T', body: 'B' }).success).toBe(false);
  });
  it.each([
    ['/forslag/1?side=2', '/forslag/1?side=2'],
    ['//ondt.example', null], ['/\\ondt.example', null], ['https://ondt.example', null], ['javascript:alert(1)', null], ['/a\n/b', null], ['/a#b', null], ['', null], [undefined, null],
  ])('leads back to %j as %j', (back, expected) => {
    expect(createPostSchema.parse({ body: 'B', back }).back).toBe(expected);
  });
  it('takes a post of 10,000 letters and no more', () => {
    expect(createPostSchema.safeParse({ body: 'æ'.repeat(limits.post) }).success).toBe(true);
    expect(createPostSchema.safeParse({ body: 'æ'.repeat(limits.post + 1) }).error?.issues[0]).toMatchObject({ path: ['body'], message: 'too_long:10000' });
  });
  it('asks an organiser for a reason, not an author', () => {
    expect(removePostSchema.safeParse({ rule: 'abuse', reason: ' ' }).error?.issues[0]).toMatchObject({ path: ['reason'], message: 'required' });
    expect(removePostSchema.safeParse({ rule: 'own', reason: '' }).success).toBe(true);
    expect(removePostSchema.safeParse({ rule: 'because', reason: 'x' }).success).toBe(false);
  });
});

describe('threads', () => {
  it('opens with its first post, on the stream of the thread and of its subject', async () => {
    const meeting = await aCalledMeeting(world, organiser, { title: 'Debatmøde' });
    const { threadId, number } = await startThread(world.as(author), { category: 'meeting', subjectId: meeting.id, title: 'Om mødet', body: 'Hej' });
    expect(number).toBe(1);
    expect(await typesOf(`thread:${threadId}`)).toEqual([[1, 'thread.created'], [2, 'thread.post_created']]);
    expect((await typesOf(`meeting:${meeting.id}`)).at(-1)?.[1]).toBe('thread.created');
    const thread = await getThread(world.as(null), threadId, 1);
    expect(thread).toMatchObject({ title: 'Om mødet', author: author.name, subject: { kind: 'meeting', slug: meeting.slug, title: 'Debatmøde' } });
    expect(thread.discussion.posts).toMatchObject([{ number: 1, author: author.name, organisation: 'Foreningen Åbenhed', html: '<p>Hej</p>\n', removed: null }]);
    expect((await threadsAbout(world.as(null), 'meeting', meeting.id)).map(({ id }) => id)).toEqual([threadId]);
  });

  it('has one thread for a proposal, however often it is opened', async () => {
    const proposal = await aProposal();
    const opened = await Promise.all(Array.from({ length: 5 }, () => open('proposal', proposal)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await typesOf(`proposal:${proposal}`)).toEqual([[1, 'thread.created']]);
    expect(await discussionOf(world.as(null), 'proposal', proposal)).toMatchObject({ threadId: opened[0]?.id, total: 0, posts: [], why: 'not_signed_in', can: { post: false, moderate: false, own: null } });
  });

  it('is refused about what is not there or not to be seen', async () => {
    const hidden = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    const about = (category: 'meeting' | 'initiative', subjectId: string) => startThread(world.as(author), { category, subjectId, title: 'T', body: 'B' });
    await expectRefusal(about('meeting', randomUUID()), 'meeting_not_found');
    await expectRefusal(about('meeting', hidden.id), 'meeting_not_found');
    await expectRefusal(about('initiative', randomUUID()), 'initiative_not_found');
    await expectRefusal(startThread(world.as(null), { category: 'general', subjectId: null, title: 'T', body: 'B' }), 'not_signed_in');
    await expectRefusal(start(unconfirmed), 'email_not_confirmed');
  });

  it('hides the thread with its subject', async () => {
    const hidden = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Endnu en kladde' }));
    const { threadId } = await startThread(world.as(organiser), { category: 'meeting', subjectId: hidden.id, title: 'Internt', body: 'B' });
    await expectRefusal(getThread(world.as(author), threadId, 1), 'thread_not_found');
    await expectRefusal(createPost(world.as(author), threadId, { body: 'B' }), 'thread_not_found');
    expect((await getThread(world.as(organiser), threadId, 1)).title).toBe('Internt');
    expect((await activeThreads(world.as(null), 500)).map(({ id }) => id)).not.toContain(threadId);
    expect((await forum(world.as(null), 500)).flatMap(({ rows }) => rows.map(({ id }) => id))).not.toContain(threadId);
  });

  it('shows the thread of a withdrawn proposal to its author and the organisers only', async () => {
    const proposal = await aProposal({ state: 'withdrawn' });
    const { id } = await open('proposal', proposal);
    await expectRefusal(getThread(world.as(null), id, 1), 'thread_not_found');
    await expectRefusal(discussionOf(world.as(other), 'proposal', proposal), 'thread_not_found');
    expect((await getThread(world.as(author), id, 1)).id).toBe(id);
    expect((await getThread(world.as(organiser), id, 1)).id).toBe(id);
  });

  it('is not found under what is no id', async () => {
    await expectRefusal(getThread(world.as(null), 'noget-andet', 1), 'thread_not_found');
    await expectRefusal(getThread(world.as(null), randomUUID(), 1), 'thread_not_found');
    await expectRefusal(getPost(world.as(null), 'x'), 'post_not_found');
  });

  it('lists the liveliest first, by category and in all', async () => {
    const first = await start(author, 'Ældst');
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    const second = await start(author, 'Midt');
    world.clock.now = new Date(world.clock.now.getTime() + 60_000);
    await createPost(world.as(other), first.threadId, { body: 'Op igen' });
    const top = (await activeThreads(world.as(null), 2)).map(({ id }) => id);
    expect(top).toEqual([first.threadId, second.threadId]);
    expect((await threadsIn(world.as(null), 'general', 1)).rows.slice(0, 2).map(({ id }) => id)).toEqual(top);
    const general = (await forum(world.as(null), 2)).find(({ category }) => category === 'general');
    expect(general?.rows.map(({ id }) => id)).toEqual(top);
    expect(general?.count).toBeGreaterThanOrEqual(2);
  });

  it('cannot be about nothing, or general about something', async () => {
    const insert = (values: typeof threads.$inferInsert) => world.connection.db.insert(threads).values(values);
    await expect(insert({ category: 'meeting', subjectId: null, title: 'T' })).rejects.toThrow();
    await expect(insert({ category: 'general', subjectId: randomUUID(), title: 'T' })).rejects.toThrow();
    await expect(insert({ category: 'andet' as ThreadCategory, subjectId: randomUUID(), title: 'T' })).rejects.toThrow();
  });
});

describe('posts', () => {
  it('are numbered without gaps when thirty are written at once', async () => {
    const { threadId } = await start(author);
    const people = [author, other, organiser];
    const written = await Promise.all(Array.from({ length: 30 }, (_, n) => createPost(world.as(people[n % 3] ?? author), threadId, { body: `Indlæg ${n}` })));
    const numbers = Array.from({ length: 31 }, (_, n) => n + 1);
    expect(written.map(({ number }) => number).sort((a, b) => a - b)).toEqual(numbers.slice(1));
    const rows = await world.connection.db.select({ number: posts.number }).from(posts).where(eq(posts.threadId, threadId)).orderBy(posts.number);
    expect(rows.map(({ number }) => number)).toEqual(numbers);
    const told = await world.connection.db.select().from(events).where(eq(events.stream, `thread:${threadId}`)).orderBy(events.seq);
    expect(told.slice(1).map(({ payload }) => payload.number)).toEqual(numbers);
    expect((await getThread(world.as(null), threadId, 1)).discussion).toMatchObject({ total: 31, pages: 1, seq: 32, newest: true });
  });

  it('sent twice with one key land once', async () => {
    const { threadId } = await start(author);
    const [first, second] = await Promise.all([createPost(world.as(other), threadId, { body: 'To gange' }, 'nøgle-123'), createPost(world.as(other), threadId, { body: 'To gange' }, 'nøgle-123')]);
    expect(second).toEqual(first);
    expect((await getThread(world.as(null), threadId, 1)).discussion.total).toBe(2);
  });

  it('reply to a post of the same thread only', async () => {
    const one = await start(author);
    const two = await start(author);
    await createPost(world.as(other), one.threadId, { body: 'Svar', replyToId: one.id });
    expect((await getThread(world.as(null), one.threadId, 1)).discussion.posts[1]?.replyTo).toEqual({ number: 1, author: author.name });
    await expectRefusal(createPost(world.as(other), two.threadId, { body: 'Svar', replyToId: one.id }), 'post_not_found');
  });

  it('are refused to strangers and to members without a confirmed address', async () => {
    const { threadId } = await start(author);
    await expectRefusal(createPost(world.as(null), threadId, { body: 'B' }), 'not_signed_in');
    await expectRefusal(createPost(world.as(unconfirmed), threadId, { body: 'B' }), 'email_not_confirmed');
  });

  it('are refused in a thread that is not there', async () => {
    await expectRefusal(createPost(world.as(author), randomUUID(), { body: 'B' }), 'thread_not_found');
  });

  it('are held back when there are too many in a minute', async () => {
    const eager = await world.person();
    const { threadId } = await start(author);
    await world.connection.db.insert(rateLimits).values({ key: `post:${eager.id}`, windowStart: world.clock.now, count: 60 });
    await expectRefusal(createPost(world.as(eager), threadId, { body: 'B' }), 'too_many_tries');
    world.clock.now = new Date(world.clock.now.getTime() + 61_000);
    expect((await createPost(world.as(eager), threadId, { body: 'B' })).number).toBe(2);
  });

  it('stand on pages by their number; a page beyond the last is the last', async () => {
    const { threadId } = await start(author);
    const bulk = Array.from({ length: POSTS_A_PAGE + 4 }, (_, n) => ({ threadId, number: n + 2, authorId: other.id, body: 'B', bodyHtml: '<p>B</p>' }));
    await world.connection.db.insert(posts).values(bulk);
    await world.connection.db.update(threads).set({ postCount: POSTS_A_PAGE + 5 }).where(eq(threads.id, threadId));
    const firstPage = (await getThread(world.as(null), threadId, 1)).discussion;
    expect(firstPage).toMatchObject({ page: 1, pages: 2, from: 1, newest: false });
    expect(firstPage.posts).toHaveLength(POSTS_A_PAGE);
    const last = (await getThread(world.as(null), threadId, 99)).discussion;
    expect(last).toMatchObject({ page: 2, from: POSTS_A_PAGE + 1, newest: true });
    expect(last.posts.map(({ number }) => number)).toEqual([51, 52, 53, 54, 55]);
  });

  it('keep their earlier wordings when edited', async () => {
    const { id, threadId } = await start(author, 'Redigeres', 'Første');
    await editPost(world.as(author), id, { body: 'Anden', version: 1 });
    await editPost(world.as(author), id, { body: 'Tredje', version: 2 });
    const { post, versions, can } = await getPost(world.as(author), id);
    expect(post).toMatchObject({ html: '<p>Tredje</p>\n', version: 3 });
    expect(post.editedAt).not.toBeNull();
    expect(versions.map(({ version, body }) => [version, body])).toEqual([[2, 'Anden'], [1, 'Første']]);
    expect(can).toEqual({ edit: true, removeOwn: true, moderate: false });
    expect(await postToEdit(world.as(author), id)).toMatchObject({ body: 'Tredje', version: 3 });
    await expectRefusal(postToEdit(world.as(other), id), 'author_only');
    expect((await typesOf(`thread:${threadId}`)).map(([, type]) => type)).toEqual(['thread.created', 'thread.post_created', 'thread.post_edited', 'thread.post_edited']);
  });

  it('tell the second of two who edit at once, and only the author may', async () => {
    const { id, threadId } = await start(author);
    const outcomes = await Promise.allSettled([editPost(world.as(author), id, { body: 'A', version: 1 }), editPost(world.as(author), id, { body: 'B', version: 1 })]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(editPost(world.as(author), id, { body: 'C', version: 1 }), 'edit_conflict');
    await expectRefusal(editPost(world.as(other), id, { body: 'C', version: 2 }), 'author_only');
    await expectRefusal(editPost(world.as(author), randomUUID(), { body: 'C', version: 1 }), 'post_not_found');
    const before = await typesOf(`thread:${threadId}`);
    const { body } = await postToEdit(world.as(author), id);
    await editPost(world.as(author), id, { body, version: 2 });
    expect(await typesOf(`thread:${threadId}`)).toEqual(before);
  });

  it('leave a trace when removed: the rule and the reason, not the text', async () => {
    const { id, threadId } = await start(author, 'Fjernes', 'Noget grimt');
    await editPost(world.as(author), id, { body: 'Noget grimmere', version: 1 });
    await removePost(world.as(organiser), id, { rule: 'abuse', reason: 'Det er nedgørende.' });
    const { posts: [post], total } = (await getThread(world.as(null), threadId, 1)).discussion;
    expect(post).toMatchObject({ number: 1, author: author.name, html: null, removed: { rule: 'abuse', reason: 'Det er nedgørende.' } });
    expect(total).toBe(1);
    expect(JSON.stringify(await getPost(world.as(null), id))).not.toMatch(/grim/);
    expect((await typesOf(`thread:${threadId}`)).at(-1)?.[1]).toBe('thread.post_removed');
    await expectRefusal(removePost(world.as(organiser), id, { rule: 'abuse', reason: 'igen' }), 'post_removed');
    await expectRefusal(editPost(world.as(author), id, { body: 'B', version: 3 }), 'post_removed');
  });

  it('are taken back by their author without a reason, by nobody else', async () => {
    const { id, threadId } = await start(author);
    await expectRefusal(removePost(world.as(other), id, { rule: 'own', reason: '' }), 'author_only');
    await expectRefusal(removePost(world.as(author), id, { rule: 'abuse', reason: 'x' }), 'organisers_only');
    await removePost(world.as(author), id, { rule: 'own', reason: '' });
    expect((await getThread(world.as(null), threadId, 1)).discussion.posts[0]).toMatchObject({ html: null, removed: { rule: 'own', reason: '' } });
  });

  it('cannot be half removed, nor share a number', async () => {
    const { id, threadId } = await start(author);
    await expect(world.connection.db.update(posts).set({ removedAt: new Date() }).where(eq(posts.id, id))).rejects.toThrow();
    await expect(world.connection.db.insert(posts).values({ threadId, number: 1, authorId: author.id, body: 'B', bodyHtml: 'B' })).rejects.toThrow();
  });

  it('bear a neutral name when the author has left', async () => {
    const leaver = await world.person();
    const { threadId } = await start(leaver);
    await world.connection.db.execute(sql`update members set name = '' where id = ${leaver.id}`);
    expect((await getThread(world.as(null), threadId, 1)).discussion.posts[0]?.author).toBeNull();
  });

  it('write nothing when something fails on the way', async () => {
    const { threadId } = await start(author);
    await expect(write(world.as(author), undefined, async (tx) => {
      await tx.db.insert(posts).values({ threadId, number: 2, authorId: author.id, body: 'B', bodyHtml: 'B' });
      tx.append(`thread:${threadId}`, 'thread.post_created', { postId: randomUUID(), number: 2 });
      throw new Error('on the way');
    })).rejects.toThrow('on the way');
    expect((await getThread(world.as(null), threadId, 1)).discussion).toMatchObject({ total: 1, seq: 2 });
  });
});

describe('Markdown', () => {
  it.each([
    ['<script>alert(1)</script>', /<script/i],
    ['<img src=x onerror=alert(1)>', /<img|<[^>]*onerror/i],
    ['[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](vbscript:x)', /href="(?:java|vb)script/i],
    ['[a](data:text/html;base64,PHNjcmlwdD4=)', /href="data:/i],
    ['![sporing](https://ondt.example/pixel.png)', /<img/i],
    ['[x](//ondt.example)', /href="\/\//],
    ['[x](https://a.example" onmouseover="alert(1))', /<[^>]* onmouseover/i],
    ['<style>*{display:none}</style><iframe src="/"></iframe>', /<style|<iframe/i],
  ])('%s does no harm', (text, harm) => {
    expect(renderMarkdown(text)).not.toMatch(harm);
  });

  it('says of links that they are not ours', () => {
    expect(renderMarkdown('https://ogp.example/a')).toBe('<p><a href="https://ogp.example/a" rel="nofollow noopener ugc">https://ogp.example/a</a></p>\n');
  });

  it('keeps line breaks, lists and quotes, and puts headings below those of the page', () => {
    expect(renderMarkdown('# Titel\na\nb\n\n- c\n\n> d')).toBe('<h4>Titel</h4>\n<p>a<br />\nb</p>\n<ul>\n<li>c</li>\n</ul>\n<blockquote>\n<p>d</p>\n</blockquote>\n');
  });

  it.each(['[', '](', '[](', '![', '*', '**a', '_', '`', '> ', '- ', '<', '<a', '&', '(', '[a](<', '~~', '*a_', '"', '#\n', '[x]\n', 'http://a'])('10,000 letters of »%s« are rendered at once', (part) => {
    const began = performance.now();
    renderMarkdown(part.repeat(10_000).slice(0, limits.post));
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
