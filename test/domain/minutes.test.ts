import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems, decisionCounters, events, proposals, type CorrectionState, type MeetingState, type MinutesState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addAction, closeAction, removeAction } from '~/server/domain/actions/commands';
import { proposeCorrection } from '~/server/domain/corrections/commands';
import { editDecision, recordDecision, withdrawDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { beginMinutes, openMinutes } from '~/server/domain/minutes/commands';
import { closableIn, getAction, openActions, responsibleOptions } from '~/server/domain/actions/queries';
import { decisionToWrite } from '~/server/domain/decisions/queries';
import { initiativeChain } from '~/server/domain/chain/queries';
import { entryToWrite } from '~/server/domain/entries/queries';
import { minutesAtHand, minutesOfMeeting, minutesUnderWay, offersMinutes } from '~/server/domain/minutes/queries';
import { mayCloseAction } from '~/server/domain/actions/rules';
import { mayDecideCorrection, mayProposeCorrection } from '~/server/domain/corrections/rules';
import { maySettleClash, mayShowEntry } from '~/server/domain/entries/rules';
import { approvesItself, lacksText, mayApprove, mayBegin, mayCorrectPublished, mayPublishMinutes, maySeeMinutes, maySendToReview, mayWriteMinutes } from '~/server/domain/minutes/rules';
import { actionSchema, closeActionSchema } from '~/server/domain/actions/schema';
import { decideCorrectionSchema } from '~/server/domain/corrections/schema';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let cast: Cast;
let organiser: Actor;
let member: Actor;
let owner: Actor;
let unconfirmed: Actor;
let organisation: string;
let initiative: string;
beforeAll(async () => {
  cast = await aCast(world);
  ({ organiser, member, owner, unconfirmed, organisation, initiative } = cast);
});
const { aMeeting, aDraft, published } = minutesMaker(world, () => cast);
const as = (actor: Actor | null) => world.as(actor);
const eventsOf = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map(({ type, payload }) => ({ type, payload }));

describe('rules', () => {
  const now = new Date('2027-03-01T09:00:00Z');
  const due = new Date('2027-03-08T22:59:59.999Z');
  const states: MinutesState[] = ['draft', 'in_review', 'approved', 'published'];
  const meetingId = randomUUID();
  const taker = (): Actor => ({ ...member, takesMinutes: [meetingId] });
  const chair = (): Actor => ({ ...member, chairs: [meetingId] });
  const done = { empty: [], clashes: [] };
  const minutesIn = (state: MinutesState) => ({ meetingId, state, correctionsDue: state === 'draft' ? null : due });
  const table = (rule: (m: ReturnType<typeof minutesIn>) => { code: string } | null) => states.map((state) => rule(minutesIn(state))?.code ?? null);

  it.each([
    ['write', [null, 'minutes_not_draft', 'minutes_locked', 'minutes_locked'], (m: ReturnType<typeof minutesIn>) => mayWriteMinutes(organiser, m)],
    ['send to review', [null, 'minutes_not_draft', 'minutes_not_draft', 'minutes_not_draft'], (m: ReturnType<typeof minutesIn>) => maySendToReview(organiser, m, { state: 'held' }, done, due, now)],
    ['propose a correction', ['minutes_not_found', null, 'corrections_closed', 'corrections_closed'], (m: ReturnType<typeof minutesIn>) => mayProposeCorrection(member, m, now)],
    ['propose a correction as an organiser', ['minutes_not_in_review', null, 'corrections_closed', 'corrections_closed'], (m: ReturnType<typeof minutesIn>) => mayProposeCorrection(organiser, m, now)],
    ['decide a correction', ['minutes_not_in_review', null, 'minutes_not_in_review', 'minutes_not_in_review'], (m: ReturnType<typeof minutesIn>) => mayDecideCorrection(organiser, m, { state: 'open' })],
    ['approve', ['minutes_not_in_review', null, 'minutes_not_in_review', 'minutes_not_in_review'], (m: ReturnType<typeof minutesIn>) => mayApprove(organiser, m, [])],
    ['publish', ['minutes_not_approved', 'minutes_not_approved', null, 'minutes_not_approved'], (m: ReturnType<typeof minutesIn>) => mayPublishMinutes(organiser, m)],
    ['see, as anyone', ['minutes_not_found', null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(null, m)],
    ['see, as an organiser', [null, null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(organiser, m)],
    ['close an action', ['minutes_not_published', 'minutes_not_published', 'minutes_not_published', null], (m: ReturnType<typeof minutesIn>) => mayCloseAction(organiser, m, { state: 'open', responsibleMemberId: null, initiatives: [], followedUpAt: [] })],
    ['correct what is published', ['minutes_not_published', 'minutes_not_published', 'minutes_not_published', null], (m: ReturnType<typeof minutesIn>) => mayCorrectPublished(organiser, m)],
    ['write, as a minute taker', [null, 'minutes_not_draft', 'minutes_locked', 'minutes_locked'], (m: ReturnType<typeof minutesIn>) => mayWriteMinutes(taker(), m)],
    ['see, as a minute taker', [null, null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(taker(), m)],
    ['see, as the chair', [null, null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(chair(), m)],
    ['see, as the chair of another meeting', ['minutes_not_found', null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes({ ...member, chairs: [randomUUID()], takesMinutes: [randomUUID()] }, m)],
    ['settle a clash', [null, 'minutes_not_draft', 'minutes_locked', 'minutes_locked'], (m: ReturnType<typeof minutesIn>) => maySettleClash(taker(), m, { memberId: member.id, settledAt: null })],
  ] as const)('%s from every state', (_name, expected, rule) => {
    expect(table(rule)).toEqual(expected);
  });

  it('begins once the meeting runs', () => {
    const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
    expect(meetingStates.map((state) => mayBegin(organiser, { id: meetingId, state })?.code ?? null)).toEqual(['meeting_not_live', 'meeting_not_live', null, null, 'meeting_cancelled']);
    expect(meetingStates.map((state) => maySendToReview(organiser, minutesIn('draft'), { state }, done, due, now)?.code ?? null)).toEqual(['meeting_not_held', 'meeting_not_held', 'meeting_not_held', null, 'meeting_not_held']);
  });

  it('leaves the writing to minute takers and organisers, and what the public sees to organisers', () => {
    type Rule = (a: Actor | null) => { code: string } | null;
    const writing: Rule[] = [(a) => mayBegin(a, { id: meetingId, state: 'held' }), (a) => mayWriteMinutes(a, minutesIn('draft'))];
    for (const rule of writing) expect([rule(null)?.code, rule(member)?.code, rule(chair())?.code, rule(taker()), rule({ ...organiser, role: 'admin' })]).toEqual(['not_signed_in', 'minute_taker_only', 'minute_taker_only', null, null]);
    const deciding: Rule[] = [(a) => maySendToReview(a, minutesIn('draft'), { state: 'held' }, done, due, now), (a) => mayDecideCorrection(a, minutesIn('in_review'), { state: 'open' }), (a) => mayApprove(a, minutesIn('in_review'), []),
      (a) => mayPublishMinutes(a, minutesIn('approved')), (a) => mayCorrectPublished(a, minutesIn('published'))];
    for (const rule of deciding) expect([rule(null)?.code, rule(member)?.code, rule(taker())?.code, rule({ ...organiser, role: 'admin' })]).toEqual(['not_signed_in', 'organisers_only', 'organisers_only', null]);
  });

  it('shows an entry while the meeting is live, by its chair, its minute takers and organisers', () => {
    const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
    for (const actor of [organiser, taker(), chair()]) expect(meetingStates.map((state) => mayShowEntry(actor, { id: meetingId, state })?.code ?? null)).toEqual(['meeting_not_live', 'meeting_not_live', null, 'meeting_not_live', 'meeting_not_live']);
    expect([mayShowEntry(member, { id: meetingId, state: 'live' })?.code, mayShowEntry(null, { id: meetingId, state: 'live' })?.code]).toEqual(['minute_taker_only', 'not_signed_in']);
  });

  it('lets the writer and organisers settle a clash, once', () => {
    const clash = { memberId: member.id, settledAt: null };
    const other: Actor = { ...owner, takesMinutes: [meetingId] };
    expect([taker(), organiser, other, member].map((actor) => maySettleClash(actor, minutesIn('draft'), clash)?.code ?? null)).toEqual([null, null, 'author_only', 'minute_taker_only']);
    expect(maySettleClash(taker(), minutesIn('draft'), { ...clash, settledAt: now })?.code).toBe('clash_settled');
  });

  it.each([
    ['', null, true], [' \n ', 'noted', true], ['', 'postponed', true], ['', 'not_reached', false], ['Skrevet', 'decided', false], ['Skrevet', 'not_reached', false],
  ] as const)('an entry of %j that ended as %s lacks its text: %s', (text, outcome, lacks) => {
    expect(lacksText({ text, outcome })).toBe(lacks);
  });

  it('asks for text, and for a date ahead', () => {
    expect(maySendToReview(organiser, minutesIn('draft'), { state: 'held' }, { ...done, empty: ['Andet'] }, due, now)).toMatchObject({ code: 'entries_empty', data: { titles: ['Andet'] } });
    expect(maySendToReview(organiser, minutesIn('draft'), { state: 'held' }, { ...done, clashes: ['Første'] }, due, now)).toMatchObject({ code: 'clashes_open', data: { titles: ['Første'] } });
    expect(maySendToReview(organiser, minutesIn('draft'), { state: 'held' }, done, now, now)?.code).toBe('review_date_past');
  });

  it('takes corrections from confirmed members, to the last instant', () => {
    expect(mayProposeCorrection(null, minutesIn('in_review'), now)?.code).toBe('not_signed_in');
    expect(mayProposeCorrection(unconfirmed, minutesIn('in_review'), now)?.code).toBe('email_not_confirmed');
    expect(mayProposeCorrection(member, minutesIn('in_review'), due)).toBeNull();
    expect(mayProposeCorrection(member, minutesIn('in_review'), new Date(due.getTime() + 1))?.code).toBe('corrections_closed');
  });

  it('approves with no correction open: by hand at any time, by itself after the date', () => {
    expect(mayApprove(organiser, minutesIn('in_review'), ['Første', 'Andet'])).toMatchObject({ code: 'corrections_open', data: { count: 2, titles: ['Første', 'Andet'] } });
    const later = new Date(due.getTime() + 1);
    expect(states.map((state) => approvesItself(minutesIn(state), 0, later))).toEqual([false, true, false, false]);
    expect([approvesItself(minutesIn('in_review'), 0, due), approvesItself(minutesIn('in_review'), 1, later)]).toEqual([false, false]);
    const decided: CorrectionState[] = ['accepted', 'declined'];
    expect(decided.map((state) => mayDecideCorrection(organiser, minutesIn('in_review'), { state })?.code)).toEqual(['correction_decided', 'correction_decided']);
  });

  it('lets the responsible, the owner, who follows it up and organisers close an action', () => {
    const next = randomUUID();
    const action = { state: 'open' as const, responsibleMemberId: member.id, initiatives: [initiative], followedUpAt: [next] };
    const mine = (actor: Actor | null) => mayCloseAction(actor, minutesIn('published'), action)?.code ?? null;
    expect([mine(member), mine(owner), mine(organiser), mine(null), mine({ ...member, id: randomUUID() }), mine(unconfirmed)]).toEqual([null, null, null, 'not_signed_in', 'action_not_yours', 'email_not_confirmed']);
    const other: Actor = { ...member, id: randomUUID() };
    expect([mine({ ...other, takesMinutes: [next] }), mine({ ...other, takesMinutes: [meetingId] })]).toEqual([null, 'action_not_yours']);
    expect(mayCloseAction(member, minutesIn('draft'), action)?.code).toBe('minutes_not_found');
    expect(mayCloseAction(member, minutesIn('published'), { ...action, state: 'done' })?.code).toBe('action_closed');
  });
});

describe('the forms', () => {
  const action = { text: 'Gør det', responsibleOrganisationId: '', responsibleMemberId: '', dueOn: '2027-05-01' };
  const problems = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) => parsed.error?.issues.map((issue) => [issue.path[0], issue.message]);
  it('wants exactly one responsible', () => {
    expect(problems(actionSchema.safeParse(action))).toEqual([['responsibleOrganisationId', 'responsible_needed']]);
    expect(problems(actionSchema.safeParse({ ...action, responsibleOrganisationId: organisation, responsibleMemberId: member.id }))).toEqual([['responsibleOrganisationId', 'responsible_needed']]);
    expect(actionSchema.parse({ ...action, responsibleMemberId: member.id })).toMatchObject({ responsibleOrganisationId: null, initiatives: [] });
  });
  it('wants a reason for what is dropped and for each answer', () => {
    expect(problems(closeActionSchema.safeParse({ state: 'dropped', reason: ' ' }))).toEqual([['reason', 'required']]);
    expect(closeActionSchema.parse({ state: 'done' })).toEqual({ state: 'done', reason: '' });
    expect(problems(decideCorrectionSchema.safeParse({ decision: 'perhaps', reason: '', version: '1' }))).toEqual([['decision', 'choose_one'], ['reason', 'required']]);
  });
});

describe('the draft', () => {
  it('has an empty entry for each item but the breaks, also for items that come later', async () => {
    const meeting = await aMeeting('live');
    const both = await Promise.all([beginMinutes(as(organiser), meeting.id), beginMinutes(as(organiser), meeting.id)]);
    expect(both[0]).toEqual(both[1]);
    await world.connection.db.insert(agendaItems).values({ meetingId: meeting.id, position: 9, title: 'Eventuelt', kind: 'any_other_business' });
    await Promise.all([openMinutes(as(organiser), meeting.id), openMinutes(as(organiser), meeting.id)]);
    const { entries, state } = await minutesOfMeeting(as(organiser), meeting.id);
    expect([state, entries.map(({ title, text }) => [title, text])]).toEqual(['draft', [['Første', ''], ['Andet', ''], ['Eventuelt', '']]]);
    expect((await eventsOf(`meeting:${meeting.id}`)).map(({ type }) => type)).toEqual(['minutes.begun']);
  });

  it('is begun neither before the meeting nor by others', async () => {
    const meeting = await aMeeting('called');
    await expectRefusal(beginMinutes(as(organiser), meeting.id), 'meeting_not_live');
    await expectRefusal(beginMinutes(as(organiser), (await aMeeting('cancelled')).id), 'meeting_cancelled');
    await expectRefusal(beginMinutes(as(member), meeting.id), 'minute_taker_only');
    await expectRefusal(beginMinutes(as(null), meeting.id), 'not_signed_in');
    await expectRefusal(beginMinutes(as(organiser), randomUUID()), 'meeting_not_found');
    await expectRefusal(openMinutes(as(organiser), meeting.id), 'minutes_not_found');
  });

  it('is the organisers’ own', async () => {
    const { meeting, first } = await aDraft();
    await recordDecision(as(organiser), first, { text: 'Endnu hemmelig', initiatives: [initiative] });
    await addAction(as(organiser), first, { text: 'Endnu hemmelig', responsibleOrganisationId: organisation, responsibleMemberId: null, dueOn: '2027-05-01', initiatives: [initiative] });
    for (const viewer of [null, member]) {
      await expectRefusal(minutesOfMeeting(as(viewer), meeting.id), 'minutes_not_found');
      expect([await minutesAtHand(as(viewer), meeting), await offersMinutes(as(viewer), meeting)]).toEqual([null, false]);
      expect((await initiativeChain(as(viewer), initiative)).steps.filter((step) => step.meeting.slug === meeting.slug)).toEqual([]);
      expect((await minutesUnderWay(as(viewer))).filter((row) => row.slug === meeting.slug)).toEqual([]);
    }
    await expectRefusal(proposeCorrection(as(member), first, { proposedText: 'x', why: 'y' }), 'minutes_not_found');
    expect((await minutesUnderWay(as(organiser))).map((row) => row.slug)).toContain(meeting.slug);
    expect([await minutesAtHand(as(organiser), meeting), await offersMinutes(as(organiser), meeting)]).toEqual([{ state: 'draft' }, false]);
    const held = await aMeeting('held');
    expect([await offersMinutes(as(organiser), held), await offersMinutes(as(member), held), await offersMinutes(as(organiser), { ...held, minutesElsewhere: 'X' })]).toEqual([true, false, false]);
  });

  it('gives the second of two writers of one entry both texts, and two entries do not meet', async () => {
    const { meeting, first, second } = await aDraft();
    const writes = await Promise.allSettled([writeEntry(as(organiser), first, { text: 'A', version: 1 }), writeEntry(as(organiser), first, { text: 'B', version: 1 }), writeEntry(as(organiser), second, { text: 'C', version: 1 })]);
    expect(writes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    const { entries } = await minutesOfMeeting(as(organiser), meeting.id);
    const data = await expectRefusal(writeEntry(as(organiser), first, { text: 'D', version: 1 }), 'edit_conflict');
    expect(data).toEqual({ theirs: entries[0]?.text, mine: 'D' });
    await expectRefusal(writeEntry(as(organiser), first, { text: 'D', version: 7 }), 'edit_conflict');
    expect(await writeEntry(as(organiser), first, { text: 'D', version: 2 })).toMatchObject({ version: 3 });
    // The same words again are no change.
    expect(await writeEntry(as(organiser), first, { text: 'D', version: 1 })).toMatchObject({ version: 3 });
    await expectRefusal(writeEntry(as(member), first, { text: 'E', version: 3 }), 'minute_taker_only');
    for (const nobody of [randomUUID(), 'sludder']) await expectRefusal(writeEntry(as(organiser), nobody, { text: 'E', version: 1 }), 'item_not_found');
  });
});

describe('decisions', () => {
  it('are numbered by the year of the meeting, twenty at once over two years, without gaps', async () => {
    const one = await aDraft('live', '2031-05-04');
    const other = await aDraft('live', '2032-05-04');
    const numbers = await Promise.all(Array.from({ length: 20 }, (_, n) => recordDecision(as(organiser), n % 2 === 0 ? (n % 4 === 0 ? one.first : one.second) : other.first, { text: `Beslutning ${n}`, initiatives: [] })));
    const expected = [2031, 2032].flatMap((year) => Array.from({ length: 10 }, (_, n) => `${year}-${n + 1}`));
    expect(numbers.map(({ number }) => number).sort()).toEqual(expected.sort());
  });

  it('leave no gap when a write fails, and never get a number again', async () => {
    const { first, meeting } = await aDraft('live', '2033-01-02');
    const record = (text: string) => recordDecision(as(organiser), first, { text, initiatives: [] });
    await expectRefusal(recordDecision(as(organiser), first, { text: 'x', initiatives: [randomUUID()] }), 'initiative_not_found');
    const one = await record('En');
    await withdrawDecision(as(organiser), one.id);
    expect([one.number, (await record('To')).number]).toEqual(['2033-1', '2033-2']);
    expect((await minutesOfMeeting(as(organiser), meeting.id)).entries[0]?.decisions.map(({ number }) => number)).toEqual(['2033-2']);
    await expectRefusal(withdrawDecision(as(organiser), one.id), 'decision_not_found');
    await expectRefusal(editDecision(as(organiser), one.id, { text: 'x', seen: 'En' }), 'decision_not_found');
    await expectRefusal(decisionToWrite(as(organiser), meeting.id, one.id), 'decision_not_found');
    await expectRefusal(decisionToWrite(as(member), meeting.id, one.id), 'minutes_not_found');
    await expectRefusal(entryToWrite(as(organiser), meeting.id, 'sludder'), 'item_not_found');
    expect(await entryToWrite(as(organiser), meeting.id, first)).toMatchObject({ title: 'Første' });
  });

  it('sent twice are written once', async () => {
    const { first } = await aDraft('live', '2034-01-02');
    const key = randomUUID();
    const both = await Promise.all([1, 2].map(() => recordDecision(as(organiser), first, { text: 'Én gang', initiatives: [] }, key)));
    expect(both[0]).toEqual(both[1]);
    expect(await world.connection.db.select().from(decisionCounters).where(eq(decisionCounters.year, 2034))).toEqual([{ year: 2034, last: 1 }]);
  });

  it('are told to the meeting, the initiatives and the proposal behind the item', async () => {
    const { db } = world.connection;
    const meeting = await aMeeting('live', []);
    const [proposal] = await db.insert(proposals).values({ meetingId: meeting.id, authorId: member.id, title: 'Forslag', reason: 'Fordi', kind: 'decision', minutesWanted: 10, state: 'accepted', submittedAt: new Date('2027-01-01'), deadlineThen: new Date('2027-01-02'), decidedAt: new Date('2027-01-03'), decidedBy: organiser.id }).returning({ id: proposals.id });
    await db.insert(agendaItems).values({ meetingId: meeting.id, position: 1, title: 'Fra forslag', kind: 'decision', proposalId: proposal?.id });
    await beginMinutes(as(organiser), meeting.id);
    const [entry] = (await minutesOfMeeting(as(organiser), meeting.id)).entries;
    const { id, number } = await recordDecision(as(organiser), entry?.id ?? '', { text: 'Vi gør det', initiatives: [initiative, initiative] });
    const told = { type: 'minutes.decision_recorded', payload: { meetingId: meeting.id, decisionId: id, number, agendaItemId: entry?.agendaItemId } };
    for (const stream of [`meeting:${meeting.id}`, `proposal:${proposal?.id}`, `initiative:${initiative}`]) expect((await eventsOf(stream)).at(-1)).toEqual(told);
    await editDecision(as(organiser), id, { text: 'Vi gør det nu', seen: 'Vi gør det' });
    expect(await expectRefusal(editDecision(as(organiser), id, { text: 'Vi venter', seen: 'Vi gør det' }), 'edit_conflict')).toEqual({ theirs: 'Vi gør det nu', mine: 'Vi venter' });
    await withdrawDecision(as(organiser), id);
    expect((await eventsOf(`initiative:${initiative}`)).slice(-2).map(({ type }) => type)).toEqual(['minutes.decision_edited', 'minutes.decision_withdrawn']);
  });
});

describe('actions', () => {
  it('are given to an organisation or a member that exists', async () => {
    const { meeting, first } = await aDraft();
    const action = { text: 'Gør det', responsibleOrganisationId: organisation, responsibleMemberId: null, dueOn: '2027-05-01', initiatives: [] };
    const { id } = await addAction(as(organiser), first, action);
    await expectRefusal(addAction(as(organiser), first, { ...action, responsibleOrganisationId: randomUUID() }), 'organisation_not_found');
    await expectRefusal(addAction(as(organiser), first, { ...action, responsibleOrganisationId: null, responsibleMemberId: randomUUID() }), 'member_not_found');
    await expectRefusal(addAction(as(organiser), first, { ...action, initiatives: [randomUUID()] }), 'initiative_not_found');
    expect((await minutesOfMeeting(as(organiser), meeting.id)).entries[0]?.actions).toMatchObject([{ id, responsible: 'Åben Forening', dueOn: '2027-05-01', state: 'open' }]);
    expect(await closableIn(as(organiser), await minutesOfMeeting(as(organiser), meeting.id))).toEqual([]);
    await expectRefusal(closeAction(as(organiser), id, { state: 'done', reason: '' }), 'minutes_not_published');
    await removeAction(as(organiser), id);
    await expectRefusal(removeAction(as(organiser), id), 'action_not_found');
    await expectRefusal(getAction(as(organiser), 'sludder'), 'action_not_found');
    expect((await responsibleOptions(as(organiser), meeting.id)).organisations.map(({ name }) => name)).toContain('Åben Forening');
    await expectRefusal(responsibleOptions(as(member), meeting.id), 'minute_taker_only');
  });

  it('are closed once, by whom they concern, and tell it to the initiative', async () => {
    const { action, meeting, first } = await published();
    await expectRefusal(entryToWrite(as(organiser), meeting.id, first), 'minutes_locked');
    expect((await openActions(as(null))).map(({ id }) => id)).toContain(action.id);
    expect((await getAction(as(owner), action.id)).can.close).toBe(true);
    await expectRefusal(closeAction(as(await world.person()), action.id, { state: 'done', reason: '' }), 'action_not_yours');
    await expectRefusal(closeAction(as(member), action.id, { state: 'dropped', reason: '' }), 'reason_required');
    const outcomes = await Promise.allSettled([closeAction(as(member), action.id, { state: 'done', reason: 'Notatet ligger klar' }), closeAction(as(owner), action.id, { state: 'dropped', reason: 'Ikke mere' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expectRefusal(closeAction(as(organiser), action.id, { state: 'done', reason: '' }), 'action_closed');
    expect((await openActions(as(null))).map(({ id }) => id)).not.toContain(action.id);
    const closed = await getAction(as(null), action.id);
    expect(closed).toMatchObject({ slug: meeting.slug, responsible: member.name, initiatives: [{ number: '3.3', period: '2017-2019' }], can: { close: false } });
    expect((await eventsOf(`initiative:${initiative}`)).at(-1)).toEqual({ type: 'minutes.action_closed', payload: { meetingId: meeting.id, actionId: action.id, agendaItemId: closed.agendaItemId, state: closed.state } });
  });
});

