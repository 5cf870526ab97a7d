import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { events, handKinds, hands, soundingAnswers, soundings, type HandKind, type HandState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, closeItem, openItem } from '~/server/domain/agenda/commands';
import { answerSounding, callSpeaker, closeSounding, endSpeaking, lowerHand, moveHand, openSounding, raiseHand } from '~/server/domain/floor/commands';
import { closedSoundings, floorOf } from '~/server/domain/floor/queries';
import { cancelMeeting, createMeeting, holdMeeting } from '~/server/domain/meetings/commands';
import { aLiveMeeting, itemInput } from '../support/agenda';
import { meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';

const world = useWorld();
let organiser: Actor;
let chair: Actor;
let anna: Actor;
let bo: Actor;
let carla: Actor;
let unconfirmed: Actor;
beforeAll(async () => {
  organiser = await world.person('organiser');
  [chair, anna, bo, carla] = [await world.person(), await world.person(), await world.person(), await world.person()];
  unconfirmed = { ...(await world.person('member', { emailConfirmedAt: null })), confirmed: false };
});

let id: string;
let items: string[];
beforeEach(async () => {
  ({ id, items } = await aLiveMeeting(world, organiser, ['Første', 'Andet']));
  chair = { ...chair, chairs: [id] };
});

const db = () => world.connection.db;
const raise = (who: Actor, kind: HandKind = 'new_topic') => raiseHand(world.as(who), id, kind).then((hand) => hand.id);
const next = (who = organiser, more: { hand?: string; after?: string } = {}) => callSpeaker(world.as(who), id, { hand: more.hand ?? null, after: more.after ?? null });
const floor = (who: Actor | null = null) => floorOf(world.as(who), id);
const waitingNames = async () => (await floor()).queue.map(({ name }) => name);
const stateOf = async (hand: string) => (await db().select().from(hands).where(eq(hands.id, hand)))[0]?.state;
const told = async (type: string) => db().select().from(events).where(and(eq(events.stream, `meeting:${id}`), eq(events.type, type))).orderBy(events.seq);

describe('the queue', () => {
  it('goes from waiting to speaking to spoken', async () => {
    const hand = await raise(anna);
    expect(await floor(anna)).toMatchObject({ speaking: null, own: { id: hand, state: 'waiting', place: 1 }, can: { raise: false, lead: false } });
    await next(chair);
    expect(await floor()).toMatchObject({ speaking: { id: hand, name: anna.name }, queue: [], own: null });
    await endSpeaking(world.as(chair), hand);
    expect(await floor(anna)).toMatchObject({ speaking: null, own: null, spoken: [{ kind: 'new_topic', n: 1 }], can: { raise: true } });
    expect(await stateOf(hand)).toBe('spoken');
  });

  it('orders by kind, and by the chair', async () => {
    await raise(anna, 'new_topic');
    const reply = await raise(bo, 'reply');
    const order = await raise(carla, 'point_of_order');
    expect(await waitingNames()).toEqual([carla.name, bo.name, anna.name]);
    await moveHand(world.as(chair), reply, 'up');
    expect(await waitingNames()).toEqual([bo.name, carla.name, anna.name]);
    await moveHand(world.as(chair), order, 'down');
    await moveHand(world.as(chair), order, 'down');
    expect(await waitingNames()).toEqual([bo.name, anna.name, carla.name]);
    await moveHand(world.as(chair), reply, 'up');
    expect(await told('floor.queue_ordered')).toHaveLength(2);
  });

  it('lets a hand be taken down by oneself and by the chair, and raised again', async () => {
    const mine = await raise(anna);
    await lowerHand(world.as(anna), mine);
    await expectRefusal(lowerHand(world.as(anna), mine), 'hand_not_waiting');
    const again = await raise(anna);
    await expectRefusal(lowerHand(world.as(bo), again), 'hand_not_yours');
    await lowerHand(world.as(chair), again);
    expect((await floor()).queue).toEqual([]);
  });

  it('takes one hand each', async () => {
    await raise(anna);
    await expectRefusal(raise(anna, 'question'), 'hand_raised');
    await next();
    await expectRefusal(raise(anna, 'question'), 'hand_raised');
  });

  it('takes the same form twice once', async () => {
    const key = randomUUID();
    const both = await Promise.all([raiseHand(world.as(anna), id, 'reply', key), raiseHand(world.as(anna), id, 'reply', key)]);
    expect(both[0]).toEqual(both[1]);
    await raiseHand(world.as(bo), id, 'reply', key);
    expect(await waitingNames()).toEqual([anna.name, bo.name]);
  });

  it('gives the floor to the one named, and passes it on', async () => {
    const [first, second] = [await raise(anna), await raise(bo)];
    await next(chair, { hand: second });
    await expectRefusal(next(chair), 'floor_taken');
    await expectRefusal(next(chair, { hand: first }), 'floor_taken');
    await next(chair, { after: second });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['speaking', 'spoken']);
    await expectRefusal(next(chair, { after: first }), 'queue_empty');
    expect(await stateOf(first)).toBe('speaking');
    await expectRefusal(next(chair, { after: first, hand: second }), 'hand_not_waiting');
    await endSpeaking(world.as(anna), first);
    await expectRefusal(endSpeaking(world.as(anna), first), 'hand_not_speaking');
  });

  it('refuses what is not there', async () => {
    await expectRefusal(raiseHand(world.as(anna), randomUUID(), 'reply'), 'meeting_not_found');
    await expectRefusal(lowerHand(world.as(anna), 'x'), 'hand_not_found');
    await expectRefusal(moveHand(world.as(chair), randomUUID(), 'up'), 'hand_not_found');
    await expectRefusal(endSpeaking(world.as(chair), randomUUID()), 'hand_not_found');
    await expectRefusal(next(chair, { hand: randomUUID() }), 'hand_not_found');
    await expectRefusal(raiseHand(world.as(null), id, 'reply'), 'not_signed_in');
    await expectRefusal(next(anna), 'chair_only');
  });

  it('ends the turn with the item, keeps those who wait, and says at which item they asked', async () => {
    await openItem(world.as(chair), items[0]!);
    const [first, second] = [await raise(anna), await raise(bo)];
    await next();
    await closeItem(world.as(chair), items[0]!, { outcome: 'noted', next: true });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['spoken', 'waiting']);
    await raise(carla);
    expect((await floor()).queue.map(({ earlier }) => earlier)).toEqual([{ position: 1, title: 'Første' }, null]);
  });

  it('names nobody once the meeting is over, and in no event', async () => {
    const first = await raise(anna, 'question');
    await raise(bo);
    await next();
    await holdMeeting(world.as(chair), id);
    expect(await stateOf(first)).toBe('spoken');
    const after = await floor(organiser);
    expect(after).toMatchObject({ speaking: null, queue: [], spoken: [{ kind: 'question', n: 1 }], can: { raise: false, lead: false } });
    expect(JSON.stringify(after)).not.toContain(anna.name);
    const stream = await db().select().from(events).where(eq(events.stream, `meeting:${id}`));
    expect(JSON.stringify(stream.map(({ payload }) => payload))).not.toMatch(new RegExp([anna.id, bo.id, anna.name].join('|')));
    expect(stream.filter(({ type }) => type === 'floor.hand_raised').map(({ actor }) => actor)).toEqual([null, null]);
    expect(stream.filter(({ actor }) => actor === anna.id || actor === bo.id)).toEqual([]);
    await expectRefusal(raise(carla), 'meeting_not_live');
  });

  it('ends with a meeting that is cancelled while it runs', async () => {
    const [first, second] = [await raise(anna), await raise(bo)];
    await next();
    await cancelMeeting(world.as(organiser), id, 'Brandalarm');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['spoken', 'withdrawn']);
  });

  it('is as public as its meeting', async () => {
    const draft = await createMeeting(world.as(organiser), meetingInput(world.clock.now, { title: 'Endnu kladde' }));
    await expectRefusal(floorOf(world.as(anna), draft.id), 'meeting_not_found');
    await expectRefusal(floorOf(world.as(null), randomUUID()), 'meeting_not_found');
  });
});

