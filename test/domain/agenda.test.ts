import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionPlans, agendaItems, agendaVersions as versionTable, decisions, events, initiatives, mails, minutes, minutesEntries, posts, proposals, themes, threads, type ItemOutcome } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, closeItem, editItem, insertItem, moveItem, openItem, orderItems, publishAgenda, removeItem } from '~/server/domain/agenda/commands';
import { agendaOfMeeting, agendaVersion, agendaVersions, itemToEdit, liveState, publicAgenda, waitingProposals } from '~/server/domain/agenda/queries';
import { createMeeting, holdMeeting, lockMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { write } from '~/server/write';
import { aLiveMeeting, aMeetingWithAgenda, itemInput, orderOf } from '../support/agenda';
import { aCalledMeeting, meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let second: Actor;
let member: Actor;
let initiativeId: string;

beforeAll(async () => {
  organiser = await world.person('organiser');
  second = await world.person('organiser');
  member = await world.person();
  const { db } = world.connection;
  const [plan] = await db.insert(actionPlans).values({ period: '2027-2029', ordinal: 6, titleDa: 'Plan', titleEn: 'Plan', summaryDa: '', summaryEn: '', publishedOn: '2027-01-01', endPrinted: '2029', coordinator: 'Styrelsen', memberSince: 2012 }).returning();
  const [theme] = await db.insert(themes).values({ planId: plan!.id, number: 1, titleDa: 'Tema', titleEn: 'Theme', summaryDa: '', summaryEn: '' }).returning();
  const [initiative] = await db.insert(initiatives).values({ planId: plan!.id, themeId: theme!.id, number: '1.1', sortKey: [1, 1], titleDa: 'Åbne data', titleEn: 'Open data', summaryDa: '', summaryEn: '', leadAuthority: 'Styrelsen', implementingAuthority: 'Styrelsen', level: 'limited', levelPrinted: 'Begrænset', stateActors: [], otherActors: [] }).returning();
  initiativeId = initiative!.id;
});

const typesOn = async (stream: string) => (await world.connection.db.select().from(events).where(eq(events.stream, stream)).orderBy(events.seq)).map((row) => row.type);
const codeOf = (error: { cause?: { code?: string } }) => error.cause?.code;

describe('building', () => {
  it('puts items last, but before an any other business that stands last', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B']);
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Eventuelt', kind: 'any_other_business' }));
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'C' }));
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'A'], [2, 'B'], [3, 'C'], [4, 'Eventuelt']]);
  });

  it('opens a thread for an item and none for a break, and tells the initiatives', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const talk = await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Om initiativet', initiatives: [initiativeId] }));
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Kaffe', kind: 'break' }));
    const { items } = await agendaOfMeeting(world.as(organiser), meeting.id);
    expect(items.map(({ title, threadId, initiatives: linked }) => [title, threadId !== null, linked.map((link) => link.number)])).toEqual([['Om initiativet', true, ['1.1']], ['Kaffe', false, []]]);
    const told = await world.connection.db.select().from(events).where(eq(events.stream, `initiative:${initiativeId}`));
    expect(told.map((event) => [event.type, event.payload.itemId])).toContainEqual(['agenda.item_added', talk.id]);
    expect(await typesOn(`meeting:${meeting.id}`)).toEqual(['meeting.created', 'meeting.called', 'agenda.item_added', 'agenda.item_added']);
  });

  it('takes the item of a proposal, once, tells the proposal, and keeps the item', async () => {
    const { db } = world.connection;
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const [proposal] = await db.insert(proposals).values({ meetingId: meeting.id, authorId: member.id, title: 'Forslag', reason: 'Fordi', kind: 'decision', minutesWanted: 20, state: 'submitted', submittedAt: world.clock.now, deadlineThen: world.clock.now }).returning();
    expect(await waitingProposals(world.as(organiser), meeting.id)).toEqual([{ id: proposal!.id, title: 'Forslag', late: false, version: 1, from: null }]);
    const insert = () => write(world.as(organiser), undefined, async (tx) => {
      await lockMeeting(tx, meeting.id);
      return insertItem(tx, meeting.id, { title: 'Forslag', body: 'Fordi', kind: 'decision', minutes: 20, presenter: null, proposalId: proposal!.id, initiativeIds: [] });
    });
    const { id } = await insert();
    expect(await typesOn(`proposal:${proposal!.id}`)).toEqual(['agenda.item_added']);
    expect(await insert().catch(codeOf)).toBe('23505');
    await expectRefusal(removeItem(world.as(organiser), id), 'item_of_proposal_kept');
    expect((await agendaOfMeeting(world.as(organiser), meeting.id)).items).toMatchObject([{ proposal: { id: proposal!.id, title: 'Forslag' }, can: { edit: true, remove: false } }]);
  });

  it('refuses others, over meetings and unknown things', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A']);
    await expectRefusal(addItem(world.as(member), meeting.id, itemInput()), 'organisers_only');
    await expectRefusal(addItem(world.as(null), meeting.id, itemInput()), 'not_signed_in');
    await expectRefusal(addItem(world.as(organiser), randomUUID(), itemInput()), 'meeting_not_found');
    await expectRefusal(addItem(world.as(organiser), meeting.id, itemInput({ initiatives: [randomUUID()] })), 'initiative_not_found');
    for (const unknown of [randomUUID(), 'punkt']) await expectRefusal(removeItem(world.as(organiser), unknown), 'item_not_found');
    await expectRefusal(itemToEdit(world.as(member), meeting.id, meeting.items[0]!), 'organisers_only');
    await expectRefusal(itemToEdit(world.as(organiser), meeting.id, randomUUID()), 'item_not_found');
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Kladde' }));
    await expectRefusal(agendaOfMeeting(world.as(null), draft.id), 'meeting_not_found');
    await expectRefusal(agendaVersions(world.as(member), draft.id), 'meeting_not_found');
    await expectRefusal(publishAgenda(world.as(organiser), draft.id), 'meeting_not_called');
  });

  it('changes an item and the title of its thread, and tells the second of two', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['Gammel titel']);
    const [id] = meeting.items as [string];
    const edit = (actor: Actor, title: string) => editItem(world.as(actor), id, { ...itemInput({ title, initiatives: [initiativeId] }), version: 1 });
    const outcomes = await Promise.allSettled([edit(organiser, 'Ny titel'), edit(second, 'Ny titel')]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expectRefusal(edit(organiser, 'Sent ude'), 'edit_conflict');
    const [thread] = await world.connection.db.select().from(threads).where(eq(threads.subjectId, id));
    expect(thread?.title).toBe('Ny titel');
    expect(await itemToEdit(world.as(organiser), meeting.id, id)).toMatchObject({ title: 'Ny titel', version: 2, initiativeIds: [initiativeId] });
    await editItem(world.as(organiser), id, { ...itemInput({ title: 'Ny titel', initiatives: [initiativeId] }), version: 2 });
    expect((await itemToEdit(world.as(organiser), meeting.id, id)).version).toBe(2);
  });

  it('gives a break no thread, also when it becomes one', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['Først et punkt']);
    const [id] = meeting.items as [string];
    await editItem(world.as(organiser), id, { ...itemInput({ title: 'Pause', kind: 'break' }), version: 1 });
    expect((await agendaOfMeeting(world.as(organiser), meeting.id)).items[0]?.threadId).toBeNull();
    await editItem(world.as(organiser), id, { ...itemInput({ title: 'Alligevel et punkt' }), version: 2 });
    expect((await agendaOfMeeting(world.as(organiser), meeting.id)).items[0]?.threadId).not.toBeNull();
  });

  it('removes an item and closes up; what is discussed stays', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B', 'C']);
    const [a, b] = meeting.items as [string, string];
    await removeItem(world.as(organiser), b);
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'A'], [2, 'C']]);
    expect(await world.connection.db.$count(threads, eq(threads.subjectId, b))).toBe(0);
    const [thread] = await world.connection.db.update(threads).set({ postCount: 1 }).where(eq(threads.subjectId, a)).returning();
    await world.connection.db.insert(posts).values({ threadId: thread!.id, number: 1, authorId: member.id, body: 'Hej', bodyHtml: '<p>Hej</p>' });
    await expectRefusal(removeItem(world.as(organiser), a), 'item_discussed');
  });
});

