import { and, eq } from 'drizzle-orm';
import { initiatives, meetings, posts, postVersions, threads, type ThreadCategory } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { renderMarkdown } from '~/server/markdown';
import { countTry } from '~/server/rate';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { maySeeMeeting } from '../meetings/rules';
import { followOwn } from '../subscriptions/commands';
import { followersOf } from '../subscriptions/queries';
import { asId, seenThread } from './queries';
import { mayEditPost, mayPost, mayRemovePost } from './rules';
import type { RemovePost, StartThread } from './schema';

type NewThread = { category: ThreadCategory; subjectId: string | null; title: string; authorId?: string | null; isExample?: boolean };
export type NewPost = { body: string; replyToId?: string | null };
export type PostPlace = { id: string; threadId: string; number: number };

/** More than anybody writes by hand, in a minute. */
const POSTS_A_MINUTE = 60;
const countPost = (ctx: Ctx) => countTry(ctx, `post:${ctx.actor?.id ?? ''}`, POSTS_A_MINUTE, 60);

/** Opens a thread within another write. Agenda items and proposals have one each: a second call answers the first one's. */
export async function openThread(tx: Tx, { category, subjectId, title, authorId = null, isExample = false }: NewThread): Promise<{ id: string }> {
  const [made] = await tx.db.insert(threads).values({ category, subjectId, title, authorId, isExample, createdAt: tx.now }).onConflictDoNothing().returning({ id: threads.id });
  if (!made) {
    const [existing] = await tx.db.select({ id: threads.id }).from(threads).where(and(eq(threads.category, category), eq(threads.subjectId, subjectId ?? '')));
    if (!existing) throw new Error('no thread was opened');
    return existing;
  }
  tx.append(`thread:${made.id}`, 'thread.created', { threadId: made.id, category });
  if (authorId) await followOwn(tx, authorId, `thread:${made.id}`);
  if (subjectId && category !== 'agenda_item') tx.append(`${category}:${subjectId}`, 'thread.created', { threadId: made.id, category });
  return made;
}

/** Opens a thread with its first post. Refuses what `mayPost` refuses, `too_many_tries`, `meeting_not_found`, `initiative_not_found`. */
export async function startThread(ctx: Ctx, { body, ...thread }: StartThread & { isExample?: boolean }, key?: string): Promise<PostPlace> {
  ensure(mayPost(ctx.actor));
  await countPost(ctx);
  return write(ctx, key, async (tx) => {
    await ensureSubject(tx, ctx, thread);
    const { id } = await openThread(tx, { ...thread, authorId: ctx.actor?.id ?? null });
    return addPost(tx, ctx, id, { body });
  });
}

async function ensureSubject(tx: Tx, ctx: Ctx, { category, subjectId }: Pick<StartThread, 'category' | 'subjectId'>): Promise<void> {
  if (category === 'meeting') {
    const [meeting] = await tx.db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, subjectId ?? ''));
    if (!meeting) throw refuse('meeting_not_found');
    ensure(maySeeMeeting(ctx.actor, meeting));
  }
  if (category === 'initiative' && (await tx.db.$count(initiatives, eq(initiatives.id, subjectId ?? ''))) === 0) throw refuse('initiative_not_found');
}

/** Writes the next post of a thread: numbers run 1, 2, 3 … without gaps. Refuses what `mayPost` refuses, `too_many_tries`, `thread_not_found`, `post_not_found` (the one replied to). */
export async function createPost(ctx: Ctx, threadId: string, post: NewPost, key?: string): Promise<PostPlace> {
  ensure(mayPost(ctx.actor));
  await countPost(ctx);
  return write(ctx, key, async (tx) => {
    await seenThread(tx.db, ctx, eq(threads.id, asId(threadId)));
    return addPost(tx, ctx, threadId, post);
  });
}

