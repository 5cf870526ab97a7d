import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import { endorsements, initiatives, meetings, members, proposalInitiatives, proposals, proposalVersions } from '~/db/schema';
import type { Actor, Ctx } from '~/server/context';
import { ensure, refuse } from '~/server/refusal';
import { write, type EventMap, type EventType, type Tx } from '~/server/write';
import { insertItem } from '../agenda/commands';
import { putAway } from '../drafts/commands';
import { lockMeeting, type Meeting } from '../meetings/commands';
import { openThread } from '../threads/commands';
import { membersConcerned } from './queries';
import { isLate, mayAccept, mayDecline, mayDefer, mayEditProposal, mayEndorse, mayMerge, maySubmit, mayWithdraw } from './rules';
import type { DecideProposal, EditProposal, SubmitProposal } from './schema';

type Proposal = typeof proposals.$inferSelect;
type Open = { proposal: Proposal; meeting: Meeting };

/** Locks the meeting, then the proposal: everyone who changes one of them waits in this order. Refuses `proposal_not_found`. */
async function lockProposal(tx: Tx, id: string): Promise<Open> {
  const meeting = await lockMeeting(tx, await meetingOf(tx, id));
  return { meeting, proposal: await lockRow(tx, id) };
}

/** A proposal never moves to another meeting, so its meeting is known before anything is locked. */
async function meetingOf(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.db.select({ meetingId: proposals.meetingId }).from(proposals).where(eq(proposals.id, id));
  if (!row) throw refuse('proposal_not_found');
  return row.meetingId;
}

async function lockRow(tx: Tx, id: string): Promise<Proposal> {
  const [row] = await tx.db.select().from(proposals).where(eq(proposals.id, id)).for('update');
  if (!row) throw refuse('proposal_not_found');
  return row;
}

/** Who acts; the rule has refused everyone who is not signed in. */
function actorOf(ctx: Ctx): Actor {
  if (!ctx.actor) throw refuse('not_signed_in');
  return ctx.actor;
}

export type Concerned = { id: string; number: string };

/** Refuses `initiative_not_found` when one of them does not exist. */
async function initiativesNamed(tx: Tx, ids: string[]): Promise<Concerned[]> {
  const found = ids.length === 0 ? [] : await tx.db.select({ id: initiatives.id, number: initiatives.number }).from(initiatives).where(inArray(initiatives.id, ids)).orderBy(initiatives.sortKey);
  if (found.length < ids.length) throw refuse('initiative_not_found');
  return found;
}

async function initiativesOf(tx: Tx, proposalId: string): Promise<Concerned[]> {
  return tx.db.select({ id: initiatives.id, number: initiatives.number }).from(proposalInitiatives).innerJoin(initiatives, eq(initiatives.id, proposalInitiatives.initiativeId)).where(eq(proposalInitiatives.proposalId, proposalId)).orderBy(initiatives.sortKey);
}

async function linkInitiatives(tx: Tx, proposalId: string, concerned: Concerned[]): Promise<void> {
  await tx.db.delete(proposalInitiatives).where(eq(proposalInitiatives.proposalId, proposalId));
  if (concerned.length > 0) await tx.db.insert(proposalInitiatives).values(concerned.map(({ id }) => ({ proposalId, initiativeId: id })));
}

/** Puts an event on the stream of the proposal, of its meeting and of each initiative it concerns. */
export function tell<K extends EventType>(tx: Tx, { id, meetingId }: Pick<Proposal, 'id' | 'meetingId'>, concerned: Concerned[], type: K, payload: EventMap[K]): void {
  for (const stream of new Set([`proposal:${id}`, `meeting:${meetingId}`, ...concerned.map((initiative) => `initiative:${initiative.id}`)])) tx.append(stream, type, payload);
}

/** When it came in and against which deadline. Read after the lock on the meeting: a deadline cannot move in between. */
function submittedNow(ctx: Ctx, { proposalDeadline }: Meeting) {
  const submittedAt = ctx.now();
  const deadlineThen = proposalDeadline ?? submittedAt;
  return { submittedAt, deadlineThen, late: isLate(submittedAt, deadlineThen) };
}

