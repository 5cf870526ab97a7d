import { sql } from 'drizzle-orm';
import { boolean, check, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference, version } from './columns';
import { languages, organisationKinds, roles, tokenKinds, type Language, type OrganisationKind, type Role, type TokenKind } from './states';

export const organisations = pgTable('organisations', {
  id: id(),
  name: text('name').notNull(),
  kind: text('kind').$type<OrganisationKind>().notNull(),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('organisations_name').on(sql`lower(${t.name})`),
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
  isExample: boolean('is_example').notNull().default(false),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  uniqueIndex('members_email').on(t.email),
  index('members_organisation').on(t.organisationId),
  index('members_created').on(t.createdAt),
  check('members_email_lower', sql`${t.email} = lower(${t.email})`),
  check('members_role', oneOf(t.role, roles)),
  check('members_language', oneOf(t.language, languages)),
]);

/** Lucia's session table: its column names are Lucia's. */
export const sessions = pgTable('sessions', {
  id: text('id').primaryKey(),
  userId: reference('user_id', () => members.id).notNull(),
  expiresAt: instant('expires_at').notNull(),
}, (t) => [index('sessions_user').on(t.userId)]);

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
  check('member_tokens_kind', oneOf(t.kind, tokenKinds)),
]);
