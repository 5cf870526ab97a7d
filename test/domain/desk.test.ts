import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionItems, mails, meetingParts } from '~/db/schema';
import type { Actor } from '~/server/context';
import { sendMailAgain } from '~/server/domain/desk/commands';
import { answerFigures, dueActions, failedMails, meetingsOfParts, meetingsOnDesk, PAGE_SIZE, unansweredThreads, waitingCorrections, waitingProposals } from '~/server/domain/desk/queries';
import { answerIsLate, byUrgency, partTask, taskOf, urgencyOf, type MeetingOnDesk, type Task } from '~/server/domain/desk/rules';
import { proposeCorrection } from '~/server/domain/corrections/commands';
import { cancelMeeting, createMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, endorseProposal } from '~/server/domain/proposals/commands';
import { daysWaited } from '~/server/domain/proposals/rules';
import { createPost, startThread } from '~/server/domain/threads/commands';
import { da } from '~/server/i18n/da';
import { en } from '~/server/i18n/en';
import { addDays, addMinutes } from '~/server/time';
import { meetingInput } from '../support/make';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { choose, useProposals } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const now = new Date('2027-03-01T09:00:00Z');
const later = (days: number, minutes = 0) => addMinutes(addDays(now, days), minutes);

describe('the one next step of a meeting', () => {
  const called = (startsIn: number, more: Partial<MeetingOnDesk> = {}): MeetingOnDesk => ({
    state: 'called', agendaState: 'open', day: later(startsIn).toISOString().slice(0, 10), startsAt: later(startsIn), endsAt: later(startsIn, 120), proposalDeadline: later(startsIn - 7), heldAt: null, minutesElsewhere: null,
    minutesState: null, correctionsDue: null, approvedAt: null, undecided: 0, oldestUndecided: null, openCorrections: 0, ...more,
  });
  const held = (daysAgo: number, more: Partial<MeetingOnDesk> = {}) => called(-daysAgo, { state: 'held', agendaState: 'published', heldAt: later(-daysAgo), ...more });
  const asked = (n: number, daysAgo: number) => ({ undecided: n, oldestUndecided: later(-daysAgo) });

  it.each<[string, MeetingOnDesk, Partial<Task>]>([
    ['a draft far off', called(60, { state: 'draft' }), { step: 'call', why: 'draft', days: 60, urgency: 'later' }],
    ['a draft five weeks off', called(33, { state: 'draft' }), { step: 'call', why: 'draft', urgency: 'soon' }],
    ['a draft four weeks off', called(28, { state: 'draft' }), { step: 'call', why: 'draft_near', days: 28, urgency: 'late' }],
    ['a draft whose day has passed', called(-2, { state: 'draft' }), { step: 'move', why: 'draft_past', urgency: 'late' }],
    ['proposals of today', called(40, asked(2, 0)), { step: 'decide', why: 'proposals_wait', days: 0, count: 2, urgency: 'later' }],
    ['a proposal a week old', called(40, asked(1, 7)), { step: 'decide', why: 'proposals_wait', days: 7, count: 1, urgency: 'soon' }],
    ['a proposal two weeks old', called(40, asked(1, 14)), { step: 'decide', why: 'proposals_wait', days: 14, urgency: 'late' }],
    ['the deadline passed yesterday', called(6, { ...asked(3, 5), proposalDeadline: later(-1) }), { step: 'decide', why: 'deadline_passed', days: 6, count: 3, urgency: 'late' }],
    ['the deadline passed yesterday, the meeting far off', called(30, { ...asked(3, 5), proposalDeadline: later(-1) }), { step: 'decide', why: 'deadline_passed', days: 30, urgency: 'soon' }],
    ['the deadline passed three days ago', called(30, { ...asked(3, 5), proposalDeadline: later(-3) }), { step: 'decide', why: 'deadline_passed', urgency: 'late' }],
    ['time to begin with undecided ones', called(0, asked(1, 3)), { step: 'decide', why: 'decide_blocks_start', count: 1, urgency: 'late' }],
    ['proposals may still come', called(21), { step: 'publish_agenda', why: 'proposals_open', days: 14, urgency: 'later' }],
    ['the deadline has passed and all is answered', called(10, { proposalDeadline: later(-1) }), { step: 'publish_agenda', why: 'agenda_awaited', days: 10, urgency: 'soon' }],
    ['three days before', called(3), { step: 'publish_agenda', why: 'agenda_near', days: 3, urgency: 'late' }],
    ['time to begin without an agenda', called(-1), { step: 'publish_agenda', why: 'agenda_blocks_start', urgency: 'late' }],
    ['ready', called(20, { agendaState: 'published' }), { step: 'start', why: 'ready', days: 20, urgency: 'later' }],
    ['ready this week', called(5, { agendaState: 'published' }), { step: 'start', why: 'ready', days: 5, urgency: 'soon' }],
    ['it should have begun', called(0, { agendaState: 'published', startsAt: later(0, -5) }), { step: 'start', why: 'not_started', days: 0, urgency: 'late' }],
    ['it was never started', called(-4, { agendaState: 'published' }), { step: 'start', why: 'not_started', days: 4, urgency: 'late' }],
    ['running', called(0, { state: 'live', agendaState: 'published' }), { step: 'lead', why: 'running', urgency: 'now' }],
    ['running half an hour too long', called(0, { state: 'live', startsAt: later(0, -150), endsAt: later(0, -30) }), { step: 'lead', why: 'running', urgency: 'now' }],
    ['running longer than that', called(0, { state: 'live', startsAt: later(0, -151), endsAt: later(0, -31) }), { step: 'lead', why: 'overtime', urgency: 'now' }],
    ['ended today', held(0), { step: 'begin_minutes', why: 'no_minutes', days: 0, urgency: 'soon' }],
    ['ended three days ago', held(3), { step: 'begin_minutes', why: 'no_minutes', days: 3, urgency: 'late' }],
    ['a draft of the minutes', held(5, { minutesState: 'draft' }), { step: 'write_minutes', why: 'minutes_draft', days: 5, urgency: 'later' }],
    ['a draft a week old', held(7, { minutesState: 'draft' }), { step: 'write_minutes', urgency: 'soon' }],
    ['a draft two weeks old', held(14, { minutesState: 'draft' }), { step: 'write_minutes', urgency: 'late' }],
    ['a review without corrections', held(9, { minutesState: 'in_review', correctionsDue: later(3) }), { step: 'await_corrections', why: 'review_runs', days: 3, due: null, urgency: 'later' }],
    ['a review with corrections', held(9, { minutesState: 'in_review', correctionsDue: later(3), openCorrections: 2 }), { step: 'decide_corrections', why: 'corrections_wait', days: 3, count: 2, urgency: 'soon' }],
    ['corrections open after the date', held(9, { minutesState: 'in_review', correctionsDue: later(-1), openCorrections: 1 }), { step: 'decide_corrections', why: 'corrections_over', count: 1, urgency: 'late' }],
    ['the date passed and none open', held(9, { minutesState: 'in_review', correctionsDue: later(-1) }), { step: 'approve_minutes', why: 'review_over', urgency: 'late' }],
    ['approved today', held(20, { minutesState: 'approved', approvedAt: now }), { step: 'publish_minutes', why: 'approved', days: 0, urgency: 'soon' }],
    ['approved three days ago', held(20, { minutesState: 'approved', approvedAt: later(-3) }), { step: 'publish_minutes', why: 'approved', days: 3, urgency: 'late' }],
    ['published', held(40, { minutesState: 'published' }), { step: 'none', why: 'finished', urgency: 'later' }],
    ['minutes kept elsewhere', held(400, { minutesElsewhere: 'Styrelsen' }), { step: 'none', why: 'finished' }],
    ['cancelled', called(3, { state: 'cancelled' }), { step: 'none', why: 'finished' }],
  ])('%s', (_what, meeting, expected) => {
    const task = taskOf(meeting, now);
    expect(task).toMatchObject(expected);
    // Each step and why has its words, in both languages, and none counts below nought.
    expect(task.days).toBeGreaterThanOrEqual(0);
    for (const { organisers } of [da, en]) expect([organisers.steps[task.step], organisers.whys[task.why](task)].join()).toMatch(/\S,\S.*[.]$/);
  });

  it.each<[string, ('chair' | 'minute_taker')[], MeetingOnDesk, Partial<Task> | null]>([
    ['a chair reads the agenda before the day', ['chair'], called(3, { agendaState: 'published' }), { step: 'prepare', why: 'ready', days: 3, urgency: 'soon' }],
    ['a chair does not decide on proposals', ['chair'], called(3, asked(1, 30)), { step: 'prepare', why: 'coming', count: 0 }],
    ['a chair starts on the day', ['chair'], called(0, { agendaState: 'published', startsAt: later(0, 60) }), { step: 'start' }],
    ['a minute taker does not start', ['minute_taker'], called(0, { agendaState: 'published' }), { step: 'prepare' }],
    ['a chair leads', ['chair', 'minute_taker'], called(0, { state: 'live' }), { step: 'lead', urgency: 'now' }],
    ['a minute taker begins while it runs', ['minute_taker'], called(0, { state: 'live' }), { step: 'begin_minutes', urgency: 'now' }],
    ['a minute taker writes while it runs', ['minute_taker'], called(0, { state: 'live', minutesState: 'draft' }), { step: 'write_minutes', urgency: 'now' }],
    ['a chair is done when it is over', ['chair'], held(1), null],
    ['a minute taker begins after it', ['minute_taker'], held(1), { step: 'begin_minutes' }],
    ['a minute taker writes after it', ['minute_taker'], held(1, { minutesState: 'draft' }), { step: 'write_minutes' }],
    ['the review is the organisers’', ['minute_taker'], held(9, { minutesState: 'in_review', correctionsDue: later(3), openCorrections: 2 }), null],
    ['nothing of a cancelled one', ['chair', 'minute_taker'], called(3, { state: 'cancelled' }), null],
    ['nothing where the minutes are elsewhere', ['minute_taker'], held(9, { minutesElsewhere: 'Styrelsen' }), null],
  ])('%s', (_what, parts, meeting, expected) => {
    const task = partTask(parts, meeting, now);
    if (expected === null) expect(task).toBeNull();
    else expect(task).toMatchObject(expected);
  });

  it('puts what hurries most first', () => {
    const row = (name: string, meeting: MeetingOnDesk) => ({ name, day: meeting.day, task: taskOf(meeting, now) });
    const rows = [
      row('far', called(60, { state: 'draft' })), row('review', held(9, { minutesState: 'in_review', correctionsDue: later(3) })), row('ready', called(5, { agendaState: 'published' })),
      row('late', held(3)), row('later than late', held(30)), row('running', called(0, { state: 'live' })),
    ];
    expect(byUrgency(rows).map(({ name }) => name)).toEqual(['running', 'later than late', 'late', 'ready', 'far', 'review']);
  });

  it.each([[null, 'later'], [later(0), 'late'], [later(0, 1), 'soon'], [later(7), 'soon'], [later(7, 1), 'later']] as const)('%s is %s', (due, urgency) => expect(urgencyOf(due, now)).toBe(urgency));

  it('counts calendar days of Denmark', () => {
    expect(daysWaited(new Date('2027-02-28T22:59:00Z'), now)).toBe(1);
    expect(daysWaited(new Date('2027-02-28T23:01:00Z'), now)).toBe(0);
    // Over the night in which the clocks go forward.
    expect(daysWaited(new Date('2027-03-27T12:00:00Z'), new Date('2027-03-29T06:00:00Z'))).toBe(2);
    expect([answerIsLate(later(-14), now), answerIsLate(later(-14, 1), now)]).toEqual([true, false]);
  });
});

