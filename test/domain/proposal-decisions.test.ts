import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItemInitiatives, agendaItems, endorsements, meetings, proposals } from '~/db/schema';
import type { Actor } from '~/server/context';
import { cancelMeeting, createMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, editProposal, endorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { decisionOptions, getProposal, openProposals, proposalPages, proposalsOfMeeting } from '~/server/domain/proposals/queries';
import { historyOf } from '~/server/history';
import { letters } from '~/server/mail/letters';
import { addDays } from '~/server/time';
import { meetingInput } from '../support/make';
import { choose, outcomeOf, useProposals, words } from '../support/proposals';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, initiativeIds, aMeeting, aReadyMeeting, at, mailed, propose, rowOf, typesOn } = useProposals(world);
let organiser: Actor;
let author: Actor;
let other: Actor;
beforeAll(() => {
  ({ organiser, author, other } = cast);
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
    expect(page).toMatchObject({ state: 'accepted', decisionReason: null, item: { id: item!.id, decisions: [] } });
    expect((await historyOf(world.as(null), `proposal:${id}`)).find((entry) => entry.type === 'proposal.accepted')?.payload).toEqual({ proposalId: id, agendaItemId: item!.id, role: 'organiser' });
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
    expect((await historyOf(world.as(null), `proposal:${id}`)).find((entry) => entry.type === 'proposal.deferred')?.payload).toEqual({ proposalId: id, meetingId: later.id, continuedById: next.id, role: 'organiser' });
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
    const queued = (language: 'da' | 'en') => ({ id: randomUUID(), memberId: author.id, language, createdAt: world.clock.now, params: { proposalId: id } });
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
  it('gives the front page and the desk theirs', async () => {
    const { id: meetingId } = await aMeeting('Lister');
    await propose(meetingId, 'Ældst', { initiativeIds: initiativeIds.slice(0, 1) });
    const second = await at(addDays(world.clock.now, 20), () => propose(meetingId, 'Nyest'));
    const newest = await openProposals(world.as(null), 1);
    expect(newest).toMatchObject([{ id: second.id, can: { endorse: false } }]);
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
