import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, oneOf, reference, version } from './columns';
import { members } from './members';
import { agendaStates, meetingStates, registrationAnswers, registrationSources, type AgendaState, type MeetingState, type RegistrationAnswer } from './states';

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
}, (t) => [
  unique('registrations_person').on(t.meetingId, t.memberId),
  index('registrations_member').on(t.memberId),
  index('registrations_waiting').on(t.meetingId, t.waitingSince),
  check('registrations_answer', oneOf(t.answer, registrationAnswers)),
  check('registrations_source', oneOf(t.source, registrationSources)),
  check('registrations_wait', sql`${t.waiting} = (${t.waitingSince} is not null) and (not ${t.waiting} or ${t.answer} = 'on_site')`),
]);
