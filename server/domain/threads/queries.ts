import { and, asc, between, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { actionPlans, agendaItems, initiatives, meetings, members, organisations, postVersions, posts, proposals, threads, type ThreadCategory } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { isId } from '~/server/fields';
import { seqOf } from '~/server/history';
import { ensure, refuse, type RefusalCode } from '~/server/refusal';
import { itemShown, meetingShown } from '~/server/visible';
import type { Tx } from '~/server/write';
import { mayEditPost, mayPost, mayRemovePost } from './rules';
import { POSTS_A_PAGE, type RemovalRule } from './schema';

export const THREADS_A_PAGE = 20;

type Reader = Ctx['db'] | Tx['db'];

/** A post as a reader sees it; a removed one has no text. Instants are ISO strings once they have travelled to an open page. */
export type PostView = {
  id: string; number: number; version: number; at: Date | string; editedAt: Date | string | null;
  authorId: string; author: string | null; organisation: string | null;
  html: string | null; replyTo: { number: number; author: string | null } | null;
  removed: { at: Date | string; rule: RemovalRule; reason: string } | null;
};

/** A stretch of a thread, and what the viewer may do in it. `seq` is read before the posts: nothing after it is missed. */
export type Discussion = {
  threadId: string; title: string; stream: string; seq: number; total: number; page: number; pages: number;
  posts: PostView[];
  /** The number of the first post of the stretch; `newest` when it runs to the end of the thread. */
  from: number; newest: boolean;
  /** `own`: the id of the author whose posts the viewer may change; `why`: what keeps the viewer from writing. */
  can: { post: boolean; moderate: boolean; own: string | null }; why: RefusalCode | null;
};

export type SubjectView =
  | { kind: 'meeting'; slug: string; title: string }
  | { kind: 'agenda_item'; id: string; slug: string; title: string; meeting: string }
  | { kind: 'proposal'; id: string; title: string }
  | { kind: 'initiative'; period: string; number: string; titleDa: string; titleEn: string };

/** A thread is as visible as what it is about; of proposals, what `maySeeProposal` allows. */
function threadShown(ctx: Ctx): SQL | undefined {
  const standing = isOrganiser(ctx.actor) ? isNotNull(proposals.submittedAt) : and(isNotNull(proposals.submittedAt), ne(proposals.state, 'withdrawn'));
  return or(
    eq(threads.category, 'general'),
    and(eq(threads.category, 'meeting'), isNotNull(meetings.id), meetingShown(ctx)),
    and(eq(threads.category, 'agenda_item'), isNotNull(agendaItems.id), itemShown(ctx)),
    and(eq(threads.category, 'proposal'), isNotNull(proposals.id), ctx.actor ? or(standing, eq(proposals.authorId, ctx.actor.id)) : standing),
    and(eq(threads.category, 'initiative'), isNotNull(initiatives.id)),
  );
}

const columns = {
  id: threads.id, category: threads.category, subjectId: threads.subjectId, title: threads.title, postCount: threads.postCount, lastPostAt: threads.lastPostAt, createdAt: threads.createdAt, isExample: threads.isExample,
  author: members.name, meetingSlug: meetings.slug, meetingTitle: meetings.title, itemTitle: agendaItems.title, proposalTitle: proposals.title,
  period: actionPlans.period, initiativeNumber: initiatives.number, initiativeDa: initiatives.titleDa, initiativeEn: initiatives.titleEn,
};

const meetingId = sql`coalesce(${agendaItems.meetingId}, ${proposals.meetingId}, case when ${threads.category} = 'meeting' then ${threads.subjectId} end)`;

/** The threads that the viewer may see, joined to what they are about, so that `~/server/visible` can be asked. */
const shown = (db: Reader, ctx: Ctx, where?: SQL) => db.select(columns).from(threads)
  .leftJoin(agendaItems, and(eq(threads.category, 'agenda_item'), eq(agendaItems.id, threads.subjectId)))
  .leftJoin(proposals, and(eq(threads.category, 'proposal'), eq(proposals.id, threads.subjectId)))
  .leftJoin(meetings, eq(meetings.id, meetingId))
  .leftJoin(initiatives, and(eq(threads.category, 'initiative'), eq(initiatives.id, threads.subjectId)))
  .leftJoin(actionPlans, eq(actionPlans.id, initiatives.planId))
  .leftJoin(members, eq(members.id, threads.authorId))
  .where(and(where, threadShown(ctx)));

const idsShown = (ctx: Ctx) => ctx.db.select({ id: threads.id }).from(threads)
  .leftJoin(agendaItems, and(eq(threads.category, 'agenda_item'), eq(agendaItems.id, threads.subjectId)))
  .leftJoin(proposals, and(eq(threads.category, 'proposal'), eq(proposals.id, threads.subjectId)))
  .leftJoin(meetings, eq(meetings.id, meetingId))
  .leftJoin(initiatives, and(eq(threads.category, 'initiative'), eq(initiatives.id, threads.subjectId)))
  .where(threadShown(ctx));

type Row = { [K in keyof typeof columns]: (typeof columns)[K]['_']['data'] | null };

function summary(row: Row) {
  const { id, category, subjectId, title, postCount, lastPostAt, createdAt, isExample, author } = row as Row & typeof threads.$inferSelect;
  return { id, category, subjectId, title, postCount, lastPostAt, createdAt, isExample, author, subject: subjectOf(row) };
}
export type ThreadSummary = ReturnType<typeof summary>;

function subjectOf(row: Row): SubjectView | null {
  const text = (value: string | null) => value ?? '';
  switch (row.category) {
    case 'meeting': return { kind: 'meeting', slug: text(row.meetingSlug), title: text(row.meetingTitle) };
    case 'agenda_item': return { kind: 'agenda_item', id: text(row.subjectId), slug: text(row.meetingSlug), title: text(row.itemTitle), meeting: text(row.meetingTitle) };
    case 'proposal': return { kind: 'proposal', id: text(row.subjectId), title: text(row.proposalTitle) };
    case 'initiative': return { kind: 'initiative', period: text(row.period), number: text(row.initiativeNumber), titleDa: text(row.initiativeDa), titleEn: text(row.initiativeEn) };
    default: return null;
  }
}

const newestFirst = [sql`${threads.lastPostAt} desc nulls last`, desc(threads.id)];

/** The threads where something was written last. */
export async function activeThreads(ctx: Ctx, limit: number): Promise<ThreadSummary[]> {
  return (await shown(ctx.db, ctx, gt(threads.postCount, 0)).orderBy(...newestFirst).limit(limit)).map(summary);
}

/** The threads of a category, or of all, the liveliest first, one page of them. */
export async function threadsIn(ctx: Ctx, category: ThreadCategory | null, page: number) {
  const inCategory = category === null ? undefined : eq(threads.category, category);
  const [rows, total] = await Promise.all([
    shown(ctx.db, ctx, inCategory).orderBy(...newestFirst).limit(THREADS_A_PAGE).offset((page - 1) * THREADS_A_PAGE),
    ctx.db.$count(threads, and(inCategory, inArray(threads.id, idsShown(ctx)))),
  ]);
  return { rows: rows.map(summary), pages: Math.max(1, Math.ceil(total / THREADS_A_PAGE)) };
}

/** Of each category its liveliest threads that have posts, and how many threads it has in all. */
export async function forum(ctx: Ctx, each = 4): Promise<{ category: ThreadCategory; count: number; rows: ThreadSummary[] }[]> {
  const ranked = ctx.db.select({
    id: threads.id, category: threads.category, count: sql<number>`(count(*) over (partition by ${threads.category}))::int`.as('count'),
    rank: sql<number>`(row_number() over (partition by ${threads.category} order by (${threads.postCount} > 0) desc, ${threads.lastPostAt} desc nulls last, ${threads.id} desc))::int`.as('rank'),
  }).from(threads).where(inArray(threads.id, idsShown(ctx))).as('ranked');
  const picked = await ctx.db.select().from(ranked).where(lte(ranked.rank, each)).orderBy(asc(ranked.rank));
  const rows = picked.length === 0 ? [] : (await shown(ctx.db, ctx, inArray(threads.id, picked.map(({ id }) => id)))).map(summary);
  return (['general', 'meeting', 'agenda_item', 'proposal', 'initiative'] as const).map((category) => {
    const own = picked.filter((pick) => pick.category === category);
    return { category, count: own[0]?.count ?? 0, rows: own.flatMap(({ id }) => rows.filter((row) => row.id === id && row.postCount > 0)) };
  });
}

/** The threads about one thing, the liveliest first. */
export async function threadsAbout(ctx: Ctx, category: ThreadCategory, subjectId: string, limit = 20): Promise<ThreadSummary[]> {
  return (await shown(ctx.db, ctx, and(eq(threads.category, category), eq(threads.subjectId, subjectId))).orderBy(...newestFirst).limit(limit)).map(summary);
}

/** One thread that the viewer may see. Refuses `thread_not_found`. */
export async function seenThread(db: Reader, ctx: Ctx, where: SQL | undefined): Promise<ThreadSummary> {
  const [row] = await shown(db, ctx, where).limit(1);
  if (!row) throw refuse('thread_not_found');
  return summary(row);
}

/** Refuses `thread_not_found` unless the viewer may follow the thread. */
export async function ensureThreadReadable(ctx: Ctx, id: string): Promise<void> {
  await seenThread(ctx.db, ctx, eq(threads.id, id));
}

/** Posts as readers see them, in the order of their numbers, in one query. */
export async function postViews(db: Reader, where: SQL | undefined): Promise<PostView[]> {
  const reply = alias(posts, 'reply');
  const replyAuthor = alias(members, 'reply_author');
  const rows = await db.select({
    id: posts.id, number: posts.number, version: posts.version, at: posts.createdAt, editedAt: posts.editedAt, authorId: posts.authorId, author: members.name, organisation: organisations.name,
    html: posts.bodyHtml, replyNumber: reply.number, replyAuthor: replyAuthor.name, removedAt: posts.removedAt, removedRule: posts.removedRule, removedReason: posts.removedReason,
  }).from(posts).innerJoin(members, eq(members.id, posts.authorId)).leftJoin(organisations, eq(organisations.id, members.organisationId))
    .leftJoin(reply, eq(reply.id, posts.replyToId)).leftJoin(replyAuthor, eq(replyAuthor.id, reply.authorId)).where(where).orderBy(asc(posts.number));
  return rows.map(({ html, replyNumber, replyAuthor: to, removedAt, removedRule, removedReason, ...post }) => ({
    ...post,
    author: post.author || null,
    html: removedAt ? null : html,
    replyTo: replyNumber === null ? null : { number: replyNumber, author: to || null },
    removed: removedAt && { at: removedAt, rule: removedRule as RemovalRule, reason: removedReason ?? '' },
  }));
}

async function stretch(ctx: Ctx, thread: ThreadSummary, pick: (total: number) => { from: number; to: number; newest: boolean; page: number }): Promise<Discussion> {
  const stream = `thread:${thread.id}`;
  const seq = await seqOf(ctx, stream);
  const [head] = await ctx.db.select({ total: threads.postCount }).from(threads).where(eq(threads.id, thread.id));
  const total = head?.total ?? 0;
  const { from, to, newest, page } = pick(total);
  const why = mayPost(ctx.actor);
  return {
    threadId: thread.id, title: thread.title, stream, seq, total, page, pages: pagesOf(total), from, newest,
    posts: await postViews(ctx.db, and(eq(posts.threadId, thread.id), between(posts.number, from, to))),
    can: { post: why === null, moderate: mayRemovePost(ctx.actor, { authorId: '', removedAt: null }, 'abuse') === null, own: why === null ? (ctx.actor?.id ?? null) : null },
    why: why?.code ?? null,
  };
}

const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / POSTS_A_PAGE));

