import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  actionItems, actionPlans, agendaItems, corrections, decisionCounters, decisions, events, initiatives, mails, meetings, members, minutes, minutesEntries, minutesVersions, proposals, themes,
  type CorrectionState, type ItemKind, type MeetingState, type MinutesState,
} from '~/db/schema';
import type { Actor } from '~/server/context';
import {
  addAction, approveMinutes, approveTacitly, beginMinutes, closeAction, decideCorrection, editDecision, openMinutes, proposeCorrection, publishMinutes, recordDecision, removeAction, sendToReview, withdrawDecision, writeEntry,
} from '~/server/domain/minutes/commands';
import {
  actionsOfInitiative, decisionsOfInitiative, getAction, getCorrection, minutesAtHand, minutesOfMeeting, minutesUnderWay, minutesVersion, minutesVersionList, newestMinutes, offersMinutes, openActions, publishedMinutes, responsibleOptions,
} from '~/server/domain/minutes/queries';
import { approvesItself, mayApprove, mayBegin, mayCloseAction, mayDecideCorrection, mayProposeCorrection, mayPublishMinutes, maySeeMinutes, maySendToReview, mayWriteMinutes } from '~/server/domain/minutes/rules';
import { actionSchema, closeActionSchema, decideCorrectionSchema } from '~/server/domain/minutes/schema';
import { approveMinutesWhenDue } from '~/server/jobs/approve-minutes';
import { minutesLetters } from '~/server/mail/minutes-letters';
import { dayOf, endOfDay } from '~/server/time';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
let owner: Actor;
let unconfirmed: Actor;
let organisation: string;
let initiative: string;
let planId: string;

beforeAll(async () => {
  organiser = await world.person('organiser');
  member = await world.person();
  unconfirmed = { ...(await world.person('member', { emailConfirmedAt: null })), confirmed: false };
  organisation = await anOrganisation(world, 'Åben Forening');
  const { db } = world.connection;
  planId = randomUUID();
  const themeId = randomUUID();
  initiative = randomUUID();
  await db.insert(actionPlans).values({ id: planId, period: '2017-2019', ordinal: 3, titleDa: 'Plan', titleEn: 'Plan', summaryDa: '', summaryEn: '', publishedOn: '2017-10-01', endPrinted: '2019', coordinator: 'Styrelsen', memberSince: 2011 });
  await db.insert(themes).values({ id: themeId, planId, number: 1, titleDa: 'Tema', titleEn: 'Theme', summaryDa: '', summaryEn: '' });
  await db.insert(initiatives).values({ id: initiative, planId, themeId, number: '3.3', sortKey: [3, 3], titleDa: 'Initiativ', titleEn: 'Initiative', summaryDa: '', summaryEn: '', leadAuthority: 'A', implementingAuthority: 'A', level: 'limited', levelPrinted: '', stateActors: [], otherActors: [] });
  owner = { ...(await world.person()), owns: [initiative] };
});

const code = (call: Promise<unknown>) => call.then(() => null, (error: { cause?: { code?: string } }) => error.cause?.code);
const as = (actor: Actor | null) => world.as(actor);
const eventsOf = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map(({ type, payload }) => ({ type, payload }));

type Kinds = { title: string; kind: ItemKind; proposalId?: string }[];
let made = 0;
/** A meeting in a state, on a day, with its agenda. */
async function aMeeting(state: MeetingState, items: Kinds = [{ title: 'Første', kind: 'discussion' }, { title: 'Pause', kind: 'break' }, { title: 'Andet', kind: 'decision' }], day = '2027-02-20') {
  made += 1;
  const at = (hour: number) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const [row] = await world.connection.db.insert(meetings).values({
    slug: `${day}-moede-${made}`, title: `Møde ${made}`, purpose: 'Formål', day, startsAt: at(9), endsAt: at(11), proposalDeadline: at(8), place: 'Sal', state, calendarUid: randomUUID(),
    calledAt: state === 'draft' ? null : at(7), startedAt: ['live', 'held'].includes(state) ? at(9) : null, heldAt: state === 'held' ? at(11) : null, cancelledAt: state === 'cancelled' ? at(8) : null, cancelReason: state === 'cancelled' ? 'Nej' : null,
  }).returning();
  if (!row) throw new Error('no meeting');
  if (items.length > 0) await world.connection.db.insert(agendaItems).values(items.map((item, index) => ({ ...item, meetingId: row.id, position: index + 1, minutes: 20 })));
  return row;
}

