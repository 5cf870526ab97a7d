import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agendaItemInitiatives, agendaItems, agendaVersions, actionItemInitiatives, actionItems, initiativeOwners, initiatives, meetings, milestones, minutes, minutesEntries, minutesVersions, proposalInitiatives, proposals, type ActionState, type MinutesState, type ProposalState } from '~/db/schema';
import { plan } from '~/db/seed/plan-2017-2019';
import type { Actor } from '~/server/context';
import { ownersWaiting } from '~/server/domain/ownership/queries';
import { byDue, isBehind, maySeeOwn, perThing } from '~/server/domain/ownership/rules';
import { importPlan } from '~/server/domain/plans/commands';
import { createPost, removePost, startThread } from '~/server/domain/threads/commands';
import { createMeeting } from '~/server/domain/meetings/commands';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let owner: Actor;
let other: Actor;
let idOf: Record<string, string>;
beforeAll(async () => {
  organiser = await world.person('organiser', { wantsNotices: false });
  await importPlan(world.as(await world.person('admin')), plan);
  idOf = Object.fromEntries((await world.connection.db.select({ number: initiatives.number, id: initiatives.id }).from(initiatives)).map(({ number, id }) => [number, id]));
});
/** Two owners of one initiative each, new for every test: what waits for them is what the test makes. */
beforeEach(async () => {
  await world.connection.db.delete(initiativeOwners);
  [owner, other] = [{ ...(await world.person()), owns: [idOf['3.3']!] }, { ...(await world.person()), owns: [idOf['4.1']!] }];
  await world.connection.db.insert(initiativeOwners).values([owner, other].map(({ id, owns }) => ({ memberId: id, initiativeId: owns[0]! })));
});

const waiting = (actor: Actor | null) => ownersWaiting(world.as(actor));
let made = 0;

async function anAction(text: string, dueOn: string, { about = ['3.3'], itemAbout = [] as string[], state = 'published' as MinutesState, action = 'open' as ActionState, by = null as string | null } = {}) {
  made += 1;
  const at = new Date('2027-02-01T09:00:00Z');
  const [meeting] = await world.connection.db.insert(meetings).values({ slug: `2027-02-01-m${made}`, title: `Møde ${made}`, purpose: 'x', day: '2027-02-01', state: 'held', heldAt: at, calendarUid: `m${made}` }).returning();
  const [item] = await world.connection.db.insert(agendaItems).values({ meetingId: meeting!.id, title: 'Punkt', position: 1, kind: 'decision', state: 'closed', outcome: 'decided', openedAt: at, closedAt: at }).returning();
  if (itemAbout.length > 0) await world.connection.db.insert(agendaItemInitiatives).values(itemAbout.map((number) => ({ agendaItemId: item!.id, initiativeId: idOf[number]! })));
  const [row] = await world.connection.db.insert(minutes).values({ meetingId: meeting!.id, state: 'approved', correctionsDue: at, approvedAt: at }).returning();
  await world.connection.db.insert(minutesVersions).values({ minutesId: row!.id, number: 1, content: { entries: [] } as never, publishedAt: at });
  await world.connection.db.update(minutes).set({ state, approvedAt: ['approved', 'published'].includes(state) ? at : null, publishedAt: state === 'published' ? at : null }).where(eq(minutes.id, row!.id));
  const [entry] = await world.connection.db.insert(minutesEntries).values({ minutesId: row!.id, agendaItemId: item!.id, text: 'x' }).returning();
  const [one] = await world.connection.db.insert(actionItems).values({ entryId: entry!.id, text, dueOn, responsibleMemberId: by ?? organiser.id, state: action, closedAt: action === 'open' ? null : at, closedReason: action === 'dropped' ? 'Nej' : null }).returning();
  if (about.length > 0) await world.connection.db.insert(actionItemInitiatives).values(about.map((number) => ({ actionItemId: one!.id, initiativeId: idOf[number]! })));
  return one!.id;
}

