import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  actionPlans, agendaItemInitiatives, agendaItems, endorsements, events, initiatives, mails, meetings, proposals, proposalStates, themes, threads, type MeetingState, type ProposalState,
} from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import { cancelMeeting, createMeeting, editMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, editProposal, endorseProposal, submitProposal, unendorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import {
  decisionOptions, ensureProposalReadable, getProposal, openProposals, proposalPages, proposalsOfInitiative, proposalsOfMeeting, proposalsOfMember, undecidedProposals,
} from '~/server/domain/proposals/queries';
import { isLate, mayAccept, mayDecide, mayDecline, mayDefer, mayEditProposal, mayEndorse, mayMerge, maySeeProposal, maySubmit, mayWithdraw, type ProposalFacts } from '~/server/domain/proposals/rules';
import { decideProposalSchema, submitProposalSchema, type DecideProposal, type SubmitProposal } from '~/server/domain/proposals/schema';
import { letters } from '~/server/mail/letters';
import type { RefusalCode } from '~/server/refusal';
import { addDays } from '~/server/time';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let author: Actor;
let other: Actor;
let unconfirmed: Actor;
const initiativeIds: string[] = [];

beforeAll(async () => {
  organiser = await world.person('organiser');
  author = await world.person('member', { name: 'Forslagsstiller' });
  other = await world.person('member', { organisationId: await anOrganisation(world, 'Forening for åbenhed') });
  unconfirmed = await world.person('member', { emailConfirmedAt: null });
  const { db } = world.connection;
  const [plan] = await db.insert(actionPlans).values({ period: '2031-2033', ordinal: 9, titleDa: 'Plan', titleEn: 'Plan', summaryDa: '', summaryEn: '', publishedOn: '2031-01-01', endPrinted: '-', coordinator: 'Sekretariatet', memberSince: 2012 }).returning();
  const [theme] = await db.insert(themes).values({ planId: plan!.id, number: 1, titleDa: 'Tema', titleEn: 'Theme', summaryDa: '', summaryEn: '' }).returning();
  const rows = ['1.10', '1.2', '1.9', '2.1', '2.2', '2.3'].map((number) => ({
    planId: plan!.id, themeId: theme!.id, number, sortKey: number.split('.').map(Number), titleDa: `Initiativ ${number}`, titleEn: `Initiative ${number}`, summaryDa: '', summaryEn: '',
    leadAuthority: 'Styrelsen', implementingAuthority: 'Styrelsen', level: 'limited' as const, levelPrinted: 'Begrænset', stateActors: [], otherActors: [],
  }));
  for (const { id } of await db.insert(initiatives).values(rows).returning({ id: initiatives.id })) initiativeIds.push(id);
});

const words = (title: string, more: Partial<SubmitProposal> = {}): SubmitProposal => ({ title, reason: `Fordi ${title} er vigtigt.`, kind: 'discussion', minutesWanted: 20, initiativeIds: [], intent: 'submit', ...more });
const propose = (meetingId: string, title: string, more: Partial<SubmitProposal> = {}, who = author) => submitProposal(world.as(who), meetingId, words(title, more));
const choose = (more: Partial<DecideProposal> & Pick<DecideProposal, 'decision'>): DecideProposal => ({ reason: 'Derfor.', mergedIntoId: null, deferredToMeetingId: null, ...more });
const aMeeting = (title: string, daysLater = 0) => {
  const { startsAt, endsAt } = meetingInput(world.clock.now);
  const start = addDays(startsAt, daysLater);
  return aCalledMeeting(world, organiser, { title, startsAt: start, endsAt: addDays(endsAt, daysLater), day: start.toISOString().slice(0, 10) });
};
const rowOf = async (id: string) => (await world.connection.db.select().from(proposals).where(eq(proposals.id, id)))[0]!;
const typesOn = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map((event) => event.type);
const mailed = async (kind: string, id: string) => (await world.connection.db.select().from(mails).where(eq(mails.kind, kind))).filter((mail) => mail.params.proposalId === id).map((mail) => mail.memberId).sort();
const outcomeOf = (settled: PromiseSettledResult<unknown>) => (settled.status === 'fulfilled' ? 'done' : (settled.reason as { code: string }).code);

/** Moves the world's clock for one test. */
async function at<T>(instant: Date, act: () => Promise<T>): Promise<T> {
  const before = world.clock.now;
  world.clock.now = instant;
  try {
    return await act();
  } finally {
    world.clock.now = before;
  }
}

/** A called meeting whose agenda is published: only undecided proposals stand in the way of its start. */
async function aReadyMeeting(title: string) {
  const meeting = await aMeeting(title);
  await addItem(world.as(organiser), meeting.id, { title: 'Velkomst', body: '', kind: 'information', minutes: 5, presenter: null, initiatives: [] });
  await publishAgenda(world.as(organiser), meeting.id);
  return meeting;
}

describe('rules', () => {
  const now = new Date('2027-03-01T09:00:00Z');
  const meeting = (state: MeetingState, days = 0) => ({ id: `m${days}`, state, startsAt: addDays(now, 20 + days) });
  const proposal = (state: ProposalState, more: Partial<ProposalFacts> = {}): ProposalFacts => ({ id: 'p1', meetingId: 'm0', authorId: author.id, state, submittedAt: state === 'draft' ? null : now, late: false, ...more });
  const table = (rule: (state: ProposalState) => { code: RefusalCode } | null) => Object.fromEntries(proposalStates.map((state) => [state, rule(state)?.code ?? null]));
  const decided = { accepted: 'proposal_decided', merged: 'proposal_decided', deferred: 'proposal_decided', declined: 'proposal_decided' };

  it('says for every state who may do what', () => {
    expect(table((state) => mayEditProposal(author, proposal(state), meeting('called')))).toEqual({ draft: null, submitted: null, ...decided, withdrawn: 'proposal_withdrawn' });
    expect(table((state) => mayWithdraw(author, proposal(state)))).toEqual({ draft: null, submitted: null, ...decided, withdrawn: 'proposal_withdrawn' });
    expect(table((state) => mayEndorse(other, proposal(state)))).toEqual({ draft: 'proposal_not_found', submitted: null, ...decided, withdrawn: 'proposal_withdrawn' });
    expect(table((state) => mayEndorse(organiser, proposal(state)))).toEqual({ draft: 'proposal_not_found', submitted: null, ...decided, withdrawn: 'proposal_withdrawn' });
    const into = proposal('submitted', { id: 'p2' });
    const decisions = [
      (state: ProposalState, who = organiser, authorId = author.id) => mayAccept(who, proposal(state, { authorId }), meeting('called'), ''),
      (state: ProposalState, who = organiser, authorId = author.id) => mayMerge(who, proposal(state, { authorId }), into, 'Derfor'),
      (state: ProposalState, who = organiser, authorId = author.id) => mayDefer(who, proposal(state, { authorId }), meeting('called'), meeting('called', 7), 'Derfor'),
      (state: ProposalState, who = organiser, authorId = author.id) => mayDecline(who, proposal(state, { authorId }), 'Derfor'),
    ];
    for (const rule of decisions) {
      expect(table((state) => rule(state))).toEqual({ draft: 'proposal_not_found', submitted: null, ...decided, withdrawn: 'proposal_withdrawn' });
      expect(rule('draft', organiser, organiser.id)?.code).toBe('proposal_not_submitted');
      expect(rule('submitted', author)?.code).toBe('organisers_only');
    }
  });

  it('hides drafts from everybody else and withdrawn ones from readers', () => {
    for (const [who, draft, withdrawn] of [[null, 'proposal_not_found', 'proposal_withdrawn'], [other, 'proposal_not_found', 'proposal_withdrawn'], [organiser, 'proposal_not_found', null], [author, null, null]] as const) {
      expect([maySeeProposal(who, proposal('draft'))?.code ?? null, maySeeProposal(who, proposal('withdrawn'))?.code ?? null]).toEqual([draft, withdrawn]);
      expect(maySeeProposal(who, proposal('submitted'))).toBeNull();
    }
    expect(maySeeProposal(organiser, proposal('withdrawn', { submittedAt: null }))?.code).toBe('proposal_not_found');
  });

  it('takes proposals while the meeting is called, from confirmed members', () => {
    const closed = 'proposals_closed';
    const expected = { draft: closed, called: null, live: closed, held: closed, cancelled: closed };
    for (const rule of [(m: ReturnType<typeof meeting>) => maySubmit(author, m), (m: ReturnType<typeof meeting>) => mayEditProposal(author, proposal('submitted'), m)]) {
      expect(Object.fromEntries(Object.keys(expected).map((state) => [state, rule(meeting(state as MeetingState))?.code ?? null]))).toEqual(expected);
    }
    expect(maySubmit(null, meeting('called'))?.code).toBe('not_signed_in');
    expect(maySubmit(unconfirmed, meeting('called'))?.code).toBe('email_not_confirmed');
    expect(mayEndorse(null, proposal('submitted'))?.code).toBe('not_signed_in');
    expect(mayEndorse(unconfirmed, proposal('submitted'))?.code).toBe('email_not_confirmed');
    expect(mayEndorse(author, proposal('submitted'))?.code).toBe('own_proposal_not_endorsed');
    expect(mayEditProposal(other, proposal('submitted'), meeting('called'))?.code).toBe('author_only');
    expect(mayWithdraw(organiser, proposal('submitted'))?.code).toBe('author_only');
    expect(mayDecide(null, proposal('submitted'))?.code).toBe('not_signed_in');
  });

  it('is late after the instant of the deadline, not at it', () => {
    expect([isLate(now, now), isLate(new Date(now.getTime() + 1), now), isLate(now, addDays(now, 1))]).toEqual([false, true, false]);
  });

  it('asks for reasons and for targets that fit', () => {
    const late = proposal('submitted', { late: true });
    expect(mayAccept(organiser, late, meeting('called'), '')?.code).toBe('late_reason_required');
    expect(mayAccept(organiser, late, meeting('called'), 'Det haster')).toBeNull();
    expect(mayAccept(organiser, proposal('submitted'), meeting('cancelled'), '')?.code).toBe('meeting_cancelled');
    expect(mayAccept(organiser, proposal('submitted'), meeting('live'), '')?.code).toBe('meeting_not_called');
    const open = proposal('submitted');
    const into = (more: Partial<ProposalFacts>) => mayMerge(organiser, open, proposal('submitted', { id: 'p2', ...more }), 'Derfor')?.code ?? null;
    expect([into({}), into({ state: 'accepted' }), into({ state: 'declined' }), into({ state: 'draft' }), into({ id: 'p1' }), into({ meetingId: 'm7' })]).toEqual([null, null, 'merge_into_other', 'merge_into_other', 'merge_into_other', 'merge_into_other']);
    expect(mayMerge(organiser, open, null, 'Derfor')?.code).toBe('merge_into_other');
    const to = (target: ReturnType<typeof meeting> | null) => mayDefer(organiser, open, meeting('called'), target, 'Derfor')?.code ?? null;
    expect([to(meeting('called', 7)), to(meeting('draft', 7)), to(meeting('cancelled', 7)), to(meeting('called', -7)), to(meeting('called')), to(null)]).toEqual([null, ...Array<string>(5).fill('defer_to_later_meeting')]);
    for (const no of [mayMerge(organiser, open, into as never, ''), mayDefer(organiser, open, meeting('called'), meeting('called', 7), ''), mayDecline(organiser, open, '')]) expect(no?.code).toBe('reason_required');
  });
});

describe('the forms', () => {
  const typed = { title: 'Åbne data', reason: 'Fordi', kind: 'discussion', minutesWanted: '20', intent: 'submit' };
  const problems = (parsed: { error?: { issues: { path: PropertyKey[]; message: string }[] } }) => parsed.error?.issues.map((issue) => [issue.path[0], issue.message]);
  it.each([
    [{ title: '' }, 'title', 'required'],
    [{ title: 'x'.repeat(161) }, 'title', 'too_long:160'],
    [{ reason: ' ' }, 'reason', 'required'],
    [{ title: '', reason: '' }, 'reason', 'required'],
    [{ kind: 'break' }, 'kind', 'choose_one'],
    [{ minutesWanted: '4' }, 'minutesWanted', 'too_small:5'],
    [{ minutesWanted: '241' }, 'minutesWanted', 'too_large:240'],
    [{ minutesWanted: 'mange' }, 'minutesWanted', 'not_a_number'],
    [{ initiativeIds: Array.from({ length: 6 }, () => randomUUID()) }, 'initiativeIds', 'too_many:5'],
  ])('%j is told at %s: %s', (change, field, message) => {
    expect(problems(submitProposalSchema.safeParse({ ...typed, ...change }))).toContainEqual([field, message]);
  });

  it('lets a draft lack its reason and counts one initiative once', () => {
    const one = randomUUID();
    expect(submitProposalSchema.parse({ ...typed, reason: '', intent: 'draft', initiativeIds: [one, one] })).toMatchObject({ intent: 'draft', reason: '', initiativeIds: [one] });
    expect(submitProposalSchema.parse({ ...typed, intent: 'noget andet', initiativeIds: one })).toMatchObject({ intent: 'submit', initiativeIds: [one] });
  });

  it.each([
    [{ decision: 'merge', reason: '' }, [['reason', 'required'], ['mergedIntoId', 'choose_one']]],
    [{ decision: 'defer', reason: 'Derfor' }, [['deferredToMeetingId', 'choose_one']]],
    [{ decision: 'decline', reason: '' }, [['reason', 'required']]],
    [{ decision: 'accept', reason: '' }, undefined],
    [{}, [['decision', 'choose_one']]],
  ])('a decision %j', (form, expected) => {
    expect(problems(decideProposalSchema.safeParse(form))).toEqual(expected);
  });
});

describe('proposing', () => {
  it('makes a public proposal with its thread, its events and a mail to the organisers', async () => {
    const meeting = await aMeeting('Tager imod');
    const { id } = await propose(meeting.id, 'Åbne data', { initiativeIds: [initiativeIds[0]!, initiativeIds[1]!] });
    const page = await getProposal(world.as(null), id);
    expect(page).toMatchObject({ state: 'submitted', late: false, author: 'Forslagsstiller', own: false, endorsements: 0, can: { edit: false, withdraw: false, endorse: false, decide: false } });
    expect(page.initiatives.map((initiative) => initiative.number)).toEqual(['1.2', '1.10']);
    expect(await world.connection.db.$count(threads, and(eq(threads.category, 'proposal'), eq(threads.subjectId, id)))).toBe(1);
    expect((await typesOn(`proposal:${id}`))[0]).toBe('proposal.submitted');
    expect(await typesOn(`meeting:${meeting.id}`)).toContain('proposal.submitted');
    expect(await typesOn(`initiative:${initiativeIds[0]}`)).toContain('proposal.submitted');
    expect(await mailed('proposal.submitted', id)).toEqual([organiser.id]);
    expect((await getProposal(world.as(author), id)).can).toEqual({ edit: true, withdraw: true, endorse: false, decide: false });
    expect((await getProposal(world.as(organiser), id)).can).toEqual({ edit: false, withdraw: false, endorse: true, decide: true });
  });

  it('takes a form that is sent twice once', async () => {
    const { id: meetingId } = await aMeeting('To gange');
    const key = randomUUID();
    const send = () => submitProposal(world.as(author), meetingId, words('Sendt to gange'), key);
    const both = await Promise.all([send(), send()]);
    expect(both[0]).toEqual(both[1]);
    expect(await world.connection.db.$count(proposals, eq(proposals.title, 'Sendt to gange'))).toBe(1);
  });

  it('marks what comes after the deadline, at the instant itself not yet', async () => {
    const { id: meetingId } = await aMeeting('Frist');
    const deadline = addDays(world.clock.now, 14);
    const onTime = await at(deadline, () => propose(meetingId, 'Til tiden'));
    const late = await at(new Date(deadline.getTime() + 1), () => propose(meetingId, 'For sent'));
    expect(await rowOf(onTime.id)).toMatchObject({ late: false, submittedAt: deadline, deadlineThen: deadline });
    expect(await rowOf(late.id)).toMatchObject({ late: true, deadlineThen: deadline });
    const early = await propose(meetingId, 'Kom sidst, men til tiden');
    expect((await proposalsOfMeeting(world.as(null), meetingId)).map((row) => row.id)).toEqual([early.id, onTime.id, late.id]);
  });

  it('keeps late as it was when the deadline moves afterwards', async () => {
    const { id: meetingId } = await aMeeting('Flyttet frist');
    const late = await at(addDays(world.clock.now, 15), () => propose(meetingId, 'Sent'));
    const { startsAt, endsAt } = meetingInput(world.clock.now);
    await editMeeting(world.as(organiser), meetingId, { ...meetingInput(world.clock.now, { title: 'Flyttet frist', startsAt, endsAt, proposalDeadline: addDays(world.clock.now, 18) }), version: 2 });
    const after = await at(addDays(world.clock.now, 16), () => propose(meetingId, 'Til den nye frist'));
    expect([(await rowOf(late.id)).late, (await rowOf(after.id)).late]).toEqual([true, false]);
  });

  it('refuses a meeting that takes none, strangers and unknown initiatives', async () => {
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    await expectRefusal(propose(draft.id, 'For tidligt'), 'proposals_closed');
    const { id: meetingId } = await aMeeting('Aflyses');
    await expectRefusal(propose(meetingId, 'Ukendt', { initiativeIds: [randomUUID()] }), 'initiative_not_found');
    await expectRefusal(submitProposal(world.as(null), meetingId, words('Ingen')), 'not_signed_in');
    await expectRefusal(propose(meetingId, 'Ubekræftet', {}, unconfirmed), 'email_not_confirmed');
    await expectRefusal(propose(randomUUID(), 'Intet møde'), 'meeting_not_found');
    await cancelMeeting(world.as(organiser), meetingId, 'Aflyst');
    await expectRefusal(propose(meetingId, 'For sent'), 'proposals_closed');
  });

  it('shows a draft to its author alone, until it is submitted', async () => {
    const { id: meetingId } = await aMeeting('Kladder');
    const { id } = await propose(meetingId, 'Min kladde', { intent: 'draft', reason: '' });
    for (const who of [null, other, organiser]) {
      await expectRefusal(getProposal(world.as(who), id), 'proposal_not_found');
      await expectRefusal(ensureProposalReadable(world.as(who), id), 'proposal_not_found');
      expect(await proposalsOfMeeting(world.as(who), meetingId)).toEqual([]);
      expect(await proposalsOfMember(world.as(who), author.id).then((rows) => rows.map((row) => row.id))).not.toContain(id);
    }
    await expectRefusal(endorseProposal(world.as(other), id), 'proposal_not_found');
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'decline' })), 'proposal_not_found');
    expect((await proposalsOfMeeting(world.as(author), meetingId)).map((row) => [row.id, row.state])).toEqual([[id, 'draft']]);
    expect(await typesOn(`proposal:${id}`)).toEqual([]);
    await editProposal(world.as(author), id, { ...words('Min kladde, anden udgave'), intent: 'draft', version: 1 });
    expect(await rowOf(id)).toMatchObject({ state: 'draft', version: 2, submittedAt: null });
    await editProposal(world.as(author), id, { ...words('Min kladde, tredje udgave'), version: 2 });
    const page = await getProposal(world.as(null), id);
    expect(page).toMatchObject({ state: 'submitted', title: 'Min kladde, tredje udgave', versions: [] });
    expect(await mailed('proposal.submitted', id)).toEqual([organiser.id]);
    expect((await typesOn(`proposal:${id}`))[0]).toBe('proposal.submitted');
  });

  it('takes a withdrawn draft away from everybody but its author', async () => {
    const { id: meetingId } = await aMeeting('Kladde væk');
    const { id } = await propose(meetingId, 'Opgivet', { intent: 'draft' });
    await withdrawProposal(world.as(author), id);
    await expectRefusal(getProposal(world.as(organiser), id), 'proposal_not_found');
    expect(await typesOn(`proposal:${id}`)).toEqual([]);
    expect((await getProposal(world.as(author), id)).state).toBe('withdrawn');
  });

  it('does not know addresses that are none', async () => {
    await expectRefusal(getProposal(world.as(null), 'noget'), 'proposal_not_found');
    await expectRefusal(getProposal(world.as(null), randomUUID()), 'proposal_not_found');
    await expectRefusal(withdrawProposal(world.as(author), randomUUID()), 'proposal_not_found');
  });
});

