import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { agendaItemActions, agendaItemMinutes, agendaItems, events, minutesVersions, type ActionState } from '~/db/schema';
import { closeAction } from '~/server/domain/actions/commands';
import { actionPage } from '~/server/domain/actions/queries';
import { addItem, insertItem, publishAgenda, removeItem } from '~/server/domain/agenda/commands';
import { publicAgenda, waitingProposals } from '~/server/domain/agenda/queries';
import { carryOver } from '~/server/domain/continuations/commands';
import { followUpAction } from '~/server/domain/follow-up/commands';
import { followUpOf, notFollowedUp } from '~/server/domain/follow-up/queries';
import { mayFollowUp, takesFollowUp } from '~/server/domain/follow-up/rules';
import { cancelMeeting, createMeeting, holdMeeting, lockMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { getProposal, proposalsOfMeeting } from '~/server/domain/proposals/queries';
import { storedTitles } from '~/server/i18n/stored-titles';
import { write } from '~/server/write';
import { itemInput } from '../support/agenda';
import { meetingInput } from '../support/make';
import { expectRefusal } from '../support/refused';
import { useWorld } from '../support/world';
import { useFollowUp } from '../support/follow-up';

const world = useWorld();
const { cast, initiativeIds, aMeeting, typesOn, db, system, boss, held, published, publishMinutesOf, aNext, agenda, under, work, start, run, last } = useFollowUp(world);

const codeOf = (error: { cause?: { code?: string } }) => error.cause?.code;

describe('rules', () => {
  it('touches called meetings only', () => {
    expect((['draft', 'called', 'live', 'held', 'cancelled'] as const).map((state) => takesFollowUp({ state }))).toEqual([false, true, false, false, false]);
  });

  it.each([
    ['draft', null], ['called', null], ['live', 'meeting_not_called'], ['held', 'meeting_over'], ['cancelled', 'meeting_over'],
  ] as const)('by hand, on a meeting that is %s: %s', (state, code) => {
    expect(mayFollowUp(cast.organiser, { state }, { state: 'open', minutesState: 'published' })?.code ?? null).toBe(code);
  });

  it.each<[ActionState, 'draft' | 'published', string | null]>([
    ['open', 'published', null], ['done', 'published', 'action_closed'], ['dropped', 'published', 'action_closed'], ['open', 'draft', 'minutes_not_published'],
  ])('by hand, an action that is %s of minutes that are %s: %s', (state, minutesState, code) => {
    expect(mayFollowUp(cast.organiser, { state: 'called' }, { state, minutesState })?.code ?? null).toBe(code);
    expect(mayFollowUp(cast.author, { state: 'called' }, { state, minutesState })?.code).toBe('organisers_only');
  });
});

describe('open actions', () => {
  it('come up under one item of the next called meeting, linked and told, once', async () => {
    const old = await published(['Skriv et notat', 'Spørg kommunerne']);
    const later = await aNext(60);
    const next = await aNext(30);
    await aMeeting('Før mødet', last().before);
    await addItem(boss(), next.id, itemInput({ title: 'Eventuelt', kind: 'any_other_business' }));
    expect(await run()).toEqual({ actions: 2, minutes: 0 });
    expect((await agenda(next.id)).map(({ title, kind, minutes: length, followsUp, threadId }) => [title, kind, length, followsUp, threadId !== null])).toEqual([[storedTitles.followUp, 'discussion', 10, true, true], ['Eventuelt', 'any_other_business', 30, false, true]]);
    const [item] = await under(next.id);
    expect(item).toMatchObject({ followsUp: true, minutes: null, actions: [['Skriv et notat', 'open'], ['Spørg kommunerne', 'open']] });
    expect(await under(later.id)).toEqual([]);
    const found = (await followUpOf(system(), [item!.id]))[item!.id]!.actions[0];
    expect(found).toMatchObject({ slug: old.slug, dueOn: '2027-06-01', responsible: 'Forslagsstiller', agendaItemId: old.items[0] });
    for (const stream of [`meeting:${next.id}`, `initiative:${initiativeIds[0]}`]) expect(await typesOn(stream)).toContain('follow_up.actions_added');
    const [told] = await db().select().from(events).where(and(eq(events.stream, `meeting:${next.id}`), eq(events.type, 'follow_up.actions_added')));
    expect(told).toMatchObject({ actor: null, payload: { meetingId: next.id, itemId: item!.id, actionIds: expect.arrayContaining(old.actionIds) as string[] } });
    expect(await run()).toEqual({ actions: 0, minutes: 0 });
  });

  it('are seen by readers once the agenda is published, and say where they came up', async () => {
    const old = await published(['Skriv et notat']);
    const next = await aNext(30);
    await run();
    expect((await publicAgenda(system(), next.id)).items).toEqual([]);
    await publishAgenda(boss(), next.id);
    expect((await publicAgenda(system(), next.id)).items).toMatchObject([{ followsUp: true }]);
    expect((await actionPage(system(), old.actionIds[0]!)).followedUp).toMatchObject([{ slug: next.slug }]);
  });

  it('join the same item when minutes are published later, and the ones that are done stand as done', async () => {
    const first = await published(['Først besluttet']);
    const second = await held(['Sidst besluttet']);
    const next = await aNext(30);
    await run();
    await closeAction(world.as(cast.author), first.actionIds[0]!, { state: 'done', reason: '' });
    await publishMinutesOf(second.id);
    await run();
    const found = await under(next.id);
    expect(found.filter((item) => item.followsUp)).toMatchObject([{ actions: [['Først besluttet', 'done'], ['Sidst besluttet', 'open']] }]);
    expect(await typesOn(`meeting:${next.id}`)).toContain('minutes.action_closed');
  });

  it('go on to the meeting after, as long as they are open, and not while a meeting deals with them', async () => {
    const old = await published(['Bliver ved']);
    const next = await aNext(30);
    const after = await aNext(60);
    await run();
    await start(next.id);
    expect(await run()).toEqual({ actions: 0, minutes: 0 });
    await holdMeeting(boss(), next.id);
    await carryOver(system());
    expect(await run()).toEqual({ actions: 1, minutes: 0 });
    expect((await actionPage(system(), old.actionIds[0]!)).followedUp.map(({ slug }) => slug)).toEqual([next.slug, after.slug]);
    // The item itself was not reached; it comes by itself, not as a proposal.
    expect((await proposalsOfMeeting(system(), after.id)).map(({ title }) => title)).toEqual([]);
    await closeAction(boss(), old.actionIds[0]!, { state: 'dropped', reason: 'Ikke længere aktuelt' });
    await cancelMeeting(boss(), after.id, 'Nej');
    await aNext(90);
    expect(await run()).toEqual({ actions: 0, minutes: 0 });
  });

  it('go to another meeting when the next one is cancelled', async () => {
    await published(['Skal med']);
    const next = await aNext(30);
    const after = await aNext(60);
    await work();
    expect(await under(next.id)).toHaveLength(1);
    await cancelMeeting(boss(), next.id, 'Nej');
    await work();
    expect((await under(after.id)).map(({ actions }) => actions)).toEqual([[['Skal med', 'open']]]);
  });

  it('of drafts and of dropped ones do not come up', async () => {
    const draft = await held(['Endnu ikke offentlig']);
    const old = await published(['Opgivet']);
    await closeAction(boss(), old.actionIds[0]!, { state: 'dropped', reason: 'Nej' });
    const next = await aNext(30);
    await run();
    expect((await under(next.id)).filter((item) => item.followsUp)).toEqual([]);
    expect((await db().select().from(agendaItemActions).where(eq(agendaItemActions.actionItemId, draft.actionIds[0]!)))).toEqual([]);
  });

  it('come up once when several processes bring them, and never at a meeting that begins meanwhile', async () => {
    await published(['Et', 'To']);
    const next = await aNext(30);
    const rounds = await Promise.all([1, 2, 3, 4].map(run));
    expect(rounds.map((round) => round.actions).sort()).toEqual([0, 0, 0, 2]);
    expect(await db().$count(agendaItems, and(eq(agendaItems.meetingId, next.id), eq(agendaItems.followsUp, true)))).toBe(1);

    const other = await published(['Tre']);
    const soon = await aNext(30);
    const after = await aNext(60);
    await addItem(boss(), soon.id, itemInput());
    await publishAgenda(boss(), soon.id);
    const [begun] = await Promise.allSettled([startMeeting(boss(), soon.id), run()]);
    expect(begun.status).toBe('fulfilled');
    const [row] = await db().select({ meetingId: agendaItems.meetingId, createdAt: agendaItems.createdAt }).from(agendaItemActions).innerJoin(agendaItems, eq(agendaItems.id, agendaItemActions.agendaItemId)).where(eq(agendaItemActions.actionItemId, other.actionIds[0]!));
    // Whoever came first: it was there before the start, or it goes to the next one.
    const told = await typesOn(`meeting:${soon.id}`);
    if (row?.meetingId === soon.id) expect(told.indexOf('follow_up.actions_added')).toBeLessThan(told.indexOf('meeting.started'));
    else expect(row?.meetingId).toBe(after.id);
  });

  it('are added by hand, too, to any meeting that has not begun', async () => {
    const old = await published(['Med det samme']);
    const draft = await createMeeting(boss(), meetingInput(world.clock.now, { title: 'Kladde' }));
    expect((await notFollowedUp(boss(), draft.id)).actions.map(({ id }) => id)).toContain(old.actionIds[0]);
    await expectRefusal(notFollowedUp(world.as(cast.author), draft.id), 'organisers_only');
    const [a, b] = await Promise.all([1, 2].map(() => followUpAction(boss(), draft.id, old.actionIds[0]!, storedTitles)));
    expect(a).toEqual(b);
    expect((await under(draft.id)).map(({ actions }) => actions)).toEqual([[['Med det samme', 'open']]]);
    expect((await notFollowedUp(boss(), draft.id)).actions.map(({ id }) => id)).not.toContain(old.actionIds[0]);
    for (const unknown of [randomUUID(), 'x']) await expectRefusal(followUpAction(boss(), draft.id, unknown, storedTitles), 'action_not_found');
    await expectRefusal(followUpAction(world.as(cast.author), draft.id, old.actionIds[0]!, storedTitles), 'organisers_only');
    await closeAction(boss(), old.actionIds[0]!, { state: 'done', reason: '' });
    await expectRefusal(followUpAction(boss(), draft.id, old.actionIds[0]!, storedTitles), 'action_closed');
  });

  it('keep their item on the agenda until nothing is open under it', async () => {
    const old = await published(['Åben']);
    const next = await aNext(30);
    await run();
    const [item] = await under(next.id);
    expect((await agenda(next.id))[0]?.can.remove).toBe(false);
    await expectRefusal(removeItem(boss(), item!.id), 'item_comes_by_itself');
    await closeAction(boss(), old.actionIds[0]!, { state: 'done', reason: '' });
    await removeItem(boss(), item!.id);
    expect(await agenda(next.id)).toEqual([]);
  });
});

it('a postponed item is found, with its history, on the next meeting’s list; the old minutes are unchanged', async () => {
  const old = await published(['Undersøg det'], ['Udsat sag']);
  const whole = async () => ({ ...(await minutesOfMeeting(system(), old.id)), entries: (await minutesOfMeeting(system(), old.id)).entries.map(({ carriedTo: _, ...entry }) => entry) });
  const kept = async () => db().select().from(minutesVersions).where(eq(minutesVersions.minutesId, old.minutesId));
  const [before, version] = [await whole(), await kept()];
  const [item] = await db().select().from(agendaItems).where(and(eq(agendaItems.meetingId, old.id), eq(agendaItems.title, 'Udsat sag')));
  const next = await aNext(30);
  await work();

  const [back] = await proposalsOfMeeting(system(), next.id);
  expect(back).toMatchObject({ title: 'Udsat sag', state: 'submitted' });
  expect(await getProposal(system(), back!.id)).toMatchObject({ carriedFrom: { id: item!.id, slug: old.slug, title: 'Udsat sag' } });
  expect(await waitingProposals(boss(), next.id)).toMatchObject([{ id: back!.id, from: last().title }]);
  expect(await typesOn(`proposal:${back!.id}`)).toContain('proposal.continued');
  expect((await under(next.id)).map(({ actions }) => actions)).toEqual([[['Undersøg det', 'open']]]);

  await closeAction(world.as(cast.author), old.actionIds[0]!, { state: 'done', reason: '' });
  const after = await whole();
  const withoutActions = ({ entries, ...rest }: typeof before) => ({ ...rest, entries: entries.map(({ actions: _, ...entry }) => entry) });
  expect(withoutActions(after)).toEqual(withoutActions(before));
  expect(await kept()).toEqual(version);
  expect(await db().select().from(agendaItems).where(eq(agendaItems.id, item!.id))).toEqual([{ ...item, carriedToId: back!.id }]);
});

describe('the tables', () => {
  it('have one item of follow-up a meeting, and link each thing once', async () => {
    const old = await published(['Et']);
    const next = await aNext(30);
    await run();
    const [item] = await under(next.id);
    expect(await write(boss(), undefined, async (tx) => {
      await lockMeeting(tx, next.id);
      return insertItem(tx, next.id, { title: 'En til', body: '', kind: 'discussion', minutes: 5, presenter: null, proposalId: null, followsUp: true, initiativeIds: [] });
    }).catch(codeOf)).toBe('23505');
    expect(await db().insert(agendaItemActions).values({ agendaItemId: item!.id, actionItemId: old.actionIds[0]! }).catch(codeOf)).toBe('23505');
    await db().insert(agendaItemMinutes).values({ agendaItemId: item!.id, minutesId: old.minutesId });
    expect(await db().insert(agendaItemMinutes).values({ agendaItemId: item!.id, minutesId: old.minutesId }).catch(codeOf)).toBe('23505');
    expect(await db().delete(agendaItems).where(eq(agendaItems.id, item!.id)).catch(codeOf)).toBe('23503');
  });
});
