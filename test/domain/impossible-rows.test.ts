import { eq, getTableName } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  actionItems, agendaItems, agendaVersions, attendanceGuests, attendances, corrections, decisions, hands, meetingParts, meetingPauses, meetings, minutes, minutesClashes, minutesEntries, minutesVersions, proposals, registrations, soundingAnswers, soundings,
} from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, closeItem, openItem, publishAgenda } from '~/server/domain/agenda/commands';
import { proposeCorrection } from '~/server/domain/corrections/commands';
import { callMeeting, cancelMeeting, createMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, submitProposal } from '~/server/domain/proposals/commands';
import { registerFor } from '~/server/domain/registrations/commands';
import { addDays, addMinutes } from '~/server/time';
import { itemInput } from '../support/agenda';
import { constraintOf } from '../support/machine';
import { aCalledMeeting, meetingInput } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { choose, words } from '../support/proposals';
import { useWorld } from '../support/world';

const world = useWorld();
const db = () => world.connection.db;
const now = world.clock.now;
const hence = (minutes: number) => addMinutes(now, minutes);
let cast: Cast;
let organiser: Actor;
let other: Actor;
const make = minutesMaker(world, () => cast);

/** A row of each state, made by the commands; nothing below changes them. */
const id = {} as Record<
  'draft' | 'called' | 'live' | 'held' | 'cancelled' | 'planned' | 'current' | 'closed' | 'postponed' | 'own' | 'submitted' | 'draftProposal' | 'accepted' | 'declined' | 'late' | 'registration'
  | 'minutesDraft' | 'withMinutes' | 'published' | 'entry' | 'otherEntry' | 'correction' | 'action' | 'decision', string
>;

async function theMeetings(): Promise<void> {
  const ctx = world.as(organiser);
  id.draft = (await createMeeting(ctx, meetingInput(now))).id;
  id.called = (await aCalledMeeting(world, organiser)).id;
  id.cancelled = (await aCalledMeeting(world, organiser)).id;
  await cancelMeeting(ctx, id.cancelled, 'Derfor');
  for (const state of ['live', 'held'] as const) {
    id[state] = (await createMeeting(ctx, meetingInput(now))).id;
    await callMeeting(ctx, id[state]);
    const items: string[] = [];
    for (const title of ['Første', 'Andet', 'Tredje', 'Fjerde']) items.push((await addItem(ctx, id[state], itemInput({ title }))).id);
    await publishAgenda(ctx, id[state]);
    await startMeeting(ctx, id[state]);
    const [first = '', second = '', third = '', fourth = ''] = items;
    await openItem(ctx, first);
    await closeItem(ctx, first, { outcome: 'noted', next: false });
    await closeItem(ctx, second, { outcome: 'postponed', next: false });
    if (state === 'held') await holdMeeting(ctx, id.held);
    else {
      await openItem(ctx, third);
      Object.assign(id, { closed: first, postponed: second, current: third, planned: fourth });
    }
  }
}

async function theProposals(): Promise<void> {
  const propose = async (meetingId: string, more = {}) => (await submitProposal(world.as(other), meetingId, words('Et forslag', more))).id;
  id.submitted = await propose(id.called);
  id.draftProposal = await propose(id.called, { intent: 'draft' });
  id.accepted = await propose(id.called);
  id.declined = await propose(id.called);
  const closed = await aCalledMeeting(world, organiser, { proposalDeadline: addDays(now, -1) });
  id.late = await propose(closed.id);
  await decideProposal(world.as(organiser), id.accepted, choose({ decision: 'accept' }));
  await decideProposal(world.as(organiser), id.declined, choose({ decision: 'decline' }));
  await decideProposal(world.as(organiser), id.late, choose({ decision: 'accept' }));
  id.own = (await db().select().from(agendaItems).where(eq(agendaItems.proposalId, id.accepted)))[0]?.id ?? '';
  await registerFor(world.as(other), id.called, 'on_site');
  id.registration = (await db().select().from(registrations).where(eq(registrations.meetingId, id.called)))[0]?.id ?? '';
}

