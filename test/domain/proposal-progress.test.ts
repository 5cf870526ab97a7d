import { asc, eq } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { agendaItems, mails, minutesEntries } from '~/db/schema';
import type { Actor } from '~/server/context';
import { closeAction, addAction } from '~/server/domain/actions/commands';
import { closeItem, openItem, publishAgenda } from '~/server/domain/agenda/commands';
import { recordDecision } from '~/server/domain/decisions/commands';
import { writeEntry } from '~/server/domain/entries/commands';
import { cancelMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { approveMinutes, beginMinutes, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { tellProposers } from '~/server/domain/progress/commands';
import { progressOf } from '~/server/domain/progress/queries';
import { stepsOf, type ProgressFacts } from '~/server/domain/progress/rules';
import { decideProposal, editProposal, endorseProposal, withdrawProposal } from '~/server/domain/proposals/commands';
import { getProposal, membersConcerned } from '~/server/domain/proposals/queries';
import { daysWaited } from '~/server/domain/proposals/rules';
import { taskList } from '~/server/jobs';
import { letters } from '~/server/mail/letters';
import type { LetterWriter } from '~/server/mail/letter';
import { makePost } from '~/server/mail/transport';
import { addDays, dayOf } from '~/server/time';
import { choose, useProposals, words } from '../support/proposals';
import { anOrganisation, useWorld } from '../support/world';

const world = useWorld();
const { cast, aMeeting, at, propose } = useProposals(world);
let organiser: Actor;
let author: Actor;
let other: Actor;
beforeAll(() => {
  ({ organiser, author, other } = cast);
});
const db = () => world.connection.db;
const days = (n: number) => addDays(new Date('2027-03-01T09:00:00Z'), n);

describe('the steps', () => {
  const submittedAt = days(0);
  const facts = (more: Partial<ProgressFacts> = {}): ProgressFacts => ({ state: 'submitted', submittedAt, decidedAt: null, withdrawnAt: null, role: null, edits: [], mergedHere: [], files: [], cancelledAt: null, item: null, placed: null, minutes: null, actions: [], continuedAt: null, ...more });
  const accepted = (more: Partial<ProgressFacts> = {}) => facts({ state: 'accepted', decidedAt: days(2), role: 'organiser', item: { state: 'planned', outcome: null, openedAt: null, closedAt: null }, ...more });
  const closed = (outcome: NonNullable<ProgressFacts['item']>['outcome']) => ({ state: 'closed' as const, outcome, openedAt: days(20), closedAt: days(20) });
  const placed = { number: 1, at: days(3), position: 2 };
  const published = { state: 'published' as const, publishedAt: days(30) };
  /** `+` done, `!` now, `?` to come. */
  const course = (of: ProgressFacts) => stepsOf(of, days(5)).map(({ kind, state }) => `${{ done: '+', current: '!', ahead: '?' }[state]}${kind}`).join(' ');

  it.each<[string, ProgressFacts, string]>([
    ['waits', facts(), '+received !considered ?decided ?placed ?discussed ?minuted ?followed_up'],
    ['was changed meanwhile', facts({ edits: [days(1)] }), '+received +edited !considered ?decided ?placed ?discussed ?minuted ?followed_up'],
    ['got a file', facts({ files: [{ added: true, at: days(1), file: {} }, { added: false, at: days(2), file: {} }] }), '+received +file_added +file_removed !considered ?decided ?placed ?discussed ?minuted ?followed_up'],
    ['was withdrawn', facts({ state: 'withdrawn', withdrawnAt: days(1) }), '+received +withdrawn'],
    ['was declined', facts({ state: 'declined', decidedAt: days(1) }), '+received +considered +decided'],
    ['was merged', facts({ state: 'merged', decidedAt: days(1) }), '+received +considered +decided'],
    ['was deferred', facts({ state: 'deferred', decidedAt: days(1), continuedAt: days(1) }), '+received +considered +decided +carried_over'],
    ['was accepted', accepted(), '+received +considered +decided !placed ?discussed ?minuted ?followed_up'],
    ['took another one in after that', accepted({ mergedHere: [{ id: 'p', at: days(3) }] }), '+received +considered +decided +merged_here !placed ?discussed ?minuted ?followed_up'],
    ['stands on the agenda', accepted({ placed }), '+received +considered +decided +placed !discussed ?minuted ?followed_up'],
    ['is not to be discussed', accepted({ placed, cancelledAt: days(4) }), '+received +considered +decided +placed +cancelled'],
    ['waits at a cancelled meeting', facts({ cancelledAt: days(4) }), '+received +cancelled !considered ?decided'],
    ['was noted', accepted({ placed, item: closed('noted') }), '+received +considered +decided +placed +discussed !minuted ?followed_up'],
    ['is in the minutes without more', accepted({ placed, item: closed('noted'), minutes: published }), '+received +considered +decided +placed +discussed +minuted'],
    ['led to something', accepted({ placed, item: closed('decided'), minutes: published, actions: [{ state: 'open', closedAt: null }, { state: 'done', closedAt: days(31) }] }), '+received +considered +decided +placed +discussed +minuted !followed_up'],
    ['is through', accepted({ placed, item: closed('decided'), minutes: published, actions: [{ state: 'done', closedAt: days(40) }] }), '+received +considered +decided +placed +discussed +minuted +followed_up'],
    ['was postponed', accepted({ placed, item: closed('postponed') }), '+received +considered +decided +placed +discussed !carried_over'],
    ['goes on', accepted({ placed, item: closed('not_reached'), minutes: published, continuedAt: days(21) }), '+received +considered +decided +placed +discussed +carried_over +minuted'],
  ])('of one that %s', (_name, of, expected) => {
    expect(course(of)).toBe(expected);
  });

  it('bear the response clock, in days of the Danish calendar', () => {
    expect(stepsOf(facts(), days(5)).find((step) => step.kind === 'considered')?.days).toBe(5);
    expect(stepsOf(accepted(), days(50)).find((step) => step.kind === 'considered')?.days).toBe(2);
    expect(stepsOf(accepted({ role: null }), days(5)).find((step) => step.kind === 'decided')?.role).toBe('organiser');
    expect([daysWaited(new Date('2027-03-01T22:59:00Z'), new Date('2027-03-01T23:01:00Z')), daysWaited(days(3), days(1)), daysWaited(new Date('2027-03-27T12:00:00Z'), new Date('2027-03-29T11:00:00Z'))]).toEqual([1, 0, 2]);
  });
});

/** Works the queue once for what this is about. */
async function work() {
  const { tell_proposers, carry_over } = taskList(world.services, makePost(world.config));
  await runOnce({ connectionString: world.url, taskList: { tell_proposers: tell_proposers!, carry_over: carry_over! }, logger: new Logger(() => () => undefined), noHandleSignals: true });
}

/** The kinds of mail about a proposal, in their order, with who got each. */
async function told(...proposalIds: string[]): Promise<[string, string[]][]> {
  const rows = (await db().select().from(mails).orderBy(asc(mails.id))).filter((mail) => mail.kind !== 'proposal.submitted' && proposalIds.includes(String(mail.params.proposalId)));
  return [...new Set(rows.map((mail) => mail.kind))].map((kind) => [kind, rows.filter((mail) => mail.kind === kind).map((mail) => mail.memberId).sort()]);
}

/** The letters as they would leave now: subject and text. */
async function written(kind: keyof typeof letters, language: 'da' | 'en', params: Record<string, unknown>) {
  const letter = await (letters[kind] as unknown as LetterWriter)(world.services, { id: 'm', memberId: author.id, language, params, createdAt: world.clock.now });
  return letter && `${letter.subject}\n${letter.text}`;
}

async function itemOf(proposalId: string) {
  const [item] = await db().select().from(agendaItems).where(eq(agendaItems.proposalId, proposalId));
  return item!;
}

const waysOf = async (id: string, who: Actor | null = null) => {
  const ctx = world.as(who);
  return (await progressOf(ctx, await getProposal(ctx, id)))!;
};
const kinds = async (id: string, who: Actor | null = null) => (await waysOf(id, who)).steps.filter((step) => step.state === 'done').map((step) => step.kind);

describe('the whole way', () => {
  it('is told at each step to the author, the supporters and the authors of what was merged into it, once each', async () => {
    const third = await world.person('member', { language: 'en' });
    const meeting = await aMeeting('Hele vejen', 400);
    const { id } = await propose(meeting.id, 'Går hele vejen', { kind: 'decision' });
    const merged = await propose(meeting.id, 'Lægges ind i det', {}, third);
    await endorseProposal(world.as(other), id);
    const everyone = [author.id, other.id, third.id].sort();
    await editProposal(world.as(author), id, { ...words('Går hele vejen, med ændringer', { kind: 'decision' }), version: 1 });
    await decideProposal(world.as(organiser), merged.id, choose({ decision: 'merge', mergedIntoId: id }));
    await at(days(3), () => decideProposal(world.as(organiser), id, choose({ decision: 'accept' })));
    expect(await membersConcerned(db(), id).then((rows) => rows.map((row) => row.id).sort())).toEqual(everyone);
    expect(await told(id)).toEqual([['proposal.decided', everyone]]);
    expect((await waysOf(id)).steps.find((step) => step.kind === 'decided')).toMatchObject({ role: 'organiser', at: days(3) });

    await publishAgenda(world.as(organiser), meeting.id);
    await work();
    expect((await told(id)).at(-1)).toEqual(['proposal.placed', everyone]);
    expect((await waysOf(id)).placed).toMatchObject({ number: 1, position: 1 });
    expect(await written('proposal.placed', 'da', { proposalId: id })).toMatch(/Forslaget er på dagsordenen: Går hele vejen[^]*er punkt 1 på dagsordenen for »Hele vejen«/);

    const item = await itemOf(id);
    await startMeeting(world.as(organiser), meeting.id);
    await openItem(world.as(organiser), item.id);
    expect(await written('proposal.discussed', 'da', { proposalId: id })).toBeNull();
    await closeItem(world.as(organiser), item.id, { outcome: 'decided', next: false });
    await holdMeeting(world.as(organiser), meeting.id);
    await work();
    expect((await told(id)).at(-1)).toEqual(['proposal.discussed', everyone]);
    expect(await written('proposal.discussed', 'en', { proposalId: id })).toContain('The meeting has decided on the proposal');

    await beginMinutes(world.as(organiser), meeting.id);
    const [entry] = await db().select().from(minutesEntries).where(eq(minutesEntries.agendaItemId, item.id));
    await writeEntry(world.as(organiser), entry!.id, { text: 'Drøftet.', version: entry!.version });
    const decision = await recordDecision(world.as(organiser), entry!.id, { text: 'Netværket siger ja.', initiatives: [] });
    const action = await addAction(world.as(organiser), entry!.id, { text: 'Gør det.', responsibleOrganisationId: await anOrganisation(world, 'Den, der gør det'), responsibleMemberId: null, dueOn: '2028-12-01', initiatives: [] });
    expect(await waysOf(id)).toMatchObject({ minutes: null, actions: [] });
    expect((await getProposal(world.as(null), id)).item?.decisions).toEqual([]);
    expect(await written('proposal.minuted', 'da', { proposalId: id })).toBeNull();
    await sendToReview(world.as(organiser), meeting.id, { due: dayOf(addDays(world.clock.now, 5)) });
    await approveMinutes(world.as(organiser), meeting.id);
    await publishMinutes(world.as(organiser), meeting.id);
    await work();
    expect((await told(id)).at(-1)).toEqual(['proposal.minuted', everyone]);
    const minuted = await written('proposal.minuted', 'da', { proposalId: id });
    expect(minuted).toContain(`Beslutning ${decision.number}: Netværket siger ja.`);
    expect(minuted).toContain('Ansvarlig: Den, der gør det. Frist: 1. december 2028.');
    expect(minuted).toContain(`/referat#beslutning-${decision.number}`);

    await closeAction(world.as(organiser), action.id, { state: 'dropped', reason: 'Det var gjort.' });
    await work();
    expect((await told(id)).at(-1)).toEqual(['proposal.followed_up', everyone]);
    expect(await written('proposal.followed_up', 'en', { proposalId: id, actionId: action.id })).toMatch(/A follow-up has been given up[^]*Gør det\.[^]*Reason: Det var gjort\./);
    expect(await kinds(id)).toEqual(expect.arrayContaining(['received', 'edited', 'merged_here', 'considered', 'decided', 'placed', 'discussed', 'minuted', 'followed_up']));
    expect((await waysOf(id)).steps.every((step) => step.state === 'done')).toBe(true);

    // Asked again, nobody is told again.
    const before = await told(id, merged.id);
    for (const step of ['placed', 'discussed', 'minuted'] as const) await tellProposers(world.as(null), { step, meetingId: meeting.id });
    await tellProposers(world.as(null), { step: 'followed_up', actionId: action.id });
    expect(await told(id, merged.id)).toEqual(before);
  });

  it('goes on at the next meeting when the first did not reach it, walkable both ways', async () => {
    const meeting = await aMeeting('Nås ikke', 500);
    const { id } = await propose(meeting.id, 'Nås ikke');
    await endorseProposal(world.as(other), id);
    await decideProposal(world.as(organiser), id, choose({ decision: 'accept' }));
    await publishAgenda(world.as(organiser), meeting.id);
    await startMeeting(world.as(organiser), meeting.id);
    await holdMeeting(world.as(organiser), meeting.id);
    await work();
    expect((await told(id)).at(-1)).toEqual(['proposal.discussed', [author.id, other.id].sort()]);
    expect((await waysOf(id)).steps.at(-1)).toMatchObject({ kind: 'carried_over', state: 'current' });
    const next = await aMeeting('Næste', 520);
    await work();
    const before = await getProposal(world.as(null), id);
    const after = before.continuedBy!;
    expect(after.meeting.slug).toBe(next.slug);
    expect((await getProposal(world.as(null), after.id)).continues?.id).toBe(id);
    expect((await waysOf(id)).steps.at(-1)).toMatchObject({ kind: 'carried_over', state: 'done' });
    expect(await told(after.id)).toEqual([['proposal.carried_over', [author.id, other.id].sort()]]);
    expect(await written('proposal.carried_over', 'da', { proposalId: after.id })).toMatch(/Forslaget fortsætter på næste møde: Nås ikke[^]*forslag til »Næste«/);
    // What is said twice by two processes at once is mailed once.
    await Promise.all([1, 2, 3].map(() => tellProposers(world.as(null), { step: 'discussed', meetingId: meeting.id })));
    expect((await told(id)).find(([kind]) => kind === 'proposal.discussed')?.[1]).toHaveLength(2);
  });

  it('tells nobody of what is no more, and nobody without a confirmed address', async () => {
    const meeting = await aMeeting('Aflyses senere', 600);
    const { id } = await propose(meeting.id, 'Aflyst');
    const withdrawn = await propose(meeting.id, 'Trukket tilbage');
    await decideProposal(world.as(organiser), id, choose({ decision: 'accept' }));
    await withdrawProposal(world.as(author), withdrawn.id);
    await publishAgenda(world.as(organiser), meeting.id);
    await cancelMeeting(world.as(organiser), meeting.id, 'Ingen kan');
    expect(await written('proposal.placed', 'da', { proposalId: id })).toBeNull();
    expect(await written('proposal.carried_over', 'da', { proposalId: withdrawn.id })).toBeNull();
    expect((await waysOf(withdrawn.id, author)).steps.map((step) => step.kind)).toEqual(['received', 'withdrawn']);
    expect((await waysOf(id)).steps.at(-1)?.kind).toBe('cancelled');
    const draft = await propose(meeting.id, 'Kladde', { intent: 'draft' }).catch(() => null);
    expect(draft).toBeNull();
    const silent = await world.person('member', { emailConfirmedAt: null });
    const elsewhere = await aMeeting('Ubekræftet støtte', 610);
    const supported = await propose(elsewhere.id, 'Støttes', {}, author);
    await endorseProposal(world.as({ ...silent, confirmed: true }), supported.id);
    expect((await membersConcerned(db(), supported.id)).map((row) => row.id)).toEqual([author.id]);
    expect(await membersConcerned(db(), supported.id, author.id)).toEqual([]);
  });

  it('is nobody else\'s before a draft is submitted', async () => {
    const meeting = await aMeeting('Kladders vej', 620);
    const { id } = await propose(meeting.id, 'Kladde', { intent: 'files' });
    const ctx = world.as(author);
    expect(await progressOf(ctx, await getProposal(ctx, id))).toBeNull();
  });
});