describe('the order', () => {
  it('moves up and down and stays put at the ends', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B', 'C']);
    const [a, , c] = meeting.items as [string, string, string];
    await moveItem(world.as(organiser), a, 'down');
    await moveItem(world.as(organiser), c, 'down');
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'B'], [2, 'A'], [3, 'C']]);
    await moveItem(world.as(organiser), c, 'up');
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'B'], [2, 'C'], [3, 'A']]);
    await expectRefusal(moveItem(world.as(member), c, 'up'), 'organisers_only');
  });

  it('takes a whole new order, and only of the very items', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B', 'C']);
    const [a, b, c] = meeting.items as [string, string, string];
    await orderItems(world.as(organiser), meeting.id, [c, a, b]);
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'C'], [2, 'A'], [3, 'B']]);
    for (const wrong of [[a, b], [a, b, b], [a, b, randomUUID()], [a, b, c, randomUUID()]]) await expectRefusal(orderItems(world.as(organiser), meeting.id, wrong), 'edit_conflict');
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'C'], [2, 'A'], [3, 'B']]);
  });

  it('stays a permutation under parallel moves', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B', 'C', 'D', 'E']);
    const actors = [organiser, second];
    const moves = Array.from({ length: 20 }, (_, n) => moveItem(world.as(actors[n % 2]!), meeting.items[n % 5]!, n % 3 === 0 ? 'up' : 'down'));
    const orders = [orderItems(world.as(organiser), meeting.id, [...meeting.items].reverse()), addItem(world.as(second), meeting.id, itemInput({ title: 'F' }))];
    await Promise.allSettled([...moves, ...orders]).then((outcomes) => outcomes.forEach((outcome) => outcome.status === 'rejected' && expect(outcome.reason).toMatchObject({ code: 'edit_conflict' })));
    const order = await orderOf(world, meeting.id);
    expect(order.map(([position]) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(order.map(([, title]) => title).sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });

  it('leaves what has begun where it is', async () => {
    const meeting = await aLiveMeeting(world, organiser, ['A', 'B', 'C']);
    const [a, b, c] = meeting.items as [string, string, string];
    await openItem(world.as(organiser), b);
    await moveItem(world.as(organiser), c, 'up');
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'C'], [2, 'B'], [3, 'A']]);
    await orderItems(world.as(organiser), meeting.id, [a, c]);
    expect(await orderOf(world, meeting.id)).toEqual([[1, 'A'], [2, 'B'], [3, 'C']]);
    await expectRefusal(moveItem(world.as(organiser), b, 'up'), 'item_not_planned');
    await expectRefusal(editItem(world.as(organiser), b, { ...itemInput(), version: 2 }), 'item_not_planned');
    await expectRefusal(removeItem(world.as(organiser), a), 'meeting_not_called');
  });
});