describe('editing and withdrawing', () => {
  it('keeps each public wording and tells the initiatives of both', async () => {
    const { id: meetingId } = await aMeeting('Ordlyd');
    const { id } = await propose(meetingId, 'Første ordlyd', { initiativeIds: [initiativeIds[2]!] });
    await editProposal(world.as(author), id, { ...words('Anden ordlyd', { initiativeIds: [initiativeIds[3]!] }), version: 1 });
    const page = await getProposal(world.as(null), id);
    expect(page).toMatchObject({ title: 'Anden ordlyd', version: 2 });
    expect(page.versions).toMatchObject([{ version: 1, title: 'Første ordlyd', initiativeNumbers: ['1.9'] }]);
    expect(page.history[0]).toMatchObject({ type: 'proposal.edited', who: 'Forslagsstiller', payload: { changed: ['title', 'reason', 'initiatives'] } });
    for (const initiative of [initiativeIds[2], initiativeIds[3]]) expect(await typesOn(`initiative:${initiative}`)).toContain('proposal.edited');
    await editProposal(world.as(author), id, { ...words('Anden ordlyd', { initiativeIds: [initiativeIds[3]!] }), version: 2 });
    expect((await rowOf(id)).version).toBe(2);
  });

  it('tells the second of two windows, and everyone who is not the author', async () => {
    const { id: meetingId } = await aMeeting('To vinduer');
    const { id } = await propose(meetingId, 'Fælles');
    const both = await Promise.allSettled(['A', 'B'].map((title) => editProposal(world.as(author), id, { ...words(title), version: 1 })));
    expect(both.map(outcomeOf).sort()).toEqual(['done', 'edit_conflict']);
    await expectRefusal(editProposal(world.as(organiser), id, { ...words('C'), version: 2 }), 'author_only');
    await expectRefusal(withdrawProposal(world.as(other), id), 'author_only');
    await expectRefusal(editProposal(world.as(author), id, { ...words('D', { initiativeIds: [randomUUID()] }), version: 2 }), 'initiative_not_found');
  });

  it('withdraws until it is decided; the page is then gone for readers', async () => {
    const { id: meetingId } = await aMeeting('Tilbage');
    const { id } = await propose(meetingId, 'Trækkes tilbage');
    await withdrawProposal(world.as(author), id);
    await expectRefusal(getProposal(world.as(null), id), 'proposal_withdrawn');
    await expectRefusal(ensureProposalReadable(world.as(other), id), 'proposal_withdrawn');
    expect((await getProposal(world.as(author), id)).state).toBe('withdrawn');
    expect((await getProposal(world.as(organiser), id)).state).toBe('withdrawn');
    expect(await proposalsOfMeeting(world.as(null), meetingId)).toEqual([]);
    expect(await proposalsOfMeeting(world.as(organiser), meetingId)).toHaveLength(1);
    await expectRefusal(withdrawProposal(world.as(author), id), 'proposal_withdrawn');
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'decline' })), 'proposal_withdrawn');
    expect(await typesOn(`meeting:${meetingId}`)).toContain('proposal.withdrawn');
    const declined = await propose(meetingId, 'Afvist');
    await decideProposal(world.as(organiser), declined.id, choose({ decision: 'decline' }));
    await expectRefusal(withdrawProposal(world.as(author), declined.id), 'proposal_decided');
    await expectRefusal(editProposal(world.as(author), declined.id, { ...words('Ny'), version: 2 }), 'proposal_decided');
  });
});