/** Each public proposal is discussed in a thread of its own. */
export const openItsThread = (tx: Tx, { id, title, authorId, isExample }: Proposal) => openThread(tx, { category: 'proposal', subjectId: id, title, authorId, isExample });

/** What follows once a proposal is public: its thread, its first event, a mail to the organisers. */
async function takeIn(ctx: Ctx, tx: Tx, proposal: Proposal, concerned: Concerned[]): Promise<void> {
  const { id, meetingId, late } = proposal;
  tell(tx, proposal, concerned, 'proposal.submitted', { proposalId: id, meetingId, late });
  await openItsThread(tx, proposal);
  const organisers = await tx.db.select({ id: members.id, language: members.language }).from(members).where(and(inArray(members.role, ['organiser', 'admin']), isNotNull(members.emailConfirmedAt), ne(members.id, actorOf(ctx).id)));
  await tx.mail('proposal.submitted', organisers, { proposalId: id }, id);
}

/**
 * Proposes an item for a called meeting's agenda, or keeps it as a draft that only its author sees. After the deadline
 * it is taken too and marked late. What was kept of it while it was written is put away. Refuses what `maySubmit` refuses, and `initiative_not_found`.
 */
export async function submitProposal(ctx: Ctx, meetingId: string, input: SubmitProposal, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    ensure(maySubmit(ctx.actor, meeting));
    const { intent, initiativeIds, _key: form, ...words } = input;
    const concerned = await initiativesNamed(tx, initiativeIds);
    const state = intent === 'submit' ? { state: 'submitted' as const, ...submittedNow(ctx, meeting) } : { state: 'draft' as const };
    const [made] = await tx.db.insert(proposals).values({ ...words, ...state, meetingId, authorId: actorOf(ctx).id, createdAt: tx.now, updatedAt: tx.now }).returning();
    if (!made) throw new Error('no proposal was made');
    await linkInitiatives(tx, made.id, concerned);
    if (made.state === 'submitted') await takeIn(ctx, tx, made, concerned);
    await putAway(tx, made.authorId, `proposal:new:${meetingId}`, form);
    return { id: made.id };
  });
}

const wording = ['title', 'reason', 'kind', 'minutesWanted'] as const;

/**
 * Changes a proposal's words; a draft may be submitted with it. Every wording that was public is kept, what was kept while it was
 * written is put away.
 * Refuses what `mayEditProposal` refuses, `initiative_not_found`, and `edit_conflict` when the form was made from an older version.
 */
export async function editProposal(ctx: Ctx, id: string, input: EditProposal, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { proposal, meeting } = await lockProposal(tx, id);
    ensure(mayEditProposal(ctx.actor, proposal, meeting));
    const { intent, initiativeIds, version, _key: form, ...words } = input;
    if (version !== proposal.version) throw refuse('edit_conflict');
    await putAway(tx, proposal.authorId, `proposal:edit:${id}`, form);
    const before = await initiativesOf(tx, id);
    const after = await initiativesNamed(tx, initiativeIds);
    const moved = before.map((initiative) => initiative.id).join() !== after.map((initiative) => initiative.id).join();
    const changed = [...wording.filter((field) => proposal[field] !== words[field]), ...(moved ? ['initiatives'] : [])];
    const submits = proposal.state === 'draft' && intent === 'submit';
    if (changed.length === 0 && !submits) return;
    const [edited] = await tx.db.update(proposals).set({ ...words, ...(submits ? { state: 'submitted' as const, ...submittedNow(ctx, meeting) } : {}), version: version + 1, updatedAt: tx.now }).where(eq(proposals.id, id)).returning();
    if (!edited) throw new Error('no proposal was edited');
    await linkInitiatives(tx, id, after);
    if (submits) return takeIn(ctx, tx, edited, after);
    if (proposal.state === 'draft') return;
    const { title, reason, kind, minutesWanted } = proposal;
    await tx.db.insert(proposalVersions).values({ proposalId: id, version, title, reason, kind, minutesWanted, initiativeNumbers: before.map((initiative) => initiative.number), at: proposal.updatedAt });
    tell(tx, proposal, [...before, ...after], 'proposal.edited', { proposalId: id, changed });
  });
}