const world = useWorld();
const { cast: people, aMeeting, at, propose } = useProposals(world);
let cast: Cast;
let organiser: Actor;
const make = minutesMaker(world, () => cast);
beforeAll(async () => {
  cast = await aCast(world);
  ({ organiser } = cast);
});

describe('what the desk shows', () => {
  it('is for organisers alone', async () => {
    for (const ask of [meetingsOnDesk, answerFigures, waitingProposals, waitingCorrections, dueActions, failedMails, unansweredThreads]) {
      await expectRefusal(ask(world.as(people.author)), 'organisers_only');
      await expectRefusal(ask(world.as(null)), 'not_signed_in');
    }
  });

  it('names each meeting with its next step and the form to go to', async () => {
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    const asked = await aMeeting('Med forslag', 20);
    const oldest = await at(addDays(world.clock.now, -2), () => propose(asked.id, 'Ældst'));
    await propose(asked.id, 'Nyere');
    const running = await make.aMeeting('live');
    const review = await make.inReview();
    const cancelled = await aMeeting('Aflyst');
    await cancelMeeting(world.as(organiser), cancelled.id, 'Nej');
    const published = await make.published();
    const correction = await proposeCorrection(world.as(cast.member), review.first, { proposedText: 'Andet', why: 'Fordi' });
    const rows = await meetingsOnDesk(world.as(organiser));
    const of = (id: string) => rows.find((row) => row.id === id);
    expect(of(draft.id)?.task).toMatchObject({ step: 'call', why: 'draft_near' });
    expect(of(asked.id)).toMatchObject({ nextProposalId: oldest.id, task: { step: 'decide', count: 2, days: 2 } });
    expect(of(running.id)?.task.step).toBe('lead');
    expect(of(review.meeting.id)).toMatchObject({ nextCorrectionId: correction.id, task: { step: 'decide_corrections', count: 1 } });
    expect([of(cancelled.id), of(published.meeting.id)]).toEqual([undefined, undefined]);
    expect(rows[0]?.id).toBe(running.id);
    expect(await waitingCorrections(world.as(organiser))).toMatchObject({ total: 1, pages: 1, rows: [{ id: correction.id, item: 'Første', overdue: false, days: 0, why: 'Fordi' }] });
    world.clock.now = addDays(world.clock.now, 8);
    expect((await waitingCorrections(world.as(organiser))).rows).toMatchObject([{ id: correction.id, overdue: true, days: 8 }]);
    world.clock.now = addDays(world.clock.now, -8);
  });

  it('sorts proposals by the response clock, a page at a time, the late ones marked', async () => {
    const meeting = await aMeeting('Mange forslag', 40);
    const first = await at(addDays(world.clock.now, -20), () => propose(meeting.id, 'Har ventet længst'));
    for (let n = 0; n < PAGE_SIZE; n += 1) await propose(meeting.id, `Forslag ${n}`);
    const late = await at(addDays(world.clock.now, 15), () => propose(meeting.id, 'For sent'));
    const off = await aMeeting('Aflyses', 40);
    const stranded = await at(addDays(world.clock.now, 1), () => propose(off.id, 'Uden møde'));
    await cancelMeeting(world.as(organiser), off.id, 'Nej');
    await endorseProposal(world.as(people.other), first.id);
    const page = await waitingProposals(world.as(organiser));
    expect(page.rows).toHaveLength(PAGE_SIZE);
    expect(page.rows[0]).toMatchObject({ id: first.id, days: 20, overdue: true, late: false, can: { acceptAtOnce: true }, endorsements: 1, meeting: { title: 'Mange forslag' } });
    expect(page.pages).toBe(Math.ceil(page.total / PAGE_SIZE));
    const last = (await waitingProposals(world.as(organiser), page.pages)).rows;
    expect(last.slice(-2)).toMatchObject([{ id: stranded.id, can: { acceptAtOnce: false } }, { id: late.id, late: true, can: { acceptAtOnce: false } }]);
    expect(await answerFigures(world.as(organiser))).toMatchObject({ waiting: page.total, oldestDays: 20 });
  });

  it('measures how soon proposals were answered this year', async () => {
    const meeting = await aMeeting('Svartider', 60);
    const answer = async (submittedDaysAgo: number, daysAgo: number) => {
      const { id } = await at(addDays(world.clock.now, -submittedDaysAgo), () => propose(meeting.id, `Svar ${submittedDaysAgo}`));
      await at(addDays(world.clock.now, -daysAgo), () => decideProposal(world.as(people.organiser), id, choose({ decision: 'decline' })));
    };
    expect(await answerFigures(world.as(organiser))).toMatchObject({ answered: 0, medianDays: null });
    // The clock stands at 1 March: the first of these was answered in December.
    await answer(90, 61);
    await answer(12, 10);
    await answer(12, 8);
    expect(await answerFigures(world.as(organiser))).toMatchObject({ answered: 2, medianDays: 3 });
    await answer(70, 9);
    expect(await answerFigures(world.as(organiser))).toMatchObject({ answered: 3, medianDays: 4 });
  });

  it('shows follow-up that is overdue or near, of published minutes', async () => {
    const { action } = await make.published();
    const ask = async (daysBefore: number) => (await at(addDays(new Date('2027-06-01T10:00:00Z'), -daysBefore), () => dueActions(world.as(organiser)))).rows.find((row) => row.id === action.id);
    expect(await ask(15)).toBeUndefined();
    expect(await ask(14)).toMatchObject({ overdue: false, days: 14, responsible: cast.member.name });
    expect(await ask(0)).toMatchObject({ overdue: false, days: 0 });
    expect(await ask(-1)).toMatchObject({ overdue: true, days: 1 });
    await world.connection.db.update(actionItems).set({ state: 'done', closedAt: world.clock.now }).where(eq(actionItems.id, action.id));
    expect(await ask(-1)).toBeUndefined();
  });

  it('shows posts that nobody has answered', async () => {
    const { threadId: id } = await startThread(world.as(people.author), { category: 'general', subjectId: null, title: 'Hvornår?', body: 'Ved nogen det?' });
    const found = () => unansweredThreads(world.as(organiser)).then(({ rows }) => rows.find((row) => row.id === id));
    expect(await found()).toBeUndefined();
    await at(addDays(world.clock.now, 4), async () => {
      expect(await found()).toMatchObject({ title: 'Hvornår?', days: 4 });
      await createPost(world.as(organiser), id, { body: 'I maj.', replyToId: null });
      expect(await found()).toBeUndefined();
    });
  });
});