describe('rules', () => {
  it('is one’s own page', () => expect([maySeeOwn(null)?.code, maySeeOwn(organiser)]).toEqual(['not_signed_in', null]));

  it.each<[string | null, Parameters<typeof isBehind>[0]['level'], boolean]>([['2027-02-28', 'limited', true], ['2027-02-28', null, true], ['2027-02-28', 'completed', false], ['2027-03-01', 'limited', false], [null, 'limited', false]])('a milestone to %s at level %s is behind on 1 March: %s', (endTo, level, behind) => {
    expect(isBehind({ endTo, level }, '2027-03-01')).toBe(behind);
  });

  it('puts the longest overdue first, and tells of one thing once', () => {
    expect(byDue([{ id: 'c', dueOn: '2027-05-01' }, { id: 'b', dueOn: '2027-01-01' }, { id: 'a', dueOn: '2027-05-01' }]).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(perThing([{ id: 'a', initiativeId: '1' }, { id: 'b', initiativeId: '1' }, { id: 'a', initiativeId: '2' }, { id: 'a', initiativeId: '2' }])).toEqual([{ id: 'a', initiativeIds: ['1', '2'] }, { id: 'b', initiativeIds: ['1'] }]);
  });
});

describe('what waits for an owner', () => {
  it('is nothing for who owns none, and nobody’s who is not signed in', async () => {
    expect(await waiting(organiser)).toMatchObject({ owned: [], actions: [], count: 0 });
    await expectRefusal(waiting(null), 'not_signed_in');
  });

  it('names open actions of published minutes, overdue first, and who may close them', async () => {
    await anAction('Om et år', '2028-01-01');
    await anAction('Forfalden', '2027-02-10', { about: ['3.3', '4.1'] });
    await anAction('Under et punkt om 3.3', '2027-02-20', { about: [], itemAbout: ['3.3'] });
    await anAction('Under et punkt om 3.3, men om et andet', '2027-02-20', { about: ['1.1'], itemAbout: ['3.3'] });
    await anAction('Ikke offentliggjort', '2027-02-20', { state: 'in_review' });
    await anAction('Gjort', '2027-02-20', { action: 'done' });
    await anAction('Opgivet', '2027-02-20', { action: 'dropped' });
    const { actions, owned } = await waiting(owner);
    expect(actions.map(({ text, overdue, can, initiativeIds }) => [text, overdue, can.close, initiativeIds])).toEqual([
      ['Forfalden', true, true, [idOf['3.3']]], ['Under et punkt om 3.3', true, false, [idOf['3.3']]], ['Om et år', false, true, [idOf['3.3']]],
    ]);
    expect(owned).toMatchObject([{ number: '3.3', period: '2017-2019' }]);
    expect((await waiting(other)).actions.map(({ text }) => text)).toEqual(['Forfalden']);
    await world.connection.db.delete(actionItemInitiatives);
    await world.connection.db.delete(actionItems);
  });

  it('names proposals that nobody has answered, and items on coming agendas as far as they are public', async () => {
    const open = await aCalledMeeting(world, organiser, { title: 'Kommende' });
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    const at = world.clock.now;
    const propose = async (meetingId: string, title: string, state: ProposalState) => {
      const decided = state === 'declined';
      const [row] = await world.connection.db.insert(proposals).values({ meetingId, authorId: other.id, title, reason: 'x', kind: 'discussion', minutesWanted: 20, state, submittedAt: state === 'draft' ? null : at, deadlineThen: state === 'draft' ? null : at, decidedAt: decided ? at : null, decidedBy: decided ? organiser.id : null, decisionReason: decided ? 'Nej' : null }).returning();
      await world.connection.db.insert(proposalInitiatives).values({ proposalId: row!.id, initiativeId: idOf['3.3']! });
    };
    for (const [title, state] of [['Uden svar', 'submitted'], ['Afvist', 'declined'], ['Kladde', 'draft']] as const) await propose(open.id, title, state);
    const item = async (meetingId: string, title: string, position: number) => {
      const [row] = await world.connection.db.insert(agendaItems).values({ meetingId, title, position, kind: 'discussion', minutes: 20 }).returning();
      await world.connection.db.insert(agendaItemInitiatives).values({ agendaItemId: row!.id, initiativeId: idOf['3.3']! });
      return row!.id;
    };
    const published = await item(open.id, 'Offentligt punkt', 1);
    await item(open.id, 'Under arbejde', 2);
    await item(draft.id, 'På en kladde', 1);
    await world.connection.db.insert(agendaVersions).values({ meetingId: open.id, number: 1, publishedAt: at, items: [{ id: published, position: 1, title: 'x', body: '', kind: 'discussion', minutes: 20, presenter: null, section: null, proposalId: null, initiatives: [], startsAt: null }] });
    const found = await waiting(owner);
    expect([found.proposals.map(({ title }) => title), found.items.map(({ title }) => title)]).toEqual([['Uden svar'], ['Offentligt punkt']]);
    expect([(await waiting(other)).proposals, (await waiting(other)).items]).toEqual([[], []]);
    await world.connection.db.update(agendaItems).set({ state: 'closed', outcome: 'not_reached' }).where(eq(agendaItems.id, published));
    expect((await waiting(owner)).items).toEqual([]);
  });

  it('names threads in which no owner has written since', async () => {
    const ask = (title: string, number = '3.3') => startThread(world.as(other), { category: 'initiative', subjectId: idOf[number]!, title, body: 'Hvor langt er I?' });
    const thread = await ask('Hvor langt?');
    await ask('Om et andet', '1.1');
    const posts = async () => (await waiting(owner)).threads.map(({ title, waitingFrom, posts: n }) => [title, waitingFrom, n]);
    expect(await posts()).toEqual([['Hvor langt?', 1, 1]]);
    await createPost(world.as(owner), thread.threadId, { body: 'Halvvejs', replyToId: null });
    expect(await posts()).toEqual([]);
    const again = await createPost(world.as(other), thread.threadId, { body: 'Hvornår så?', replyToId: null });
    await createPost(world.as(organiser), thread.threadId, { body: 'Ja, hvornår?', replyToId: null });
    expect(await posts()).toEqual([['Hvor langt?', 3, 2]]);
    // What was removed needs no answer, and an owner of another initiative has not answered for this one.
    await removePost(world.as(organiser), again.id, { rule: 'abuse', reason: 'Nedgørende' });
    expect(await posts()).toEqual([['Hvor langt?', 4, 1]]);
  });

  it('names milestones whose time has passed, and counts it all', async () => {
    const [row] = await world.connection.db.select().from(milestones).where(eq(milestones.initiativeId, idOf['3.3']!));
    await world.connection.db.update(milestones).set({ level: 'completed' }).where(eq(milestones.initiativeId, idOf['3.3']!));
    expect((await waiting(owner)).milestones).toEqual([]);
    await world.connection.db.update(milestones).set({ level: 'limited', endFrom: '2027-02-01', endTo: '2027-02-28', endPrecision: 'month' }).where(eq(milestones.id, row!.id));
    const found = await waiting(owner);
    expect(found.milestones.map(({ id, endTo }) => [id, endTo])).toEqual([[row!.id, '2027-02-28']]);
    expect(found.count).toBe(found.actions.length + found.proposals.length + found.items.length + found.threads.length + 1);
  });
});
