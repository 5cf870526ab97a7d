import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionPlans, amendments, events, initiativeOwners, initiatives, milestones, recommendations, sourceNotes, themes } from '~/db/schema';
import { plan } from '~/db/seed/plan-2017-2019';
import type { Actor } from '~/server/context';
import { importPlan } from '~/server/domain/plans/commands';
import { ensureInitiativeReadable, ensurePlanReadable, getInitiative, getPlan, initiativeOptions, listPlans, planNotes } from '~/server/domain/plans/queries';
import { compareNumbers, levelCounts, mayImportPlan, milestoneBar, otherWords, sortByRange, sortKeyOf, spanOf } from '~/server/domain/plans/rules';
import type { PlanInput } from '~/server/domain/plans/schema';
import { expectRefusal } from '../support/refused';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
let admin: Actor;
let organiser: Actor;
let member: Actor;
beforeAll(async () => {
  admin = await world.person('admin');
  organiser = await world.person('organiser');
  member = await world.person();
});

const range = (from: string, to = from, precision = 'day') => ({ from, to, precision });
const counts = (more = {}) => ({ completed: 0, substantial: 0, limited: 0, not_started: 0, unknown: 0, ...more });

describe('rules', () => {
  it.each([[null, 'not_signed_in'], ['member', 'admins_only'], ['organiser', 'admins_only'], ['admin', null]] as const)('lets %s import: %s', (role, code) => {
    const actor = role && { id: '1', name: 'x', role, language: 'da' as const, confirmed: true, owns: [], chairs: [], takesMinutes: [] };
    expect(mayImportPlan(actor)?.code ?? null).toBe(code);
  });

  it.each([
    [['1.10', '1.9', '1.2', '2.1', '10.1'], ['1.2', '1.9', '1.10', '2.1', '10.1']],
    [['1.1', '1'], ['1', '1.1']],
    [['3', '1.1.2', '1.1'], ['1.1', '1.1.2', '3']],
  ])('orders %j as %j', (given, expected) => {
    expect([...given].sort(compareNumbers)).toEqual(expected);
    expect(sortKeyOf('1.10')).toEqual([1, 10]);
  });

  it('counts levels, and what has none', () => {
    expect(levelCounts([])).toEqual(counts());
    expect(levelCounts([{ level: 'completed' }, { level: null }, { level: 'limited' }, { level: null }])).toEqual(counts({ completed: 1, limited: 1, unknown: 2 }));
  });

  it.each([
    ['both to the day', range('2018-03-05'), range('2018-03-25'), { from: '2018-03-05', to: '2018-03-25', precise: true }],
    ['a quarter to a quarter', range('2018-04-01', '2018-06-30', 'quarter'), range('2019-04-01', '2019-06-30', 'quarter'), { from: '2018-04-01', to: '2019-06-30', precise: false }],
    ['a day to a year', range('2018-01-01'), range('2020-01-01', '2020-12-31', 'year'), { from: '2018-01-01', to: '2020-12-31', precise: false }],
    ['no start: only the end', null, range('2017-12-31'), { from: '2017-12-31', to: '2017-12-31', precise: true }],
    ['no end: only the start', range('2019-01-01'), null, { from: '2019-01-01', to: '2019-01-01', precise: true }],
    ['an end printed before the start', range('2019-01-01'), range('2018-01-01'), { from: '2018-01-01', to: '2019-01-01', precise: true }],
    ['nothing known', null, null, null],
  ])('draws %s', (_name, start, end, bar) => {
    expect(milestoneBar(start, end)).toEqual(bar);
  });

  it('sorts by what begins first, then ends first, the unknown last as they stood', () => {
    const bar = (from: string, to: string) => ({ from, to, precise: true });
    const rows = [{ key: 'no date' }, { key: 'late', bar: bar('2019-01-01', '2019-02-01') }, { key: 'long', bar: bar('2018-01-01', '2019-12-31') }, { key: 'short', bar: bar('2018-01-01', '2018-02-01') }, { key: 'none either' }].map((row) => ({ bar: null, ...row }));
    expect(sortByRange(rows).map(({ key }) => key)).toEqual(['short', 'long', 'late', 'no date', 'none either']);
  });

  it.each([
    ['2018-02-10', '2018-02-10', '2017-10-01', '2018-06-30'],
    ['2017-08-01', '2019-06-30', '2017-04-01', '2019-09-30'],
    ['2017-12-31', '2018-10-01', '2017-07-01', '2019-03-31'],
    ['2017-04-01', '2020-05-01', '2017-01-01', '2020-12-31'],
  ])('draws %s to %s from %s to %s', (first, last, from, to) => {
    expect(spanOf([{ from: first, to: first, precise: true }, null, { from: first, to: last, precise: true }])).toEqual({ from, to });
    expect(spanOf([null])).toBeNull();
  });

  it('counts the words of what stands at no level', () => {
    const row = (statusPrinted: string | null, level: 'completed' | null = null) => ({ statusPrinted, level });
    expect(otherWords([row('Løbende'), row('I gang'), row('Afsluttet', 'completed'), row(null), row('I gang')])).toEqual([{ words: 'I gang', count: 2 }, { words: 'Løbende', count: 1 }, { words: null, count: 1 }]);
  });
});

