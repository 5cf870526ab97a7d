import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference, version } from './columns';
import { languages, organisationKinds, roles, tokenKinds, type Language, type OrganisationKind, type Role, type TokenKind } from './states';

export const organisations = pgTable('organisations', {
  id: id(),
  name: text('name').notNull(),
  kind: text('kind').$type<OrganisationKind>().notNull(),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('organisations_name').on(sql`lower(${t.name})`),
  index('organisations_by_name').on(sql`${t.name} collate danish`),
  check('organisations_kind', oneOf(t.kind, organisationKinds)),
]);

export const members = pgTable('members', {
  id: id(),
  email: text('email').notNull(),
  emailConfirmedAt: instant('email_confirmed_at'),
  passwordHash: text('password_hash'),
  name: text('name').notNull(),
  organisationId: reference('organisation_id', () => organisations.id),
  role: text('role').$type<Role>().notNull().default('member'),
  language: text('language').$type<Language>().notNull().default('da'),
  /** Consent to be named among those who attend. Without it only the organisation is shown. */
  showsAttendance: boolean('shows_attendance').notNull().default(false),
  wantsNotices: boolean('wants_notices').notNull().default(true),
  /** Mail to the address came back: nothing more is sent until its owner or an organiser says that it works again. */
  mailPausedAt: instant('mail_paused_at'),
  mailPauseReason: text('mail_pause_reason'),
  /** Failed deliveries in a row. */
  mailFailures: integer('mail_failures').notNull().default(0),
  isExample: boolean('is_example').notNull().default(false),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('members_email').on(t.email),
  index('members_organisation').on(t.organisationId),
  index('members_created').on(t.createdAt),
  index('members_by_name').on(sql`${t.name} collate danish`, t.id),
  check('members_mail_paused', sql`(${t.mailPausedAt} is null) = (${t.mailPauseReason} is null)`),
  check('members_email_lower', sql`${t.email} = lower(${t.email})`),
  check('members_role', oneOf(t.role, roles)),
  check('members_language', oneOf(t.language, languages)),
]);

/** Lucia's session table: its column names are Lucia's. */
export const sessions = pgTable('sessions', {
  id: text('id').primaryKey(),
  userId: reference('user_id', () => members.id).notNull(),
  expiresAt: instant('expires_at').notNull(),
}, (t) => [index('sessions_user').on(t.userId), index('sessions_expires').on(t.expiresAt)]);

/** One-time links (confirm an address, new password, first sign-in). Only the hash is kept. */
export const memberTokens = pgTable('member_tokens', {
  id: id(),
  memberId: reference('member_id', () => members.id).notNull(),
  kind: text('kind').$type<TokenKind>().notNull(),
  tokenHash: text('token_hash').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
}, (t) => [
  uniqueIndex('member_tokens_hash').on(t.tokenHash),
  index('member_tokens_member').on(t.memberId),
  index('member_tokens_expires').on(t.expiresAt),
  check('member_tokens_kind', oneOf(t.kind, tokenKinds)),
]);