/** Minutes in a draft, with the ids of their entries in order. */
async function aDraft(state: MeetingState = 'held', day?: string) {
  const meeting = await aMeeting(state, undefined, day);
  const { id } = await beginMinutes(as(organiser), meeting.id);
  const { entries } = await minutesOfMeeting(as(organiser), meeting.id);
  const [first, second] = entries;
  if (!first || !second) throw new Error('no entries');
  return { id, meeting, first: first.id, second: second.id };
}

async function inReview(due = dayOf(new Date(world.clock.now.getTime() + 7 * 86_400_000))) {
  const draft = await aDraft();
  await writeEntry(as(organiser), draft.first, { text: 'Det første', version: 1 });
  await writeEntry(as(organiser), draft.second, { text: 'Det andet', version: 1 });
  await sendToReview(as(organiser), draft.meeting.id, { due });
  return { ...draft, due: endOfDay(due) };
}

async function published() {
  const draft = await aDraft();
  await writeEntry(as(organiser), draft.first, { text: 'Det første', version: 1 });
  await writeEntry(as(organiser), draft.second, { text: 'Det andet', version: 1 });
  const decision = await recordDecision(as(organiser), draft.first, { text: 'Vi gør det', initiatives: [initiative] });
  const action = await addAction(as(organiser), draft.second, { text: 'Skriv et notat', responsibleOrganisationId: null, responsibleMemberId: member.id, dueOn: '2027-06-01', initiatives: [initiative] });
  await sendToReview(as(organiser), draft.meeting.id, { due: '2027-03-10' });
  await approveMinutes(as(organiser), draft.meeting.id);
  await publishMinutes(as(organiser), draft.meeting.id);
  return { ...draft, decision, action };
}

const decide = (more: Partial<Parameters<typeof decideCorrection>[2]> = {}) => ({ decision: 'accepted' as const, text: '', reason: 'Fordi', version: 2, ...more });