describe('support', () => {
  it('counts a member once, and not the author', async () => {
    const { id: meetingId } = await aMeeting('Støtte');
    const { id } = await propose(meetingId, 'Støttes');
    await Promise.all([endorseProposal(world.as(other), id), endorseProposal(world.as(other), id), endorseProposal(world.as(organiser), id)]);
    const page = await getProposal(world.as(other), id);
    expect(page).toMatchObject({ endorsements: 2, endorsed: true, support: expect.arrayContaining([{ kind: 'civil_society', n: 1 }, { kind: null, n: 1 }]) });
    expect((await typesOn(`proposal:${id}`)).filter((type) => type === 'proposal.endorsed')).toHaveLength(2);
    await expectRefusal(endorseProposal(world.as(author), id), 'own_proposal_not_endorsed');
    await expectRefusal(endorseProposal(world.as(null), id), 'not_signed_in');
    await expectRefusal(endorseProposal(world.as(unconfirmed), id), 'email_not_confirmed');
    await unendorseProposal(world.as(other), id);
    await unendorseProposal(world.as(other), id);
    expect(await getProposal(world.as(other), id)).toMatchObject({ endorsements: 1, endorsed: false });
    expect((await typesOn(`proposal:${id}`)).filter((type) => type === 'proposal.endorsement_withdrawn')).toHaveLength(1);
    expect((await typesOn(`meeting:${meetingId}`)).filter((type) => type.startsWith('proposal.endors'))).toHaveLength(3);
    await decideProposal(world.as(organiser), id, choose({ decision: 'decline' }));
    await expectRefusal(unendorseProposal(world.as(organiser), id), 'proposal_decided');
  });
});

