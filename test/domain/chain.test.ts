import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  actionItemInitiatives, actionItems, agendaItemActions, agendaItemInitiatives, agendaItems, agendaVersions, decisionInitiatives, decisions,
  meetings, minutes, minutesEntries, proposalInitiatives, proposals, type MinutesState, type ProposalState,
} from '~/db/schema';
import { plan } from '~/db/seed/plan-2017-2019';
import type { Actor } from '~/server/context';
import { initiativeChain } from '~/server/domain/chain/queries';
import { inCourse, pictureOf, type Drawn, type Placed } from '~/server/domain/chain/rules';
import { createMeeting } from '~/server/domain/meetings/commands';
import { importPlan } from '~/server/domain/plans/commands';
import { getInitiative } from '~/server/domain/plans/queries';
import { aCalledMeeting, meetingInput } from '../support/make';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  member = await world.person();
  await importPlan(world.as(await world.person('admin')), plan);
});

describe('rules', () => {
  it('tells the course meeting by meeting: proposals, then each item with what came of it', () => {
    const at = (day: string, id = day) => ({ id, day, startsAt: null });
    const step = (name: string, stage: Placed['stage'], day: string, position = 0, serial = 0, written: Date | null = null) => ({ id: name, name, stage, meeting: at(day), position, serial, at: written });
    const steps = [
      step('action of 1', 'action', '2027-01-10', 1), step('item 2', 'item', '2027-01-10', 2), step('decision 2 of 1', 'decision', '2027-01-10', 1, 2), step('decision 1 of 1', 'decision', '2027-01-10', 1, 1),
      step('next proposal', 'proposal', '2027-05-10'), step('item 1', 'item', '2027-01-10', 1),
      step('second proposal', 'proposal', '2027-01-10', 0, 0, new Date('2027-01-02')), step('first proposal', 'proposal', '2027-01-10', 0, 0, new Date('2027-01-01')),
    ];
    expect(inCourse(steps).map(({ name }) => name)).toEqual(['first proposal', 'second proposal', 'item 1', 'decision 1 of 1', 'decision 2 of 1', 'action of 1', 'item 2', 'next proposal']);
  });

  it('draws a column for each meeting, a mark for each stage at one, and what became of what', () => {
    const [first, second, third] = [{ id: 'm1', title: 'Første', day: '2027-01-10' }, { id: 'm2', title: 'Andet', day: '2027-05-10' }, { id: 'm3', title: 'Tredje', day: '2027-09-10' }];
    const step = (id: string, stage: Drawn['stage'], meeting: Drawn['meeting'], leadsTo: string[] = [], more: Partial<Drawn> = {}): Drawn => ({ id, stage, meeting, leadsTo, seenAt: [], open: false, ...more });
    const picture = pictureOf([
      step('p1', 'proposal', first, ['i1']), step('p2', 'proposal', first, ['another initiative’s']), step('i1', 'item', first, ['p3']),
      step('p3', 'proposal', second, ['i2']), step('i2', 'item', second, ['d1', 'd2']), step('d1', 'decision', second, ['a1']), step('d2', 'decision', second, ['a1']),
      step('a1', 'action', second, [], { open: true, seenAt: [third] }),
    ]);
    expect(picture.columns.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
    expect(picture.marks).toEqual([
      { stage: 'proposal', column: 0, count: 2, open: 0 }, { stage: 'item', column: 0, count: 1, open: 0 }, { stage: 'proposal', column: 1, count: 1, open: 0 },
      { stage: 'item', column: 1, count: 1, open: 0 }, { stage: 'decision', column: 1, count: 2, open: 0 }, { stage: 'action', column: 1, count: 1, open: 1 },
    ]);
    expect(picture.seen).toEqual([{ stage: 'action', column: 2 }]);
    const spot = (stage: Drawn['stage'], column: number) => ({ stage, column });
    expect(picture.links).toEqual([
      { from: spot('proposal', 0), to: spot('item', 0) }, { from: spot('item', 0), to: spot('proposal', 1) }, { from: spot('proposal', 1), to: spot('item', 1) },
      { from: spot('item', 1), to: spot('decision', 1) }, { from: spot('decision', 1), to: spot('action', 1) }, { from: spot('action', 1), to: spot('action', 2) },
    ]);
    expect(pictureOf([])).toEqual({ columns: [], marks: [], seen: [], links: [] });
  });
});

describe('the course of an initiative', () => {
  let initiativeId: string;
  let other: string;
  let author: Actor;
  let secret: { id: string };
  let open: { id: string };
  let held: { id: string };
  const day = (n: number) => new Date(Date.UTC(2027, 2, n, 9));
  const insert = {
    async proposal(meetingId: string, title: string, state: ProposalState, more: Partial<typeof proposals.$inferInsert> = {}) {
      const decided = ['accepted', 'merged', 'deferred', 'declined'].includes(state);
      const [row] = await world.connection.db.insert(proposals).values({
        meetingId, authorId: author.id, title, reason: 'Fordi', kind: 'discussion', minutesWanted: 20, state,
        submittedAt: state === 'draft' ? null : day(2), deadlineThen: state === 'draft' ? null : day(10), decidedAt: decided ? day(3) : null, decidedBy: decided ? author.id : null, decisionReason: decided ? 'En grund' : null, ...more,
      }).returning();
      await world.connection.db.insert(proposalInitiatives).values({ proposalId: row!.id, initiativeId });
      return row!.id;
    },
    async item(meetingId: string, title: string, position: number, closed = false, about: string[] = [initiativeId], more: Partial<typeof agendaItems.$inferInsert> = {}) {
      const [row] = await world.connection.db.insert(agendaItems).values({ meetingId, title, position, kind: 'discussion', minutes: 20, ...more, ...(closed ? { state: 'closed' as const, outcome: 'decided' as const, openedAt: day(1), closedAt: day(1), ...more } : {}) }).returning();
      if (about.length > 0) await world.connection.db.insert(agendaItemInitiatives).values(about.map((each) => ({ agendaItemId: row!.id, initiativeId: each })));
      return row!.id;
    },
    async entry(meetingId: string, agendaItemId: string, state: MinutesState) {
      const [row] = await world.connection.db.insert(minutes).values({ meetingId, state, correctionsDue: state === 'draft' ? null : day(20) }).onConflictDoUpdate({ target: minutes.meetingId, set: { state } }).returning();
      const [entry] = await world.connection.db.insert(minutesEntries).values({ minutesId: row!.id, agendaItemId, text: 'Referat' }).returning();
      return entry!.id;
    },
    async decision(entryId: string, serial: number, about: string[]) {
      const [row] = await world.connection.db.insert(decisions).values({ entryId, year: 2027, serial, number: `2027-${serial}`, text: `Beslutning ${serial}` }).returning();
      if (about.length > 0) await world.connection.db.insert(decisionInitiatives).values(about.map((each) => ({ decisionId: row!.id, initiativeId: each })));
    },
    async action(entryId: string, text: string, dueOn: string, more: Partial<typeof actionItems.$inferInsert> = {}, about: string[] = [initiativeId]) {
      const [row] = await world.connection.db.insert(actionItems).values({ entryId, text, dueOn, responsibleMemberId: author.id, ...more }).returning();
      if (about.length > 0) await world.connection.db.insert(actionItemInitiatives).values(about.map((each) => ({ actionItemId: row!.id, initiativeId: each })));
      return row!.id;
    },
  };
  const names = async (actor: Actor | null) => (await initiativeChain(world.as(actor), initiativeId)).steps.map((step) => (step.stage === 'proposal' || step.stage === 'item' ? step.title : step.text));

  beforeAll(async () => {
    const find = async (number: string) => (await getInitiative(world.as(null), '2017-2019', number)).id;
    initiativeId = await find('3.3');
    other = await find('3.2');
    author = await world.person();
    secret = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladdemøde' }));
    open = await aCalledMeeting(world, organiser, { title: 'Kommende møde' });
    const [past] = await world.connection.db.insert(meetings).values({ slug: '2026-12-01-holdt', title: 'Holdt møde', purpose: 'x', day: '2026-12-01', state: 'held', heldAt: day(1), calendarUid: 'past' }).returning();
    held = past!;
  });

  it('shows proposals that stand, a draft to its author, and where they went', async () => {
    const target = await insert.proposal(open.id, 'Hovedforslaget', 'accepted');
    await insert.proposal(open.id, 'Slået sammen', 'merged', { mergedIntoId: target });
    await insert.proposal(open.id, 'Udsat', 'deferred', { deferredToMeetingId: held.id });
    await insert.proposal(open.id, 'Min kladde', 'draft');
    await insert.proposal(open.id, 'Fortrudt', 'withdrawn');
    expect((await names(null)).sort()).toEqual(['Hovedforslaget', 'Slået sammen', 'Udsat']);
    expect((await names(organiser)).sort()).toEqual(['Hovedforslaget', 'Slået sammen', 'Udsat']);
    expect((await names(author)).sort()).toEqual(['Hovedforslaget', 'Min kladde', 'Slået sammen', 'Udsat']);
    const { steps } = await initiativeChain(world.as(null), initiativeId);
    expect(steps.find((step) => step.stage === 'proposal' && step.state === 'merged')).toMatchObject({ mergedInto: { id: target, title: 'Hovedforslaget' }, reason: 'En grund' });
    expect(steps.find((step) => step.stage === 'proposal' && step.state === 'deferred')).toMatchObject({ deferredTo: { slug: '2026-12-01-holdt' } });
  });

  it('shows agenda items once they are published, and those of meetings that were held', async () => {
    await insert.item(secret.id, 'Punkt på kladdemøde', 1);
    const published = await insert.item(open.id, 'Offentliggjort punkt', 1);
    await insert.item(open.id, 'Punkt under arbejde', 2);
    await world.connection.db.insert(agendaVersions).values({ meetingId: open.id, number: 1, publishedAt: day(1), items: [{ id: published, position: 1, title: 'x', body: '', kind: 'discussion', minutes: 20, presenter: null, section: null, proposalId: null, initiatives: [], startsAt: null }] });
    await insert.item(held.id, 'Behandlet punkt', 1, true);
    const items = async (actor: Actor | null) => (await initiativeChain(world.as(actor), initiativeId)).steps.flatMap((step) => (step.stage === 'item' ? [step.title] : []));
    expect(await items(null)).toEqual(['Behandlet punkt', 'Offentliggjort punkt']);
    expect(await items(member)).toEqual(['Behandlet punkt', 'Offentliggjort punkt']);
    expect((await items(organiser)).sort()).toEqual(['Behandlet punkt', 'Offentliggjort punkt', 'Punkt på kladdemøde', 'Punkt under arbejde']);
  });

  it('shows decisions and actions from the review on: their own, and those of its items that name no other', async () => {
    const about = await insert.item(held.id, 'Om 3.3', 2, true);
    const elsewhere = await insert.item(held.id, 'Om intet', 3, true, []);
    const entry = await insert.entry(held.id, about, 'draft');
    const apart = await insert.entry(held.id, elsewhere, 'draft');
    await insert.decision(entry, 1, [initiativeId]);
    await insert.decision(entry, 2, []);
    await insert.decision(entry, 3, [other]);
    await insert.decision(apart, 4, [initiativeId]);
    await insert.decision(apart, 5, []);
    await insert.action(entry, 'Haster', '2027-04-01');
    await insert.action(entry, 'Haster ikke', '2027-09-01', {}, []);
    await insert.action(entry, 'Gjort', '2027-01-01', { state: 'done', closedAt: day(4) });
    await insert.action(entry, 'Andres', '2027-01-01', {}, [other]);
    const recorded = async (actor: Actor | null) => (await initiativeChain(world.as(actor), initiativeId)).steps.flatMap((step) => (step.stage === 'decision' ? [step.number] : step.stage === 'action' ? [step.text] : []));
    expect([await recorded(null), await recorded(organiser)]).toEqual([[], []]);
    await world.connection.db.update(minutes).set({ state: 'in_review', correctionsDue: day(20) }).where(eq(minutes.meetingId, held.id));
    expect(await recorded(null)).toEqual(['2027-1', '2027-2', 'Haster', 'Haster ikke', 'Gjort', '2027-4']);
    const { waiting } = await initiativeChain(world.as(null), initiativeId);
    expect(waiting.map(({ text, responsible }) => [text, responsible])).toEqual([['Haster', author.name], ['Haster ikke', author.name]]);
  });

  it('goes from the oldest meeting to the newest', async () => {
    const { steps } = await initiativeChain(world.as(null), initiativeId);
    const days = steps.map(({ meeting }) => meeting.day);
    expect(days).toEqual([...days].sort());
    expect(new Set(days).size).toBe(2);
  });

  it('links every step to what it came from and what became of it, both ways', async () => {
    const about = initiativeId;
    initiativeId = (await getInitiative(world.as(null), '2017-2019', '4.1')).id;
    const meeting = async (n: number) => (await world.connection.db.insert(meetings).values({ slug: `2026-0${n}-01-kaede`, title: `Møde ${n}`, purpose: 'x', day: `2026-0${n}-01`, state: 'held', heldAt: day(1), calendarUid: `kaede-${n}` }).returning())[0]!.id;
    const [first, second, third] = [await meeting(1), await meeting(2), await meeting(3)];
    const proposal = await insert.proposal(first, 'Forslaget', 'accepted');
    const carried = await insert.proposal(second, 'Forslaget igen', 'accepted', { continuesId: proposal });
    const postponed = await insert.item(first, 'Punktet', 1, true, [initiativeId], { proposalId: proposal, carriedToId: carried, outcome: 'postponed' });
    const decided = await insert.item(second, 'Punktet igen', 1, true, [initiativeId], { proposalId: carried });
    const entry = await insert.entry(second, decided, 'in_review');
    await insert.decision(entry, 77, []);
    const action = await insert.action(entry, 'Gør det', '2026-05-01', { state: 'dropped', closedAt: day(4), closedReason: 'Loven er ændret' }, []);
    const followUp = await insert.item(third, 'Opfølgning', 1, true, [], { followsUp: true });
    await world.connection.db.insert(agendaItemActions).values({ agendaItemId: followUp, actionItemId: action });
    const { steps, picture, waiting } = await initiativeChain(world.as(null), initiativeId);
    expect(steps.map(({ stage, meeting: { title } }) => [stage, title])).toEqual([['proposal', 'Møde 1'], ['item', 'Møde 1'], ['proposal', 'Møde 2'], ['item', 'Møde 2'], ['decision', 'Møde 2'], ['action', 'Møde 2']]);
    expect(steps[0]).toMatchObject({ state: 'accepted', item: { id: postponed, position: 1, meeting: { slug: '2026-01-01-kaede' } }, continues: null, continuedBy: [] });
    expect(steps[1]).toMatchObject({ outcome: 'postponed', proposal: { id: proposal, title: 'Forslaget' }, carriedTo: { id: carried, meeting: { title: 'Møde 2' } }, decisions: [], actions: [] });
    expect(steps[2]).toMatchObject({ continues: { id: proposal, title: 'Forslaget' }, continuedBy: [], item: { id: decided } });
    expect(steps[3]).toMatchObject({ outcome: 'decided', decisions: [{ number: '2027-77' }], actions: [{ id: action, text: 'Gør det', state: 'dropped' }] });
    expect(steps[4]).toMatchObject({ number: '2027-77', itemId: decided, actions: [{ id: action }] });
    expect(steps[5]).toMatchObject({ state: 'dropped', closedReason: 'Loven er ændret', decisions: [{ number: '2027-77' }], followedUp: [{ itemId: followUp, slug: '2026-03-01-kaede', title: 'Møde 3' }] });
    expect(waiting).toEqual([]);
    expect([picture.columns.map(({ title }) => title), picture.seen]).toEqual([['Møde 1', 'Møde 2', 'Møde 3'], [{ stage: 'action', column: 2 }]]);
    // Without an item in between, a deferred proposal goes on by itself.
    const deferred = await insert.proposal(first, 'Udsat', 'deferred', { deferredToMeetingId: second });
    const again = await insert.proposal(second, 'Udsat igen', 'submitted', { continuesId: deferred });
    expect((await initiativeChain(world.as(null), initiativeId)).steps.find(({ id }) => id === deferred)).toMatchObject({ item: null, deferredTo: { title: 'Møde 2' }, continuedBy: [{ id: again, meeting: { title: 'Møde 2' } }] });
    initiativeId = about;
  });
});
