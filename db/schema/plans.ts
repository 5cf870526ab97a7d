import { check, date, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { id, oneOf, reference, version } from './columns';
import { members } from './members';
import { amendmentKinds, completionLevels, datePrecisions, followUpStatuses, type AmendmentKind, type CompletionLevel, type DatePrecision, type FollowUpStatus } from './states';

export const actionPlans = pgTable('action_plans', {
  id: id(),
  period: text('period').notNull().unique(),
  ordinal: integer('ordinal').notNull(),
  titleDa: text('title_da').notNull(),
  titleEn: text('title_en').notNull(),
  summaryDa: text('summary_da').notNull(),
  summaryEn: text('summary_en').notNull(),
  publishedOn: date('published_on').notNull(),
  endPrinted: text('end_printed').notNull(),
  endFrom: date('end_from'),
  endTo: date('end_to'),
  coordinator: text('coordinator').notNull(),
  memberSince: integer('member_since').notNull(),
  midTermPublishedOn: date('mid_term_published_on'),
  midTermSummaryDa: text('mid_term_summary_da'),
  midTermSummaryEn: text('mid_term_summary_en'),
});

export const themes = pgTable('themes', {
  id: id(),
  planId: reference('plan_id', () => actionPlans.id).notNull(),
  number: integer('number').notNull(),
  titleDa: text('title_da').notNull(),
  titleEn: text('title_en').notNull(),
  summaryDa: text('summary_da').notNull(),
  summaryEn: text('summary_en').notNull(),
}, (t) => [unique('themes_number').on(t.planId, t.number)]);

export const initiatives = pgTable('initiatives', {
  id: id(),
  planId: reference('plan_id', () => actionPlans.id).notNull(),
  themeId: reference('theme_id', () => themes.id).notNull(),
  number: text('number').notNull(),
  /** The number as integers, so that 1.10 comes after 1.9. */
  sortKey: integer('sort_key').array().notNull(),
  titleDa: text('title_da').notNull(),
  titleEn: text('title_en').notNull(),
  summaryDa: text('summary_da').notNull(),
  summaryEn: text('summary_en').notNull(),
  periodPrinted: text('period_printed'),
  leadAuthority: text('lead_authority').notNull(),
  implementingAuthority: text('implementing_authority').notNull(),
  department: text('department'),
  level: text('level').$type<CompletionLevel>().notNull(),
  levelPrinted: text('level_printed').notNull(),
  stateActors: text('state_actors').array().notNull(),
  otherActors: text('other_actors').array().notNull(),
  actorsNoteDa: text('actors_note_da'),
  actorsNoteEn: text('actors_note_en'),
  ogpCommitmentId: text('ogp_commitment_id'),
  version: version(),
}, (t) => [
  unique('initiatives_number').on(t.planId, t.number),
  index('initiatives_theme').on(t.themeId),
  index('initiatives_sort').on(t.planId, t.sortKey),
  check('initiatives_level', oneOf(t.level, completionLevels)),
]);

/** Members who answer for an initiative on behalf of its lead institution. */
export const initiativeOwners = pgTable('initiative_owners', {
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
}, (t) => [
  primaryKey({ columns: [t.initiativeId, t.memberId] }),
  index('initiative_owners_member').on(t.memberId),
]);

export const milestones = pgTable('milestones', {
  id: id(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
  position: integer('position').notNull(),
  titleDa: text('title_da').notNull(),
  titleEn: text('title_en').notNull(),
  startPrinted: text('start_printed'),
  startFrom: date('start_from'),
  startTo: date('start_to'),
  startPrecision: text('start_precision').$type<DatePrecision>(),
  endPrinted: text('end_printed'),
  endFrom: date('end_from'),
  endTo: date('end_to'),
  endPrecision: text('end_precision').$type<DatePrecision>(),
  statusPrinted: text('status_printed'),
  level: text('level').$type<CompletionLevel>(),
  noteDa: text('note_da'),
  noteEn: text('note_en'),
}, (t) => [
  unique('milestones_position').on(t.initiativeId, t.position),
  check('milestones_level', sql`${t.level} is null or ${oneOf(t.level, completionLevels)}`),
  check('milestones_start', sql`(${t.startFrom} is null) = (${t.startTo} is null) and (${t.startFrom} is null) = (${t.startPrecision} is null) and ${t.startFrom} <= ${t.startTo}`),
  check('milestones_end', sql`(${t.endFrom} is null) = (${t.endTo} is null) and (${t.endFrom} is null) = (${t.endPrecision} is null) and ${t.endFrom} <= ${t.endTo}`),
  check('milestones_start_precision', sql`${t.startPrecision} is null or ${oneOf(t.startPrecision, datePrecisions)}`),
  check('milestones_end_precision', sql`${t.endPrecision} is null or ${oneOf(t.endPrecision, datePrecisions)}`),
]);

export const amendments = pgTable('amendments', {
  id: id(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
  milestoneId: reference('milestone_id', () => milestones.id),
  position: integer('position').notNull(),
  kind: text('kind').$type<AmendmentKind>().notNull(),
  field: text('field').notNull(),
  fromDa: text('from_da'),
  fromEn: text('from_en'),
  toDa: text('to_da'),
  toEn: text('to_en'),
  reasonDa: text('reason_da'),
  reasonEn: text('reason_en'),
  summaryDa: text('summary_da').notNull(),
  summaryEn: text('summary_en').notNull(),
}, (t) => [
  index('amendments_initiative').on(t.initiativeId),
  index('amendments_milestone').on(t.milestoneId),
  check('amendments_kind', oneOf(t.kind, amendmentKinds)),
]);

export const recommendations = pgTable('recommendations', {
  id: id(),
  planId: reference('plan_id', () => actionPlans.id).notNull(),
  number: integer('number').notNull(),
  textDa: text('text_da').notNull(),
  textEn: text('text_en').notNull(),
  followUpDa: text('follow_up_da'),
  followUpEn: text('follow_up_en'),
  followUpStatus: text('follow_up_status').$type<FollowUpStatus>().notNull(),
}, (t) => [
  unique('recommendations_number').on(t.planId, t.number),
  check('recommendations_status', oneOf(t.followUpStatus, followUpStatuses)),
]);

/** Where the printed sources disagree with themselves; shown to the reader instead of smoothed over. */
export const sourceNotes = pgTable('source_notes', {
  id: id(),
  planId: reference('plan_id', () => actionPlans.id).notNull(),
  initiativeId: reference('initiative_id', () => initiatives.id),
  key: text('key').notNull(),
  textDa: text('text_da').notNull(),
  textEn: text('text_en').notNull(),
}, (t) => [unique('source_notes_key').on(t.planId, t.key), index('source_notes_initiative').on(t.initiativeId)]);