describe('deciding', () => {
  it('accepts: an item on the agenda, linked both ways, and mails the author and the supporters', async () => {
    const { id: meetingId } = await aMeeting('Optager');
    const { id } = await propose(meetingId, 'Optages', { kind: 'decision', minutesWanted: 35, initiativeIds: [initiativeIds[4]!] });
    await endorseProposal(world.as(other), id);
    await endorseProposal(world.as(organiser), id);
    await decideProposal(world.as(organiser), id, choose({ decision: 'accept', reason: '' }));
    const [item] = await world.connection.db.select().from(agendaItems).where(eq(agendaItems.proposalId, id));
    expect(item).toMatchObject({ meetingId, title: 'Optages', kind: 'decision', minutes: 35, state: 'planned' });
    expect(await world.connection.db.$count(agendaItemInitiatives, eq(agendaItemInitiatives.agendaItemId, item!.id))).toBe(1);
    const page = await getProposal(world.as(null), id);
    expect(page).toMatchObject({ state: 'accepted', decisionReason: null, decidedBy: organiser.name, item: { id: item!.id, decisions: [] } });
    expect(page.history.find((entry) => entry.type === 'proposal.accepted')?.payload).toEqual({ proposalId: id, agendaItemId: item!.id });
    expect(await typesOn(`initiative:${initiativeIds[4]}`)).toContain('proposal.accepted');
    expect(await mailed('proposal.decided', id)).toEqual([author.id, other.id].sort());
  });

  it('accepts a late one only with a reason', async () => {
    const { id: meetingId } = await aMeeting('Sene');
    const { id } = await at(addDays(world.clock.now, 15), () => propose(meetingId, 'Sent'));
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'accept', reason: '' })), 'late_reason_required');
    await decideProposal(world.as(organiser), id, choose({ decision: 'accept', reason: 'Det haster' }));
    expect(await rowOf(id)).toMatchObject({ state: 'accepted', decisionReason: 'Det haster' });
  });

  it('merges: the support goes along, nobody counts twice, and the chain can be walked both ways', async () => {
    const { id: meetingId } = await aMeeting('Lægger sammen');
    const into = await propose(meetingId, 'Bliver', {}, other);
    const { id } = await propose(meetingId, 'Lægges ind');
    const third = await world.person();
    await endorseProposal(world.as(other), id);
    await endorseProposal(world.as(third), id);
    await endorseProposal(world.as(third), into.id);
    await decideProposal(world.as(organiser), id, choose({ decision: 'merge', mergedIntoId: into.id, reason: 'De handler om det samme' }));
    const supporters = await world.connection.db.select().from(endorsements).where(eq(endorsements.proposalId, into.id));
    expect(supporters.map((row) => row.memberId)).toEqual([third.id]);
    expect(await getProposal(world.as(null), id)).toMatchObject({ state: 'merged', decisionReason: 'De handler om det samme', mergedInto: { id: into.id } });
    expect(await getProposal(world.as(null), into.id)).toMatchObject({ mergedFrom: [{ id, title: 'Lægges ind' }] });
    expect(await typesOn(`proposal:${into.id}`)).toContain('proposal.merged');
    const elsewhere = await aMeeting('Et andet møde', 5);
    const foreign = await propose(elsewhere.id, 'Til et andet møde');
    for (const wrong of [into.id, id, foreign.id, randomUUID()]) await expectRefusal(decideProposal(world.as(organiser), into.id, choose({ decision: 'merge', mergedIntoId: wrong })), 'merge_into_other');
    await expectRefusal(decideProposal(world.as(organiser), into.id, choose({ decision: 'merge', mergedIntoId: foreign.id, reason: '' })), 'reason_required');
    expect((await decisionOptions(world.as(organiser), await getProposal(world.as(organiser), foreign.id))).mergeInto).toEqual([]);
  });

  it('defers: the proposal goes on at the later meeting with author, support and initiatives', async () => {
    const { id: meetingId } = await aMeeting('Udsætter');
    const later = await aMeeting('Senere', 30);
    const earlier = await aMeeting('Tidligere', -3);
    const { id } = await propose(meetingId, 'Udsættes', { initiativeIds: [initiativeIds[5]!] });
    await endorseProposal(world.as(other), id);
    const notCalled = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Ikke indkaldt' }));
    for (const wrong of [earlier.id, meetingId, notCalled.id, randomUUID()]) await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'defer', deferredToMeetingId: wrong })), 'defer_to_later_meeting');
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'defer', deferredToMeetingId: later.id, reason: '' })), 'reason_required');
    const options = await decisionOptions(world.as(organiser), await getProposal(world.as(organiser), id));
    expect(options.deferTo.map((row) => row.id)).toContain(later.id);
    expect(options.deferTo.map((row) => row.id)).not.toContain(earlier.id);
    await decideProposal(world.as(organiser), id, choose({ decision: 'defer', deferredToMeetingId: later.id, reason: 'Dagsordenen er fuld' }));
    const page = await getProposal(world.as(null), id);
    expect(page).toMatchObject({ state: 'deferred', decisionReason: 'Dagsordenen er fuld', continuedBy: { meeting: { slug: later.slug } } });
    const next = await getProposal(world.as(null), page.continuedBy!.id);
    expect(next).toMatchObject({ state: 'submitted', title: 'Udsættes', authorId: author.id, endorsements: 1, late: false, continues: { id }, meeting: { id: later.id } });
    expect(next.initiatives.map((initiative) => initiative.id)).toEqual([initiativeIds[5]]);
    expect(page.history.find((entry) => entry.type === 'proposal.deferred')?.payload).toEqual({ proposalId: id, meetingId: later.id, continuedById: next.id });
    expect((await typesOn(`proposal:${next.id}`))[0]).toBe('proposal.continued');
    expect(await typesOn(`meeting:${later.id}`)).toContain('proposal.continued');
    expect(await mailed('proposal.decided', id)).toEqual([author.id, other.id].sort());
    expect(await mailed('proposal.submitted', next.id)).toEqual([]);
  });

  it('declines with a public reason', async () => {
    const { id: meetingId } = await aMeeting('Afviser');
    const { id } = await propose(meetingId, 'Afvises');
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'decline', reason: '' })), 'reason_required');
    await expectRefusal(decideProposal(world.as(author), id, choose({ decision: 'decline' })), 'organisers_only');
    await expectRefusal(decideProposal(world.as(null), id, choose({ decision: 'decline' })), 'not_signed_in');
    await decideProposal(world.as(organiser), id, choose({ decision: 'decline', reason: 'Hører til et andet sted' }));
    expect(await getProposal(world.as(null), id)).toMatchObject({ state: 'declined', decisionReason: 'Hører til et andet sted' });
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'accept' })), 'proposal_decided');
  });

  it('answers what is left of a cancelled meeting, but puts nothing on its agenda', async () => {
    const { id: meetingId } = await aMeeting('Aflyst med forslag');
    const { id } = await propose(meetingId, 'Efterladt');
    const later = await aMeeting('Efter det aflyste', 30);
    await cancelMeeting(world.as(organiser), meetingId, 'Sygdom');
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'accept' })), 'meeting_cancelled');
    await expectRefusal(editProposal(world.as(author), id, { ...words('Ny'), version: 1 }), 'proposals_closed');
    await decideProposal(world.as(organiser), id, choose({ decision: 'defer', deferredToMeetingId: later.id }));
    expect((await rowOf(id)).state).toBe('deferred');
  });

  it('decides on the words that were read', async () => {
    const { id: meetingId } = await aMeeting('Læst');
    const { id } = await propose(meetingId, 'Før');
    await editProposal(world.as(author), id, { ...words('Efter'), version: 1 });
    await expectRefusal(decideProposal(world.as(organiser), id, choose({ decision: 'accept', version: 1 })), 'proposal_changed');
    await decideProposal(world.as(organiser), id, choose({ decision: 'accept', version: 2 }));
  });

  it('writes letters in the language of who gets them, and none that no longer make sense', async () => {
    const { id: meetingId } = await aMeeting('Brevmøde');
    const { id } = await propose(meetingId, 'Om breve');
    const queued = (language: 'da' | 'en') => ({ id: randomUUID(), memberId: author.id, language, params: { proposalId: id } });
    expect(await letters['proposal.submitted'](world.services, queued('da'))).toMatchObject({ subject: 'Nyt forslag til dagsordenen: Om breve', text: expect.stringContaining(`/forslag/${id}`) });
    expect(await letters['proposal.decided'](world.services, queued('da'))).toBeNull();
    await decideProposal(world.as(organiser), id, choose({ decision: 'decline', reason: 'Det er <for> tidligt' }));
    expect(await letters['proposal.submitted'](world.services, queued('da'))).toBeNull();
    const letter = await letters['proposal.decided'](world.services, queued('en'));
    expect(letter).toMatchObject({ subject: 'The proposal has been declined: Om breve', text: expect.stringContaining('Reason: Det er <for> tidligt'), html: expect.stringContaining('&lt;for&gt;') });
    expect(letter?.text).toContain(`/en/forslag/${id}`);
  });
});

