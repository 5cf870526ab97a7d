import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { agendaItems } from './agenda';
import { createdAt, id, inOrder, instant, oneOf, reference, version } from './columns';
import { meetings } from './meetings';
import { members, organisations } from './members';
import { initiatives } from './plans';
import { actionStates, correctionStates, minutesStates, type ActionState, type CorrectionState, type ItemOutcome, type MinutesState, type OrganisationKind } from './states';

export const minutes = pgTable('minutes', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull().unique(),
  state: text('state').$type<MinutesState>().notNull().default('draft'),
  /** The last instant of the day by which corrections are to be sent. */
  correctionsDue: instant('corrections_due'),
  approvedAt: instant('approved_at'),
  tacitApproval: boolean('tacit_approval').notNull().default(false),
  publishedAt: instant('published_at'),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  index('minutes_published').on(t.publishedAt),
  check('minutes_state', oneOf(t.state, minutesStates)),
  check('minutes_review', sql`${t.state} = 'draft' or ${t.correctionsDue} is not null`),
  check('minutes_approved', sql`(${t.state} in ('approved', 'published')) = (${t.approvedAt} is not null)`),
  check('minutes_tacit', sql`not ${t.tacitApproval} or ${t.approvedAt} is not null`),
  check('minutes_course', inOrder(t.approvedAt, t.publishedAt)),
  check('minutes_published', sql`(${t.state} = 'published') = (${t.publishedAt} is not null)`),
]);

export const minutesEntries = pgTable('minutes_entries', {
  id: id(),
  minutesId: reference('minutes_id', () => minutes.id).notNull(),
  agendaItemId: reference('agenda_item_id', () => agendaItems.id).notNull().unique(),
  text: text('text').notNull().default(''),
  /** From then on everyone at the meeting sees the draft of this entry, before its item is closed. */
  shownAt: instant('shown_at'),
  version: version(),
  updatedBy: reference('updated_by', () => members.id),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
}, (t) => [index('minutes_entries_minutes').on(t.minutesId), index('minutes_entries_updated_by').on(t.updatedBy)]);

export const decisions = pgTable('decisions', {
  id: id(),
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  year: integer('year').notNull(),
  serial: integer('serial').notNull(),
  /** `2018-1`: given once, never again. */
  number: text('number').notNull().unique(),
  text: text('text').notNull(),
  createdAt: createdAt(),
}, (t) => [
  unique('decisions_serial').on(t.year, t.serial),
  index('decisions_entry').on(t.entryId),
  check('decisions_number', sql`${t.number} = ${t.year} || '-' || ${t.serial}`),
]);

/** The last number given in a year; a number that is dropped is not given again. */
export const decisionCounters = pgTable('decision_counters', {
  year: integer('year').primaryKey(),
  last: integer('last').notNull(),
});

