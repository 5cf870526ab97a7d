import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, inOrder, instant, oneOf, reference, version } from './columns';
import { meetings } from './meetings';
import { members } from './members';
import { initiatives } from './plans';
import { proposals } from './proposals';
import { carriedOutcomes, itemKinds, itemOutcomes, itemStates, type ItemKind, type ItemOutcome, type ItemState } from './states';

export const agendaItems = pgTable('agenda_items', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  position: integer('position').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull().default(''),
  kind: text('kind').$type<ItemKind>().notNull(),
  /** Planned duration in minutes; null where a meeting of the past does not tell. */
  minutes: integer('minutes'),
  /** The heading it stands under; items with the same one follow each other. */
  section: text('section'),
  /** A member or a guest by name; shown because they have agreed to it. */
  presenter: text('presenter'),
  presenterMemberId: reference('presenter_member_id', () => members.id),
  presenterConsent: boolean('presenter_consent').notNull().default(false),
  /** The item under which open actions come up by themselves. */
  followsUp: boolean('follows_up').notNull().default(false),
  proposalId: reference('proposal_id', () => proposals.id),
  /** The proposal of a later meeting that takes up what was postponed or not reached. */
  carriedToId: reference('carried_to_id', () => proposals.id),
  state: text('state').$type<ItemState>().notNull().default('planned'),
  outcome: text('outcome').$type<ItemOutcome>(),
  openedAt: instant('opened_at'),
  closedAt: instant('closed_at'),
  version: version(),
  createdAt: createdAt(),
}, (t) => [
  unique('agenda_items_position').on(t.meetingId, t.position),
  uniqueIndex('agenda_items_proposal').on(t.proposalId),
  uniqueIndex('agenda_items_carried_to').on(t.carriedToId),
  uniqueIndex('agenda_items_one_current').on(t.meetingId).where(sql`${t.state} = 'current'`),
  uniqueIndex('agenda_items_one_follow_up').on(t.meetingId).where(sql`${t.followsUp}`),
  index('agenda_items_presenter').on(t.presenterMemberId),
  check('agenda_items_presenter_consent', sql`num_nonnulls(${t.presenter}, ${t.presenterMemberId}) = 0 or ${t.presenterConsent}`),
  check('agenda_items_kind', oneOf(t.kind, itemKinds)),
  check('agenda_items_state', oneOf(t.state, itemStates)),
  check('agenda_items_outcome', sql`${t.outcome} is null or ${oneOf(t.outcome, itemOutcomes)}`),
  check('agenda_items_closed', sql`(${t.state} = 'closed') = (${t.outcome} is not null)`),
  check('agenda_items_opened', sql`${t.state} <> 'current' or ${t.openedAt} is not null`),
  check('agenda_items_planned', sql`${t.state} <> 'planned' or ${t.openedAt} is null`),
  check('agenda_items_ended', sql`${t.state} = 'closed' or ${t.closedAt} is null`),
  check('agenda_items_course', inOrder(t.openedAt, t.closedAt)),
  // Of a meeting of the past no times are known. Here what was noted or decided was taken up, and what was not reached was not.
  check('agenda_items_taken_up', sql`${t.closedAt} is null or ${t.outcome} = 'postponed' or (${t.outcome} = 'not_reached') = (${t.openedAt} is null)`),
  check('agenda_items_carried', sql`${t.carriedToId} is null or (${t.outcome} is not null and ${oneOf(t.outcome, carriedOutcomes)})`),
  check('agenda_items_minutes', sql`${t.minutes} between 1 and 480`),
]);

export const agendaItemInitiatives = pgTable('agenda_item_initiatives', {
  agendaItemId: reference('agenda_item_id', () => agendaItems.id).notNull(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
}, (t) => [primaryKey({ columns: [t.agendaItemId, t.initiativeId] }), index('agenda_item_initiatives_initiative').on(t.initiativeId)]);

export type AgendaSnapshotItem = {
  id: string; position: number; title: string; body: string; kind: ItemKind; minutes: number | null;
  presenter: string | null; section: string | null; proposalId: string | null; initiatives: string[]; startsAt: string | null;
};

/** The agenda as it was published; rows never change. */
export const agendaVersions = pgTable('agenda_versions', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  number: integer('number').notNull(),
  items: jsonb('items').$type<AgendaSnapshotItem[]>().notNull(),
  publishedAt: instant('published_at').notNull(),
  publishedBy: reference('published_by', () => members.id),
}, (t) => [unique('agenda_versions_number').on(t.meetingId, t.number), index('agenda_versions_by').on(t.publishedBy)]);
