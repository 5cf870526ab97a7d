import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, inOrder, instant, oneOf, reference, version } from './columns';
import { members } from './members';
import { agendaStates, attendanceWays, meetingStates, organisationKinds, partKinds, type AttendanceWay, type MeetingPart, type OrganisationKind, registrationAnswers, registrationSources, type AgendaState, type MeetingState, type RegistrationAnswer } from './states';

export const meetings = pgTable('meetings', {
  id: id(),
  slug: text('slug').notNull().unique(),
  title: text('title').notNull(),
  purpose: text('purpose').notNull(),
  /** The day in Europe/Copenhagen. A meeting of the past may be known by its day only. */
  day: date('day').notNull(),
  startsAt: instant('starts_at'),
  endsAt: instant('ends_at'),
  place: text('place'),
  onlineUrl: text('online_url'),
  proposalDeadline: instant('proposal_deadline'),
  /** Seats on site; null: no limit. */
  capacity: integer('capacity'),
  state: text('state').$type<MeetingState>().notNull().default('draft'),
  agendaState: text('agenda_state').$type<AgendaState>().notNull().default('open'),
  /** iCalendar: a UID never changes, SEQUENCE rises with time, place and state (RFC 5545, 3.8.7.4). */
  calendarUid: text('calendar_uid').notNull().unique(),
  calendarSequence: integer('calendar_sequence').notNull().default(0),
  /** The sequence since which time and place are as they stand: answers to an invite before it are to another meeting. */
  movedSequence: integer('moved_sequence').notNull().default(0),
  /** The newest version of the agenda that members have been told of: one notice after a burst of changes. */
  agendaNoticedNumber: integer('agenda_noticed_number').notNull().default(0),
  note: text('note'),
  /** Where minutes written before this site existed are kept. */
  minutesElsewhere: text('minutes_elsewhere'),
  isExample: boolean('is_example').notNull().default(false),
  calledAt: instant('called_at'),
  startedAt: instant('started_at'),
  heldAt: instant('held_at'),
  cancelledAt: instant('cancelled_at'),
  cancelReason: text('cancel_reason'),
  createdBy: reference('created_by', () => members.id),
  version: version(),
  createdAt: createdAt(),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
}, (t) => [
  index('meetings_day').on(t.day),
  index('meetings_state').on(t.state, t.day),
  index('meetings_created_by').on(t.createdBy),
  check('meetings_state_known', oneOf(t.state, meetingStates)),
  check('meetings_agenda_state', oneOf(t.agendaState, agendaStates)),
  check('meetings_order', sql`${t.endsAt} > ${t.startsAt}`),
  check('meetings_deadline', sql`${t.proposalDeadline} <= ${t.startsAt}`),
  check('meetings_day_of_start', sql`${t.startsAt} is null or ${t.day} = (${t.startsAt} at time zone 'Europe/Copenhagen')::date`),
  check('meetings_times', sql`${t.state} in ('held') or (${t.startsAt} is not null and ${t.endsAt} is not null and ${t.proposalDeadline} is not null)`),
  check('meetings_called', sql`${t.state} not in ('called', 'live') or ${t.calledAt} is not null`),
  check('meetings_live', sql`${t.state} <> 'live' or ${t.startedAt} is not null`),
  check('meetings_held', sql`(${t.state} = 'held') = (${t.heldAt} is not null)`),
  check('meetings_cancelled', sql`(${t.state} = 'cancelled') = (${t.cancelledAt} is not null) and (${t.state} = 'cancelled') = (${t.cancelReason} is not null)`),
  check('meetings_draft', sql`${t.state} <> 'draft' or ${t.calledAt} is null`),
  check('meetings_not_begun', sql`${t.state} not in ('draft', 'called') or ${t.startedAt} is null`),
  check('meetings_live_agenda', sql`${t.state} <> 'live' or ${t.agendaState} = 'published'`),
  // What was called here was begun before it was held; of a meeting of the past only its end is known.
  check('meetings_held_begun', sql`${t.state} <> 'held' or ${t.calledAt} is null or ${t.startedAt} is not null`),
  check('meetings_course', sql`${inOrder(t.calledAt, t.startedAt)} and ${inOrder(t.startedAt, t.heldAt)}`),
  check('meetings_cancel_reason', sql`${t.cancelReason} ~ '\\S'`),
  check('meetings_capacity', sql`${t.capacity} > 0`),
]);