describe('lists', () => {
  it('gives the front page, the desk and the initiative theirs', async () => {
    const { id: meetingId } = await aMeeting('Lister');
    const initiative = initiativeIds[0]!;
    const first = await propose(meetingId, 'Ældst', { initiativeIds: [initiative] });
    const second = await at(addDays(world.clock.now, 3), () => propose(meetingId, 'Nyest'));
    const newest = await openProposals(world.as(null), 1);
    expect(newest).toMatchObject([{ id: second.id, can: { endorse: false } }]);
    await expectRefusal(undecidedProposals(world.as(author)), 'organisers_only');
    const desk = await at(addDays(world.clock.now, 5), () => undecidedProposals(world.as(organiser)));
    expect(desk.filter((row) => row.meetingId === meetingId).map((row) => [row.id, row.days])).toEqual([[first.id, 5], [second.id, 2]]);
    expect((await proposalsOfInitiative(world.as(null), initiative)).map((row) => row.id)).toContain(first.id);
    await decideProposal(world.as(organiser), second.id, choose({ decision: 'decline' }));
    expect((await proposalsOfMeeting(world.as(other), meetingId)).map((row) => [row.state, row.can.endorse])).toEqual([['submitted', true], ['declined', false]]);
    expect(await proposalPages(world.as(null), meetingId)).toBe(1);
  });
});