describe('publishing', () => {
  it('keeps each version as it was, with its clock times, and tells the difference', async () => {
    const meeting = await aCalledMeeting(world, organiser, { title: 'Offentliggøres' });
    await expectRefusal(publishAgenda(world.as(organiser), meeting.id), 'agenda_empty');
    const { id } = await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Punkt', initiatives: [initiativeId] }));
    await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Bagefter' }));
    expect((await agendaOfMeeting(world.as(organiser), meeting.id)).changes).toBeNull();
    expect(await publishAgenda(world.as(organiser), meeting.id)).toEqual({ number: 1 });
    await expectRefusal(publishAgenda(world.as(organiser), meeting.id), 'agenda_unchanged');
    await editItem(world.as(organiser), id, { ...itemInput({ title: 'Punkt', minutes: 45, initiatives: [] }), version: 1 });
    expect((await agendaOfMeeting(world.as(organiser), meeting.id)).changes).toMatchObject([{ change: 'edited', title: 'Punkt', fields: ['minutes', 'initiatives'], was: { minutes: 30 }, now: { minutes: 45 } }]);
    expect(await publishAgenda(world.as(second), meeting.id)).toEqual({ number: 2 });
    const start = meetingInput(world.clock.now).startsAt.getTime();
    const first = await agendaVersion(world.as(null), meeting.id, 1);
    expect(first.items.map((kept) => [kept.minutes, kept.startsAt?.getTime(), kept.initiatives.map((link) => link.number)])).toEqual([[30, start, ['1.1']], [30, start + 30 * 60_000, []]]);
    expect((await agendaVersion(world.as(null), meeting.id, 2)).changes).toMatchObject([{ change: 'edited', title: 'Punkt', fields: ['minutes', 'initiatives'], was: { minutes: 30 }, now: { minutes: 45 } }]);
    expect((await agendaVersions(world.as(null), meeting.id)).map(({ number, by }) => [number, by])).toEqual([[2, second.name], [1, organiser.name]]);
    await expectRefusal(agendaVersion(world.as(null), meeting.id, 3), 'agenda_version_not_found');
  });

  it('shows an item that is gone as the version had it', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['Bliver', 'Forsvinder']);
    await publishAgenda(world.as(organiser), meeting.id);
    await removeItem(world.as(organiser), meeting.items[1]!);
    expect((await agendaVersion(world.as(null), meeting.id, 1)).items.map(({ title, threadId }) => [title, threadId !== null])).toEqual([['Bliver', true], ['Forsvinder', false]]);
  });

  it('is done once when two press at once, and mailed once to each member', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A']);
    const outcomes = await Promise.allSettled([publishAgenda(world.as(organiser), meeting.id), publishAgenda(world.as(second), meeting.id)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const queued = (await world.connection.db.select().from(mails).where(eq(mails.kind, 'agenda.published'))).filter((mail) => mail.params.meetingId === meeting.id);
    expect(queued.map((mail) => mail.memberId).sort()).toEqual([organiser.id, second.id, member.id].sort());
    expect(queued[0]?.params).toEqual({ meetingId: meeting.id, number: 1, since: 0 });
  });

  it('shows readers what is accepted, then what is published, then what happens', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['Vores eget']);
    const seen = async () => {
      const { basis, items, since } = await publicAgenda(world.as(member), meeting.id);
      return [basis, items.map(({ title }) => title), since.map(({ title }) => title)];
    };
    const accept = async (title: string) => {
      const [proposal] = await world.connection.db.insert(proposals).values({ meetingId: meeting.id, authorId: member.id, title, reason: 'Fordi', kind: 'discussion', minutesWanted: 20, state: 'accepted', submittedAt: world.clock.now, deadlineThen: world.clock.now, decidedAt: world.clock.now, decidedBy: organiser.id }).returning();
      await write(world.as(organiser), undefined, async (tx) => {
        await lockMeeting(tx, meeting.id);
        await insertItem(tx, meeting.id, { title, body: '', kind: 'discussion', minutes: 20, presenter: null, proposalId: proposal!.id, initiativeIds: [] });
      });
    };
    await accept('Forslag 1');
    expect(await seen()).toEqual(['provisional', ['Forslag 1'], []]);
    await publishAgenda(world.as(organiser), meeting.id);
    await editItem(world.as(organiser), meeting.items[0]!, { ...itemInput({ title: 'Endnu ikke offentligt' }), version: 1 });
    await accept('Forslag 2');
    expect(await seen()).toEqual(['published', ['Vores eget', 'Forslag 1'], ['Forslag 2']]);
    expect((await agendaOfMeeting(world.as(member), meeting.id)).changes).toEqual([]);
    await publishAgenda(world.as(organiser), meeting.id);
    await startMeeting(world.as(organiser), meeting.id);
    expect(await seen()).toEqual(['running', ['Endnu ikke offentligt', 'Forslag 1', 'Forslag 2'], []]);
  });

  it('never changes a version', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, ['A']);
    await publishAgenda(world.as(organiser), meeting.id);
    const ours = eq(versionTable.meetingId, meeting.id);
    expect(await world.connection.db.update(versionTable).set({ number: 7 }).where(ours).catch(codeOf)).toBe('23000');
    expect(await world.connection.db.delete(versionTable).where(ours).catch(codeOf)).toBe('23000');
  });
});