describe('rules', () => {
  const now = new Date('2027-03-01T09:00:00Z');
  const due = new Date('2027-03-08T22:59:59.999Z');
  const states: MinutesState[] = ['draft', 'in_review', 'approved', 'published'];
  const minutesIn = (state: MinutesState) => ({ state, correctionsDue: state === 'draft' ? null : due });
  const table = (rule: (m: ReturnType<typeof minutesIn>) => { code: string } | null) => states.map((state) => rule(minutesIn(state))?.code ?? null);

  it.each([
    ['write', [null, 'minutes_not_draft', 'minutes_locked', 'minutes_locked'], (m: ReturnType<typeof minutesIn>) => mayWriteMinutes(organiser, m)],
    ['send to review', [null, 'minutes_not_draft', 'minutes_not_draft', 'minutes_not_draft'], (m: ReturnType<typeof minutesIn>) => maySendToReview(organiser, m, { state: 'held' }, [], due, now)],
    ['propose a correction', ['minutes_not_found', null, 'corrections_closed', 'corrections_closed'], (m: ReturnType<typeof minutesIn>) => mayProposeCorrection(member, m, now)],
    ['propose a correction as an organiser', ['minutes_not_in_review', null, 'corrections_closed', 'corrections_closed'], (m: ReturnType<typeof minutesIn>) => mayProposeCorrection(organiser, m, now)],
    ['decide a correction', ['minutes_not_in_review', null, 'minutes_not_in_review', 'minutes_not_in_review'], (m: ReturnType<typeof minutesIn>) => mayDecideCorrection(organiser, m, { state: 'open' })],
    ['approve', ['minutes_not_in_review', null, 'minutes_not_in_review', 'minutes_not_in_review'], (m: ReturnType<typeof minutesIn>) => mayApprove(organiser, m, 0)],
    ['publish', ['minutes_not_approved', 'minutes_not_approved', null, 'minutes_not_approved'], (m: ReturnType<typeof minutesIn>) => mayPublishMinutes(organiser, m)],
    ['see, as anyone', ['minutes_not_found', null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(null, m)],
    ['see, as an organiser', [null, null, null, null], (m: ReturnType<typeof minutesIn>) => maySeeMinutes(organiser, m)],
    ['close an action', ['minutes_not_published', 'minutes_not_published', 'minutes_not_published', null], (m: ReturnType<typeof minutesIn>) => mayCloseAction(organiser, m, { state: 'open', responsibleMemberId: null, initiatives: [] })],
  ] as const)('%s from every state', (_name, expected, rule) => {
    expect(table(rule)).toEqual(expected);
  });

  it('begins once the meeting runs', () => {
    const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
    expect(meetingStates.map((state) => mayBegin(organiser, { state })?.code ?? null)).toEqual(['meeting_not_live', 'meeting_not_live', null, null, 'meeting_cancelled']);
    expect(meetingStates.map((state) => maySendToReview(organiser, minutesIn('draft'), { state }, [], due, now)?.code ?? null)).toEqual(['meeting_not_held', 'meeting_not_held', 'meeting_not_held', null, 'meeting_not_held']);
  });

  it('leaves the writing to organisers', () => {
    const rules = [(a: Actor | null) => mayBegin(a, { state: 'held' }), (a: Actor | null) => mayWriteMinutes(a, minutesIn('draft')), (a: Actor | null) => maySendToReview(a, minutesIn('draft'), { state: 'held' }, [], due, now),
      (a: Actor | null) => mayDecideCorrection(a, minutesIn('in_review'), { state: 'open' }), (a: Actor | null) => mayApprove(a, minutesIn('in_review'), 0), (a: Actor | null) => mayPublishMinutes(a, minutesIn('approved'))];
    for (const rule of rules) expect([rule(null)?.code, rule(member)?.code, rule({ ...organiser, role: 'admin' })]).toEqual(['not_signed_in', 'organisers_only', null]);
  });

  it('asks for text, and for a date ahead', () => {
    expect(maySendToReview(organiser, minutesIn('draft'), { state: 'held' }, ['Andet'], due, now)).toMatchObject({ code: 'entries_empty', data: { titles: ['Andet'] } });
    expect(maySendToReview(organiser, minutesIn('draft'), { state: 'held' }, [], now, now)?.code).toBe('review_date_past');
  });

  it('takes corrections from confirmed members, to the last instant', () => {
    expect(mayProposeCorrection(null, minutesIn('in_review'), now)?.code).toBe('not_signed_in');
    expect(mayProposeCorrection(unconfirmed, minutesIn('in_review'), now)?.code).toBe('email_not_confirmed');
    expect(mayProposeCorrection(member, minutesIn('in_review'), due)).toBeNull();
    expect(mayProposeCorrection(member, minutesIn('in_review'), new Date(due.getTime() + 1))?.code).toBe('corrections_closed');
  });

  it('approves with no correction open: by hand at any time, by itself after the date', () => {
    expect(mayApprove(organiser, minutesIn('in_review'), 2)).toMatchObject({ code: 'corrections_open', data: { count: 2 } });
    const later = new Date(due.getTime() + 1);
    expect(states.map((state) => approvesItself(minutesIn(state), 0, later))).toEqual([false, true, false, false]);
    expect([approvesItself(minutesIn('in_review'), 0, due), approvesItself(minutesIn('in_review'), 1, later)]).toEqual([false, false]);
    const decided: CorrectionState[] = ['accepted', 'declined'];
    expect(decided.map((state) => mayDecideCorrection(organiser, minutesIn('in_review'), { state })?.code)).toEqual(['correction_decided', 'correction_decided']);
  });

  it('lets the responsible, the owner and organisers close an action', () => {
    const action = { state: 'open' as const, responsibleMemberId: member.id, initiatives: [initiative] };
    const mine = (actor: Actor | null) => mayCloseAction(actor, minutesIn('published'), action)?.code ?? null;
    expect([mine(member), mine(owner), mine(organiser), mine(null), mine({ ...member, id: randomUUID() }), mine(unconfirmed)]).toEqual([null, null, null, 'not_signed_in', 'action_not_yours', 'email_not_confirmed']);
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
    await expectRefusal(beginMinutes(as(member), meeting.id), 'organisers_only');
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
      expect((await decisionsOfInitiative(as(viewer), initiative)).filter((row) => row.slug === meeting.slug)).toEqual([]);
      expect((await actionsOfInitiative(as(viewer), initiative)).filter((row) => row.slug === meeting.slug)).toEqual([]);
      expect((await minutesUnderWay(as(viewer))).filter((row) => row.slug === meeting.slug)).toEqual([]);
    }
    await expectRefusal(proposeCorrection(as(member), first, { proposedText: 'x', why: 'y' }), 'minutes_not_found');
    expect((await decisionsOfInitiative(as(organiser), initiative)).filter((row) => row.slug === meeting.slug)).toHaveLength(1);
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
    expect(await writeEntry(as(organiser), first, { text: 'D', version: 2 })).toMatchObject({ version: 3 });
    // The same words again are no change.
    expect(await writeEntry(as(organiser), first, { text: 'D', version: 1 })).toMatchObject({ version: 3 });
    await expectRefusal(writeEntry(as(member), first, { text: 'E', version: 3 }), 'organisers_only');
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
    const [proposal] = await db.insert(proposals).values({ meetingId: meeting.id, authorId: member.id, title: 'Forslag', reason: 'Fordi', kind: 'decision', minutesWanted: 10, state: 'accepted', submittedAt: new Date('2027-01-01'), deadlineThen: new Date('2027-01-02'), decidedAt: new Date('2027-01-03') }).returning({ id: proposals.id });
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
    expect((await minutesOfMeeting(as(organiser), meeting.id)).entries[0]?.actions).toMatchObject([{ id, responsible: 'Åben Forening', dueOn: '2027-05-01', state: 'open', can: { close: false } }]);
    await expectRefusal(closeAction(as(organiser), id, { state: 'done', reason: '' }), 'minutes_not_published');
    await removeAction(as(organiser), id);
    await expectRefusal(removeAction(as(organiser), id), 'action_not_found');
    await expectRefusal(getAction(as(organiser), 'sludder'), 'action_not_found');
    expect((await responsibleOptions(as(organiser))).organisations.map(({ name }) => name)).toContain('Åben Forening');
    await expectRefusal(responsibleOptions(as(member)), 'organisers_only');
  });

  it('are closed once, by whom they concern, and tell it to the initiative', async () => {
    const { action, meeting } = await published();
    expect((await openActions(as(null))).map(({ id }) => id)).toContain(action.id);
    expect((await getAction(as(owner), action.id)).can.close).toBe(true);
    await expectRefusal(closeAction(as(await world.person()), action.id, { state: 'done', reason: '' }), 'action_not_yours');
    await expectRefusal(closeAction(as(member), action.id, { state: 'dropped', reason: '' }), 'reason_required');
    const outcomes = await Promise.allSettled([closeAction(as(member), action.id, { state: 'done', reason: 'Notatet ligger klar' }), closeAction(as(owner), action.id, { state: 'dropped', reason: 'Ikke mere' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expectRefusal(closeAction(as(organiser), action.id, { state: 'done', reason: '' }), 'action_closed');
    expect((await openActions(as(null))).map(({ id }) => id)).not.toContain(action.id);
    const closed = (await actionsOfInitiative(as(null), initiative)).find(({ id }) => id === action.id);
    expect(closed).toMatchObject({ slug: meeting.slug, responsible: member.name, initiatives: [{ number: '3.3', period: '2017-2019' }], can: { close: false } });
    expect((await eventsOf(`initiative:${initiative}`)).at(-1)).toEqual({ type: 'minutes.action_closed', payload: { meetingId: meeting.id, actionId: action.id, agendaItemId: closed?.agendaItemId, state: closed?.state } });
  });
});

describe('the review', () => {
  it('is not opened before the meeting ended, without text, or for a day that is over', async () => {
    const live = await aDraft('live');
    await expectRefusal(sendToReview(as(organiser), live.meeting.id, { due: '2027-04-01' }), 'meeting_not_held');
    const { meeting, first, second } = await aDraft();
    await writeEntry(as(organiser), first, { text: 'Skrevet', version: 1 });
    // Saved empty, and an item that came to the agenda after the draft was opened.
    await world.connection.db.update(minutesEntries).set({ text: ' \n ' }).where(eq(minutesEntries.id, second));
    await world.connection.db.insert(agendaItems).values({ meetingId: meeting.id, position: 9, title: 'Eventuelt', kind: 'any_other_business' });
    expect(await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'entries_empty')).toEqual({ titles: ['Andet', 'Eventuelt'] });
    await world.connection.db.delete(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.position, 9)));
    await writeEntry(as(organiser), second, { text: 'Skrevet', version: 1 });
    await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-02-28' }), 'review_date_past');
    await expectRefusal(sendToReview(as(member), meeting.id, { due: '2027-04-01' }), 'organisers_only');
    await sendToReview(as(organiser), meeting.id, { due: '2027-03-01' });
    await expectRefusal(sendToReview(as(organiser), meeting.id, { due: '2027-04-01' }), 'minutes_not_draft');
  });

  it('is public, mailed once to each who wants notices, and closed to writing', async () => {
    const { meeting, first } = await inReview('2027-03-08');
    expect((await minutesOfMeeting(as(null), meeting.id)).correctionsDue?.toISOString()).toBe('2027-03-08T22:59:59.999Z');
    const queued = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'minutes.in_review'))).filter((mail) => mail.params.meetingId === meeting.id);
    const wanting = await world.connection.db.$count(members, and(eq(members.wantsNotices, true), sql`${members.emailConfirmedAt} is not null`));
    expect(queued).toHaveLength(wanting);
    await expectRefusal(writeEntry(as(organiser), first, { text: 'Nyt', version: 2 }), 'minutes_not_draft');
    await expectRefusal(recordDecision(as(organiser), first, { text: 'Nyt', initiatives: [] }), 'minutes_not_draft');
    await expectRefusal(openMinutes(as(organiser), meeting.id), 'minutes_not_draft');
    const letter = await minutesLetters['minutes.in_review'](world.services, { id: '', memberId: member.id, language: 'da', params: { meetingId: meeting.id } });
    expect(letter?.text).toContain('mandag den 8. marts 2027');
  });

  it('takes corrections from members until the date', async () => {
    const { first, due, meeting } = await inReview();
    const correction = { proposedText: 'Det rigtige', why: 'Det forkerte stod der' };
    await expectRefusal(proposeCorrection(as(null), first, correction), 'not_signed_in');
    await expectRefusal(proposeCorrection(as(unconfirmed), first, correction), 'email_not_confirmed');
    await expectRefusal(proposeCorrection(as(member), randomUUID(), correction), 'item_not_found');
    const before = world.clock.now;
    try {
      world.clock.now = due;
      await proposeCorrection(as(member), first, correction);
      world.clock.now = new Date(due.getTime() + 1);
      await expectRefusal(proposeCorrection(as(member), first, correction), 'corrections_closed');
      expect((await minutesOfMeeting(as(null), meeting.id)).can.correct).toBe(true);
      expect((await minutesOfMeeting(as(member), meeting.id)).can.correct).toBe(false);
    } finally {
      world.clock.now = before;
    }
  });

  it('puts an accepted correction in place of the text, as proposed or as the organiser words it, and tells the author', async () => {
    const { meeting, first, second } = await inReview();
    const a = await proposeCorrection(as(member), first, { proposedText: 'Som foreslået', why: 'Derfor' });
    const b = await proposeCorrection(as(member), second, { proposedText: 'Noget', why: 'Derfor' });
    const c = await proposeCorrection(as(member), second, { proposedText: 'Slet ikke', why: 'Derfor' });
    expect(await expectRefusal(approveMinutes(as(organiser), meeting.id), 'corrections_open')).toEqual({ count: 3 });
    await expectRefusal(decideCorrection(as(member), a.id, decide()), 'organisers_only');
    await expectRefusal(decideCorrection(as(organiser), randomUUID(), decide()), 'correction_not_found');
    await decideCorrection(as(organiser), a.id, decide());
    await decideCorrection(as(organiser), b.id, decide({ text: 'Tilpasset' }));
    // Made from the text before the one just accepted: it would undo it unseen.
    await expectRefusal(decideCorrection(as(organiser), c.id, decide()), 'edit_conflict');
    await decideCorrection(as(organiser), c.id, decide({ decision: 'declined', reason: 'Det blev sagt' }));
    await expectRefusal(decideCorrection(as(organiser), c.id, decide()), 'correction_decided');
    const { entries } = await minutesOfMeeting(as(null), meeting.id);
    expect(entries.map(({ text, version }) => [text, version])).toEqual([['Som foreslået', 3], ['Tilpasset', 3]]);
    expect(entries[1]?.corrections.map(({ state, decisionReason }) => [state, decisionReason])).toEqual([['accepted', 'Fordi'], ['declined', 'Det blev sagt']]);
    const [mail] = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'minutes.correction_decided'))).filter(({ params }) => params.correctionId === c.id);
    expect(mail?.memberId).toBe(member.id);
    const letter = await minutesLetters['minutes.correction_decided'](world.services, { id: '', memberId: member.id, language: 'en', params: { correctionId: c.id } });
    expect(letter?.text).toContain(`/en/moeder/${meeting.slug}/referat#rettelse-${c.id}`);
    await expectRefusal(getCorrection(as(null), 'sludder'), 'correction_not_found');
    expect((await getCorrection(as(null), c.id)).correction.state).toBe('declined');
  });

  it('lets either the correction or the approval win, never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { meeting, first } = await inReview();
      const propose = () => proposeCorrection(as(member), first, { proposedText: 'Nyt', why: 'Derfor' });
      const approve = () => approveMinutes(as(organiser), meeting.id);
      const [proposed, approved] = round % 2 === 0 ? await Promise.allSettled([propose(), approve()]) : (await Promise.allSettled([approve(), propose()])).reverse();
      const { state, openCorrections } = await minutesOfMeeting(as(null), meeting.id);
      outcomes.add([proposed?.status, approved?.status, state, openCorrections].join(' '));
    }
    const possible = ['fulfilled rejected in_review 1', 'rejected fulfilled approved 0'];
    expect([...outcomes].filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });
});

