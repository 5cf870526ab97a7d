import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { agendaItems } from './agenda';
import { id, inOrder, instant, oneOf, reference } from './columns';
import { meetings } from './meetings';
import { members } from './members';
import { handKinds, handStates, soundingChoices, type HandKind, type HandState, type SoundingAnswer } from './states';

/** The speakers' queue of a meeting as it runs: who asked for the floor, for what, and when they had it. */
export const hands = pgTable('hands', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  /** The item that was current when the hand went up. */
  agendaItemId: reference('agenda_item_id', () => agendaItems.id),
  memberId: reference('member_id', () => members.id).notNull(),
  kind: text('kind').$type<HandKind>().notNull(),
  state: text('state').$type<HandState>().notNull().default('waiting'),
  /** The chair's order among those who wait. */
  position: integer('position').notNull(),
  raisedAt: instant('raised_at').notNull(),
  calledAt: instant('called_at'),
  endedAt: instant('ended_at'),
}, (t) => [
  index('hands_queue').on(t.meetingId, t.state, t.position),
  index('hands_item').on(t.agendaItemId),
  index('hands_member').on(t.memberId),
  uniqueIndex('hands_one_each').on(t.meetingId, t.memberId).where(sql`${t.state} in ('waiting', 'speaking')`),
  uniqueIndex('hands_one_speaking').on(t.meetingId).where(sql`${t.state} = 'speaking'`),
  check('hands_kind', oneOf(t.kind, handKinds)),
  check('hands_state', oneOf(t.state, handStates)),
  check('hands_called', sql`${t.state} not in ('speaking', 'spoken') or ${t.calledAt} is not null`),
  check('hands_uncalled', sql`${t.state} not in ('waiting', 'withdrawn') or ${t.calledAt} is null`),
  check('hands_course', sql`${inOrder(t.raisedAt, t.calledAt)} and ${inOrder(t.raisedAt, t.endedAt)} and ${inOrder(t.calledAt, t.endedAt)}`),
  check('hands_ended', sql`(${t.state} in ('spoken', 'withdrawn')) = (${t.endedAt} is not null)`),
]);

/** A short question to all who are there, answered in the open: it shows the mood and decides nothing. */
export const soundings = pgTable('soundings', {
  id: id(),
  meetingId: reference('meeting_id', () => meetings.id).notNull(),
  agendaItemId: reference('agenda_item_id', () => agendaItems.id).notNull(),
  question: text('question').notNull(),
  openedAt: instant('opened_at').notNull(),
  closedAt: instant('closed_at'),
}, (t) => [
  index('soundings_item').on(t.agendaItemId),
  index('soundings_meeting').on(t.meetingId),
  uniqueIndex('soundings_one_open').on(t.meetingId).where(sql`${t.closedAt} is null`),
  check('soundings_order', sql`${t.closedAt} >= ${t.openedAt}`),
]);

export const soundingAnswers = pgTable('sounding_answers', {
  soundingId: reference('sounding_id', () => soundings.id).notNull(),
  memberId: reference('member_id', () => members.id).notNull(),
  answer: text('answer').$type<SoundingAnswer>().notNull(),
  answeredAt: instant('answered_at').notNull(),
}, (t) => [
  primaryKey({ columns: [t.soundingId, t.memberId] }),
  index('sounding_answers_member').on(t.memberId),
  check('sounding_answers_answer', oneOf(t.answer, soundingChoices)),
]);