/** The author takes it back; what was public stays on the record as withdrawn. Refuses what `mayWithdraw` refuses. */
export async function withdrawProposal(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { proposal } = await lockProposal(tx, id);
    ensure(mayWithdraw(ctx.actor, proposal));
    await putAway(tx, proposal.authorId, `proposal:edit:${id}`);
    await tx.db.update(proposals).set({ state: 'withdrawn', version: proposal.version + 1, updatedAt: tx.now }).where(eq(proposals.id, id));
    if (proposal.submittedAt) tell(tx, proposal, await initiativesOf(tx, id), 'proposal.withdrawn', { proposalId: id });
  });
}

/** Adds the actor's support; twice is once. Refuses what `mayEndorse` refuses. */
export async function endorseProposal(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { proposal } = await lockProposal(tx, id);
    ensure(mayEndorse(ctx.actor, proposal));
    const added = await tx.db.insert(endorsements).values({ proposalId: id, memberId: actorOf(ctx).id, at: tx.now }).onConflictDoNothing().returning();
    if (added.length > 0) tell(tx, proposal, [], 'proposal.endorsed', { proposalId: id });
  });
}

/** Takes the actor's support back; twice is once. Refuses what `mayEndorse` refuses. */
export async function unendorseProposal(ctx: Ctx, id: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { proposal } = await lockProposal(tx, id);
    ensure(mayEndorse(ctx.actor, proposal));
    const taken = await tx.db.delete(endorsements).where(and(eq(endorsements.proposalId, id), eq(endorsements.memberId, actorOf(ctx).id))).returning();
    if (taken.length > 0) tell(tx, proposal, [], 'proposal.endorsement_withdrawn', { proposalId: id });
  });
}

/**
 * An organiser's decision, with its public reason, mailed to the author and those who support the proposal:
 * accept puts it on the agenda, merge carries its support over to the other one, defer lets it go on as a submitted
 * proposal of the later meeting, decline ends it. Refuses what `mayAccept`, `mayMerge`, `mayDefer` and `mayDecline`
 * refuse, and `proposal_changed` when the author has changed the words that the organiser read.
 */
export async function decideProposal(ctx: Ctx, id: string, input: DecideProposal, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const meetingId = await meetingOf(tx, id);
    const locked = await lockMeetings(tx, [meetingId, ...(input.decision === 'defer' && input.deferredToMeetingId ? [input.deferredToMeetingId] : [])]);
    const meeting = locked.get(meetingId);
    if (!meeting) throw refuse('meeting_not_found');
    const proposal = await lockRow(tx, id);
    const concerned = await initiativesOf(tx, id);
    const decision = { ctx, tx, proposal, meeting, concerned, input };
    if (input.decision === 'accept') await accept(decision);
    else if (input.decision === 'merge') await merge(decision);
    else if (input.decision === 'defer') await defer(decision, locked.get(input.deferredToMeetingId ?? '') ?? null);
    else await decline(decision);
    await tx.mail('proposal.decided', await membersConcerned(tx.db, id, actorOf(ctx).id), { proposalId: id }, id);
  });
}

/** In one order for everyone, so that two deferrals never wait on each other crosswise. Unknown meetings are left out. */
export async function lockMeetings(tx: Tx, ids: string[]): Promise<Map<string, Meeting>> {
  const rows = await tx.db.select().from(meetings).where(inArray(meetings.id, ids)).orderBy(meetings.id).for('update');
  return new Map(rows.map((row) => [row.id, row]));
}

type Decision = Open & { ctx: Ctx; tx: Tx; concerned: Concerned[]; input: DecideProposal };

/** Sets the state with who, when and why; the rule has been asked. */
async function settle({ ctx, tx, proposal, input }: Decision, outcome: Pick<Proposal, 'state'> & Partial<Proposal>): Promise<void> {
  await tx.db.update(proposals).set({ ...outcome, decidedAt: tx.now, decidedBy: actorOf(ctx).id, decisionReason: input.reason || null, version: proposal.version + 1, updatedAt: tx.now }).where(eq(proposals.id, proposal.id));
}

/** The words decided on are the ones that were read. */
function ensureSeen({ proposal, input }: Decision): void {
  if (input.version !== undefined && input.version !== proposal.version) throw refuse('proposal_changed');
}