describe('races', () => {
  it('a proposal and the start of the meeting: one of them is refused, never neither', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { id: meetingId } = await aReadyMeeting(`Kapløb ${round}`);
      const send = () => propose(meetingId, `I sidste øjeblik ${round}`);
      const start = () => startMeeting(world.as(organiser), meetingId);
      const [proposed, started] = round % 2 ? await Promise.allSettled([send(), start()]) : (await Promise.allSettled([start(), send()])).reverse();
      const undecided = await world.connection.db.$count(proposals, and(eq(proposals.meetingId, meetingId), eq(proposals.state, 'submitted')));
      const [meeting] = await world.connection.db.select({ state: meetings.state }).from(meetings).where(eq(meetings.id, meetingId));
      expect([['done', 'proposals_undecided', 1, 'called'], ['proposals_closed', 'done', 0, 'live']]).toContainEqual([outcomeOf(proposed!), outcomeOf(started!), undecided, meeting?.state]);
    }
  });

  it('a draft that is submitted while the meeting starts', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id: meetingId } = await aReadyMeeting(`Kladdekapløb ${round}`);
      const { id } = await propose(meetingId, 'Kladde', { intent: 'draft' });
      const [sent, started] = await Promise.allSettled([editProposal(world.as(author), id, { ...words('Kladde'), version: 1 }), startMeeting(world.as(organiser), meetingId)]);
      expect([['done', 'proposals_undecided'], ['proposals_closed', 'done']]).toContainEqual([outcomeOf(sent), outcomeOf(started)]);
    }
  });

  it('two organisers decide at once: one wins, the other is told', async () => {
    const second = await world.person('organiser');
    for (let round = 0; round < 6; round += 1) {
      const { id: meetingId } = await aMeeting(`To afgør ${round}`);
      const { id } = await propose(meetingId, 'Afgøres to gange');
      const both = await Promise.allSettled([decideProposal(world.as(organiser), id, choose({ decision: 'accept', version: 1 })), decideProposal(world.as(second), id, choose({ decision: 'decline', version: 1 }))]);
      expect(both.map(outcomeOf).sort()).toEqual(['done', 'proposal_decided']);
      const { state } = await rowOf(id);
      expect(await world.connection.db.$count(agendaItems, eq(agendaItems.proposalId, id))).toBe(state === 'accepted' ? 1 : 0);
    }
  });

  it('a withdrawal and a decision: one of them holds', async () => {
    const { id: meetingId } = await aMeeting('Tilbage eller afgjort');
    const { id } = await propose(meetingId, 'Begge dele');
    const both = await Promise.allSettled([withdrawProposal(world.as(author), id), decideProposal(world.as(organiser), id, choose({ decision: 'accept' }))]);
    expect([['done', 'proposal_withdrawn'], ['proposal_decided', 'done']]).toContainEqual(both.map(outcomeOf));
  });

  it('two merged into each other, and two meetings deferring to later ones: no deadlock', async () => {
    const [one, two, three] = [await aMeeting('Et'), await aMeeting('To', 10), await aMeeting('Tre', 20)];
    const a = await propose(one.id, 'A');
    const b = await propose(one.id, 'B');
    const merges = await Promise.allSettled([decideProposal(world.as(organiser), a.id, choose({ decision: 'merge', mergedIntoId: b.id })), decideProposal(world.as(organiser), b.id, choose({ decision: 'merge', mergedIntoId: a.id }))]);
    expect(merges.map(outcomeOf).sort()).toEqual(['done', 'merge_into_other']);
    const moved = await Promise.all(Array.from({ length: 4 }, async (_, n) => [await propose(one.id, `E${n}`), await propose(two.id, `T${n}`)]));
    const deferred = moved.flatMap(([e, t]) => [decideProposal(world.as(organiser), e!.id, choose({ decision: 'defer', deferredToMeetingId: two.id })), decideProposal(world.as(organiser), t!.id, choose({ decision: 'defer', deferredToMeetingId: three.id }))]);
    expect((await Promise.allSettled(deferred)).map(outcomeOf)).toEqual(Array(8).fill('done'));
  });
});