describe('races', () => {
  it('two chairs call the next at once: one of them is heard', async () => {
    const [first, second] = [await raise(anna), await raise(bo)];
    const outcomes = await Promise.allSettled([next(organiser), next(chair)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expectRefusal(Promise.reject((outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason), 'floor_taken');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['speaking', 'waiting']);
    const passed = await Promise.allSettled([next(organiser, { after: first }), next(chair, { after: first })]);
    expect(passed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['spoken', 'speaking']);
  });

  it('thirty members raise their hands at once: each has a place of their own', async () => {
    const people = await Promise.all(Array.from({ length: 30 }, () => world.person()));
    await Promise.all(people.map((who, n) => raiseHand(world.as(who), id, handKinds[n % 4]!)));
    const { queue } = await floor();
    const places = await db().select({ position: hands.position }).from(hands).where(eq(hands.meetingId, id));
    expect(queue).toHaveLength(30);
    expect(new Set(places.map(({ position }) => position)).size).toBe(30);
    const rank = { point_of_order: 0, question: 1, reply: 1, new_topic: 2 };
    expect(queue.map(({ kind }) => rank[kind])).toEqual(queue.map(({ kind }) => rank[kind]).sort((a, b) => a - b));
    expect((await told('floor.hand_raised')).map(({ seq }) => seq)).toHaveLength(30);
  });

  it('one member raises twice at once: one hand is up', async () => {
    const outcomes = await Promise.allSettled([raise(anna, 'reply'), raise(anna, 'question')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await floor()).queue).toHaveLength(1);
  });

  it('a hand is withdrawn while it is called: one of the two happens', async () => {
    const hand = await raise(anna);
    await Promise.allSettled([lowerHand(world.as(anna), hand), next(chair, { hand })]);
    const [called, lowered] = [await told('floor.speaker_called'), await told('floor.hand_lowered')];
    expect(called.length + lowered.length).toBe(1);
    expect(await stateOf(hand)).toBe(called.length === 1 ? 'speaking' : 'withdrawn');
  });

  it('answers that come while a sounding is closed are in its figures or refused', async () => {
    await openItem(world.as(organiser), items[0]!);
    const sounding = await openSounding(world.as(organiser), id, 'Skal vi gå videre?');
    const people = await Promise.all(Array.from({ length: 8 }, () => world.person()));
    const outcomes = await Promise.allSettled([...people.map((who) => answerSounding(world.as(who), sounding.id, 'for')), closeSounding(world.as(chair), sounding.id)]);
    const taken = outcomes.slice(0, 8).filter(({ status }) => status === 'fulfilled').length;
    const [closed] = await told('floor.sounding_closed');
    expect(closed?.payload.figures).toEqual({ for: taken, against: 0, not_sure: 0 });
    expect((await closedSoundings(world.as(null), items))[0]?.figures.for).toBe(taken);
  });
});

describe('soundings', () => {
  it('are opened on the current item, answered, changed and closed', async () => {
    await expectRefusal(openSounding(world.as(chair), id, 'Nu?'), 'no_current_item');
    await openItem(world.as(chair), items[0]!);
    await expectRefusal(openSounding(world.as(anna), id, 'Nu?'), 'chair_only');
    const sounding = await openSounding(world.as(chair), id, 'Skal vi gå videre?');
    await expectRefusal(openSounding(world.as(organiser), id, 'En til?'), 'sounding_open');
    await answerSounding(world.as(anna), sounding.id, 'for');
    await answerSounding(world.as(bo), sounding.id, 'not_sure');
    await answerSounding(world.as(anna), sounding.id, 'against');
    expect((await floor(anna)).open).toMatchObject({ question: 'Skal vi gå videre?', own: 'against', figures: { for: 0, against: 1, not_sure: 1 } });
    expect((await floor()).open).toMatchObject({ own: null });
    expect((await told('floor.sounding_answered')).map(({ actor, payload }) => [actor, payload.figures])).toEqual([
      [null, { for: 1, against: 0, not_sure: 0 }], [null, { for: 1, against: 0, not_sure: 1 }], [null, { for: 0, against: 1, not_sure: 1 }],
    ]);
    await expectRefusal(answerSounding(world.as(unconfirmed), sounding.id, 'for'), 'email_not_confirmed');
    await expectRefusal(closeSounding(world.as(anna), sounding.id), 'chair_only');
    await closeSounding(world.as(chair), sounding.id);
    await expectRefusal(answerSounding(world.as(anna), sounding.id, 'for'), 'sounding_closed');
    await expectRefusal(closeSounding(world.as(chair), sounding.id), 'sounding_closed');
    expect(await floor()).toMatchObject({ open: null, closed: [{ question: 'Skal vi gå videre?', figures: { for: 0, against: 1, not_sure: 1 } }] });
  });

  it('are closed with their item, and can be read after the meeting', async () => {
    await openItem(world.as(chair), items[0]!);
    const sounding = await openSounding(world.as(chair), id, 'Er vi enige?');
    await answerSounding(world.as(anna), sounding.id, 'for');
    await closeItem(world.as(chair), items[0]!, { outcome: 'noted', next: false });
    await expectRefusal(answerSounding(world.as(bo), sounding.id, 'for'), 'sounding_closed');
    await holdMeeting(world.as(organiser), id);
    expect(await closedSoundings(world.as(null), items)).toMatchObject([{ itemId: items[0], question: 'Er vi enige?', figures: { for: 1, against: 0, not_sure: 0 } }]);
    expect(await closedSoundings(world.as(null), [])).toEqual([]);
    expect(await told('floor.sounding_closed')).toHaveLength(1);
  });

  it('refuse what is not there', async () => {
    await expectRefusal(answerSounding(world.as(anna), randomUUID(), 'for'), 'sounding_not_found');
    await expectRefusal(closeSounding(world.as(chair), 'x'), 'sounding_not_found');
    await expectRefusal(answerSounding(world.as(null), randomUUID(), 'for'), 'not_signed_in');
  });
});

describe('the chair', () => {
  it('opens, closes, postpones on the spot and adds an item without being an organiser', async () => {
    await openItem(world.as(chair), items[0]!);
    await expectRefusal(closeItem(world.as(chair), items[0]!, { outcome: null, next: false }), 'outcome_required');
    await closeItem(world.as(chair), items[1]!, { outcome: 'postponed', next: false });
    await closeItem(world.as(chair), items[0]!, { outcome: 'decided', next: false });
    await addItem(world.as(chair), id, itemInput({ title: 'Kom til på mødet' }));
    await expectRefusal(openItem(world.as(anna), items[0]!), 'chair_only');
    await expectRefusal(addItem(world.as(anna), id, itemInput()), 'organisers_only');
    await holdMeeting(world.as(chair), id);
  });
});

describe('the database', () => {
  const at = new Date('2027-03-01T09:00:00Z');
  const row = (more: Partial<typeof hands.$inferInsert>): typeof hands.$inferInsert => ({ meetingId: id, memberId: anna.id, kind: 'reply', position: 1, raisedAt: at, ...more });
  const impossible = async (insert: Promise<unknown>, constraint: string) => {
    const error = await insert.then(() => null, (thrown: { cause?: unknown }) => thrown.cause ?? thrown);
    expect((error as { constraint_name?: string } | null)?.constraint_name).toBe(constraint);
  };

  it.each<[string, Partial<typeof hands.$inferInsert>]>([
    ['hands_kind', { kind: 'speech' as HandKind }],
    ['hands_state', { state: 'asleep' as HandState }],
    ['hands_called', { state: 'speaking' }],
    ['hands_called', { state: 'spoken', endedAt: at }],
    ['hands_ended', { state: 'spoken', calledAt: at }],
    ['hands_ended', { state: 'withdrawn' }],
    ['hands_ended', { state: 'waiting', endedAt: at }],
  ])('refuses by %s: %j', async (constraint, more) => {
    await impossible(db().insert(hands).values(row(more)), constraint);
  });

  it('refuses two hands of one member, and two who speak', async () => {
    await db().insert(hands).values(row({ state: 'speaking', calledAt: at }));
    await impossible(db().insert(hands).values(row({})), 'hands_one_each');
    await impossible(db().insert(hands).values(row({ memberId: bo.id, state: 'speaking', calledAt: at })), 'hands_one_speaking');
  });

  it('refuses two open soundings, one that ends before it began, and a second answer', async () => {
    const sounding = { meetingId: id, agendaItemId: items[0]!, question: 'Nu?', openedAt: at };
    const [made] = await db().insert(soundings).values(sounding).returning();
    await impossible(db().insert(soundings).values(sounding), 'soundings_one_open');
    await impossible(db().insert(soundings).values({ ...sounding, closedAt: new Date(at.getTime() - 1) }), 'soundings_order');
    const answer = { soundingId: made!.id, memberId: anna.id, answer: 'for' as const, answeredAt: at };
    await db().insert(soundingAnswers).values(answer);
    await impossible(db().insert(soundingAnswers).values({ ...answer, answer: 'against' }), 'sounding_answers_sounding_id_member_id_pk');
    await impossible(db().insert(soundingAnswers).values({ ...answer, memberId: bo.id, answer: 'maybe' as 'for' }), 'sounding_answers_answer');
  });
});