async function theMinutes(): Promise<void> {
  id.minutesDraft = (await make.aDraft()).id;
  const review = await make.inReview();
  id.correction = (await proposeCorrection(world.as(other), review.first, { proposedText: 'Andre ord', why: 'Fordi' })).id;
  const done = await make.published();
  Object.assign(id, { published: done.id, withMinutes: done.meeting.id, entry: done.first, otherEntry: done.second, action: done.action.id, decision: done.decision.id });
}

beforeAll(async () => {
  cast = await aCast(world);
  organiser = cast.organiser;
  other = await world.person();
  await theMeetings();
  await theProposals();
  await theMinutes();
});

type Values = Record<string, unknown>;
const set = (table: PgTable & { id: AnyPgColumn }, row: keyof typeof id, values: Values) => () => db().update(table).set(values).where(eq(table.id, id[row]));
const insert = (table: PgTable, values: () => Values) => () => db().insert(table).values(values());
/** Two rows of which the second is one too many; neither stays. */
const twice = (table: PgTable, values: () => Values, more: () => Values = () => ({})) => () => db().transaction(async (tx) => {
  await tx.insert(table).values(values());
  await tx.insert(table).values({ ...values(), ...more() });
});

const hand = (more: Values = {}) => ({ meetingId: id.live, memberId: other.id, kind: 'reply', position: 1, raisedAt: now, ...more });
const presence = (more: Values = {}) => ({ meetingId: id.live, memberId: other.id, way: 'online', arrivedAt: now, ...more });
const guests = (more: Values = {}) => ({ meetingId: id.live, organisation: 'Foreningen', kind: 'civil_society', count: 2, ...more });
const sounding = (more: Values = {}) => ({ meetingId: id.live, agendaItemId: id.current, question: 'Skal vi?', openedAt: now, ...more });
const pause = (more: Values = {}) => ({ meetingId: id.live, startedAt: now, ...more });

