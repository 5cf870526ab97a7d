import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ItemState, MeetingState, Role } from '~/db/schema';
import type { Actor } from '~/server/context';
import { clockTimes, differences, isPermutation, mayBeNamed, mayBuild, mayClose, mayEditItem, mayOpen, mayPublish, mayRemoveItem, movedIn, noticeAt, outcomesOf, reseated, seatOf, sectionsMoved, type Timed } from '~/server/domain/agenda/rules';
import { standstill } from '~/server/domain/meetings/rules';
import { da } from '~/server/i18n/da';
import { en } from '~/server/i18n/en';
import { sayDifference } from '~/server/i18n/say-difference';
import { readTitle, storedTitles } from '~/server/i18n/stored-titles';
import { addItemSchema, closeItemSchema, orderItemsSchema } from '~/server/domain/agenda/schema';

const someone = (role: Role): Actor => ({ id: randomUUID(), name: role, role, language: 'da', confirmed: true, owns: [], chairs: [], takesMinutes: [] });
const organiser = someone('organiser');
const member = someone('member');
const item = (state: ItemState, proposalId: string | null = null) => ({ state, proposalId, kind: 'discussion' as const });

describe('rules', () => {
  const meetingStates: MeetingState[] = ['draft', 'called', 'live', 'held', 'cancelled'];
  const itemStates: ItemState[] = ['planned', 'current', 'closed'];
  const over = { held: 'meeting_over', cancelled: 'meeting_over' };

  it.each([
    ['build', { draft: null, called: null, live: null, ...over }, (state: MeetingState) => mayBuild(organiser, { state })],
    ['edit', { draft: null, called: null, live: null, ...over }, (state: MeetingState) => mayEditItem(organiser, { state }, item('planned'))],
    ['remove', { draft: null, called: null, live: 'meeting_not_called', ...over }, (state: MeetingState) => mayRemoveItem(organiser, { state }, item('planned'), 0)],
    ['publish', { draft: 'meeting_not_called', called: null, live: 'meeting_not_called', ...over }, (state: MeetingState) => mayPublish(organiser, { state }, 1, true)],
    ['open', { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' }, (state: MeetingState) => mayOpen(organiser, { id: 'm', state }, item('planned'), null)],
    ['close', { draft: 'meeting_not_live', called: 'meeting_not_live', live: null, held: 'meeting_not_live', cancelled: 'meeting_not_live' }, (state: MeetingState) => mayClose(organiser, { id: 'm', state }, item('current'), 'noted')],
  ] as const)('%s in every state of the meeting', (_name, expected, rule) => {
    expect(Object.fromEntries(meetingStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it.each([
    ['edit', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayEditItem(organiser, { state: 'live' }, item(state))],
    ['remove', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayRemoveItem(organiser, { state: 'called' }, item(state), 0)],
    ['open', { planned: null, current: 'item_not_planned', closed: 'item_not_planned' }, (state: ItemState) => mayOpen(organiser, { id: 'm', state: 'live' }, item(state), null)],
    ['close as noted', { planned: 'item_not_current', current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { id: 'm', state: 'live' }, item(state), 'noted')],
    ['close as decided', { planned: 'item_not_current', current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { id: 'm', state: 'live' }, item(state), 'decided')],
    ['close as postponed', { planned: null, current: null, closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { id: 'm', state: 'live' }, item(state), 'postponed')],
    ['close as not reached', { planned: null, current: 'outcome_required', closed: 'item_not_current' }, (state: ItemState) => mayClose(organiser, { id: 'm', state: 'live' }, item(state), 'not_reached')],
  ] as const)('%s from every state of the item', (_name, expected, rule) => {
    expect(Object.fromEntries(itemStates.map((state) => [state, rule(state)?.code ?? null]))).toEqual(expected);
  });

  it('leaves building to organisers, opening and closing to who leads the meeting', () => {
    const rules = (actor: Actor | null) => [mayBuild(actor, { state: 'called' }), mayEditItem(actor, { state: 'called' }, item('planned')), mayRemoveItem(actor, { state: 'called' }, item('planned'), 0), mayPublish(actor, { state: 'called' }, 1, true), mayOpen(actor, { id: 'm', state: 'live' }, item('planned'), null), mayClose(actor, { id: 'm', state: 'live' }, item('current'), 'noted')];
    expect(rules(null).map((no) => no?.code)).toEqual(Array(6).fill('not_signed_in'));
    expect(rules(member).map((no) => no?.code)).toEqual([...Array(4).fill('organisers_only'), 'chair_only', 'chair_only']);
    expect(rules({ ...member, chairs: ['m'] }).map((no) => no?.code)).toEqual([...Array(4).fill('organisers_only'), undefined, undefined]);
  });

  it('keeps what came from a proposal, what is discussed, and what is the same', () => {
    expect(mayRemoveItem(organiser, { state: 'called' }, item('planned', 'p'), 0)?.code).toBe('item_of_proposal_kept');
    expect(mayRemoveItem(organiser, { state: 'called' }, item('planned'), 1)?.code).toBe('item_discussed');
    expect(mayRemoveItem(organiser, { state: 'called' }, item('planned'), 0, 1)?.code).toBe('item_comes_by_itself');
    expect(mayPublish(organiser, { state: 'called' }, 0, true)?.code).toBe('agenda_empty');
    expect(mayPublish(organiser, { state: 'called' }, 1, false)?.code).toBe('agenda_unchanged');
    expect(mayPublish(organiser, { state: 'called' }, 1, true, ['Åbne data'])).toMatchObject({ code: 'proposals_undecided_yet', data: { titles: ['Åbne data'] } });
    // Of a break comes nothing but its end.
    expect(mayClose(organiser, { id: 'm', state: 'live' }, { state: 'current', kind: 'break' }, 'decided')?.code).toBe('outcome_required');
    expect(mayClose(organiser, { id: 'm', state: 'live' }, { state: 'current', kind: 'break' }, 'noted')).toBeNull();
    expect(mayOpen(organiser, { id: 'm', state: 'live' }, item('planned'), 'Punkt 1')).toMatchObject({ code: 'item_still_current', data: { titles: ['Punkt 1'] } });
    expect(outcomesOf('break')).toEqual(['noted']);
  });
});

describe('a presenter', () => {
  it.each([
    ['nobody', null, null, false, null],
    ['nobody, ticked all the same', null, null, true, null],
    ['a guest who agreed', 'En gæst', null, true, null],
    ['a member who agreed', null, 'm', true, null],
    ['a guest who was not asked', 'En gæst', null, false, 'consent_required'],
    ['a member who was not asked', null, 'm', false, 'consent_required'],
    ['both', 'En gæst', 'm', true, 'presenter_one'],
  ])('%s', (_name, presenter, presenterMemberId, presenterConsent, code) => {
    expect(mayBeNamed({ presenter, presenterMemberId, presenterConsent })?.code ?? null).toBe(code);
  });
});

describe('sections', () => {
  /** `a/x` is item a under the heading x, `a` one under none. */
  const list = (words: string) => words.split(' ').filter(Boolean).map((word) => ({ id: word.split('/')[0]!, section: word.split('/')[1] ?? null }));
  const seated = (words: string, state: ItemState = 'planned') => list(words).map((one) => ({ ...one, state, kind: one.id === 'aob' ? ('any_other_business' as const) : ('discussion' as const) }));

  it.each<[string, string | null, number]>([
    ['', 'x', 0], ['a b', null, 2], ['a b aob', null, 2], ['a/x b/x c/y', 'x', 2], ['a/x b/y aob', 'y', 2], ['a/x b/y aob', 'z', 2], ['a/x aob/x', 'x', 2],
  ])('a new item in »%s« under %s is number %i from 0', (words, section, seat) => {
    expect(seatOf(seated(words), section)).toBe(seat);
  });

  it('never puts a new item before what has begun', () => {
    expect(seatOf([...seated('a/x b/y', 'closed'), ...seated('c/z')], 'x')).toBe(2);
  });

  it.each<[string, string, string]>([
    ['a/x b/x c/y', 'a', 'a b c'], ['a/y b/x c/y', 'a', 'b c a'], ['a/x b c/x', 'b', 'a c b'], ['a b/x c', 'b', 'a b c'], ['a/x b/z c/y', 'b', 'a b c'], ['a/y b/x c/x d/y e', 'a', 'b c d a e'],
  ])('%s, where %s came to its section by its form, stand %s', (words, id, expected) => {
    expect(reseated(list(words), id).join(' ')).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['a/x c/y b/x d/y', 'b', 'b/y'], ['b/y a/x c/y', 'b', 'b/x'], ['a/x b/x c/y', 'b', ''], ['a b/x c', 'b', 'b/'], ['b/x a', 'b', 'b/'], ['a/x b/z c/y', 'b', 'b/x'], ['a', 'a', ''], ['a/x c/z b/z d/x', 'b c', 'c/x b/x'],
  ])('in the new order %s, with %s moved, %s has changed', (words, moved, expected) => {
    expect([...sectionsMoved(list(words), new Set(moved.split(' ')))].map(([id, section]) => `${id}/${section ?? ''}`).join(' ')).toBe(expected);
  });

  it('knows which items an order moved', () => {
    expect([...movedIn(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])]).toEqual(['d']);
    expect([...movedIn(['a', 'b'], ['a', 'b'])]).toEqual([]);
  });
});

describe('when a change is told', () => {
  const now = new Date('2027-03-22T09:00:00Z');
  it.each<[string, string | null, string]>([
    ['a day ahead', '2027-03-23T09:00:00Z', '2027-03-22T09:10:00.000Z'], ['a quarter of an hour ahead', '2027-03-22T09:15:00Z', '2027-03-22T09:05:00.000Z'],
    ['five minutes ahead', '2027-03-22T09:05:00Z', '2027-03-22T09:00:00.000Z'], ['with no known start', null, '2027-03-22T09:10:00.000Z'],
  ])('%s', (_name, startsAt, expected) => {
    expect(noticeAt(now, startsAt ? new Date(startsAt) : null).toISOString()).toBe(expected);
  });
});

describe('titles that the program gives', () => {
  it('are read in the reader’s words, and others as they stand', () => {
    const titles = { break: 'B', anyOtherBusiness: 'A', followUp: 'F', approvalOf: (meeting: string) => `M ${meeting}` };
    expect([storedTitles.break, storedTitles.anyOtherBusiness, storedTitles.followUp, storedTitles.approvalOf('Mødet »X«'), 'Frit'].map((title) => readTitle(title, titles))).toEqual(['B', 'A', 'F', 'M Mødet »X«', 'Frit']);
    expect(storedTitles.approvalOf('x'.repeat(160))).toHaveLength(160);
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

  it.each<[string, Timed[], number | null]>([
    ['none', [planned(60), planned(60)], null], ['the last', [planned(60), planned(75)], 1], ['the first of two', [planned(125), planned(5)], 0], ['after an unknown one', [planned(null), planned(60), planned(70)], 2],
    ['the current one', [{ minutes: 30, state: 'closed', openedAt: at('09:00'), closedAt: at('10:40') }, { minutes: 30, state: 'current', openedAt: at('10:40') }, planned(5)], 1],
  ])('names the first item that ends too late: %s', (_name, items, expected) => {
    expect(clockTimes(at('09:00'), items, at('11:00')).overFrom).toBe(expected);
  });

  it.each<[string, Timed[], (Date | null)[]]>([
    ['what comes after the current item', [{ minutes: 30, state: 'current', openedAt: at('09:00') }, planned(30), planned(30)], [at('09:00'), at('09:45'), at('10:15')]],
    ['what comes after a pause between two items', [{ minutes: 30, state: 'closed', openedAt: at('08:40'), closedAt: at('09:05') }, planned(30)], [at('08:40'), at('09:20')]],
    ['but not what comes after an item that began after the pause', [{ minutes: 30, state: 'current', openedAt: at('09:25') }, planned(30)], [at('09:25'), at('09:55')]],
  ])('a pause of fifteen minutes from 09:05 shifts %s', (_name, items, expected) => {
    const pause = [{ startedAt: at('09:05'), resumesAt: null, endedAt: at('09:20') }];
    expect(clockTimes(at('08:40'), items, null, (since) => standstill(pause, since, null, at('09:30'))).times.map((time) => time.startsAt)).toEqual(expected);
  });

  it('expects nothing before now: an item that takes too long shifts what comes', () => {
    const items: Timed[] = [{ minutes: 30, state: 'current', openedAt: at('09:00') }, planned(20), planned(10)];
    const times = (now: string) => clockTimes(at('09:00'), items, at('10:00'), undefined, at(now)).times.map((time) => time.startsAt);
    expect(times('09:10')).toEqual([at('09:00'), at('09:30'), at('09:50')]);
    expect(times('09:45')).toEqual([at('09:00'), at('09:45'), at('10:05')]);
    expect(clockTimes(at('09:00'), items, at('10:00'), undefined, at('09:45')).overrun).toBe(15);
  });

  it('counts minutes, not wall clocks, through the night when clocks change', () => {
    const { times } = clockTimes(new Date('2027-03-28T00:30:00Z'), [planned(60), planned(60)], null);
    expect(times[1]?.startsAt?.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });
});

describe('differences', () => {
  const one = (id: string, more: object = {}) => ({ id, title: id.toUpperCase(), body: '', kind: 'discussion' as const, minutes: 10, section: null, presenter: null, initiatives: [], ...more });
  const told = { title: 'A', kind: 'discussion', minutes: 10, section: null };
  it.each([
    ['nothing', [one('a'), one('b')], [one('a'), one('b')], []],
    ['an item more', [one('a')], [one('a'), one('b')], [{ change: 'added', title: 'B' }]],
    ['an item less', [one('a'), one('b')], [one('b')], [{ change: 'removed', title: 'A' }]],
    ['other words', [one('a')], [one('a', { minutes: 20, presenter: 'X' })], [{ change: 'edited', title: 'A', fields: ['minutes', 'presenter'], was: told, now: { ...told, minutes: 20 } }]],
    ['another heading', [one('a')], [one('a', { section: 'X' })], [{ change: 'edited', title: 'A', fields: ['section'], was: told, now: { ...told, section: 'X' } }]],
    ['a version from before there were headings', [one('a', { section: undefined })], [one('a')], []],
    ['the last one first: it alone has moved', [one('a'), one('b'), one('c')], [one('c'), one('a'), one('b')], [{ change: 'moved', title: 'C' }]],
    ['an item more in front moves nobody', [one('a')], [one('b'), one('a')], [{ change: 'added', title: 'B' }]],
  ])('%s', (_name, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });

  it('are said as things were and as they are, in both languages', () => {
    const changes = differences([one('a'), one('b', { title: storedTitles.followUp })], [one('a', { title: 'Ny', minutes: null, kind: 'decision', section: 'X', body: 'Y' })]);
    expect(changes.map((change) => sayDifference(da.agenda, change))).toEqual(['»Ny« er ændret: titel (før »A«), beskrivelse, type fra Drøftelse til Beslutning, varighed fra 10 minutter til ukendt, afsnit fra intet til X', '»Opfølgning fra tidligere møder« er taget af']);
    expect(sayDifference(en.agenda, changes[1]!)).toContain('Follow-up from earlier meetings');
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
    ['section', 'too_long:100', { section: 'x'.repeat(101) }],
    ['presenterMemberId', 'choose_one', { presenterMemberId: 'x' }],
  ])('%s is told: %s', (field, message, change) => {
    expect(addItemSchema.safeParse({ ...typed, ...change }).error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([field, message]);
  });

  it('reads a list of ids, an empty length and the »next« of a button', () => {
    const [a, b] = [randomUUID(), randomUUID()];
    expect(orderItemsSchema.parse({ order: `${a},${b}` }).order).toEqual([a, b]);
    expect(addItemSchema.parse(typed)).toMatchObject({ minutes: null, section: null, presenter: null, presenterMemberId: null, presenterConsent: false, initiatives: [] });
    expect(closeItemSchema.parse({ itemId: a, outcome: 'noted' }).next).toBe(false);
    expect(closeItemSchema.parse({ itemId: a, outcome: 'noted', next: 'true' }).next).toBe(true);
    expect(closeItemSchema.parse({ itemId: a, outcome: 'lost' }).outcome).toBeNull();
  });
});