export const decisionInitiatives = pgTable('decision_initiatives', {
  decisionId: reference('decision_id', () => decisions.id).notNull(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
}, (t) => [primaryKey({ columns: [t.decisionId, t.initiativeId] }), index('decision_initiatives_initiative').on(t.initiativeId)]);

export const actionItems = pgTable('action_items', {
  id: id(),
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  text: text('text').notNull(),
  responsibleOrganisationId: reference('responsible_organisation_id', () => organisations.id),
  responsibleMemberId: reference('responsible_member_id', () => members.id),
  dueOn: date('due_on').notNull(),
  state: text('state').$type<ActionState>().notNull().default('open'),
  closedAt: instant('closed_at'),
  closedReason: text('closed_reason'),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  index('action_items_entry').on(t.entryId),
  index('action_items_due').on(t.state, t.dueOn),
  index('action_items_organisation').on(t.responsibleOrganisationId),
  index('action_items_member').on(t.responsibleMemberId),
  check('action_items_state', oneOf(t.state, actionStates)),
  check('action_items_closed', sql`(${t.state} = 'open') = (${t.closedAt} is null)`),
  check('action_items_dropped', sql`${t.state} <> 'dropped' or coalesce(${t.closedReason} ~ '\\S', false)`),
  check('action_items_open', sql`${t.state} <> 'open' or ${t.closedReason} is null`),
  check('action_items_responsible', sql`num_nonnulls(${t.responsibleOrganisationId}, ${t.responsibleMemberId}) = 1`),
]);

export const actionItemInitiatives = pgTable('action_item_initiatives', {
  actionItemId: reference('action_item_id', () => actionItems.id).notNull(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
}, (t) => [primaryKey({ columns: [t.actionItemId, t.initiativeId] }), index('action_item_initiatives_initiative').on(t.initiativeId)]);

export const corrections = pgTable('corrections', {
  id: id(),
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  authorId: reference('author_id', () => members.id).notNull(),
  proposedText: text('proposed_text').notNull(),
  why: text('why').notNull(),
  state: text('state').$type<CorrectionState>().notNull().default('open'),
  decisionReason: text('decision_reason'),
  decidedBy: reference('decided_by', () => members.id),
  decidedAt: instant('decided_at'),
  createdAt: createdAt(),
}, (t) => [
  index('corrections_entry').on(t.entryId, t.state),
  index('corrections_author').on(t.authorId),
  index('corrections_decided_by').on(t.decidedBy),
  check('corrections_state', oneOf(t.state, correctionStates)),
  check('corrections_decided', sql`(${t.state} = 'open') = (${t.decidedAt} is null) and (${t.state} = 'open' or coalesce(${t.decisionReason} ~ '\\S', false))`),
  check('corrections_decided_by', sql`(${t.decidedAt} is null) = (${t.decidedBy} is null)`),
]);

export type MinutesSnapshot = {
  /** Who was there, counted by organisation (null: by none); not known of versions from before it was kept. */
  attendance?: { total: number; onSite: number; online: number; guests: number; organisations: { name: string | null; kind: OrganisationKind; count: number }[] };
  entries: {
    entryId: string; agendaItemId: string; position: number; title: string; outcome: ItemOutcome | null; text: string;
    decisions: { id: string; number: string; text: string; initiatives: string[] }[];
    actions: { id: string; text: string; responsible: string; dueOn: string; initiatives: string[] }[];
  }[];
};

/** Published minutes. A trigger refuses every UPDATE and DELETE. */
export const minutesVersions = pgTable('minutes_versions', {
  id: id(),
  minutesId: reference('minutes_id', () => minutes.id).notNull(),
  number: integer('number').notNull(),
  content: jsonb('content').$type<MinutesSnapshot>().notNull(),
  note: text('note'),
  publishedAt: instant('published_at').notNull(),
  publishedBy: reference('published_by', () => members.id),
}, (t) => [unique('minutes_versions_number').on(t.minutesId, t.number), index('minutes_versions_by').on(t.publishedBy), check('minutes_versions_note', sql`${t.number} = 1 or (${t.number} > 1 and ${t.note} is not null)`)]);

/** Every wording an entry has had; version n is what stood before version n + 1. */
export const minutesEntryVersions = pgTable('minutes_entry_versions', {
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  version: integer('version').notNull(),
  text: text('text').notNull(),
  writtenBy: reference('written_by', () => members.id),
  at: instant('at').notNull(),
}, (t) => [primaryKey({ columns: [t.entryId, t.version] }), index('minutes_entry_versions_by').on(t.writtenBy)]);

/** What someone wrote while another one had already changed the entry: kept until it is taken in or put away. */
export const minutesClashes = pgTable('minutes_clashes', {
  id: id(),
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  text: text('text').notNull(),
  baseVersion: integer('base_version').notNull(),
  at: instant('at').notNull(),
  settledAt: instant('settled_at'),
}, (t) => [
  index('minutes_clashes_entry').on(t.entryId, t.settledAt),
  index('minutes_clashes_member').on(t.memberId),
  uniqueIndex('minutes_clashes_one_open').on(t.entryId, t.memberId).where(sql`${t.settledAt} is null`),
]);

/** Who writes where right now: a mark is true for some seconds after seenAt. */
export const minutesWriters = pgTable('minutes_writers', {
  entryId: reference('entry_id', () => minutesEntries.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  seenAt: instant('seen_at').notNull(),
}, (t) => [primaryKey({ columns: [t.entryId, t.memberId] }), index('minutes_writers_member').on(t.memberId)]);

/** The open actions that came up under follow-up at a meeting; the links stay when the actions are closed. */
export const agendaItemActions = pgTable('agenda_item_actions', {
  agendaItemId: reference('agenda_item_id', () => agendaItems.id).notNull(),
  actionItemId: reference('action_item_id', () => actionItems.id).notNull(),
}, (t) => [primaryKey({ columns: [t.agendaItemId, t.actionItemId] }), index('agenda_item_actions_action').on(t.actionItemId)]);

/** The item under which minutes come up that were not approved before the next meeting. */
export const agendaItemMinutes = pgTable('agenda_item_minutes', {
  agendaItemId: reference('agenda_item_id', () => agendaItems.id).primaryKey(),
  minutesId: reference('minutes_id', () => minutes.id).notNull(),
}, (t) => [index('agenda_item_minutes_minutes').on(t.minutesId)]);