const rows: [string, () => Promise<unknown>][] = [
  // A meeting.
  ['meetings_state_known', set(meetings, 'called', { state: 'postponed' })],
  ['meetings_agenda_state', set(meetings, 'called', { agendaState: 'hidden' })],
  ['meetings_order', set(meetings, 'called', { endsAt: new Date('2020-01-01') })],
  ['meetings_deadline', set(meetings, 'called', { proposalDeadline: addDays(now, 300) })],
  ['meetings_day_of_start', set(meetings, 'called', { day: '2020-01-01' })],
  ['meetings_times', set(meetings, 'called', { startsAt: null })],
  ['meetings_capacity', set(meetings, 'called', { capacity: 0 })],
  ['meetings_draft', set(meetings, 'draft', { calledAt: now })],
  ['meetings_called', set(meetings, 'called', { calledAt: null })],
  ['meetings_not_begun', set(meetings, 'called', { startedAt: now })],
  ['meetings_live', set(meetings, 'live', { startedAt: null })],
  ['meetings_live_agenda', set(meetings, 'live', { agendaState: 'open' })],
  ['meetings_held', set(meetings, 'live', { heldAt: now })],
  ['meetings_held', set(meetings, 'held', { heldAt: null })],
  ['meetings_held_begun', set(meetings, 'held', { startedAt: null })],
  ['meetings_course', set(meetings, 'held', { startedAt: hence(120) })],
  ['meetings_cancelled', set(meetings, 'called', { cancelReason: 'Derfor' })],
  ['meetings_cancelled', set(meetings, 'cancelled', { cancelledAt: null })],
  ['meetings_cancel_reason', set(meetings, 'cancelled', { cancelReason: ' \n' })],
  ['meetings_slug_unique', () => db().update(meetings).set({ slug: 'det-samme' })],
  ['meetings_calendar_uid_unique', () => db().update(meetings).set({ calendarUid: 'den-samme' })],
  ['meetings_agenda_version', set(meetings, 'called', { agendaState: 'published' })],
  // Its agenda.
  ['agenda_versions_number', twice(agendaVersions, () => ({ meetingId: id.called, number: 7, items: [], publishedAt: now }))],
  ['rows of agenda_versions never change', () => db().update(agendaVersions).set({ number: 9 })],
  ['rows of agenda_versions never change', () => db().delete(agendaVersions)],
  ['agenda_items_kind', set(agendaItems, 'planned', { kind: 'speech' })],
  ['agenda_items_state', set(agendaItems, 'planned', { state: 'opened' })],
  ['agenda_items_outcome', set(agendaItems, 'closed', { outcome: 'agreed' })],
  ['agenda_items_closed', set(agendaItems, 'closed', { outcome: null })],
  ['agenda_items_closed', set(agendaItems, 'planned', { outcome: 'noted' })],
  ['agenda_items_opened', set(agendaItems, 'current', { openedAt: null })],
  ['agenda_items_planned', set(agendaItems, 'planned', { openedAt: now })],
  ['agenda_items_ended', set(agendaItems, 'current', { closedAt: now })],
  ['agenda_items_course', set(agendaItems, 'closed', { closedAt: hence(-120) })],
  ['agenda_items_taken_up', set(agendaItems, 'closed', { openedAt: null })],
  ['agenda_items_taken_up', set(agendaItems, 'closed', { outcome: 'not_reached' })],
  ['agenda_items_carried', () => db().update(agendaItems).set({ carriedToId: id.submitted }).where(eq(agendaItems.id, id.closed))],
  ['agenda_items_minutes', set(agendaItems, 'planned', { minutes: 481 })],
  ['agenda_items_presenter_consent', set(agendaItems, 'planned', { presenter: 'Nogen', presenterConsent: false })],
  ['agenda_items_position', set(agendaItems, 'planned', { position: 1 })],
  ['agenda_items_one_current', set(agendaItems, 'planned', { state: 'current', openedAt: now })],
  ['agenda_items_proposal', () => db().update(agendaItems).set({ proposalId: id.accepted }).where(eq(agendaItems.id, id.planned))],
  ['agenda_items_carried_to', () => db().update(agendaItems).set({ carriedToId: id.submitted }).where(eq(agendaItems.outcome, 'postponed'))],
  ['agenda_items_one_follow_up', () => db().update(agendaItems).set({ followsUp: true }).where(eq(agendaItems.meetingId, id.live))],
  // A proposal.
  ['proposals_state', set(proposals, 'submitted', { state: 'rejected' })],
  ['proposals_kind', set(proposals, 'submitted', { kind: 'break' })],
  ['proposals_minutes', set(proposals, 'submitted', { minutesWanted: 4 })],
  ['proposals_draft', set(proposals, 'draftProposal', { submittedAt: now, deadlineThen: now })],
  ['proposals_submitted', set(proposals, 'submitted', { submittedAt: null })],
  ['proposals_submitted', set(proposals, 'submitted', { deadlineThen: null })],
  ['proposals_late', set(proposals, 'submitted', { late: true })],
  ['proposals_late', set(proposals, 'late', { late: false })],
  ['proposals_late_reason', set(proposals, 'late', { decisionReason: ' ' })],
  ['proposals_decided', set(proposals, 'submitted', { state: 'accepted' })],
  ['proposals_decided', () => db().update(proposals).set({ decidedAt: now, decidedBy: organiser.id }).where(eq(proposals.id, id.submitted))],
  ['proposals_decided_by', set(proposals, 'accepted', { decidedBy: null })],
  ['proposals_reason', set(proposals, 'declined', { decisionReason: null })],
  ['proposals_reason', set(proposals, 'declined', { decisionReason: ' ' })],
  ['proposals_merged_into', set(proposals, 'declined', { state: 'merged' })],
  ['proposals_merged_into', () => db().update(proposals).set({ mergedIntoId: id.accepted }).where(eq(proposals.id, id.declined))],
  ['proposals_merged_into', () => db().update(proposals).set({ state: 'merged', mergedIntoId: id.declined }).where(eq(proposals.id, id.declined))],
  ['proposals_deferred_to', set(proposals, 'declined', { state: 'deferred' })],
  ['proposals_deferred_to', () => db().update(proposals).set({ state: 'deferred', deferredToMeetingId: id.called }).where(eq(proposals.id, id.declined))],
  // A registration.
  ['registrations_answer', set(registrations, 'registration', { answer: 'perhaps' })],
  ['registrations_source', set(registrations, 'registration', { source: 'telephone' })],
  ['registrations_wait', set(registrations, 'registration', { waiting: true })],
  ['registrations_wait', set(registrations, 'registration', { waiting: true, waitingSince: now, answer: 'online' })],
  ['registrations_person', insert(registrations, () => ({ meetingId: id.called, memberId: other.id, answer: 'online', answeredAt: now }))],
  // The meeting as it runs.
  ['meeting_parts_part', insert(meetingParts, () => ({ meetingId: id.live, memberId: other.id, part: 'secretary' }))],
  ['meeting_pauses_order', insert(meetingPauses, () => pause({ endedAt: hence(-1) }))],
  ['meeting_pauses_order', insert(meetingPauses, () => pause({ resumesAt: now }))],
  ['meeting_pauses_one_open', twice(meetingPauses, pause)],
  ['attendances_way', insert(attendances, () => presence({ way: 'by_letter' }))],
  ['attendances_order', insert(attendances, () => presence({ leftAt: hence(-1) }))],
  ['attendances_person', twice(attendances, presence)],
  ['attendance_guests_kind', insert(attendanceGuests, () => guests({ kind: 'friends' }))],
  ['attendance_guests_count', insert(attendanceGuests, () => guests({ count: 0 }))],
  ['attendance_guests_organisation', twice(attendanceGuests, guests, () => ({ organisation: 'FORENINGEN' }))],
  ['hands_kind', insert(hands, () => hand({ kind: 'song' }))],
  ['hands_state', insert(hands, () => hand({ state: 'called' }))],
  ['hands_called', insert(hands, () => hand({ state: 'speaking' }))],
  ['hands_uncalled', insert(hands, () => hand({ calledAt: now }))],
  ['hands_ended', insert(hands, () => hand({ state: 'spoken', calledAt: now }))],
  ['hands_ended', insert(hands, () => hand({ endedAt: now }))],
  ['hands_course', insert(hands, () => hand({ state: 'speaking', calledAt: hence(-61) }))],
  ['hands_one_each', twice(hands, hand)],
  ['hands_one_speaking', twice(hands, () => hand({ state: 'speaking', calledAt: now }), () => ({ memberId: organiser.id }))],
  ['soundings_order', insert(soundings, () => sounding({ closedAt: hence(-1) }))],
  ['soundings_one_open', twice(soundings, sounding)],
  ['sounding_answers_answer', () => db().transaction(async (tx) => {
    const [made] = await tx.insert(soundings).values({ meetingId: id.live, agendaItemId: id.current, question: 'Skal vi?', openedAt: now }).returning();
    await tx.insert(soundingAnswers).values({ soundingId: made?.id ?? '', memberId: other.id, answer: 'perhaps' as never, answeredAt: now });
  })],
  // Minutes.
  ['minutes_state', set(minutes, 'minutesDraft', { state: 'sent', correctionsDue: now })],
  ['minutes_review', set(minutes, 'minutesDraft', { state: 'in_review' })],
  ['minutes_approved', set(minutes, 'minutesDraft', { approvedAt: now })],
  ['minutes_approved', set(minutes, 'published', { approvedAt: null })],
  ['minutes_tacit', set(minutes, 'minutesDraft', { tacitApproval: true })],
  ['minutes_published', set(minutes, 'minutesDraft', { publishedAt: now })],
  ['minutes_course', set(minutes, 'published', { publishedAt: hence(-61) })],
  ['minutes_published_version', set(minutes, 'minutesDraft', { state: 'published', correctionsDue: now, approvedAt: now, publishedAt: now })],
  ['minutes_meeting_id_unique', insert(minutes, () => ({ meetingId: id.withMinutes, state: 'draft' }))],
  ['minutes_entries_agenda_item_id_unique', twice(minutesEntries, () => ({ minutesId: id.minutesDraft, agendaItemId: id.own }))],
  ['minutes_versions_number', insert(minutesVersions, () => ({ minutesId: id.published, number: 1, content: { entries: [] }, publishedAt: now }))],
  ['minutes_versions_note', insert(minutesVersions, () => ({ minutesId: id.published, number: 2, content: { entries: [] }, publishedAt: now }))],
  ['rows of minutes_versions never change', () => db().update(minutesVersions).set({ note: 'x' })],
  ['rows of minutes_versions never change', () => db().delete(minutesVersions)],
  ['minutes_clashes_one_open', twice(minutesClashes, () => ({ entryId: id.entry, memberId: other.id, text: 'x', baseVersion: 1, at: now }))],
  ['decisions_number', set(decisions, 'decision', { serial: 99 })],
  ['decisions_number_unique', insert(decisions, () => ({ entryId: id.otherEntry, year: 2027, serial: 1, number: '2027-1', text: 'x' }))],
  ['corrections_state', () => db().update(corrections).set({ state: 'noted' as never, decisionReason: 'Ja', decidedAt: now, decidedBy: organiser.id }).where(eq(corrections.id, id.correction))],
  ['corrections_decided', set(corrections, 'correction', { state: 'accepted', decisionReason: 'Ja' })],
  ['corrections_decided', () => db().update(corrections).set({ state: 'declined', decisionReason: ' ', decidedAt: now, decidedBy: organiser.id }).where(eq(corrections.id, id.correction))],
  ['corrections_decided_by', set(corrections, 'correction', { state: 'accepted', decisionReason: 'Ja', decidedAt: now })],
  ['action_items_state', set(actionItems, 'action', { state: 'begun', closedAt: now })],
  ['action_items_closed', set(actionItems, 'action', { state: 'done' })],
  ['action_items_closed', set(actionItems, 'action', { closedAt: now })],
  ['action_items_dropped', set(actionItems, 'action', { state: 'dropped', closedAt: now, closedReason: ' ' })],
  ['action_items_open', set(actionItems, 'action', { closedReason: 'Derfor' })],
  ['action_items_responsible', set(actionItems, 'action', { responsibleMemberId: null })],
];

describe('the database refuses', () => {
  it.each(rows.map(([constraint, write], index) => [constraint, index + 1, write] as const))('%s (%i)', async (constraint, _index, write) => {
    expect(await constraintOf(write())).toBe(constraint);
  });

  it('by every constraint of these tables, none left untried', async () => {
    const tables = [actionItems, agendaItems, agendaVersions, attendanceGuests, attendances, corrections, decisions, hands, meetingParts, meetingPauses, meetings, minutes, minutesClashes, minutesEntries, minutesVersions, proposals, registrations, soundingAnswers, soundings].map(getTableName);
    const found = await world.connection.sql<{ name: string }[]>`
      select conname as name from pg_constraint where conrelid::regclass::text = any(${tables}) and contype in ('c', 'u', 't')
      union select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid::regclass::text = any(${tables}) and x.indisunique and not x.indisprimary`;
    const tried = new Set(rows.map(([constraint]) => constraint));
    // The number of a decision is its year and serial, so the one is taken exactly when the other is.
    expect(found.map(({ name }) => name).filter((name) => !tried.has(name) && name !== 'decisions_serial')).toEqual([]);
  });
});
