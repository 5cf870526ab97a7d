import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant, reference } from './columns';
import { members } from './members';
import { proposals } from './proposals';
import { posts } from './threads';

/** What someone is writing, by the place it is for (`proposal:new:<meeting>`, `post:<thread>`): kept until it is sent or put away. */
export const drafts = pgTable('drafts', {
  memberId: reference('member_id', () => members.id).notNull(),
  place: text('place').notNull(),
  /** The fields of the form, by name. */
  words: jsonb('words').$type<Record<string, string | string[]>>().notNull(),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [primaryKey({ columns: [t.memberId, t.place] }), index('drafts_updated').on(t.updatedAt)]);

/** A file that belongs to a proposal or a post. Its bytes are in the file store under `storageKey`. */
export const attachments = pgTable('attachments', {
  id: id(),
  proposalId: reference('proposal_id', () => proposals.id),
  postId: reference('post_id', () => posts.id),
  uploadedBy: reference('uploaded_by', () => members.id).notNull(),
  name: text('name').notNull(),
  mediaType: text('media_type').notNull(),
  bytes: integer('bytes').notNull(),
  sha256: text('sha256').notNull(),
  storageKey: text('storage_key').notNull().unique(),
  addedAt: instant('added_at').notNull(),
  removedAt: instant('removed_at'),
}, (t) => [
  index('attachments_proposal').on(t.proposalId),
  index('attachments_post').on(t.postId),
  index('attachments_by').on(t.uploadedBy),
  check('attachments_one_place', sql`num_nonnulls(${t.proposalId}, ${t.postId}) = 1`),
  check('attachments_bytes', sql`${t.bytes} > 0`),
  check('attachments_digest', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
]);
