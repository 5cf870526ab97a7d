import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { threads } from '~/db/schema';
import { addItem, editItem, publishAgenda, removeItem } from '~/server/domain/agenda/commands';
import { holdMeeting } from '~/server/domain/meetings/commands';
import { approveMinutes, publishMinutes } from '~/server/domain/minutes/commands';
import { proposalsOfMeeting } from '~/server/domain/proposals/queries';
import { storedTitles } from '~/server/i18n/stored-titles';
import { itemInput } from '../support/agenda';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';
import { useFollowUp } from '../support/follow-up';

const world = useWorld();
const { typesOn, db, system, boss, held, review, aNext, agenda, under, work, start, run, last } = useFollowUp(world);

describe('minutes that are not approved', () => {
  it('come up at the next meeting, which shows how far they are', async () => {
    const old = await held();
    const next = await aNext(30);
    await work();
    const title = storedTitles.approvalOf(last().title);
    const shown = async () => (await under(next.id)).map((item) => [item.title, item.minutes?.state, item.minutes?.readable]);
    expect((await agenda(next.id)).map(({ kind, minutes: length }) => [kind, length])).toEqual([['decision', 5]]);
    expect(await shown()).toEqual([[title, 'draft', false]]);
    await expectRefusal(removeItem(boss(), (await under(next.id))[0]!.id), 'item_comes_by_itself');
    await review(old.id);
    await run();
    expect(await shown()).toEqual([[title, 'in_review', true]]);
    await approveMinutes(boss(), old.id);
    expect(await shown()).toEqual([[title, 'approved', true]]);
    expect(await typesOn(`meeting:${next.id}`)).toContain('follow_up.minutes_approved');
    await publishMinutes(boss(), old.id);
    expect(await shown()).toEqual([[title, 'published', true]]);
    expect(await run()).toEqual({ actions: 0, minutes: 0 });
  });

  it('leave no item behind when they are approved before anybody was told of it', async () => {
    const old = await held();
    const next = await aNext(30);
    await run();
    await addItem(boss(), next.id, itemInput({ title: 'Bagefter' }));
    await review(old.id);
    await work();
    expect(await under(next.id)).toHaveLength(1);
    await approveMinutes(boss(), old.id);
    await work();
    expect((await agenda(next.id)).map(({ position, title }) => [position, title])).toEqual([[1, 'Bagefter']]);
    expect(await typesOn(`meeting:${next.id}`)).toContain('agenda.item_removed');
  });

  it.each([
    ['published', (id: string) => publishAgenda(boss(), id)],
    ['changed', async (id: string) => editItem(boss(), (await agenda(id))[0]!.id, { ...itemInput({ title: 'Godkendelse', kind: 'decision' }), version: 1 })],
    ['discussed', async (id: string) => void (await db().update(threads).set({ postCount: 1 }).where(eq(threads.subjectId, (await agenda(id))[0]!.id)))],
  ])('stay on an agenda where their item was %s', async (_name, step) => {
    const old = await held();
    const next = await aNext(30);
    await run();
    await step(next.id);
    await review(old.id);
    await approveMinutes(boss(), old.id);
    await run();
    expect((await under(next.id)).map((item) => item.minutes?.state)).toEqual(['approved']);
  });

  it('come up again at the meeting after, and not as a proposal', async () => {
    const old = await held();
    const next = await aNext(30);
    const after = await aNext(60);
    await run();
    await start(next.id);
    await run();
    expect(await under(after.id)).toEqual([]);
    await holdMeeting(boss(), next.id);
    await work();
    expect((await under(after.id)).map((item) => item.minutes?.slug)).toEqual([old.slug]);
    expect((await proposalsOfMeeting(system(), after.id)).map(({ title }) => title)).toEqual([]);
  });

  it('that were approved, or whose meeting was not held, do not come up', async () => {
    const old = await held();
    await review(old.id);
    await approveMinutes(boss(), old.id);
    const next = await aNext(30);
    expect(await run()).toEqual({ actions: 0, minutes: 0 });
    expect(await agenda(next.id)).toEqual([]);
  });

  it('come up once each when several processes bring them', async () => {
    await held();
    const next = await aNext(30);
    const rounds = await Promise.all([1, 2, 3, 4].map(run));
    expect(rounds.map((round) => round.minutes).sort()).toEqual([0, 0, 0, 1]);
    expect(await agenda(next.id)).toHaveLength(1);
  });
});
