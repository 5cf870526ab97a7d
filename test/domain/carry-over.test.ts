import { and, eq, isNull } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agendaItems, endorsements, events, mails, meetings, proposals, threads, type ItemKind, type ItemOutcome } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, closeItem, openItem, publishAgenda } from '~/server/domain/agenda/commands';
import { publicAgenda } from '~/server/domain/agenda/queries';
import { carryOver } from '~/server/domain/continuations/commands';
import { wordsOfItem } from '~/server/domain/continuations/rules';
import { callMeeting, cancelMeeting, createMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { minutesOfMeeting, snapshotOf } from '~/server/domain/minutes/queries';
import { decideProposal, endorseProposal } from '~/server/domain/proposals/commands';
import { getProposal, proposalsOfMeeting } from '~/server/domain/proposals/queries';
import { taskList } from '~/server/jobs';
import { makePost } from '~/server/mail/transport';
import { addDays, dayOf } from '~/server/time';
import { itemInput } from '../support/agenda';
import { meetingInput } from '../support/make';
import { choose, useProposals } from '../support/proposals';
import { useWorld } from '../support/world';

const world = useWorld();
const { cast, initiativeIds, aMeeting, at, propose, typesOn } = useProposals(world);
let organiser: Actor;
let author: Actor;
let other: Actor;
/** Days ahead: each held meeting has its own, later than those before it. */
let stretch = 0;
beforeAll(() => {
  ({ organiser, author, other } = cast);
});

const system = () => world.as(null);
const db = () => world.connection.db;
const itemRow = async (id: string) => (await db().select().from(agendaItems).where(eq(agendaItems.id, id)))[0]!;
const waitingFor = async (meetingId: string) => (await proposalsOfMeeting(system(), meetingId)).filter((proposal) => proposal.state === 'submitted');
/** No meeting that an earlier test left is the next one of a later test, and none of its items waits. */
const clearTheField = async () => {
  for (const { id } of await db().select({ id: meetings.id }).from(meetings).where(eq(meetings.state, 'called'))) await cancelMeeting(world.as(organiser), id, 'Ryddes');
  await db().update(agendaItems).set({ outcome: 'noted', openedAt: agendaItems.closedAt }).where(and(eq(agendaItems.state, 'closed'), isNull(agendaItems.carriedToId)));
};
beforeEach(clearTheField);

type Planned = { title: string; kind?: ItemKind; outcome: ItemOutcome; body?: string; minutes?: number | null; initiatives?: string[] };

/** A meeting that was held, with what came of each of its items; the item of an accepted proposal was not reached. */
async function aHeldMeeting(items: Planned[], proposalTitle?: string) {
  stretch += 100;
  const meeting = await aMeeting(`Møde ${stretch}`, stretch);
  let proposalId: string | null = null;
  if (proposalTitle) {
    proposalId = (await propose(meeting.id, proposalTitle, { kind: 'decision', minutesWanted: 35, initiativeIds: [initiativeIds[1]!] })).id;
    await endorseProposal(world.as(other), proposalId);
    await decideProposal(world.as(organiser), proposalId, choose({ decision: 'accept' }));
  }
  for (const { title, kind = 'discussion', body = 'Om punktet', minutes = 30, initiatives = [] } of items) await addItem(world.as(organiser), meeting.id, itemInput({ title, kind, body, minutes, initiatives }));
  await publishAgenda(world.as(organiser), meeting.id);
  await startMeeting(world.as(organiser), meeting.id);
  const rows = await db().select().from(agendaItems).where(eq(agendaItems.meetingId, meeting.id)).orderBy(agendaItems.position);
  for (const row of rows) {
    const outcome = items.find((item) => item.title === row.title)?.outcome ?? 'not_reached';
    if (outcome === 'not_reached') continue;
    await openItem(world.as(organiser), row.id);
    await closeItem(world.as(organiser), row.id, { outcome, next: false });
  }
  await holdMeeting(world.as(organiser), meeting.id);
  return { ...meeting, proposalId, ids: Object.fromEntries(rows.map((row) => [row.title, row.id])) };
}

/** Called, so many days after the meetings of this stretch. */
const aNext = (days: number) => aMeeting(`Næste ${stretch} ${days}`, stretch + days);

/** Works the queue once: what was asked for is done, not what a test asks for itself. */
async function work() {
  const all = taskList(world.services, makePost(world.config));
  await runOnce({ connectionString: world.url, taskList: { carry_over: all.carry_over! }, logger: new Logger(() => () => undefined), noHandleSignals: true });
}

describe('what an item asks of the next meeting', () => {
  const item = { title: 'Titel', body: 'Tekst', kind: 'decision' as const, minutes: 30, reason: 'Fordi' };
  it.each([
    [{}, { title: 'Titel', reason: 'Fordi', kind: 'decision', minutesWanted: 30 }],
    [{ reason: null }, { reason: 'Tekst' }],
    [{ reason: ' ', body: '\n' }, { reason: 'Titel' }],
    [{ minutes: 1 }, { minutesWanted: 5 }],
    [{ minutes: 480 }, { minutesWanted: 240 }],
    [{ minutes: null }, { minutesWanted: 15 }],
  ])('%j', (more, wanted) => {
    expect(wordsOfItem({ ...item, ...more })).toMatchObject(wanted);
  });
});

describe('carrying over', () => {
  it('brings the postponed and the not reached back at the next meeting, and nothing else', async () => {
    const held = await aHeldMeeting([
      { title: 'Udsat', outcome: 'postponed', initiatives: [initiativeIds[0]!] }, { title: 'Ikke nået', kind: 'information', outcome: 'not_reached', body: '', minutes: null },
      { title: 'Noteret', outcome: 'noted' }, { title: 'Besluttet', kind: 'decision', outcome: 'decided' },
      { title: 'Kaffe', kind: 'break', outcome: 'not_reached' }, { title: 'Eventuelt', kind: 'any_other_business', outcome: 'postponed' },
    ]);
    const later = await aNext(60);
    const next = await aNext(30);
    await aMeeting('Før mødet', stretch - 5);
    expect(await carryOver(system())).toEqual({ carried: 2 });
    const back = await waitingFor(next.id);
    expect(back.map(({ title, kind, minutesWanted, authorId, late }) => [title, kind, minutesWanted, authorId, late])).toEqual([['Udsat', 'discussion', 30, organiser.id, false], ['Ikke nået', 'information', 15, organiser.id, false]]);
    expect(await waitingFor(later.id)).toEqual([]);
    const page = await getProposal(system(), back[0]!.id);
    expect(page).toMatchObject({ reason: 'Om punktet', continues: null, carriedFrom: { id: held.ids.Udsat, slug: held.slug }, initiatives: [{ id: initiativeIds[0] }] });
    expect((await getProposal(system(), back[1]!.id)).reason).toBe('Ikke nået');
    expect(await db().$count(threads, and(eq(threads.category, 'proposal'), eq(threads.subjectId, page.id)))).toBe(1);
    for (const stream of [`proposal:${page.id}`, `meeting:${next.id}`, `meeting:${held.id}`, `initiative:${initiativeIds[0]}`]) expect(await typesOn(stream)).toContain('proposal.continued');
    const told = await db().select().from(events).where(and(eq(events.stream, `proposal:${page.id}`), eq(events.type, 'proposal.continued')));
    expect(told).toMatchObject([{ actor: null, payload: { proposalId: page.id, meetingId: next.id, continuesId: null, itemId: held.ids.Udsat } }]);
    for (const title of ['Noteret', 'Besluttet', 'Kaffe', 'Eventuelt']) expect((await itemRow(held.ids[title]!)).carriedToId).toBeNull();
    expect(await carryOver(system())).toEqual({ carried: 0 });
    expect(await waitingFor(next.id)).toHaveLength(2);
  });

  it('continues a proposal with its author, reason, support and initiatives, linked both ways, and it can be accepted again', async () => {
    const held = await aHeldMeeting([], 'Et forslag');
    const next = await aNext(30);
    const before = await itemRow(held.ids['Et forslag']!);
    const { id: minutesId } = await beginMinutes(world.as(organiser), held.id);
    const written = await snapshotOf(db(), { id: minutesId, meetingId: held.id });
    const old = await getProposal(system(), held.proposalId!);
    await carryOver(system());
    const [back] = await waitingFor(next.id);
    expect(back).toMatchObject({ title: 'Et forslag', kind: 'decision', minutesWanted: 35, authorId: author.id, endorsements: 1 });
    expect((await db().select().from(endorsements).where(eq(endorsements.proposalId, back!.id))).map((row) => row.memberId)).toEqual([other.id]);
    expect(await getProposal(system(), back!.id)).toMatchObject({ reason: old.reason, continues: { id: old.id }, carriedFrom: { id: before.id }, initiatives: [{ id: initiativeIds[1] }] });
    expect(await getProposal(system(), old.id)).toMatchObject({ state: 'accepted', version: old.version, continuedBy: { id: back!.id, meeting: { slug: next.slug } } });
    expect(await typesOn(`proposal:${old.id}`)).toContain('proposal.continued');
    // The old record stays as it was: of the item, only the link is new.
    expect(await itemRow(before.id)).toEqual({ ...before, carriedToId: back!.id });
    expect(await snapshotOf(db(), { id: minutesId, meetingId: held.id })).toEqual(written);
    const carriedTo = { id: back!.id, meeting: `Næste ${stretch} 30` };
    expect((await publicAgenda(system(), held.id)).items.find((item) => item.id === before.id)).toMatchObject({ outcome: 'not_reached', carriedTo });
    expect((await minutesOfMeeting(world.as(organiser), held.id)).entries.find((entry) => entry.agendaItemId === before.id)).toMatchObject({ carriedTo });
    await decideProposal(world.as(organiser), back!.id, choose({ decision: 'accept' }));
    expect((await publicAgenda(system(), next.id)).items).toMatchObject([{ title: 'Et forslag', proposal: { id: back!.id }, carriedTo: null }]);
  });

  it('does it once when several do it at the same time', async () => {
    const held = await aHeldMeeting([{ title: 'Et', outcome: 'postponed' }, { title: 'To', outcome: 'not_reached' }], 'Tre');
    const next = await aNext(30);
    const rounds = await Promise.all([1, 2, 3, 4].map(() => carryOver(system())));
    expect(rounds.map((round) => round.carried).sort()).toEqual([0, 0, 0, 3]);
    expect((await waitingFor(next.id)).map((proposal) => proposal.title).sort()).toEqual(['Et', 'To', 'Tre']);
    expect(await db().$count(proposals, eq(proposals.continuesId, held.proposalId!))).toBe(1);
  });

  it('goes to a meeting that still takes proposals when the next one begins meanwhile', async () => {
    const held = await aHeldMeeting([{ title: 'På vej', outcome: 'postponed' }]);
    const next = await aNext(30);
    const later = await aNext(60);
    await addItem(world.as(organiser), next.id, itemInput());
    await publishAgenda(world.as(organiser), next.id);
    const [begun] = await Promise.allSettled([startMeeting(world.as(organiser), next.id), carryOver(system())]);
    const [row] = await db().select({ meetingId: proposals.meetingId }).from(proposals).innerJoin(agendaItems, eq(agendaItems.carriedToId, proposals.id)).where(eq(agendaItems.id, held.ids['På vej']!));
    // Whoever came first: the meeting begins with nothing undecided, or it does not begin.
    expect(row?.meetingId).toBe(begun.status === 'fulfilled' ? later.id : next.id);
  });

  it('marks it late when the deadline of the next meeting has passed', async () => {
    await aHeldMeeting([{ title: 'Sent', outcome: 'postponed' }]);
    const next = await aNext(30);
    await at(addDays(world.clock.now, 15), () => carryOver(system()));
    const [back] = await waitingFor(next.id);
    const page = await getProposal(system(), back!.id);
    expect(page).toMatchObject({ late: true, submittedAt: addDays(world.clock.now, 15), deadlineThen: addDays(world.clock.now, 14) });
  });

  it('waits until a meeting is called, whatever was asked before', async () => {
    const held = await aHeldMeeting([{ title: 'Venter', outcome: 'not_reached' }]);
    await work();
    expect(await carryOver(system())).toEqual({ carried: 0 });
    const { startsAt, endsAt } = meetingInput(world.clock.now);
    const start = addDays(startsAt, stretch + 30);
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Endelig', startsAt: start, endsAt: addDays(endsAt, stretch + 30), day: dayOf(start) }));
    await work();
    expect((await itemRow(held.ids.Venter!)).carriedToId).toBeNull();
    await callMeeting(world.as(organiser), draft.id);
    await work();
    expect((await waitingFor(draft.id)).map((proposal) => proposal.title)).toEqual(['Venter']);
  });

  it('comes by itself once the meeting is held', async () => {
    const next = await aNext(130);
    await aHeldMeeting([{ title: 'Af sig selv', outcome: 'postponed' }]);
    const mailsBefore = await db().$count(mails);
    await work();
    expect((await waitingFor(next.id)).map((proposal) => proposal.title)).toEqual(['Af sig selv']);
    expect(await db().$count(mails)).toBe(mailsBefore);
  });

  it('leaves out what nobody stands for', async () => {
    const held = await aHeldMeeting([{ title: 'Uden ophav', outcome: 'postponed' }]);
    await db().update(meetings).set({ createdBy: null }).where(eq(meetings.id, held.id));
    await aNext(30);
    expect(await carryOver(system())).toEqual({ carried: 0 });
  });
});

describe('the table', () => {
  it('takes a link only from what was postponed or not reached, and one item a proposal', async () => {
    const held = await aHeldMeeting([{ title: 'Noteret', outcome: 'noted' }, { title: 'Udsat', outcome: 'postponed' }, { title: 'Udsat igen', outcome: 'postponed' }], 'Ikke nået');
    const link = (title: string) => db().update(agendaItems).set({ carriedToId: held.proposalId }).where(eq(agendaItems.id, held.ids[title]!));
    const codeOf = (error: { cause?: { code?: string } }) => error.cause?.code;
    expect(await link('Noteret').catch(codeOf)).toBe('23514');
    const next = await aNext(30);
    const { id: planned } = await addItem(world.as(organiser), next.id, itemInput());
    expect(await db().update(agendaItems).set({ carriedToId: held.proposalId }).where(eq(agendaItems.id, planned)).catch(codeOf)).toBe('23514');
    await link('Udsat');
    expect(await link('Udsat igen').catch(codeOf)).toBe('23505');
  });
});