describe('tacit approval', () => {
  const jobs = async (minutesId: string) => world.connection.sql<{ run_at: string }[]>`select run_at from graphile_worker.jobs where key = ${`approve_minutes:${minutesId}`}`;

  it.each([
    ['in winter', '2027-03-01T09:00:00Z', '2027-03-08', '2027-03-08T23:00:00.000Z'],
    ['on the day the clocks go forward', '2027-03-20T09:00:00Z', '2027-03-28', '2027-03-28T22:00:00.000Z'],
    ['on the day the clocks go back', '2027-10-20T09:00:00Z', '2027-10-31', '2027-10-31T23:00:00.000Z'],
  ])('comes at midnight in Denmark %s', async (_when, now, due, midnight) => {
    const before = world.clock.now;
    try {
      world.clock.now = new Date(now);
      const { id, meeting } = await inReview(due);
      expect((await jobs(id)).map((job) => new Date(job.run_at).toISOString())).toEqual([midnight]);
      world.clock.now = new Date(Date.parse(midnight) - 1);
      await approveMinutesWhenDue(world.services, id);
      expect((await minutesOfMeeting(as(null), meeting.id)).state).toBe('in_review');
      world.clock.now = new Date(midnight);
      await approveMinutesWhenDue(world.services, id);
      await approveMinutesWhenDue(world.services, id);
      const done = await minutesOfMeeting(as(null), meeting.id);
      expect([done.state, done.tacitApproval, done.approvedAt?.toISOString()]).toEqual(['approved', true, midnight]);
      const approvals = await world.connection.db.select().from(events).where(and(eq(events.stream, `meeting:${meeting.id}`), eq(events.type, 'minutes.approved')));
      expect(approvals.map(({ actor, payload }) => [actor, payload.tacit])).toEqual([[null, true]]);
    } finally {
      world.clock.now = before;
    }
  });

  it('waits for an open correction and comes when the last one is decided', async () => {
    const before = world.clock.now;
    const { id, meeting, first, due } = await inReview();
    const { id: correction } = await proposeCorrection(as(member), first, { proposedText: 'Nyt', why: 'Derfor' });
    try {
      world.clock.now = new Date(due.getTime() + 3_600_000);
      expect(await approveTacitly(as(null), id)).toEqual({ approved: false });
      await decideCorrection(as(organiser), correction, decide({ decision: 'declined' }));
      expect(Date.parse((await jobs(id))[0]?.run_at ?? '')).toBeLessThan(due.getTime());
      expect(await approveTacitly(as(null), id)).toEqual({ approved: true });
      expect((await minutesOfMeeting(as(null), meeting.id)).tacitApproval).toBe(true);
    } finally {
      world.clock.now = before;
    }
    await expectRefusal(approveTacitly(as(null), randomUUID()), 'minutes_not_found');
  });
});