/** The newest posts of the one thread about an agenda item or a proposal. Refuses `thread_not_found`. */
export async function discussionOf(ctx: Ctx, category: 'agenda_item' | 'proposal', subjectId: string): Promise<Discussion> {
  const thread = await seenThread(ctx.db, ctx, and(eq(threads.category, category), eq(threads.subjectId, subjectId)));
  return stretch(ctx, thread, (total) => ({ from: Math.max(1, total - POSTS_A_PAGE + 1), to: total, newest: true, page: pagesOf(total) }));
}

/** A thread with one page of its posts; a page beyond the last is the last. Refuses `thread_not_found`. */
export async function getThread(ctx: Ctx, id: string, page: number) {
  const thread = await seenThread(ctx.db, ctx, eq(threads.id, asId(id)));
  const discussion = await stretch(ctx, thread, (total) => {
    const at = Math.min(page, pagesOf(total));
    return { from: (at - 1) * POSTS_A_PAGE + 1, to: at * POSTS_A_PAGE, newest: at === pagesOf(total), page: at };
  });
  return { ...thread, discussion };
}

/** One post with its earlier wordings (newest first; none of a removed one) and what the viewer may do to it. Refuses `post_not_found`. */
export async function getPost(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select().from(posts).where(eq(posts.id, asId(id, 'post_not_found')));
  if (!row) throw refuse('post_not_found');
  const thread = await seenThread(ctx.db, ctx, eq(threads.id, row.threadId));
  const [[post], versions] = await Promise.all([
    postViews(ctx.db, eq(posts.id, row.id)),
    row.removedAt ? [] : ctx.db.select({ version: postVersions.version, body: postVersions.body, at: postVersions.at }).from(postVersions).where(eq(postVersions.postId, row.id)).orderBy(desc(postVersions.version)).limit(100),
  ]);
  if (!post) throw refuse('post_not_found');
  return {
    post, thread, versions,
    can: { edit: mayEditPost(ctx.actor, row) === null, removeOwn: mayRemovePost(ctx.actor, row, 'own') === null, moderate: mayRemovePost(ctx.actor, row, 'abuse') === null },
  };
}