describe('the meeting as it runs', () => {
  it('opens, closes with an outcome, goes on, and passes over', async () => {
    const meeting = await aLiveMeeting(world, organiser, ['A', 'B', 'C', 'D']);
    const [a, b, c, d] = meeting.items as [string, string, string, string];
    const chair = world.as(organiser);
    await openItem(chair, a);
    await expectRefusal(openItem(chair, b), 'item_still_current');
    await expectRefusal(openItem(chair, a), 'item_not_planned');
    await expectRefusal(closeItem(chair, b, { outcome: 'noted', next: false }), 'item_not_current');
    await expectRefusal(closeItem(chair, a, { outcome: 'not_reached', next: false }), 'outcome_required');
    await expectRefusal(closeItem(chair, a, { outcome: null, next: false }), 'outcome_required');
    await closeItem(chair, a, { outcome: 'decided', next: true });
    await closeItem(chair, c, { outcome: 'not_reached', next: true });
    const live = await liveState(world.as(null), meeting.id);
    expect(live).toMatchObject({ current: { id: b }, next: { id: d }, done: 2, minutes: { planned: 120 } });
    expect(live.items.map(({ state, outcome }) => [state, outcome])).toEqual([['closed', 'decided'], ['current', null], ['closed', 'not_reached'], ['planned', null]]);
    await expectRefusal(holdMeeting(chair, meeting.id), 'item_still_current');
    await closeItem(chair, b, { outcome: 'postponed', next: false });
    expect((await liveState(world.as(null), meeting.id)).current).toBeNull();
    await openItem(chair, d);
    await closeItem(chair, d, { outcome: 'noted', next: true });
    await holdMeeting(chair, meeting.id);
    await expectRefusal(addItem(chair, meeting.id, itemInput()), 'meeting_over');
    expect(await typesOn(`meeting:${meeting.id}`)).toEqual(['meeting.created', 'meeting.called', ...Array<string>(4).fill('agenda.item_added'), 'agenda.published', 'meeting.started', 'agenda.item_opened', 'agenda.item_closed', 'agenda.item_opened', 'agenda.item_closed', 'agenda.item_closed', 'agenda.item_opened', 'agenda.item_closed', 'meeting.held']);
  });

  it('is led by organisers, and only while it runs', async () => {
    const called = await aMeetingWithAgenda(world, organiser, ['A']);
    await expectRefusal(openItem(world.as(organiser), called.items[0]!), 'meeting_not_live');
    await expectRefusal(closeItem(world.as(organiser), called.items[0]!, { outcome: 'not_reached', next: false }), 'meeting_not_live');
    await publishAgenda(world.as(organiser), called.id);
    await startMeeting(world.as(organiser), called.id);
    await expectRefusal(openItem(world.as(member), called.items[0]!), 'chair_only');
    await expectRefusal(closeItem(world.as(null), called.items[0]!, { outcome: 'noted', next: false }), 'not_signed_in');
    await expectRefusal(publishAgenda(world.as(organiser), called.id), 'meeting_not_called');
  });

  it('has one current item when two chairs open different ones at once', async () => {
    const meeting = await aLiveMeeting(world, organiser, ['A', 'B']);
    const outcomes = await Promise.allSettled([openItem(world.as(organiser), meeting.items[0]!), openItem(world.as(second), meeting.items[1]!)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await liveState(world.as(null), meeting.id)).items.filter((row) => row.state === 'current')).toHaveLength(1);
  });

  it('goes one item on when two chairs press »close and go on« at once, or one presses twice', async () => {
    const meeting = await aLiveMeeting(world, organiser, ['A', 'B', 'C']);
    const [a, b] = meeting.items as [string, string];
    await openItem(world.as(organiser), a);
    const go = (actor: Actor, id: string, outcome: ItemOutcome, key?: string) => closeItem(world.as(actor), id, { outcome, next: true }, key);
    const outcomes = await Promise.allSettled([go(organiser, a, 'noted'), go(second, a, 'decided')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await liveState(world.as(null), meeting.id)).current?.id).toBe(b);
    const key = randomUUID();
    await Promise.all([go(organiser, b, 'noted', key), go(organiser, b, 'noted', key)]);
    expect((await liveState(world.as(null), meeting.id)).current?.id).toBe(meeting.items[2]);
  });

  it('tells the proposal and the initiatives of the outcome, and follows the real start', async () => {
    const meeting = await aMeetingWithAgenda(world, organiser, []);
    const { id } = await addItem(world.as(organiser), meeting.id, itemInput({ title: 'Om initiativet', initiatives: [initiativeId] }));
    await publishAgenda(world.as(organiser), meeting.id);
    await startMeeting(world.as(organiser), meeting.id);
    expect((await liveState(world.as(null), meeting.id)).items[0]?.startsAt).toEqual(world.clock.now);
    await openItem(world.as(organiser), id);
    await closeItem(world.as(organiser), id, { outcome: 'decided', next: true });
    const told = await world.connection.db.select().from(events).where(eq(events.stream, `initiative:${initiativeId}`));
    expect(told.map(({ type, payload }) => [type, payload.itemId, payload.outcome])).toContainEqual(['agenda.item_closed', id, 'decided']);
    const live = await liveState(world.as(null), meeting.id);
    expect(live.seq).toBe((await typesOn(`meeting:${meeting.id}`)).length);
  });

  it('shows decisions once readers may see the minutes', async () => {
    const { db } = world.connection;
    const meeting = await aLiveMeeting(world, organiser, ['A']);
    const [record] = await db.insert(minutes).values({ meetingId: meeting.id }).returning();
    const [entry] = await db.insert(minutesEntries).values({ minutesId: record!.id, agendaItemId: meeting.items[0]! }).returning();
    await db.insert(decisions).values({ entryId: entry!.id, year: 2027, serial: 1, number: '2027-1', text: 'Vi gør det' });
    const numbers = async (actor: Actor | null) => (await agendaOfMeeting(world.as(actor), meeting.id)).items[0]?.decisions.map(({ number }) => number);
    expect([await numbers(member), await numbers(organiser)]).toEqual([[], ['2027-1']]);
    await db.update(minutes).set({ state: 'in_review', correctionsDue: world.clock.now }).where(eq(minutes.id, record!.id));
    expect(await numbers(null)).toEqual(['2027-1']);
  });
});

it('refuses impossible rows in the database itself', async () => {
  const { db } = world.connection;
  const meeting = await aMeetingWithAgenda(world, organiser, ['A', 'B']);
  const [a, b] = meeting.items as [string, string];
  for (const impossible of [{ state: 'current' as const }, { state: 'closed' as const }, { outcome: 'noted' as const }, { minutes: 0 }, { minutes: 481 }, { presenterConsent: false }, { presenterMemberId: member.id, presenterConsent: false }, { kind: 'lunch' as never }, { state: 'gone' as never }, { state: 'closed' as const, outcome: 'lost' as never }]) {
    expect([impossible, await db.update(agendaItems).set(impossible).where(eq(agendaItems.id, a)).catch(codeOf)]).toEqual([impossible, '23514']);
  }
  expect(await db.update(agendaItems).set({ position: 2 }).where(eq(agendaItems.id, a)).catch(codeOf)).toBe('23505');
  await db.update(agendaItems).set({ state: 'current', openedAt: world.clock.now }).where(eq(agendaItems.id, a));
  expect(await db.update(agendaItems).set({ state: 'current', openedAt: world.clock.now }).where(eq(agendaItems.id, b)).catch(codeOf)).toBe('23505');
});
