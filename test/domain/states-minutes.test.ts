import { desc, eq } from 'drizzle-orm';
import { afterEach, beforeAll } from 'vitest';
import { actionItems, corrections, decisions, minutes, minutesClashes, minutesEntries, minutesVersions } from '~/db/schema';
import { addAction, closeAction, removeAction } from '~/server/domain/actions/commands';
import { decideCorrection, proposeCorrection } from '~/server/domain/corrections/commands';
import { editDecision, recordDecision, withdrawDecision } from '~/server/domain/decisions/commands';
import { saveEntry, settleClash, showEntry, writeEntry } from '~/server/domain/entries/commands';
import { approveMinutes, approveTacitly, beginMinutes, publishErratum, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { addDays, dayOf } from '~/server/time';
import { machine } from '../support/machine';
import { aCast, minutesMaker, type Cast } from '../support/minutes';
import { useWorld } from '../support/world';

const world = useWorld();
const began = world.clock.now;
let cast: Cast;
const make = minutesMaker(world, () => cast);
beforeAll(async () => {
  cast = await aCast(world);
});
afterEach(() => {
  world.clock.now = began;
});
const organiser = () => world.as(cast.organiser);
const member = () => world.as(cast.member);
const db = () => world.connection.db;
const NONE = '00000000-0000-7000-8000-000000000000';
const after = <T>(arrange: () => Promise<T>, ...acts: ((made: T) => Promise<unknown>)[]) => async (): Promise<T> => {
  const made = await arrange();
  for (const act of acts) await act(made);
  return made;
};

type Made = { meetingId: string; minutesId: string; first: string; second: string };
const none = (state: 'draft' | 'called' | 'live' | 'held' | 'cancelled') => async (): Promise<Made> => ({ meetingId: (await make.aMeeting(state)).id, minutesId: NONE, first: NONE, second: NONE });
const empty = (state: 'live' | 'held') => async (): Promise<Made> => {
  const { id, meeting, first, second } = await make.aDraft(state);
  return { meetingId: meeting.id, minutesId: id, first, second };
};
const textOf = async (entryId: string) => (await db().select({ text: minutesEntries.text, version: minutesEntries.version }).from(minutesEntries).where(eq(minutesEntries.id, entryId)))[0] ?? { text: '', version: 1 };
const write = (text: string) => async ({ first }: Made) => writeEntry(organiser(), first, { text, version: (await textOf(first)).version });
const written = after(empty('held'), write('Det første'), ({ second }) => writeEntry(organiser(), second, { text: 'Det andet', version: 1 }));
const send = ({ meetingId }: Made) => sendToReview(organiser(), meetingId, { due: dayOf(addDays(world.clock.now, 7)) });
const inReview = after(written, send);
const propose = ({ first }: Made) => proposeCorrection(member(), first, { proposedText: 'Andre ord', why: 'Fordi' });
const decideOpen = async ({ minutesId }: Made) => {
  const [open] = await db().select({ id: corrections.id }).from(corrections).innerJoin(minutesEntries, eq(minutesEntries.id, corrections.entryId)).where(eq(minutesEntries.minutesId, minutesId)).limit(1);
  await decideCorrection(organiser(), open?.id ?? NONE, { decision: 'declined', text: '', reason: 'Nej', version: 1 });
};
const passDate = async () => void (world.clock.now = addDays(world.clock.now, 9));
const approved = after(inReview, ({ meetingId }) => approveMinutes(organiser(), meetingId));
const published = after(approved, ({ meetingId }) => publishMinutes(organiser(), meetingId));
/** The same words changed twice: the second writer's are kept beside. */
const clash = async ({ first }: Made) => {
  await saveEntry(organiser(), first, { text: 'Det er nu sådan', version: 1, clash: null });
  await saveEntry(world.as(await world.person('organiser')), first, { text: 'Det er helt anderledes', version: 1, clash: null });
};

const absent = {
  'write': 'item_not_found', 'record a decision': 'item_not_found', 'add an action': 'item_not_found', 'show an entry': 'item_not_found', 'propose a correction': 'item_not_found', 'decide a correction': 'correction_not_found',
  'send to review': 'minutes_not_found', 'send to review too late': 'minutes_not_found', 'approve': 'minutes_not_found', 'approve tacitly': 'minutes_not_found', 'publish': 'minutes_not_found', 'publish an erratum': 'minutes_not_found',
} as const;
const reviewed = {
  'begin': '-> in_review', 'write': 'minutes_not_draft', 'record a decision': 'minutes_not_draft', 'add an action': 'minutes_not_draft', 'show an entry': 'meeting_not_live', 'propose a correction': '-> in_review', 'decide a correction': 'correction_not_found',
  'send to review': 'minutes_not_draft', 'send to review too late': 'minutes_not_draft', 'approve': '-> approved', 'approve tacitly': '-> in_review', 'publish': 'minutes_not_approved', 'publish an erratum': 'minutes_not_published',
} as const;
const drafted = {
  'begin': '-> draft', 'write': '-> draft', 'record a decision': '-> draft', 'add an action': '-> draft', 'show an entry': 'meeting_not_live', 'propose a correction': 'minutes_not_found', 'decide a correction': 'correction_not_found',
  'send to review': '-> in_review', 'send to review too late': 'review_date_past', 'approve': 'minutes_not_in_review', 'approve tacitly': '-> draft', 'publish': 'minutes_not_approved', 'publish an erratum': 'minutes_not_published',
} as const;
const locked = {
  'write': 'minutes_locked', 'record a decision': 'minutes_locked', 'add an action': 'minutes_locked', 'show an entry': 'meeting_not_live', 'propose a correction': 'corrections_closed', 'decide a correction': 'correction_not_found',
  'send to review': 'minutes_not_draft', 'send to review too late': 'minutes_not_draft', 'approve': 'minutes_not_in_review',
} as const;

machine('minutes', {
  states: {
    'none, meeting draft': none('draft'), 'none, meeting called': none('called'), 'none, meeting live': none('live'), 'none, meeting held': none('held'), 'none, meeting cancelled': none('cancelled'),
    'draft, meeting live': after(empty('live'), write('Det første')), 'draft, an entry empty': empty('held'), 'draft, a clash open': after(written, clash), 'draft': written,
    'in_review': inReview, 'in_review, a correction open': after(inReview, propose), 'in_review, date passed': after(inReview, passDate), 'in_review, date passed, a correction open': after(inReview, propose, passDate),
    'approved': approved, 'approved, after a correction': after(inReview, propose, decideOpen, ({ meetingId }) => approveMinutes(organiser(), meetingId)), 'published': published,
  },
  look: async ({ meetingId }) => {
    const [row] = await db().select().from(minutes).where(eq(minutes.meetingId, meetingId));
    const versions = row ? await db().select().from(minutesVersions).where(eq(minutesVersions.minutesId, row.id)) : [];
    const entries = row ? await db().select().from(minutesEntries).where(eq(minutesEntries.minutesId, row.id)).orderBy(minutesEntries.id) : [];
    return { state: row ? [row.state, ...(versions.length > 1 ? [versions.length] : [])].join(' ') : 'none', row: [row, versions, entries] };
  },
  commands: {
    'begin': ({ meetingId }) => beginMinutes(organiser(), meetingId),
    'write': write('Nye ord'),
    'record a decision': ({ first }) => recordDecision(organiser(), first, { text: 'Vi gør det', initiatives: [] }),
    'add an action': ({ first }) => addAction(organiser(), first, { text: 'Gør det', responsibleOrganisationId: null, responsibleMemberId: cast.member.id, dueOn: '2027-06-01', initiatives: [] }),
    'show an entry': ({ first }) => showEntry(organiser(), first, true),
    'send to review': send,
    'send to review too late': ({ meetingId }) => sendToReview(organiser(), meetingId, { due: dayOf(addDays(world.clock.now, -1)) }),
    'propose a correction': propose,
    'decide a correction': decideOpen,
    'approve': ({ meetingId }) => approveMinutes(organiser(), meetingId),
    'approve tacitly': ({ minutesId }) => approveTacitly(world.as(null), minutesId),
    'publish': ({ meetingId }) => publishMinutes(organiser(), meetingId),
    'publish an erratum': async ({ meetingId, minutesId, first }) => {
      const [last] = await db().select({ number: minutesVersions.number }).from(minutesVersions).where(eq(minutesVersions.minutesId, minutesId)).orderBy(desc(minutesVersions.number)).limit(1);
      await publishErratum(organiser(), meetingId, { note: 'En fejl', number: last?.number ?? 1, entries: [{ id: first, text: 'Rettet' }], decisions: [] });
    },
  },
  table: {
    'none, meeting draft': { ...absent, begin: 'meeting_not_live' }, 'none, meeting called': { ...absent, begin: 'meeting_not_live' }, 'none, meeting cancelled': { ...absent, begin: 'meeting_cancelled' },
    'none, meeting live': { ...absent, begin: '-> draft' }, 'none, meeting held': { ...absent, begin: '-> draft' },
    'draft, meeting live': { ...drafted, 'show an entry': '-> draft', 'send to review': 'meeting_not_held', 'send to review too late': 'meeting_not_held' },
    'draft, an entry empty': { ...drafted, 'send to review': 'entries_empty', 'send to review too late': 'entries_empty' },
    'draft, a clash open': { ...drafted, 'send to review': 'clashes_open', 'send to review too late': 'clashes_open' },
    'draft': drafted,
    'in_review': reviewed,
    'in_review, a correction open': { ...reviewed, 'approve': 'corrections_open', 'decide a correction': '-> in_review' },
    'in_review, date passed': { ...reviewed, 'approve tacitly': '-> approved', 'propose a correction': 'corrections_closed' },
    'in_review, date passed, a correction open': { ...reviewed, 'approve': 'corrections_open', 'propose a correction': 'corrections_closed', 'decide a correction': '-> in_review' },
    'approved': { ...locked, 'begin': '-> approved', 'approve tacitly': '-> approved', 'publish': '-> published', 'publish an erratum': 'minutes_not_published' },
    'approved, after a correction': { ...locked, 'begin': '-> approved', 'approve tacitly': '-> approved', 'publish': '-> published', 'publish an erratum': 'minutes_not_published', 'decide a correction': 'correction_decided' },
    'published': { ...locked, 'begin': '-> published', 'approve tacitly': '-> published', 'publish': 'minutes_not_approved', 'publish an erratum': '-> published 2' },
  },
});

type Corrected = Made & { correctionId: string; version: number };
const open = async (): Promise<Corrected> => {
  const made = await inReview();
  return { ...made, correctionId: (await propose(made)).id, version: (await textOf(made.first)).version };
};
const decide = (decision: 'accepted' | 'declined') => ({ correctionId, version }: Corrected) => decideCorrection(organiser(), correctionId, { decision, text: '', reason: 'Derfor', version });
const decidedAlready = { 'accept': 'correction_decided', 'decline': 'correction_decided', 'accept for another text': 'correction_decided', 'decide as a member': 'organisers_only' } as const;
const canBeDecided = { 'accept': '-> accepted', 'decline': '-> declined', 'accept for another text': 'edit_conflict', 'decide as a member': 'organisers_only' } as const;

machine('a correction', {
  states: {
    open, 'open, date passed': after(open, passDate), 'accepted': after(open, decide('accepted')), 'declined': after(open, decide('declined')),
    'declined, minutes approved': after(open, decide('declined'), ({ meetingId }) => approveMinutes(organiser(), meetingId)), 'accepted, minutes published': after(open, decide('accepted'), ({ meetingId }) => approveMinutes(organiser(), meetingId), ({ meetingId }) => publishMinutes(organiser(), meetingId)),
  },
  look: async ({ correctionId }) => {
    const [row] = await db().select().from(corrections).where(eq(corrections.id, correctionId));
    return { state: row?.state ?? 'gone', row };
  },
  commands: {
    'accept': decide('accepted'), 'decline': decide('declined'),
    'accept for another text': ({ correctionId, version }) => decideCorrection(organiser(), correctionId, { decision: 'accepted', text: '', reason: 'Derfor', version: version - 1 }),
    'decide as a member': ({ correctionId, version }) => decideCorrection(member(), correctionId, { decision: 'accepted', text: '', reason: 'Derfor', version }),
  },
  table: { 'open': canBeDecided, 'open, date passed': canBeDecided, 'accepted': decidedAlready, 'declined': decidedAlready, 'declined, minutes approved': decidedAlready, 'accepted, minutes published': decidedAlready },
});

type WithAction = Made & { actionId: string; decisionId: string };
const withAction = async (): Promise<WithAction> => {
  const made = await written();
  const action = await addAction(organiser(), made.first, { text: 'Skriv et notat', responsibleOrganisationId: null, responsibleMemberId: cast.member.id, dueOn: '2027-06-01', initiatives: [] });
  const decision = await recordDecision(organiser(), made.first, { text: 'Vi gør det', initiatives: [] });
  return { ...made, actionId: action.id, decisionId: decision.id };
};
const approve = ({ meetingId }: Made) => approveMinutes(organiser(), meetingId);
const publish = ({ meetingId }: Made) => publishMinutes(organiser(), meetingId);
const openAction = after(withAction, send, approve, publish);
const closeAs = (state: 'done' | 'dropped', reason: string) => ({ actionId }: WithAction) => closeAction(member(), actionId, { state, reason });
const closed = { 'do': 'action_closed', 'drop': 'action_closed', 'drop without a reason': 'action_closed', 'do it for another': 'action_not_yours', 'take out': 'minutes_locked' } as const;
const early = { 'do': 'minutes_not_published', 'drop': 'minutes_not_published', 'drop without a reason': 'minutes_not_published', 'do it for another': 'action_not_yours' } as const;

machine('an action', {
  states: {
    'open, minutes draft': withAction, 'open, minutes in review': after(withAction, send), 'open, minutes approved': after(withAction, send, approve), 'open': openAction,
    'done': after(openAction, closeAs('done', '')), 'dropped': after(openAction, closeAs('dropped', 'Ikke længere nødvendigt')),
  },
  look: async ({ actionId }) => {
    const [row] = await db().select().from(actionItems).where(eq(actionItems.id, actionId));
    return { state: row?.state ?? 'gone', row };
  },
  commands: {
    'do': closeAs('done', ''), 'drop': closeAs('dropped', 'Derfor'), 'drop without a reason': closeAs('dropped', ''),
    'do it for another': ({ actionId }) => closeAction(world.as(cast.owner), actionId, { state: 'done', reason: '' }), 'take out': ({ actionId }) => removeAction(organiser(), actionId),
  },
  table: {
    // A draft is not read by whoever shall act.
    'open, minutes draft': { 'do': 'minutes_not_found', 'drop': 'minutes_not_found', 'drop without a reason': 'minutes_not_found', 'do it for another': 'minutes_not_found', 'take out': '-> gone' },
    'open, minutes in review': { ...early, 'take out': 'minutes_not_draft' }, 'open, minutes approved': { ...early, 'take out': 'minutes_locked' },
    'open': { 'do': '-> done', 'drop': '-> dropped', 'drop without a reason': 'reason_required', 'do it for another': 'action_not_yours', 'take out': 'minutes_locked' },
    'done': closed, 'dropped': closed,
  },
});

machine('a decision', {
  states: { 'draft': withAction, 'in_review': after(withAction, send), 'approved': after(withAction, send, approve), 'published': openAction, 'gone': after(withAction, ({ decisionId }) => withdrawDecision(organiser(), decisionId)) },
  look: async ({ decisionId, minutesId }) => {
    const [row] = await db().select().from(decisions).where(eq(decisions.id, decisionId));
    const [of] = await db().select({ state: minutes.state }).from(minutes).where(eq(minutes.id, minutesId));
    return { state: row ? (of?.state ?? '') : 'gone', row };
  },
  commands: { 'word anew': ({ decisionId }) => editDecision(organiser(), decisionId, { text: 'Vi gør det straks', seen: 'Vi gør det' }), 'withdraw': ({ decisionId }) => withdrawDecision(organiser(), decisionId) },
  table: {
    draft: { 'word anew': '-> draft', 'withdraw': '-> gone' }, in_review: { 'word anew': 'minutes_not_draft', 'withdraw': 'minutes_not_draft' }, approved: { 'word anew': 'minutes_locked', 'withdraw': 'minutes_locked' },
    published: { 'word anew': 'minutes_locked', 'withdraw': 'minutes_locked' }, gone: { 'word anew': 'decision_not_found', 'withdraw': 'decision_not_found' },
  },
});

type Clashed = Made & { clashId: string; version: number };
const clashed = async (): Promise<Clashed> => {
  const made = await after(empty('held'), write('Det er sådan'))();
  const [first, second] = [await world.person('organiser'), await world.person('organiser')];
  await saveEntry(world.as(first), made.first, { text: 'Det er nu anderledes', version: 2, clash: null });
  const kept = await saveEntry(world.as(second), made.first, { text: 'Det var slet ikke', version: 2, clash: null });
  return { ...made, clashId: kept.state === 'clash' ? kept.id : NONE, version: (await textOf(made.first)).version };
};
const settle = (choice: 'mine' | 'theirs' | 'both') => ({ clashId, version }: Clashed) => settleClash(organiser(), clashId, { choice, text: 'Mine ord', version });

machine('a clash', {
  states: { 'open': clashed, 'settled': after(clashed, settle('theirs')), 'none': async () => ({ ...(await empty('held')()), clashId: NONE, version: 1 }) },
  look: async ({ clashId }) => {
    const [row] = await db().select().from(minutesClashes).where(eq(minutesClashes.id, clashId));
    return { state: row ? (row.settledAt ? 'settled' : 'open') : 'none', row };
  },
  commands: { mine: settle('mine'), theirs: settle('theirs'), both: settle('both') },
  table: { open: { mine: '-> settled', theirs: '-> settled', both: '-> open' }, settled: { mine: 'clash_settled', theirs: 'clash_settled', both: 'clash_settled' }, none: { mine: 'clash_not_found', theirs: 'clash_not_found', both: 'clash_not_found' } },
});