async function accept(decision: Decision): Promise<void> {
  const { ctx, tx, proposal, meeting, concerned, input } = decision;
  ensure(mayAccept(ctx.actor, proposal, meeting, input.reason));
  ensureSeen(decision);
  await settle(decision, { state: 'accepted' });
  const item = { title: proposal.title, body: proposal.reason, kind: proposal.kind, minutes: proposal.minutesWanted, presenter: null, proposalId: proposal.id, initiativeIds: concerned.map((initiative) => initiative.id) };
  const { id: agendaItemId } = await insertItem(tx, meeting.id, item);
  tell(tx, proposal, concerned, 'proposal.accepted', { proposalId: proposal.id, agendaItemId, role: actorOf(ctx).role });
}

async function merge(decision: Decision): Promise<void> {
  const { ctx, tx, proposal, concerned, input } = decision;
  // Every change of a proposal holds its meeting's lock, so the other one of this meeting stands still too.
  const [into] = await tx.db.select().from(proposals).where(eq(proposals.id, input.mergedIntoId ?? proposal.id));
  ensure(mayMerge(ctx.actor, proposal, into ?? null, input.reason));
  if (!into) throw refuse('merge_into_other');
  ensureSeen(decision);
  await settle(decision, { state: 'merged', mergedIntoId: into.id });
  await copySupport(tx, proposal.id, into);
  const payload = { proposalId: proposal.id, intoId: into.id, role: actorOf(ctx).role };
  tell(tx, proposal, concerned, 'proposal.merged', payload);
  tx.append(`proposal:${into.id}`, 'proposal.merged', payload);
}

async function defer(decision: Decision, to: Meeting | null): Promise<void> {
  const { ctx, tx, proposal, meeting, concerned, input } = decision;
  ensure(mayDefer(ctx.actor, proposal, meeting, to, input.reason));
  if (!to) throw refuse('defer_to_later_meeting');
  ensureSeen(decision);
  await settle(decision, { state: 'deferred', deferredToMeetingId: to.id });
  const { title, reason, kind, minutesWanted, authorId, isExample } = proposal;
  const next = await goOn(ctx, tx, to, { title, reason, kind, minutesWanted, authorId, isExample, continuesId: proposal.id }, concerned);
  tell(tx, proposal, concerned, 'proposal.deferred', { proposalId: proposal.id, meetingId: to.id, continuedById: next.id, role: actorOf(ctx).role });
  tell(tx, next, concerned, 'proposal.continued', { proposalId: next.id, meetingId: to.id, continuesId: proposal.id });
  await openItsThread(tx, next);
}

/** Submitted to a later meeting, whose lock the caller holds, with the initiatives and the support of what it continues. */
export async function goOn(ctx: Ctx, tx: Tx, to: Meeting, words: Pick<Proposal, 'title' | 'reason' | 'kind' | 'minutesWanted' | 'authorId' | 'isExample' | 'continuesId'>, concerned: Concerned[]): Promise<Proposal> {
  const [next] = await tx.db.insert(proposals).values({ ...words, meetingId: to.id, state: 'submitted', ...submittedNow(ctx, to), createdAt: tx.now, updatedAt: tx.now }).returning();
  if (!next) throw new Error('no proposal was made');
  await linkInitiatives(tx, next.id, concerned);
  if (words.continuesId) await copySupport(tx, words.continuesId, next);
  return next;
}

async function decline(decision: Decision): Promise<void> {
  const { ctx, tx, proposal, concerned, input } = decision;
  ensure(mayDecline(ctx.actor, proposal, input.reason));
  ensureSeen(decision);
  await settle(decision, { state: 'declined' });
  tell(tx, proposal, concerned, 'proposal.declined', { proposalId: proposal.id, role: actorOf(ctx).role });
}

/** Whoever supports both counts once, and nobody comes to support a proposal of their own. */
async function copySupport(tx: Tx, fromId: string, to: Pick<Proposal, 'id' | 'authorId'>): Promise<void> {
  const support = await tx.db.select().from(endorsements).where(and(eq(endorsements.proposalId, fromId), ne(endorsements.memberId, to.authorId)));
  if (support.length > 0) await tx.db.insert(endorsements).values(support.map(({ memberId, at }) => ({ proposalId: to.id, memberId, at }))).onConflictDoNothing();
}
