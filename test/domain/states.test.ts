import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems, agendaVersions, hands, meetingPauses, meetings, proposals, registrations, soundings } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, closeItem, editItem, moveItem, openItem, orderItems, publishAgenda, removeItem } from '~/server/domain/agenda/commands';
import { callSpeaker, openSounding, raiseHand } from '~/server/domain/floor/commands';
import { callMeeting, cancelMeeting, createMeeting, editMeeting, holdMeeting, pauseMeeting, resumeMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { decideProposal, editProposal, endorseProposal, submitProposal, unendorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { registerFor } from '~/server/domain/registrations/commands';
import { addDays, dayOf } from '~/server/time';
import { itemInput } from '../support/agenda';
import { machine } from '../support/machine';
import { aCalledMeeting, meetingInput } from '../support/make';
import { choose, words } from '../support/proposals';
import { useWorld } from '../support/world';

const world = useWorld();
const cast = {} as Record<'organiser' | 'author' | 'other', Actor>;
beforeAll(async () => {
  cast.organiser = await world.person('organiser');
  cast.author = await world.person();
  cast.other = await world.person();
});
const organiser = () => world.as(cast.organiser);
const author = () => world.as(cast.author);
const other = () => world.as(cast.other);
const db = () => world.connection.db;

const NONE = '00000000-0000-7000-8000-000000000000';
type Made = { meetingId: string; itemId: string; secondId: string };
const meetingRow = async (id: string) => (await db().select().from(meetings).where(eq(meetings.id, id)))[0]!;
const itemRow = async (id: string) => (await db().select().from(agendaItems).where(eq(agendaItems.id, id)))[0];

/** Meetings as far as their commands lead, each with two items. */
const at = {
  async draft(): Promise<Made> {
    const { id: meetingId } = await createMeeting(organiser(), meetingInput(world.clock.now));
    return { meetingId, itemId: (await addItem(organiser(), meetingId, itemInput({ title: 'Første' }))).id, secondId: (await addItem(organiser(), meetingId, itemInput({ title: 'Andet' }))).id };
  },
  async called(): Promise<Made> {
    const made = await at.draft();
    await callMeeting(organiser(), made.meetingId);
    return made;
  },
  async published(): Promise<Made> {
    const made = await at.called();
    await publishAgenda(organiser(), made.meetingId);
    return made;
  },
  async live(): Promise<Made> {
    const made = await at.published();
    await startMeeting(organiser(), made.meetingId);
    return made;
  },
  async held(): Promise<Made> {
    const made = await at.live();
    await holdMeeting(organiser(), made.meetingId);
    return made;
  },
  async cancelled(): Promise<Made> {
    const made = await at.published();
    await cancelMeeting(organiser(), made.meetingId, 'Aflyst');
    return made;
  },
};
/** What has happened before, then one thing more. */
const after = <T>(make: () => Promise<T>, act: (made: T) => Promise<unknown>) => async (): Promise<T> => {
  const made = await make();
  await act(made);
  return made;
};

machine('a meeting', {
  states: {
    'draft': at.draft, 'called': at.called, 'called, agenda published': at.published,
    'called, a proposal undecided': after(at.published, ({ meetingId }) => submitProposal(author(), meetingId, words('Uafgjort'))),
    'live': at.live, 'live, an item current': after(at.live, ({ itemId }) => openItem(organiser(), itemId)), 'live, paused': after(at.live, ({ meetingId }) => pauseMeeting(organiser(), meetingId, {})),
    'held': at.held, 'cancelled': at.cancelled,
  },
  look: async ({ meetingId }) => {
    const row = await meetingRow(meetingId);
    return { state: row.state, row: [row, await db().select().from(meetingPauses).where(eq(meetingPauses.meetingId, meetingId))] };
  },
  commands: {
    'edit': async ({ meetingId }) => editMeeting(organiser(), meetingId, { ...meetingInput(world.clock.now, { purpose: 'Et andet formål' }), version: (await meetingRow(meetingId)).version }),
    'call': ({ meetingId }) => callMeeting(organiser(), meetingId),
    'cancel': ({ meetingId }) => cancelMeeting(organiser(), meetingId, 'Derfor'),
    'start': ({ meetingId }) => startMeeting(organiser(), meetingId),
    'hold': ({ meetingId }) => holdMeeting(organiser(), meetingId),
    'pause': ({ meetingId }) => pauseMeeting(organiser(), meetingId, {}),
    'resume': ({ meetingId }) => resumeMeeting(organiser(), meetingId),
  },
  table: {
    'draft': { edit: '-> draft', call: '-> called', cancel: '-> cancelled', start: 'meeting_not_called', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
    'called': { edit: '-> called', call: 'meeting_not_draft', cancel: '-> cancelled', start: 'agenda_not_published', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
    'called, agenda published': { edit: '-> called', call: 'meeting_not_draft', cancel: '-> cancelled', start: '-> live', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
    'called, a proposal undecided': { edit: '-> called', call: 'meeting_not_draft', cancel: '-> cancelled', start: 'proposals_undecided', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
    'live': { edit: 'meeting_not_called', call: 'meeting_not_draft', cancel: '-> cancelled', start: 'meeting_live', hold: '-> held', pause: '-> live', resume: 'meeting_not_paused' },
    'live, an item current': { edit: 'meeting_not_called', call: 'meeting_not_draft', cancel: '-> cancelled', start: 'meeting_live', hold: 'item_still_current', pause: '-> live', resume: 'meeting_not_paused' },
    'live, paused': { edit: 'meeting_not_called', call: 'meeting_not_draft', cancel: '-> cancelled', start: 'meeting_live', hold: '-> held', pause: 'meeting_paused', resume: '-> live' },
    'held': { edit: 'meeting_over', call: 'meeting_not_draft', cancel: 'meeting_over', start: 'meeting_over', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
    'cancelled': { edit: 'meeting_over', call: 'meeting_not_draft', cancel: 'meeting_over', start: 'meeting_over', hold: 'meeting_not_live', pause: 'meeting_not_live', resume: 'meeting_not_live' },
  },
});

machine('an agenda', {
  states: {
    'draft open 0': at.draft, 'called open 0': at.called, 'called published 1': at.published,
    'called published 1, changed since': after(at.published, ({ meetingId }) => addItem(organiser(), meetingId, itemInput({ title: 'Nyt' }))),
    'called open 0, empty': async () => ({ meetingId: (await aCalledMeeting(world, cast.organiser)).id, itemId: NONE, secondId: NONE }),
    'live published 1': at.live, 'held published 1': at.held, 'cancelled published 1': at.cancelled,
  },
  look: async ({ meetingId }) => {
    const row = await meetingRow(meetingId);
    const versions = await db().select().from(agendaVersions).where(eq(agendaVersions.meetingId, meetingId));
    return { state: `${row.state} ${row.agendaState} ${versions.length}`, row: [row, versions, await db().select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(agendaItems.position)] };
  },
  commands: {
    add: ({ meetingId }) => addItem(organiser(), meetingId, itemInput({ title: 'Tilføjet' })),
    edit: async ({ itemId }) => editItem(organiser(), itemId, { ...itemInput({ title: 'Ændret' }), version: (await itemRow(itemId))?.version ?? 1 }),
    remove: ({ itemId }) => removeItem(organiser(), itemId),
    move: ({ itemId }) => moveItem(organiser(), itemId, 'down'),
    order: ({ meetingId, itemId, secondId }) => orderItems(organiser(), meetingId, itemId === NONE ? [] : [secondId, itemId]),
    publish: ({ meetingId }) => publishAgenda(organiser(), meetingId),
  },
  table: {
    'draft open 0': { add: '-> draft open 0', edit: '-> draft open 0', remove: '-> draft open 0', move: '-> draft open 0', order: '-> draft open 0', publish: 'meeting_not_called' },
    'called open 0': { add: '-> called open 0', edit: '-> called open 0', remove: '-> called open 0', move: '-> called open 0', order: '-> called open 0', publish: '-> called published 1' },
    'called open 0, empty': { add: '-> called open 0', edit: 'item_not_found', remove: 'item_not_found', move: 'item_not_found', order: '-> called open 0', publish: 'agenda_empty' },
    'called published 1': { add: '-> called published 1', edit: '-> called published 1', remove: '-> called published 1', move: '-> called published 1', order: '-> called published 1', publish: 'agenda_unchanged' },
    'called published 1, changed since': { add: '-> called published 1', edit: '-> called published 1', remove: '-> called published 1', move: '-> called published 1', order: 'edit_conflict', publish: '-> called published 2' },
    'live published 1': { add: '-> live published 1', edit: '-> live published 1', remove: 'meeting_not_called', move: '-> live published 1', order: '-> live published 1', publish: 'meeting_not_called' },
    'held published 1': { add: 'meeting_over', edit: 'meeting_over', remove: 'meeting_over', move: 'meeting_over', order: 'meeting_over', publish: 'meeting_over' },
    'cancelled published 1': { add: 'meeting_over', edit: 'meeting_over', remove: 'meeting_over', move: 'meeting_over', order: 'meeting_over', publish: 'meeting_over' },
  },
});

const current = after(at.live, ({ itemId }) => openItem(organiser(), itemId));
const closedAs = (outcome: 'noted' | 'decided' | 'postponed') => after(current, ({ itemId }) => closeItem(organiser(), itemId, { outcome, next: false }));
const ended = { 'open': 'item_not_planned', 'noted': 'item_not_current', 'decided': 'item_not_current', 'postponed': 'item_not_current', 'not reached': 'item_not_current', 'without outcome': 'item_not_current', 'edit': 'item_not_planned', 'remove': 'item_not_planned', 'move': 'item_not_planned' } as const;
const notRunning = { 'open': 'meeting_not_live', 'noted': 'meeting_not_live', 'decided': 'meeting_not_live', 'postponed': 'meeting_not_live', 'not reached': 'meeting_not_live', 'without outcome': 'meeting_not_live' } as const;
const close = (outcome: 'noted' | 'decided' | 'postponed' | 'not_reached' | null) => ({ itemId }: Made) => closeItem(organiser(), itemId, { outcome, next: false });

machine('an agenda item', {
  states: {
    'planned, meeting called': at.published, 'planned': at.live, 'planned, another one current': after(at.live, ({ secondId }) => openItem(organiser(), secondId)), current,
    'closed noted': closedAs('noted'), 'closed decided': closedAs('decided'), 'closed postponed': closedAs('postponed'), 'closed not_reached': after(at.live, close('not_reached')),
    'closed not_reached, meeting held': at.held, 'planned, meeting cancelled': at.cancelled,
  },
  look: async ({ itemId }) => {
    const row = await itemRow(itemId);
    return { state: row ? [row.state, row.outcome].filter(Boolean).join(' ') : 'gone', row };
  },
  commands: {
    'open': ({ itemId }) => openItem(organiser(), itemId),
    'noted': close('noted'), 'decided': close('decided'), 'postponed': close('postponed'), 'not reached': close('not_reached'), 'without outcome': close(null),
    'edit': async ({ itemId }) => editItem(organiser(), itemId, { ...itemInput({ title: 'Ændret' }), version: (await itemRow(itemId))?.version ?? 1 }),
    'remove': ({ itemId }) => removeItem(organiser(), itemId),
    'move': ({ itemId }) => moveItem(organiser(), itemId, 'down'),
  },
  table: {
    'planned, meeting called': { ...notRunning, edit: '-> planned', remove: '-> gone', move: '-> planned' },
    'planned': { ...ended, 'open': '-> current', 'postponed': '-> closed postponed', 'not reached': '-> closed not_reached', 'edit': '-> planned', 'remove': 'meeting_not_called', 'move': '-> planned' },
    'planned, another one current': { ...ended, 'open': 'item_still_current', 'postponed': '-> closed postponed', 'not reached': '-> closed not_reached', 'edit': '-> planned', 'remove': 'meeting_not_called', 'move': '-> planned' },
    'current': { ...ended, 'noted': '-> closed noted', 'decided': '-> closed decided', 'postponed': '-> closed postponed', 'not reached': 'outcome_required', 'without outcome': 'outcome_required' },
    'closed noted': ended, 'closed decided': ended, 'closed postponed': ended, 'closed not_reached': ended,
    'closed not_reached, meeting held': { ...notRunning, edit: 'meeting_over', remove: 'meeting_over', move: 'meeting_over' },
    'planned, meeting cancelled': { ...notRunning, edit: 'meeting_over', remove: 'meeting_over', move: 'meeting_over' },
  },
});

type Proposed = { meetingId: string; id: string; version: number };
const proposalRow = async (id: string) => (await db().select().from(proposals).where(eq(proposals.id, id)))[0]!;
const proposed = (intent: 'draft' | 'submit', late = false) => async (): Promise<Proposed> => {
  const { id: meetingId } = await aCalledMeeting(world, cast.organiser, late ? { proposalDeadline: addDays(world.clock.now, -1) } : {});
  return { meetingId, id: (await submitProposal(author(), meetingId, words('Et forslag', { intent }))).id, version: 1 };
};
const submitted = proposed('submit');
const aLater = async () => (await aCalledMeeting(world, cast.organiser, later())).id;
const later = () => {
  const { startsAt, endsAt } = meetingInput(world.clock.now);
  return { startsAt: addDays(startsAt, 30), endsAt: addDays(endsAt, 30), day: dayOf(addDays(startsAt, 30)) };
};
const decide = (input: Parameters<typeof choose>[0]) => ({ id }: Proposed) => decideProposal(organiser(), id, choose(input));
const mergeAway = async ({ meetingId, id }: Proposed, reason = 'Derfor.') => {
  const into = (await submitProposal(other(), meetingId, words('Et andet'))).id;
  await decideProposal(organiser(), id, choose({ decision: 'merge', mergedIntoId: into, reason }));
};
const edit = (intent: 'draft' | 'submit') => async ({ id }: Proposed) => editProposal(author(), id, { ...words('Nye ord', { intent }), version: (await proposalRow(id)).version });
const toNext = async (made: Proposed, reason = 'Derfor.') => decide({ decision: 'defer', deferredToMeetingId: await aLater(), reason })(made);

const decided = {
  'edit': 'proposal_decided', 'submit': 'proposal_decided', 'withdraw': 'proposal_decided', 'endorse': 'proposal_decided', 'take support back': 'proposal_decided', 'accept': 'proposal_decided', 'accept without a reason': 'proposal_decided',
  'merge': 'proposal_decided', 'merge without a reason': 'proposal_decided', 'merge into itself': 'proposal_decided', 'defer': 'proposal_decided', 'defer without a reason': 'proposal_decided', 'defer to nowhere': 'proposal_decided', 'decline': 'proposal_decided', 'decline without a reason': 'proposal_decided',
} as const;
const open = {
  'edit': '-> submitted', 'submit': '-> submitted', 'withdraw': '-> withdrawn', 'endorse': '-> submitted', 'take support back': '-> submitted', 'accept': '-> accepted', 'accept without a reason': '-> accepted',
  'merge': '-> merged', 'merge without a reason': 'reason_required', 'merge into itself': 'merge_into_other', 'defer': '-> deferred', 'defer without a reason': 'reason_required', 'defer to nowhere': 'defer_to_later_meeting', 'decline': '-> declined', 'decline without a reason': 'reason_required',
} as const;
/** A draft is nobody's but its author's, a withdrawn one is gone. */
const unseen = <const C extends 'proposal_not_found' | 'proposal_withdrawn'>(code: C) => ({
  'endorse': code, 'take support back': code, 'accept': code, 'accept without a reason': code, 'merge': code, 'merge without a reason': code, 'merge into itself': code, 'defer': code, 'defer without a reason': code, 'defer to nowhere': code, 'decline': code, 'decline without a reason': code,
});
const cancelIt = ({ meetingId }: Proposed) => cancelMeeting(organiser(), meetingId, 'Aflyst');

machine('a proposal', {
  states: {
    'draft': proposed('draft'), submitted, 'submitted, late': proposed('submit', true), 'accepted': after(submitted, decide({ decision: 'accept' })), 'merged': after(submitted, (made) => mergeAway(made)),
    'deferred': after(submitted, (made) => toNext(made)), 'declined': after(submitted, decide({ decision: 'decline' })), 'withdrawn': after(submitted, ({ id }) => withdrawProposal(author(), id)),
    'draft, meeting cancelled': after(proposed('draft'), cancelIt), 'submitted, meeting cancelled': after(submitted, cancelIt),
    'draft, meeting live': after(proposed('draft'), async ({ meetingId }) => {
      await addItem(organiser(), meetingId, itemInput());
      await publishAgenda(organiser(), meetingId);
      await startMeeting(organiser(), meetingId);
    }),
  },
  look: async ({ id }) => {
    const row = await proposalRow(id);
    return { state: row.state, row };
  },
  commands: {
    'edit': edit('draft'), 'submit': edit('submit'), 'withdraw': ({ id }) => withdrawProposal(author(), id), 'endorse': ({ id }) => endorseProposal(other(), id), 'take support back': ({ id }) => unendorseProposal(other(), id),
    'accept': decide({ decision: 'accept' }), 'accept without a reason': decide({ decision: 'accept', reason: '' }),
    // Where no other proposal can come in any more, there is none to merge into.
    'merge': async (made) => ((await meetingRow(made.meetingId)).state === 'called' ? mergeAway(made) : decide({ decision: 'merge', mergedIntoId: made.id })(made)),
    'merge without a reason': decide({ decision: 'merge', reason: '' }), 'merge into itself': (made) => decide({ decision: 'merge', mergedIntoId: made.id })(made),
    'defer': (made) => toNext(made), 'defer without a reason': (made) => toNext(made, ''), 'defer to nowhere': decide({ decision: 'defer' }),
    'decline': decide({ decision: 'decline' }), 'decline without a reason': decide({ decision: 'decline', reason: '' }),
  },
  table: {
    'draft': { ...unseen('proposal_not_found'), 'edit': '-> draft', 'submit': '-> submitted', 'withdraw': '-> withdrawn' },
    'submitted': open,
    'submitted, late': { ...open, 'accept without a reason': 'late_reason_required' },
    'accepted': decided, 'merged': decided, 'deferred': decided, 'declined': decided,
    'withdrawn': { ...unseen('proposal_withdrawn'), 'edit': 'proposal_withdrawn', 'submit': 'proposal_withdrawn', 'withdraw': 'proposal_withdrawn' },
    'draft, meeting cancelled': { ...unseen('proposal_not_found'), 'edit': 'proposals_closed', 'submit': 'proposals_closed', 'withdraw': '-> withdrawn' },
    'draft, meeting live': { ...unseen('proposal_not_found'), 'edit': 'proposals_closed', 'submit': 'proposals_closed', 'withdraw': '-> withdrawn' },
    'submitted, meeting cancelled': { ...open, 'edit': 'proposals_closed', 'submit': 'proposals_closed', 'accept': 'meeting_cancelled', 'accept without a reason': 'meeting_cancelled', 'merge': 'merge_into_other' },
  },
});

type Guest = { meetingId: string; person: Actor };
/** A meeting with one seat, taken by another when it is full. */
const invited = ({ full = false, place = 'Sal' as string | null, onlineUrl = 'https://moede.example.org' as string | null } = {}) => async (): Promise<Guest> => {
  const { id: meetingId } = await aCalledMeeting(world, cast.organiser, { capacity: 1, place, onlineUrl });
  if (full) await registerFor(other(), meetingId, 'on_site');
  return { meetingId, person: await world.person() };
};
const answer = (given: 'on_site' | 'online' | 'not_attending') => ({ meetingId, person }: Guest) => registerFor(world.as(person), meetingId, given);
const guestOf = (make: () => Promise<Made>) => async (): Promise<Guest> => ({ meetingId: (await make()).meetingId, person: await world.person() });
const shut = { 'on site': 'registration_closed', 'online': 'registration_closed', 'stay away': 'registration_closed', 'the other one leaves': 'registration_closed' } as const;

machine('a registration', {
  states: {
    'none': invited(), 'none, full': invited({ full: true }), 'on_site': after(invited(), answer('on_site')), 'waiting': after(invited({ full: true }), answer('on_site')),
    'online': after(invited(), answer('online')), 'online, full': after(invited({ full: true }), answer('online')), 'not_attending': after(invited(), answer('not_attending')), 'not_attending, full': after(invited({ full: true }), answer('not_attending')),
    'none, without a place': invited({ place: null }), 'none, without a link': invited({ onlineUrl: null }),
    'none, meeting draft': guestOf(at.draft), 'none, meeting live': guestOf(at.live), 'none, meeting held': guestOf(at.held), 'none, meeting cancelled': guestOf(at.cancelled),
  },
  look: async ({ meetingId, person }) => {
    const [row] = await db().select().from(registrations).where(and(eq(registrations.meetingId, meetingId), eq(registrations.memberId, person.id)));
    return { state: row ? (row.waiting ? 'waiting' : row.answer) : 'none', row };
  },
  commands: { 'on site': answer('on_site'), 'online': answer('online'), 'stay away': answer('not_attending'), 'the other one leaves': ({ meetingId }) => registerFor(other(), meetingId, 'not_attending') },
  table: {
    'none': { 'on site': '-> on_site', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> none' },
    'none, full': { 'on site': '-> waiting', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> none' },
    'on_site': { 'on site': '-> on_site', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> on_site' },
    'waiting': { 'on site': '-> waiting', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> on_site' },
    'online': { 'on site': '-> on_site', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> online' },
    'online, full': { 'on site': '-> waiting', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> online' },
    'not_attending': { 'on site': '-> on_site', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> not_attending' },
    'not_attending, full': { 'on site': '-> waiting', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> not_attending' },
    'none, without a place': { 'on site': 'no_such_attendance', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> none' },
    'none, without a link': { 'on site': '-> on_site', 'online': 'no_such_attendance', 'stay away': '-> not_attending', 'the other one leaves': '-> none' },
    'none, meeting draft': { 'on site': 'meeting_not_found', 'online': 'meeting_not_found', 'stay away': 'meeting_not_found', 'the other one leaves': 'meeting_not_found' },
    'none, meeting live': { 'on site': '-> on_site', 'online': '-> online', 'stay away': '-> not_attending', 'the other one leaves': '-> none' },
    'none, meeting held': shut, 'none, meeting cancelled': shut,
  },
});

describe('a meeting that is over', () => {
  it.each(['hold', 'cancel'] as const)('leaves nothing open: %s', async (way) => {
    const { meetingId, itemId } = await current();
    await openSounding(organiser(), meetingId, 'Skal vi?');
    await raiseHand(author(), meetingId, 'reply');
    await callSpeaker(organiser(), meetingId, { hand: null, after: null });
    await raiseHand(other(), meetingId, 'question');
    await pauseMeeting(organiser(), meetingId, {});
    if (way === 'hold') await closeItem(organiser(), itemId, { outcome: 'noted', next: false });
    await (way === 'hold' ? holdMeeting(organiser(), meetingId) : cancelMeeting(organiser(), meetingId, 'Brandalarm'));
    const [raised, asked, paused] = await Promise.all([db().select().from(hands).where(eq(hands.meetingId, meetingId)), db().select().from(soundings).where(eq(soundings.meetingId, meetingId)), db().select().from(meetingPauses).where(eq(meetingPauses.meetingId, meetingId))]);
    expect([raised.map(({ state }) => state).sort(), asked.map(({ closedAt }) => closedAt !== null), paused.map(({ endedAt }) => endedAt !== null)]).toEqual([['spoken', 'withdrawn'], [true], [true]]);
  });
});