describe('what is published', () => {
  it('stands as version 1, with what was decided, and is told to everyone it concerns', async () => {
    const { meeting, decision, action } = await published();
    await expectRefusal(publishMinutes(as(organiser), meeting.id), 'minutes_not_approved');
    expect(await minutesVersionList(as(null), meeting.id)).toMatchObject([{ number: 1, by: organiser.name, note: null }]);
    const version = await minutesVersion(as(null), meeting.id, 1);
    expect(version.entries.map(({ title, text }) => [title, text])).toEqual([['Første', 'Det første'], ['Andet', 'Det andet']]);
    expect(version.entries[0]?.decisions).toMatchObject([{ number: decision.number, text: 'Vi gør det', initiatives: [{ number: '3.3', titleDa: 'Initiativ' }] }]);
    expect(version.entries[1]?.actions).toMatchObject([{ id: action.id, responsible: member.name, dueOn: '2027-06-01' }]);
    const [kept] = await world.connection.db.select().from(minutesVersions).innerJoin(minutes, eq(minutes.id, minutesVersions.minutesId)).where(eq(minutes.meetingId, meeting.id));
    expect(JSON.stringify(kept?.minutes_versions.content)).not.toContain(member.name);
    for (const stream of [`meeting:${meeting.id}`, `initiative:${initiative}`]) expect((await eventsOf(stream)).at(-1)).toEqual({ type: 'minutes.published', payload: { meetingId: meeting.id, number: 1 } });
    const letter = await minutesLetters['minutes.published'](world.services, { id: '', memberId: member.id, language: 'da', params: { meetingId: meeting.id } });
    expect(letter?.text).toContain(`${decision.number}: Vi gør det`);
    await expectRefusal(minutesVersion(as(null), meeting.id, 2), 'minutes_not_found');
    await expectRefusal(minutesVersionList(as(null), (await inReview()).meeting.id), 'minutes_not_found');
  });

  it('is locked', async () => {
    const { meeting, first, decision, action } = await published();
    await expectRefusal(writeEntry(as(organiser), first, { text: 'Nyt', version: 2 }), 'minutes_locked');
    await expectRefusal(editDecision(as(organiser), decision.id, { text: 'Nyt', seen: 'Vi gør det' }), 'minutes_locked');
    await expectRefusal(withdrawDecision(as(organiser), decision.id), 'minutes_locked');
    await expectRefusal(removeAction(as(organiser), action.id), 'minutes_locked');
    await expectRefusal(addAction(as(organiser), first, { text: 'x', responsibleOrganisationId: organisation, responsibleMemberId: null, dueOn: '2027-05-01', initiatives: [] }), 'minutes_locked');
    await expectRefusal(proposeCorrection(as(member), first, { proposedText: 'x', why: 'y' }), 'corrections_closed');
    await expectRefusal(approveMinutes(as(organiser), meeting.id), 'minutes_not_in_review');
  });

  it('is listed with meetings whose minutes are kept elsewhere, the newest on the front page', async () => {
    const { meeting } = await published();
    const elsewhere = await aMeeting('held', [], '2026-08-22');
    await world.connection.db.update(meetings).set({ minutesElsewhere: 'Digitaliseringsstyrelsen' }).where(eq(meetings.id, elsewhere.id));
    const waiting = await inReview();
    const { rows, pages } = await publishedMinutes(as(null), 1);
    expect(pages).toBe(1);
    expect(rows.find((row) => row.slug === meeting.slug)).toMatchObject({ state: 'published', decisionCount: 1 });
    expect(rows.find((row) => row.slug === elsewhere.slug)).toMatchObject({ state: null, minutesElsewhere: 'Digitaliseringsstyrelsen' });
    expect(rows.map((row) => row.slug)).not.toContain(waiting.meeting.slug);
    expect((await minutesUnderWay(as(null))).map((row) => row.slug)).toContain(waiting.meeting.slug);
    expect((await newestMinutes(as(null), 1)).map((row) => row.state)).toEqual(['published']);
  });
});