describe('the database itself', () => {
  it('refuses impossible rows', async () => {
    const { id: meetingId } = await aMeeting('Umulige rækker');
    const { id } = await propose(meetingId, 'Umulig');
    const now = new Date(world.clock.now);
    for (const impossible of [
      { state: 'accepted' as const }, { state: 'declined' as const, decidedAt: now }, { state: 'merged' as const, decidedAt: now, decisionReason: 'x' }, { state: 'deferred' as const, decidedAt: now, decisionReason: 'x' },
      { submittedAt: null }, { late: true }, { mergedIntoId: id, state: 'merged' as const, decidedAt: now, decisionReason: 'x' }, { minutesWanted: 4 }, { decidedAt: now }, { deferredToMeetingId: meetingId },
      { state: 'accepted' as const, decidedAt: now, late: true, submittedAt: addDays(now, 300) },
    ]) {
      const code = await world.connection.db.update(proposals).set(impossible).where(eq(proposals.id, id)).catch((error: { cause?: { code?: string } }) => error.cause?.code);
      expect([impossible, code]).toEqual([impossible, '23514']);
    }
    const twice = await world.connection.db.insert(endorsements).values([{ proposalId: id, memberId: other.id, at: now }, { proposalId: id, memberId: other.id, at: now }]).catch((error: { cause?: { code?: string } }) => error.cause?.code);
    expect(twice).toBe('23505');
  });
});
