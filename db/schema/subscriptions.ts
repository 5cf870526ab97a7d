import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference } from './columns';
import { members } from './members';
import { followStates, inboundOutcomes, mailPaces, mailTopics, type FollowState, type InboundOutcome, type MailPace, type MailTopic } from './states';

/** How someone wants mail about a topic; without a row, at once. No notices of meetings at all: members.wants_notices. */
export const mailChoices = pgTable('mail_choices', {
  memberId: reference('member_id', () => members.id).notNull(),
  topic: text('topic').$type<MailTopic>().notNull(),
  pace: text('pace').$type<MailPace>().notNull(),
}, (t) => [
  primaryKey({ columns: [t.memberId, t.topic] }),
  check('mail_choices_topic', oneOf(t.topic, mailTopics)),
  check('mail_choices_pace', oneOf(t.pace, mailPaces)),
  // Whoever wants no notices of meetings says so in members.wants_notices alone.
  check('mail_choices_notices', sql`${t.topic} <> 'meetings' or ${t.pace} <> 'never'`),
]);

/** What someone follows or has muted, by stream (`thread:<id>`, `category:general`, `initiative:<id>`). The narrower choice wins. */
export const follows = pgTable('follows', {
  memberId: reference('member_id', () => members.id).notNull(),
  stream: text('stream').notNull(),
  state: text('state').$type<FollowState>().notNull(),
  at: instant('at').notNull(),
}, (t) => [
  primaryKey({ columns: [t.memberId, t.stream] }),
  index('follows_stream').on(t.stream, t.state),
  check('follows_state', oneOf(t.state, followStates)),
]);

/** Addresses of people's own calendars (`/kalender/<token>.ics`). Only the hash is kept. */
export const calendarTokens = pgTable('calendar_tokens', {
  id: id(),
  memberId: reference('member_id', () => members.id).notNull(),
  tokenHash: text('token_hash').notNull(),
  createdAt: createdAt(),
  revokedAt: instant('revoked_at'),
}, (t) => [uniqueIndex('calendar_tokens_hash').on(t.tokenHash), index('calendar_tokens_member').on(t.memberId)]);

/** Keys that all server processes share; made at the first start, never logged. */
export const secrets = pgTable('secrets', { name: text('name').primaryKey(), value: text('value').notNull(), createdAt: createdAt() });

/** Mail that came in, by a digest of its bytes: the same mail delivered twice lands once. Its words are not kept. */
export const inboundMails = pgTable('inbound_mails', {
  id: id(),
  digest: text('digest').notNull(),
  memberId: reference('member_id', () => members.id),
  outcome: text('outcome').$type<InboundOutcome>().notNull(),
  /** Why it was ignored or refused, as a code. */
  reason: text('reason'),
  receivedAt: instant('received_at').notNull(),
}, (t) => [
  uniqueIndex('inbound_mails_digest').on(t.digest),
  index('inbound_mails_received').on(t.receivedAt),
  index('inbound_mails_member').on(t.memberId),
  check('inbound_mails_outcome', oneOf(t.outcome, inboundOutcomes)),
]);
