import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference, version } from './columns';
import { members } from './members';
import { threadCategories, type ThreadCategory } from './states';

export const threads = pgTable('threads', {
  id: id(),
  category: text('category').$type<ThreadCategory>().notNull(),
  /** The meeting, agenda item, proposal or initiative that is discussed; null in the general category. */
  subjectId: uuid('subject_id'),
  title: text('title').notNull(),
  authorId: reference('author_id', () => members.id),
  postCount: integer('post_count').notNull().default(0),
  lastPostAt: instant('last_post_at'),
  isExample: boolean('is_example').notNull().default(false),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('threads_one_each').on(t.category, t.subjectId).where(sql`${t.category} in ('agenda_item', 'proposal')`),
  index('threads_subject').on(t.category, t.subjectId),
  index('threads_active').on(t.category, sql`${t.lastPostAt} desc nulls last`),
  index('threads_author').on(t.authorId),
  check('threads_category', oneOf(t.category, threadCategories)),
  check('threads_subject_given', sql`(${t.category} = 'general') = (${t.subjectId} is null)`),
]);

export const posts = pgTable('posts', {
  id: id(),
  threadId: reference('thread_id', () => threads.id).notNull(),
  /** 1, 2, 3 … within the thread; the permanent address of the post. */
  number: integer('number').notNull(),
  authorId: reference('author_id', () => members.id).notNull(),
  body: text('body').notNull(),
  /** The sanitised rendering of body, made once when it is written. */
  bodyHtml: text('body_html').notNull(),
  replyToId: reference('reply_to_id', (): AnyPgColumn => posts.id),
  removedAt: instant('removed_at'),
  removedBy: reference('removed_by', () => members.id),
  removedRule: text('removed_rule'),
  removedReason: text('removed_reason'),
  editedAt: instant('edited_at'),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  unique('posts_number').on(t.threadId, t.number),
  index('posts_author').on(t.authorId),
  index('posts_reply_to').on(t.replyToId),
  index('posts_removed_by').on(t.removedBy),
  check('posts_removed', sql`(${t.removedAt} is null) = (${t.removedRule} is null) and (${t.removedAt} is null) = (${t.removedReason} is null)`),
]);

/** Earlier wordings of a post. */
export const postVersions = pgTable('post_versions', {
  postId: reference('post_id', () => posts.id).notNull(),
  version: integer('version').notNull(),
  body: text('body').notNull(),
  at: instant('at').notNull(),
}, (t) => [primaryKey({ columns: [t.postId, t.version] })]);