/** A post's text as its author typed it, to be edited. Refuses what `mayEditPost` refuses, and `post_not_found`. */
export async function postToEdit(ctx: Ctx, id: string) {
  const found = await getPost(ctx, id);
  const [row] = await ctx.db.select().from(posts).where(eq(posts.id, found.post.id));
  if (!row) throw refuse('post_not_found');
  ensure(mayEditPost(ctx.actor, row));
  return { ...found, body: row.body, version: row.version };
}

/** The newest posts of all threads that the viewer may see, removed ones left out; ids rise with time. */
export async function newestPosts(ctx: Ctx, limit: number, offset = 0) {
  return ctx.db.select({
    id: posts.id, number: posts.number, bodyHtml: posts.bodyHtml, createdAt: posts.createdAt, editedAt: posts.editedAt, author: members.name,
    thread: { title: threads.title, category: threads.category, isExample: threads.isExample },
  }).from(posts).innerJoin(threads, eq(threads.id, posts.threadId)).innerJoin(members, eq(members.id, posts.authorId))
    .where(and(isNull(posts.removedAt), inArray(posts.threadId, idsShown(ctx)))).orderBy(desc(posts.id)).limit(limit).offset(offset);
}

/** An address can hold anything; what is no id is not there. */
export function asId(id: string, code: RefusalCode = 'thread_not_found'): string {
  if (!isId(id)) throw refuse(code);
  return id;
}
