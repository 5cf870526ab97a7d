import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ItemState, MeetingState, Role } from '~/db/schema';
import type { Actor } from '~/server/context';
import { clockTimes, differences, isPermutation, mayBuild, mayClose, mayEditItem, mayOpen, mayPublish, mayRemoveItem, outcomesOf, type Timed } from '~/server/domain/agenda/rules';
import { addItemSchema, closeItemSchema, orderItemsSchema } from '~/server/domain/agenda/schema';

const someone = (role: Role): Actor => ({ id: randomUUID(), name: role, role, language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] });
const organiser = someone('organiser');
const member = someone('member');
const item = (state: ItemState, proposalId: string | null = null) => ({ state, proposalId });

describe('rules', () => {
  const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  const itemStates: ItemState[] = ['planned', 'current', 'closed'];
  const over = { held: 'meeting_over', cancelled: 'meeting_over' };

  it.each([
    ['build', { draft: null, called: null, live: null, ...over }, (state: MeetingState) => mayBuild(organiser, { state })],
    ['edit', { draft: null, called: null, live: null, ...over }, (state: MeetingState) => mayEditItem(organiser, { state }, item('planned'))],
    ['remove', { draft: null, called: null, live: 'meeting_not_called', ...over }, (state: MeetingState) => mayRemoveItem(organiser, { state }, item('planned'), 0)],
    ['publish', { draft: 'meeting_not_called', called: null, live: 'meeting_not_called', ...over }, (state: MeetingState) => mayPublish(organiser, { state }, 1, true)],
    ['open', { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' }, (state: MeetingState) => mayOpen(organiser, { state }, item('planned'), null)],
    ['close', { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' }, (state: MeetingState) => mayClose(organiser, { state }, item('current'), 'noted')],
  ] as const)('%s in every state of the meeting', (_name, expected, rule) => {
    expect(Object.fromEntries(meetingStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it.each([
    ['edit', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayEditItem(organiser, { state: 'live' }, item(state))],
    ['remove', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayRemoveItem(organiser, { state: 'called' }, item(state), 0)],
    ['open', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayOpen(organiser, { state: 'live' }, item(state), null)],
    ['close as noted', { planned: 'item_not_current', current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { state: 'live' }, item(state), 'noted')],
    ['close as decided', { planned: 'item_not_current', current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { state: 'live' }, item(state), 'decided')],
    ['close as postponed', { planned: 'item_not_current', current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { state: 'live' }, item(state), 'postponed')],
    ['close as not reached', { planned: null, current: 'outcome_required', closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { state: 'live' }, item(state), 'not_reached')],
  ] as const)('%s from every state of the item', (_name, expected, rule) => {
    expect(Object.fromEntries(itemStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it('leaves all of it to organisers', () => {
    const rules = (actor: Actor | null) => [mayBuild(actor, { state: 'called' }), mayEditItem(actor, { state: 'called' }, item('planned')), mayRemoveItem(actor, { state: 'called' }, item('planned'), 0), mayPublish(actor, { state: 'called' }, 1, true), mayOpen(actor, { state: 'live' }, item('planned'), null), mayClose(actor, { state: 'live' }, item('current'), 'noted')];
    expect(rules(null).map((no) => no?.code)).toEqual(Array(6).fill('not_signed_in'));
    expect(rules(member).map((no) => no?.code)).toEqual(Array(6).fill('organisers_only'));
  });

  it('keeps what came from a proposal, what is discussed, and what is the same', () => {
    expect(mayRemoveItem(organiser, { state: 'called' }, item('planned', 'p'), 0)?.code).toBe('item_of_proposal_kept');
    expect(mayRemoveItem(organiser, { state: 'called' }, item('planned'), 1)?.code).toBe('item_discussed');
    expect(mayPublish(organiser, { state: 'called' }, 0, true)?.code).toBe('agenda_empty');
    expect(mayPublish(organiser, { state: 'called' }, 1, false)?.code).toBe('agenda_unchanged');
    expect(mayOpen(organiser, { state: 'live' }, item('planned'), 'Punkt 1')).toMatchObject({ code: 'item_still_current', data: { titles: ['Punkt 1'] } });
    expect(outcomesOf('break')).toEqual(['noted']);
  });
});

describe('the clock', () => {
  const at = (time: string) => new Date(`2027-03-22T${time}:00Z`);
  const planned = (minutesLong: number | null): Timed => ({ minutes: minutesLong, state: 'planned' });
  it.each<[string, Date | null, Timed[], Date | null, (Date | null)[], number]>([
    ['no items', at('09:00'), [], at('11:00'), [], 0],
    ['one after another', at('09:00'), [planned(30), planned(45), planned(15)], at('11:00'), [at('09:00'), at('09:30'), at('10:15')], 0],
    ['beyond the end', at('09:00'), [planned(60), planned(75)], at('11:00'), [at('09:00'), at('10:00')], 15],
    ['an item of unknown length', at('09:00'), [planned(30), planned(null), planned(15)], at('11:00'), [at('09:00'), at('09:30'), null], 0],
    ['too long even without the unknown', at('09:00'), [planned(null), planned(150)], at('11:00'), [at('09:00'), null], 30],
    ['no start known', null, [planned(30), planned(30)], null, [null, null], 0],
    ['no end known', at('09:00'), [planned(480)], null, [at('09:00')], 0],
    ['a current item that began late', at('09:00'), [{ minutes: 30, state: 'current', openedAt: at('09:20') }, planned(30)], at('11:00'), [at('09:20'), at('09:50')], 0],
    ['between two items', at('09:00'), [{ minutes: 30, state: 'closed', openedAt: at('09:00'), closedAt: at('09:50') }, planned(30)], at('10:00'), [at('09:00'), at('09:50')], 20],
    ['an item taken out of turn', at('09:00'), [planned(10), { minutes: 30, state: 'current', openedAt: at('09:05') }, planned(20)], at('11:00'), [at('09:35'), at('09:05'), at('09:45')], 0],
    ['an item that was passed over', at('09:00'), [{ minutes: 30, state: 'closed', openedAt: null, closedAt: at('09:10') }, planned(20)], at('11:00'), [null, at('09:00')], 0],
  ])('%s', (_name, startsAt, items, endsAt, expected, overrun) => {
    const clock = clockTimes(startsAt, items, endsAt);
    expect(clock.times.map((time) => time.startsAt)).toEqual(expected);
    expect(clock.overrun).toBe(overrun);
  });

  it('counts minutes, not wall clocks, through the night when clocks change', () => {
    const { times } = clockTimes(new Date('2027-03-28T00:30:00Z'), [planned(60), planned(60)], null);
    expect(times[1]?.startsAt?.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });
});

describe('differences', () => {
  const one = (id: string, more: object = {}) => ({ id, title: id.toUpperCase(), body: '', kind: 'discussion' as const, minutes: 10, presenter: null, initiatives: [], ...more });
  it.each([
    ['nothing', [one('a'), one('b')], [one('a'), one('b')], []],
    ['an item more', [one('a')], [one('a'), one('b')], [{ change: 'added', title: 'B' }]],
    ['an item less', [one('a'), one('b')], [one('b')], [{ change: 'removed', title: 'A' }]],
    ['other words', [one('a')], [one('a', { minutes: 20, presenter: 'X' })], [{ change: 'edited', title: 'A', fields: ['minutes', 'presenter'] }]],
    ['the last one first: it alone has moved', [one('a'), one('b'), one('c')], [one('c'), one('a'), one('b')], [{ change: 'moved', title: 'C' }]],
    ['an item more in front moves nobody', [one('a')], [one('b'), one('a')], [{ change: 'added', title: 'B' }]],
  ])('%s', (_name, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it('knows a permutation', () => {
    expect([isPermutation(['b', 'a'], ['a', 'b']), isPermutation(['a', 'a'], ['a', 'b']), isPermutation(['a'], ['a', 'b']), isPermutation(['a', 'c'], ['a', 'b'])]).toEqual([true, false, false, false]);
  });
});

describe('the forms', () => {
  const typed = { title: 'Punkt', body: '', kind: 'discussion', minutes: '', presenter: '', initiatives: '' };
  it.each([
    ['title', 'required', { title: ' ' }],
    ['title', 'too_long:160', { title: 'x'.repeat(161) }],
    ['body', 'too_long:5000', { body: 'x'.repeat(5001) }],
    ['kind', 'choose_one', { kind: 'lunch' }],
    ['minutes', 'too_small:1', { minutes: '0' }],
    ['minutes', 'too_large:480', { minutes: '481' }],
    ['minutes', 'not_a_number', { minutes: '1.5' }],
    ['initiatives', 'choose_one', { initiatives: 'x' }],
  ])('%s is told: %s', (field, message, change) => {
    expect(addItemSchema.safeParse({ ...typed, ...change }).error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([field, message]);
  });

  it('reads a list of ids, an empty length and the »next« of a button', () => {
    const [a, b] = [randomUUID(), randomUUID()];
    expect(orderItemsSchema.parse({ order: `${a},${b}` }).order).toEqual([a, b]);
    expect(addItemSchema.parse(typed)).toMatchObject({ minutes: null, presenter: null, initiatives: [] });
    expect(closeItemSchema.parse({ itemId: a, outcome: 'noted' }).next).toBe(false);
    expect(closeItemSchema.parse({ itemId: a, outcome: 'noted', next: 'true' }).next).toBe(true);
    expect(closeItemSchema.parse({ itemId: a, outcome: 'lost' }).outcome).toBeNull();
  });
});