export const registrations = pgTable('registrations', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  answer: text('answer').$type<RegistrationAnswer>().notNull(),
  /** On the waiting list for a seat on site; the list moves up in the order of waitingSince. */
  waiting: boolean('waiting').notNull().default(false),
  waitingSince: instant('waiting_since'),
  source: text('source').$type<(typeof registrationSources)[number]>().notNull().default('web'),
  answeredAt: instant('answered_at').notNull(),
  /** SEQUENCE and DTSTAMP of the newest answer from a calendar program: older ones change nothing (RFC 5546, 2.1.5). */
  replySequence: integer('reply_sequence'),
  replyStamp: instant('reply_stamp'),
}, (t) => [
  unique('registrations_person').on(t.meetingId, t.memberId),
  index('registrations_member').on(t.memberId),
  index('registrations_waiting').on(t.meetingId, t.waitingSince),
  check('registrations_answer', oneOf(t.answer, registrationAnswers)),
  check('registrations_source', oneOf(t.source, registrationSources)),
  check('registrations_wait', sql`${t.waiting} = (${t.waitingSince} is not null) and (not ${t.waiting} or ${t.answer} = 'on_site')`),
]);

/** Who leads a meeting and who writes its minutes; organisers may do both without being named here. */
export const meetingParts = pgTable('meeting_parts', {
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  part: text('part').$type<MeetingPart>().notNull(),
}, (t) => [
  primaryKey({ columns: [t.meetingId, t.memberId, t.part] }),
  index('meeting_parts_member').on(t.memberId),
  check('meeting_parts_part', oneOf(t.part, partKinds)),
]);

/** The breaks that were not planned: the clock of the agenda stands still meanwhile. */
export const meetingPauses = pgTable('meeting_pauses', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  startedAt: instant('started_at').notNull(),
  /** When the meeting is said to go on; null: not said. */
  resumesAt: instant('resumes_at'),
  endedAt: instant('ended_at'),
}, (t) => [
  index('meeting_pauses_meeting').on(t.meetingId),
  uniqueIndex('meeting_pauses_one_open').on(t.meetingId).where(sql`${t.endedAt} is null`),
  check('meeting_pauses_order', sql`${t.endedAt} >= ${t.startedAt} and ${t.resumesAt} > ${t.startedAt}`),
]);

/** Who was there. Public by organisation; by name with consent (members.shows_attendance). */
export const attendances = pgTable('attendances', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  way: text('way').$type<AttendanceWay>().notNull(),
  arrivedAt: instant('arrived_at').notNull(),
  leftAt: instant('left_at'),
}, (t) => [
  unique('attendances_person').on(t.meetingId, t.memberId),
  index('attendances_member').on(t.memberId),
  check('attendances_way', oneOf(t.way, attendanceWays)),
  check('attendances_order', sql`${t.leftAt} >= ${t.arrivedAt}`),
]);

/** Those who were there without an account, counted by organisation. */
export const attendanceGuests = pgTable('attendance_guests', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  organisation: text('organisation').notNull(),
  kind: text('kind').$type<OrganisationKind>().notNull(),
  count: integer('count').notNull(),
}, (t) => [
  uniqueIndex('attendance_guests_organisation').on(t.meetingId, sql`lower(${t.organisation})`),
  check('attendance_guests_kind', oneOf(t.kind, organisationKinds)),
  check('attendance_guests_count', sql`${t.count} between 1 and 500`),
]);

/** Those whose invitation was taken back, by themselves or an organiser: no more mail about the meeting until they answer it anew. */
export const uninvitations = pgTable('uninvitations', {
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  at: instant('at').notNull(),
}, (t) => [primaryKey({ columns: [t.meetingId, t.memberId] }), index('uninvitations_member').on(t.memberId)]);
