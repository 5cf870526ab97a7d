import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { proposals, proposalStates, threads, type MeetingState, type ProposalState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { cancelMeeting, createMeeting, editMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, editProposal, endorseProposal, submitProposal, unendorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { ensureProposalReadable, getProposal, proposalsOfMeeting, proposalsOfMember } from '~/server/domain/proposals/queries';
import { isLate, mayAccept, mayDecide, mayDecline, mayDefer, mayEditProposal, mayEndorse, mayMerge, maySeeProposal, maySubmit, mayWithdraw, type ProposalFacts } from '~/server/domain/proposals/rules';
import { decideProposalSchema, submitProposalSchema } from '~/server/domain/proposals/schema';
import { historyOf } from '~/server/history';
import type { RefusalCode } from '~/server/refusal';
import { addDays } from '~/server/time';
import { meetingInput } from '../support/make';
import { choose, outcomeOf, useProposals, words } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, initiativeIds, aMeeting, at, mailed, propose, rowOf, typesOn } = useProposals(world);
let organiser: Actor;
let author: Actor;
let other: Actor;
let unconfirmed: Actor;
beforeAll(() => {
  ({ organiser, author, other, unconfirmed } = cast);
});

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
    expect((await historyOf(world.as(null), `proposal:${id}`))[0]).toMatchObject({ type: 'proposal.edited', who: 'Forslagsstiller', payload: { changed: ['title', 'reason', 'initiatives'] } });
    expect(page.changes).toMatchObject([{ title: [{ text: 'Første', change: 'removed' }, { text: 'Anden', change: 'added' }, { text: ' ordlyd', change: 'same' }], kind: null, minutesWanted: null, initiativeNumbers: { from: ['1.9'], to: ['2.1'] } }]);
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