describe('importing a plan', () => {
  // The file has to fit what the domain takes.
  const input: PlanInput = plan;

  it('is for administrators', async () => {
    await expectRefusal(importPlan(world.as(null), input), 'not_signed_in');
    await expectRefusal(importPlan(world.as(member), input), 'admins_only');
    await expectRefusal(importPlan(world.as(organiser), input), 'admins_only');
    expect(await world.connection.db.$count(actionPlans)).toBe(0);
  });

  it('leaves nothing behind when a part fails', async () => {
    const broken = { ...input, amendments: [...input.amendments, { ...input.amendments[0]!, initiative: '9.9' }] };
    await expect(importPlan(world.as(admin), broken)).rejects.toThrow('9.9');
    expect(await world.connection.db.$count(actionPlans)).toBe(0);
    expect(await world.connection.db.$count(themes)).toBe(0);
  });

  it('writes everything once, however often and however parallel it is asked for', async () => {
    const both = await Promise.all([importPlan(world.as(admin), input), importPlan(world.as(admin), input)]);
    expect(both.map(({ imported }) => imported).sort()).toEqual([false, true]);
    const [{ id } = { id: '' }] = both;
    expect(both[1]?.id).toBe(id);
    expect(await importPlan(world.as(admin), { ...input, title: { da: 'En anden titel', en: 'Another title' } })).toEqual({ id, imported: false });
    const database = world.connection.db;
    const figures = await Promise.all([themes, initiatives, milestones, amendments, recommendations, sourceNotes].map((table) => database.$count(table)));
    expect(figures).toEqual([4, 14, 51, 13, 4, 25]);
    const told = await database.select({ stream: events.stream, type: events.type, payload: events.payload }).from(events).where(eq(events.stream, `plan:${id}`));
    expect(told).toEqual([{ stream: `plan:${id}`, type: 'plan.published', payload: { planId: id, initiatives: 14, milestones: 51 } }]);
    expect((await getPlan(world.as(null), '2017-2019')).titleDa).toBe(plan.title.da);
  });
});