describe('letters that could not be sent', () => {
  const stateOf = async (id: string) => (await world.connection.db.select({ state: mails.state }).from(mails).where(eq(mails.id, id)))[0]?.state;
  const jobs = (id: string) => world.connection.sql`select 1 from graphile_worker.jobs where key = ${`mail:${id}`} and attempts = 0`;

  it('are shown without an address, and sent again once', async () => {
    const [mail] = await world.connection.db.insert(mails).values({ memberId: people.author.id, kind: 'meeting.called', language: 'da', params: {}, dedupe: 'afvist', state: 'failed', attempts: 12, lastError: '550 no such address' }).returning();
    const id = mail?.id ?? '';
    const { rows, total } = await failedMails(world.as(organiser));
    expect([total, rows]).toMatchObject([1, [{ id, kind: 'meeting.called', attempts: 12, member: people.author.name }]]);
    expect(JSON.stringify(rows)).not.toContain('@');
    await expectRefusal(sendMailAgain(world.as(people.author), id), 'organisers_only');
    await sendMailAgain(world.as(organiser), id);
    expect([await stateOf(id), await jobs(id), (await failedMails(world.as(organiser))).total]).toMatchObject(['queued', { length: 1 }, 0]);
    await expectRefusal(sendMailAgain(world.as(organiser), id), 'mail_not_failed');
    for (const unknown of ['xx', '00000000-0000-7000-8000-000000000000']) await expectRefusal(sendMailAgain(world.as(organiser), unknown), 'mail_not_found');
  });
});

describe('chairs and minute takers', () => {
  it('see their own meetings, and organisers have the desk', async () => {
    const running = await make.aMeeting('live');
    const over = await make.aMeeting('held');
    await make.aMeeting('held');
    const person = await world.person();
    await world.connection.db.insert(meetingParts).values([{ meetingId: running.id, memberId: person.id, part: 'chair' }, { meetingId: over.id, memberId: person.id, part: 'minute_taker' }]);
    const inPart = { ...person, chairs: [running.id], takesMinutes: [over.id] };
    expect((await meetingsOfParts(world.as(inPart))).map((row) => [row.id, row.parts, row.task.step])).toEqual([[running.id, ['chair'], 'lead'], [over.id, ['minute_taker'], 'begin_minutes']]);
    expect(await meetingsOfParts(world.as(person))).toEqual([]);
    expect(await meetingsOfParts(world.as({ ...inPart, role: 'organiser' }))).toEqual([]);
    expect(await meetingsOfParts(world.as(null))).toEqual([]);
  });
});
