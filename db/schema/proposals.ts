import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference, version } from './columns';
import { meetings } from './meetings';
import { members } from './members';
import { initiatives } from './plans';
import { proposalKinds, proposalStates, type ProposalKind, type ProposalState } from './states';

export const proposals = pgTable('proposals', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  authorId: reference('author_id', () => members.id).notNull(),
  title: text('title').notNull(),
  /** Why the network should take it up. */
  reason: text('reason').notNull(),
  kind: text('kind').$type<ProposalKind>().notNull(),
  minutesWanted: integer('minutes_wanted').notNull(),
  state: text('state').$type<ProposalState>().notNull(),
  submittedAt: instant('submitted_at'),
  /** The deadline as it stood when the proposal came in: late is a recorded fact. */
  deadlineThen: instant('deadline_then'),
  late: boolean('late').notNull().default(false),
  decidedAt: instant('decided_at'),
  decidedBy: reference('decided_by', () => members.id),
  decisionReason: text('decision_reason'),
  mergedIntoId: reference('merged_into_id', (): AnyPgColumn => proposals.id),
  deferredToMeetingId: reference('deferred_to_meeting_id', () => meetings.id),
  /** The proposal at the later meeting continues this one. */
  continuesId: reference('continues_id', (): AnyPgColumn => proposals.id),
  isExample: boolean('is_example').notNull().default(false),
  version: version(),
  createdAt: createdAt(),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
}, (t) => [
  index('proposals_meeting').on(t.meetingId, t.state),
  index('proposals_author').on(t.authorId),
  index('proposals_decided_by').on(t.decidedBy),
  index('proposals_merged').on(t.mergedIntoId),
  index('proposals_deferred').on(t.deferredToMeetingId),
  index('proposals_continues').on(t.continuesId),
  index('proposals_submitted').on(t.submittedAt),
  check('proposals_state', oneOf(t.state, proposalStates)),
  check('proposals_kind', oneOf(t.kind, proposalKinds)),
  check('proposals_minutes', sql`${t.minutesWanted} between 5 and 240`),
  check('proposals_submitted', sql`${t.state} in ('draft', 'withdrawn') or (${t.submittedAt} is not null and ${t.deadlineThen} is not null)`),
  check('proposals_late', sql`${t.late} = coalesce(${t.submittedAt} > ${t.deadlineThen}, false)`),
  check('proposals_decided', sql`(${t.state} in ('accepted', 'merged', 'deferred', 'declined')) = (${t.decidedAt} is not null)`),
  check('proposals_decided_by', sql`(${t.decidedAt} is null) = (${t.decidedBy} is null)`),
  check('proposals_draft', sql`${t.state} <> 'draft' or ${t.submittedAt} is null`),
  check('proposals_reason', sql`${t.state} not in ('merged', 'deferred', 'declined') or coalesce(${t.decisionReason} ~ '\\S', false)`),
  check('proposals_late_reason', sql`not (${t.late} and ${t.state} = 'accepted') or coalesce(${t.decisionReason} ~ '\\S', false)`),
  check('proposals_merged_into', sql`(${t.state} = 'merged') = (${t.mergedIntoId} is not null) and ${t.mergedIntoId} <> ${t.id}`),
  check('proposals_deferred_to', sql`(${t.state} = 'deferred') = (${t.deferredToMeetingId} is not null) and ${t.deferredToMeetingId} <> ${t.meetingId}`),
]);

export const proposalInitiatives = pgTable('proposal_initiatives', {
  proposalId: reference('proposal_id', () => proposals.id).notNull(),
  initiativeId: reference('initiative_id', () => initiatives.id).notNull(),
}, (t) => [primaryKey({ columns: [t.proposalId, t.initiativeId] }), index('proposal_initiatives_initiative').on(t.initiativeId)]);

/** Every submitted wording; version n is what stood before edit n. */
export const proposalVersions = pgTable('proposal_versions', {
  proposalId: reference('proposal_id', () => proposals.id).notNull(),
  version: integer('version').notNull(),
  title: text('title').notNull(),
  reason: text('reason').notNull(),
  kind: text('kind').$type<ProposalKind>().notNull(),
  minutesWanted: integer('minutes_wanted').notNull(),
  initiativeNumbers: jsonb('initiative_numbers').$type<string[]>().notNull(),
  at: instant('at').notNull(),
}, (t) => [primaryKey({ columns: [t.proposalId, t.version] })]);

export const endorsements = pgTable('endorsements', {
  proposalId: reference('proposal_id', () => proposals.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  at: instant('at').notNull(),
}, (t) => [primaryKey({ columns: [t.proposalId, t.memberId] }), index('endorsements_member').on(t.memberId)]);