describe('reading a plan', () => {
  it('shows it whole to everyone', async () => {
    const found = await getPlan(world.as(null), '2017-2019');
    expect(found.totals).toEqual({ themes: 4, initiatives: 14, milestones: 51, amendments: 13, recommendations: 4, notes: 25 });
    expect(found.initiativeLevels).toEqual(counts({ completed: 2, substantial: 5, limited: 7 }));
    expect(found.themes.map(({ number, initiatives: own }) => [number, own.map((initiative) => initiative.number)])).toEqual([[1, ['1.1', '1.2', '1.3', '1.4', '1.5']], [2, ['2.1', '2.2', '2.3']], [3, ['3.1', '3.2', '3.3']], [4, ['4.1', '4.2', '4.3']]]);
    const all = found.themes.flatMap((theme) => theme.initiatives.flatMap((initiative) => initiative.milestones));
    expect(levelCounts(all)).toEqual(found.milestoneLevels);
    expect(all.filter(({ bar }) => bar === null)).toHaveLength(4);
    expect((await listPlans(world.as(null))).map(({ period, levels }) => [period, levels.limited])).toEqual([['2017-2019', 7]]);
    expect((await planNotes(world.as(null), '2017-2019')).notes).toHaveLength(25);
    expect((await planNotes(world.as(null), '2017-2019')).notes[0]?.number).toBeNull();
    await expectRefusal(getPlan(world.as(null), '1999'), 'plan_not_found');
    await expectRefusal(planNotes(world.as(null), '1999'), 'plan_not_found');
  });

  it('shows an initiative with its neighbours, amendments, notes and owners', async () => {
    const organisationId = await anOrganisation(world, 'Et ministerium', 'authority');
    const owner = await world.person('member', { name: 'Ejer af 3.3', organisationId });
    const before = await getInitiative(world.as(null), '2017-2019', '3.3');
    await world.connection.db.insert(initiativeOwners).values({ initiativeId: before.id, memberId: owner.id });
    const found = await getInitiative(world.as(null), '2017-2019', '3.3');
    expect(found.owners).toEqual([{ name: 'Ejer af 3.3', organisation: 'Et ministerium' }]);
    expect([found.previous?.number, found.next?.number]).toEqual(['3.2', '4.1']);
    expect(found.amendments.map(({ kind, milestone }) => [kind, milestone?.position ?? null])).toEqual([['description', null], ['date', null], ['milestone_renamed', 1], ['milestone_removed', null]]);
    expect(found.milestones.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect((await getInitiative(world.as(null), '2017-2019', '1.1')).previous).toBeNull();
    expect((await getInitiative(world.as(null), '2017-2019', '4.3')).next).toBeNull();
    await expectRefusal(getInitiative(world.as(null), '2017-2019', '9.9'), 'initiative_not_found');
    await expectRefusal(getInitiative(world.as(null), '1999', '1.1'), 'plan_not_found');
  });

  it('lets everyone follow plans and initiatives that there are', async () => {
    const { id, plan: { id: planId } } = await getInitiative(world.as(null), '2017-2019', '1.1');
    await ensureInitiativeReadable(world.as(null), id);
    await ensurePlanReadable(world.as(null), planId);
    await expectRefusal(ensureInitiativeReadable(world.as(null), planId), 'initiative_not_found');
    await expectRefusal(ensurePlanReadable(world.as(null), id), 'plan_not_found');
  });

  it('offers the newest plan first and 1.10 after 1.9', async () => {
    const extra = (number: string) => ({ ...plan.themes[0]!.initiatives[0]!, number, milestones: [] });
    await importPlan(world.as(admin), { ...plan, period: '2027-2029', ordinal: 6, publishedOn: '2027-01-01', themes: [{ ...plan.themes[0]!, initiatives: ['1.10', '1.9', '1.2'].map(extra) }], amendments: [], recommendations: [], inconsistencies: [] });
    const options = await initiativeOptions(world.as(null));
    expect(options.map(({ number }) => number).slice(0, 4)).toEqual(['1.2', '1.9', '1.10', '1.1']);
    expect(options).toHaveLength(17);
  });

  it('refuses impossible rows in the database itself', async () => {
    const database = world.connection.db;
    const refused = (change: Promise<unknown>) => change.then(() => 'allowed', (error: { cause?: { code?: string } }) => error.cause?.code);
    const [first] = await database.select({ id: milestones.id }).from(milestones).limit(1);
    const impossible: Partial<typeof milestones.$inferInsert>[] = [{ startFrom: '2019-01-01', startTo: '2018-01-01', startPrecision: 'day' }, { endFrom: '2018-01-01', endTo: null, endPrecision: null }, { level: 'nearly' as never }, { startFrom: '2018-01-01', startTo: '2018-01-01', startPrecision: 'week' as never }];
    for (const row of impossible) expect([row, await refused(database.update(milestones).set(row).where(eq(milestones.id, first!.id)))]).toEqual([row, '23514']);
    expect(await refused(database.update(initiatives).set({ level: 'nearly' as never }))).toBe('23514');
    expect(await refused(database.update(recommendations).set({ followUpStatus: 'perhaps' as never }))).toBe('23514');
    expect(await refused(database.update(amendments).set({ kind: 'whim' as never }))).toBe('23514');
  });
});
