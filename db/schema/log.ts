import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { createdAt, id, instant, oneOf, reference } from './columns';
import { members } from './members';
import { languages, mailStates, type Language } from './states';

/** The head of each stream; its row lock makes the numbers gapless. */
export const streams = pgTable('streams', {
  stream: text('stream').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});

/** The one record of what happened: open pages, catch-up, history, notices and audit all read it. */
export const events = pgTable('events', {
  stream: text('stream').notNull().references(() => streams.stream),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  type: text('type').notNull(),
  /** Null: the system, or someone without an account. No foreign key: the record outlives accounts. */
  actor: text('actor'),
  at: instant('at').notNull(),
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
  hash: text('hash').notNull(),
}, (t) => [
  primaryKey({ columns: [t.stream, t.seq] }),
  index('events_at').on(t.at),
  check('events_seq', sql`${t.seq} > 0`),
]);

/** A write that was sent twice finds its first answer here. */
export const idempotencyKeys = pgTable('idempotency_keys', {
  key: text('key').primaryKey(),
  result: jsonb('result').$type<unknown>(),
  at: instant('at').notNull().default(sql`now()`),
}, (t) => [index('idempotency_keys_at').on(t.at)]);

/** One mail to one recipient. It is rendered when it leaves; params hold ids, never secrets. Dropped: by then there was nothing left to say. */
export const mails = pgTable('mails', {
  id: id(),
  memberId: reference('member_id', () => members.id).notNull(),
  kind: text('kind').notNull(),
  language: text('language').$type<Language>().notNull(),
  params: jsonb('params').$type<Record<string, unknown>>().notNull(),
  /** The same mail to the same person is queued once. */
  dedupe: text('dedupe').notNull().unique(),
  state: text('state').$type<(typeof mailStates)[number]>().notNull().default('queued'),
  attempts: integer('attempts').notNull().default(0),
  lastError: text('last_error'),
  sentAt: instant('sent_at'),
  /** The digest that told of it. */
  digestId: reference('digest_id', (): AnyPgColumn => mails.id),
  /** As the recipient's program knows it; answers and returned mail name it. */
  messageId: text('message_id'),
  createdAt: createdAt(),
}, (t) => [
  index('mails_member').on(t.memberId, t.state),
  index('mails_digest').on(t.digestId),
  index('mails_message_id').on(t.messageId),
  index('mails_kind').on(t.kind, t.createdAt),
  index('mails_state').on(t.state, t.createdAt),
  check('mails_state', oneOf(t.state, mailStates)),
  check('mails_language', oneOf(t.language, languages)),
  check('mails_sent', sql`(${t.state} = 'sent') = (${t.sentAt} is not null)`),
]);

/** Counts of tries in a window of time, shared by all server processes. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  windowStart: instant('window_start').notNull(),
  count: integer('count').notNull(),
}, (t) => [index('rate_limits_window').on(t.windowStart)]);