describe('the database', () => {
  it('never changes a published version', async () => {
    await published();
    expect(await code(world.connection.db.update(minutesVersions).set({ note: 'x' }))).toBe('23000');
    expect(await code(world.connection.db.delete(minutesVersions))).toBe('23000');
  });

  it('refuses impossible rows', async () => {
    const { id, first, action, decision } = await published();
    const { db } = world.connection;
    for (const impossible of [{ state: 'draft' as const }, { state: 'approved' as const }, { correctionsDue: null }, { approvedAt: null }, { publishedAt: null }, { state: 'lost' as MinutesState }]) {
      expect([impossible, await code(db.update(minutes).set(impossible).where(eq(minutes.id, id)))]).toEqual([impossible, '23514']);
    }
    for (const impossible of [{ responsibleOrganisationId: organisation }, { responsibleMemberId: null }, { state: 'done' as const }, { state: 'dropped' as const, closedAt: new Date() }, { closedAt: new Date() }]) {
      expect([impossible, await code(db.update(actionItems).set(impossible).where(eq(actionItems.id, action.id)))]).toEqual([impossible, '23514']);
    }
    expect(await code(db.update(decisions).set({ number: '1999-1' }).where(eq(decisions.id, decision.id)))).toBe('23514');
    const [row] = await db.select().from(decisions).where(eq(decisions.id, decision.id));
    expect(await code(db.insert(decisions).values({ entryId: first, year: row?.year ?? 0, serial: row?.serial ?? 0, number: row?.number ?? '', text: 'x' }))).toBe('23505');
    for (const impossible of [{ state: 'accepted' as const }, { state: 'declined' as const, decidedAt: new Date() }, { decidedAt: new Date() }]) {
      expect([impossible, await code(db.insert(corrections).values({ entryId: first, authorId: member.id, proposedText: 'x', why: 'y', ...impossible }))]).toEqual([impossible, '23514']);
    }
    const [entry] = await db.select().from(minutesEntries).where(eq(minutesEntries.id, first));
    expect(await code(db.insert(minutesEntries).values({ minutesId: id, agendaItemId: entry?.agendaItemId ?? '' }))).toBe('23505');
    expect(await code(db.insert(minutes).values({ meetingId: (await db.select().from(minutes).where(eq(minutes.id, id)))[0]?.meetingId ?? '' }))).toBe('23505');
  });
});