async function addPost(tx: Tx, ctx: Ctx, threadId: string, { body, replyToId = null }: NewPost): Promise<PostPlace> {
  const [thread] = await tx.db.select({ postCount: threads.postCount, category: threads.category, subjectId: threads.subjectId }).from(threads).where(eq(threads.id, threadId)).for('update');
  if (!thread || !ctx.actor) throw refuse('thread_not_found');
  if (replyToId && (await tx.db.$count(posts, and(eq(posts.id, replyToId), eq(posts.threadId, threadId)))) === 0) throw refuse('post_not_found');
  const number = thread.postCount + 1;
  const [post] = await tx.db.insert(posts).values({ threadId, number, authorId: ctx.actor.id, body, bodyHtml: renderMarkdown(body), replyToId, createdAt: tx.now }).returning({ id: posts.id });
  if (!post) throw new Error('no post was made');
  await tx.db.update(threads).set({ postCount: number, lastPostAt: tx.now }).where(eq(threads.id, threadId));
  tx.append(`thread:${threadId}`, 'thread.post_created', { postId: post.id, number });
  await tellFollowers(tx, ctx.actor.id, { id: threadId, ...thread }, post.id);
  return { id: post.id, threadId, number };
}

/** Those who follow the thread, its category or its initiative get the post as mail; its author follows from now on. */
async function tellFollowers(tx: Tx, authorId: string, thread: { id: string; category: ThreadCategory; subjectId: string | null }, postId: string): Promise<void> {
  await followOwn(tx, authorId, `thread:${thread.id}`);
  const initiative = thread.category === 'initiative' ? thread.subjectId : null;
  const wider = [`category:${thread.category}`, ...(initiative ? [`initiative:${initiative}`] : [])];
  await tx.mail('thread.posted', await followersOf(tx.db, `thread:${thread.id}`, wider, initiative, authorId), { threadId: thread.id, postId }, postId);
}

async function lockPost(tx: Tx, ctx: Ctx, id: string) {
  const [post] = await tx.db.select().from(posts).where(eq(posts.id, asId(id, 'post_not_found'))).for('update');
  if (!post) throw refuse('post_not_found');
  await seenThread(tx.db, ctx, eq(threads.id, post.threadId));
  return post;
}

const placeOf = ({ id, threadId, number }: PostPlace): PostPlace => ({ id, threadId, number });

/** Changes a post's text; the earlier wording is kept and shown. Refuses what `mayEditPost` refuses, `post_not_found`, `edit_conflict`. */
export async function editPost(ctx: Ctx, id: string, { body, version }: { body: string; version: number }, key?: string): Promise<PostPlace> {
  return write(ctx, key, async (tx) => {
    const post = await lockPost(tx, ctx, id);
    ensure(mayEditPost(ctx.actor, post));
    if (version !== post.version) throw refuse('edit_conflict');
    if (body === post.body) return placeOf(post);
    await tx.db.insert(postVersions).values({ postId: id, version, body: post.body, at: post.editedAt ?? post.createdAt });
    await tx.db.update(posts).set({ body, bodyHtml: renderMarkdown(body), version: version + 1, editedAt: tx.now }).where(eq(posts.id, id));
    tx.append(`thread:${post.threadId}`, 'thread.post_edited', { postId: id, version: version + 1 });
    return placeOf(post);
  });
}

/** Takes a post's text off the site. Its number, author, the rule and the reason stay to be seen. Refuses what `mayRemovePost` refuses, `post_not_found`. */
export async function removePost(ctx: Ctx, id: string, { rule, reason }: RemovePost, key?: string): Promise<PostPlace> {
  return write(ctx, key, async (tx) => {
    const post = await lockPost(tx, ctx, id);
    ensure(mayRemovePost(ctx.actor, post, rule));
    await tx.db.update(posts).set({ removedAt: tx.now, removedBy: ctx.actor?.id ?? null, removedRule: rule, removedReason: reason, version: post.version + 1 }).where(eq(posts.id, id));
    tx.append(`thread:${post.threadId}`, 'thread.post_removed', { postId: id });
    return placeOf(post);
  });
}
