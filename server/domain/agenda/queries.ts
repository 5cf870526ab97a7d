import { and, asc, count, desc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { actionItems, actionPlans, agendaItemActions, agendaItemInitiatives, agendaItemMinutes, agendaItems, agendaVersions as versions, decisions, initiatives, meetings, members, minutes, minutesEntries, organisations, proposals, registrations, threads, type AgendaSnapshotItem } from '~/db/schema';
import { isOrganiser, type Ctx } from '~/server/context';
import { seqOf } from '~/server/history';
import { ensure, refuse } from '~/server/refusal';
import { addMinutes } from '~/server/time';
import type { Tx } from '~/server/write';
import { pausesOf } from '../meetings/queries';
import { maySeeMeeting, standstill } from '../meetings/rules';
import { clockTimes, differences, mayBuild, mayEditItem, mayPublish, mayRemoveItem, outcomesOf, type Difference } from './rules';

type Meeting = typeof meetings.$inferSelect;
type Reader = Tx['db'] | Ctx['db'];
export type InitiativeLink = { id: string; period: string; number: string; titleDa: string; titleEn: string };
export type AgendaItemView = Awaited<ReturnType<typeof agendaOfMeeting>>['items'][number];
/** An item as a version of the agenda had it; what has come of it since stands beside it. */
export type ShownItem = Omit<AgendaItemView, 'can' | 'initiativeIds'>;

/** Where items that were postponed or not reached go on: the proposal, and the meeting it is for. */
export async function carriedOn(db: Reader, itemIds: string[]) {
  const rows = itemIds.length === 0 ? [] : await db.select({ itemId: agendaItems.id, id: proposals.id, meeting: meetings.title }).from(agendaItems)
    .innerJoin(proposals, eq(proposals.id, agendaItems.carriedToId)).innerJoin(meetings, eq(meetings.id, proposals.meetingId)).where(inArray(agendaItems.id, itemIds));
  return (itemId: string) => rows.filter((row) => row.itemId === itemId).map(({ id, meeting }) => ({ id, meeting }))[0] ?? null;
}

const linkColumns = { id: initiatives.id, period: actionPlans.period, number: initiatives.number, titleDa: initiatives.titleDa, titleEn: initiatives.titleEn };

async function seenMeeting(ctx: Ctx, id: string): Promise<Meeting> {
  const [meeting] = await ctx.db.select().from(meetings).where(eq(meetings.id, id));
  if (!meeting) throw refuse('meeting_not_found');
  ensure(maySeeMeeting(ctx.actor, meeting));
  return meeting;
}

/** The items of a meeting in their order, with their initiatives, who presents them by name, and when each begins as things stand `now`. */
export async function itemsOf(db: Reader, meeting: Pick<Meeting, 'id' | 'startsAt' | 'startedAt' | 'endsAt'>, now: Date) {
  const found = await db.select({ item: agendaItems, presenter: members.name }).from(agendaItems).leftJoin(members, eq(members.id, agendaItems.presenterMemberId)).where(eq(agendaItems.meetingId, meeting.id)).orderBy(asc(agendaItems.position));
  const rows = found.map(({ item, presenter }) => ({ ...item, presenter: item.presenter ?? presenter }));
  const links = rows.length === 0 ? [] : await db.select({ itemId: agendaItemInitiatives.agendaItemId, ...linkColumns }).from(agendaItemInitiatives)
    .innerJoin(initiatives, eq(initiatives.id, agendaItemInitiatives.initiativeId)).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId))
    .where(inArray(agendaItemInitiatives.agendaItemId, rows.map((row) => row.id))).orderBy(asc(actionPlans.period), asc(initiatives.sortKey));
  const pauses = meeting.startedAt ? await pausesOf(db, meeting.id) : [];
  const { times, overrun, overFrom } = clockTimes(meeting.startedAt ?? meeting.startsAt, rows, meeting.endsAt, (since) => standstill(pauses, since, null, now), meeting.startedAt && now);
  const items = rows.map((row, index) => {
    const linked = links.filter((link) => link.itemId === row.id).map(({ itemId: _, ...link }): InitiativeLink => link);
    return { ...row, startsAt: times[index]?.startsAt ?? null, initiatives: linked, initiativeIds: linked.map((link) => link.id).sort() };
  });
  return { items, overrun, overFrom: overFrom === null ? null : (rows[overFrom]?.id ?? null) };
}

const MEMBER = 'member:';

/** The items as a version keeps them: `initiatives` are ids, `startsAt` an instant in ISO form. A version never changes, so that of a member it keeps the id and not the name. */
export function snapshot(items: Awaited<ReturnType<typeof itemsOf>>['items']): AgendaSnapshotItem[] {
  return items.map(({ id, position, title, body, kind, minutes: length, presenter, presenterMemberId, section, proposalId, startsAt, initiativeIds }) => ({
    id, position, title, body, kind, minutes: length, presenter: presenterMemberId ? `${MEMBER}${presenterMemberId}` : presenter, section, proposalId, initiatives: initiativeIds, startsAt: startsAt?.toISOString() ?? null,
  }));
}

/** The newest published version, if there is one. */
export async function newestVersion(db: Reader, meetingId: string) {
  const [newest] = await db.select().from(versions).where(eq(versions.meetingId, meetingId)).orderBy(desc(versions.number)).limit(1);
  return newest ?? null;
}

/** One published version, if there is such a one. */
export async function versionNumbered(db: Reader, meetingId: string, number: number) {
  const [version] = await db.select().from(versions).where(and(eq(versions.meetingId, meetingId), eq(versions.number, number)));
  return version ?? null;
}

/** How much came up by itself under each item and is not done: open actions, minutes that are not approved. */
export async function openUnder(db: Reader, itemIds: string[]): Promise<(itemId: string) => number> {
  if (itemIds.length === 0) return () => 0;
  const [actions, records] = [
    await db.select({ itemId: agendaItemActions.agendaItemId }).from(agendaItemActions).innerJoin(actionItems, eq(actionItems.id, agendaItemActions.actionItemId)).where(and(inArray(agendaItemActions.agendaItemId, itemIds), eq(actionItems.state, 'open'))),
    await db.select({ itemId: agendaItemMinutes.agendaItemId }).from(agendaItemMinutes).innerJoin(minutes, eq(minutes.id, agendaItemMinutes.minutesId)).where(and(inArray(agendaItemMinutes.agendaItemId, itemIds), inArray(minutes.state, ['draft', 'in_review']))),
  ];
  return (itemId) => [...actions, ...records].filter((row) => row.itemId === itemId).length;
}

/** From the start on the agenda is what happens; before, readers see what was published and which proposals were accepted. */
const runs = (meeting: Pick<Meeting, 'state'>) => meeting.state === 'live' || meeting.state === 'held';

/**
 * The agenda as it stands, with what has come of each item, and what the viewer may do. Until the meeting starts, only
 * organisers see items that are neither published nor of an accepted proposal. `changes`: how it differs from the newest
 * published version; null where none is published. Refuses `meeting_not_found`.
 */
export async function agendaOfMeeting(ctx: Ctx, meetingId: string) {
  const meeting = await seenMeeting(ctx, meetingId);
  const [{ items, overrun, overFrom }, newest] = await Promise.all([itemsOf(ctx.db, meeting, ctx.now()), newestVersion(ctx.db, meetingId)]);
  const ids = items.map((item) => item.id);
  const [about, open] = await Promise.all([aboutItems(ctx, ids), openUnder(ctx.db, ids)]);
  const changes = newest && differences(newest.items, snapshot(items));
  const all = isOrganiser(ctx.actor) || runs(meeting);
  const published = new Set(newest?.items.map((item) => item.id));
  return {
    items: items.filter((item) => all || published.has(item.id) || item.proposalId !== null).map((item) => {
      const more = about(item.id);
      const threadId = all || published.has(item.id) ? more.threadId : null;
      return { ...item, ...more, threadId, can: { edit: mayEditItem(ctx.actor, meeting, item) === null, remove: mayRemoveItem(ctx.actor, meeting, item, more.postCount, open(item.id)) === null } };
    }),
    overrun, overFrom,
    newest: newest && { number: newest.number, publishedAt: newest.publishedAt },
    changes: all ? changes : newest && [],
    can: { build: mayBuild(ctx.actor, meeting) === null, publish: mayPublish(ctx.actor, meeting, items.length, changes?.length !== 0) === null },
  };
}

/**
 * What anyone may read as the agenda: from the start on as it runs; before, the newest published version with the items of
 * proposals accepted since; and while none is published, provisionally, what was accepted so far. Refuses `meeting_not_found`.
 */
export async function publicAgenda(ctx: Ctx, meetingId: string): Promise<{ basis: 'running' | 'published' | 'provisional'; items: ShownItem[]; since: ShownItem[]; newest: { number: number; publishedAt: Date } | null; changes: Difference[]; can: { build: boolean } }> {
  const meeting = await seenMeeting(ctx, meetingId);
  const { items, newest, changes, can } = await agendaOfMeeting(ctx, meetingId);
  const known = { newest, changes: changes ?? [], can: { build: can.build } };
  if (runs(meeting)) return { ...known, basis: 'running', items, since: [] };
  const accepted = items.filter((item) => item.proposalId !== null);
  if (!newest) return { ...known, basis: 'provisional', items: accepted, since: [] };
  const version = await agendaVersion(ctx, meetingId, newest.number);
  return { ...known, basis: 'published', items: version.items, since: accepted.filter((item) => !version.items.some(({ id }) => id === item.id)) };
}

/** What else is known of items: the proposal each came from and the one it goes on as, its thread, and the decisions of minutes that readers may see. */
async function aboutItems(ctx: Ctx, ids: string[]) {
  const origins = ids.length === 0 ? [] : ctx.db.select({ id: agendaItems.id, proposalId: proposals.id, proposalTitle: proposals.title, threadId: threads.id, postCount: threads.postCount }).from(agendaItems)
    .leftJoin(proposals, eq(proposals.id, agendaItems.proposalId))
    .leftJoin(threads, and(eq(threads.category, 'agenda_item'), eq(threads.subjectId, agendaItems.id)))
    .where(inArray(agendaItems.id, ids));
  const readable = isOrganiser(ctx.actor) ? undefined : ne(minutes.state, 'draft');
  const decided = ids.length === 0 ? [] : ctx.db.select({ itemId: minutesEntries.agendaItemId, id: decisions.id, number: decisions.number, text: decisions.text }).from(decisions)
    .innerJoin(minutesEntries, eq(minutesEntries.id, decisions.entryId)).innerJoin(minutes, eq(minutes.id, minutesEntries.minutesId))
    .where(and(inArray(minutesEntries.agendaItemId, ids), readable)).orderBy(asc(decisions.year), asc(decisions.serial));
  const [rows, made, carriedTo] = await Promise.all([origins, decided, carriedOn(ctx.db, ids)]);
  return (id: string) => {
    const row = rows.find((one) => one.id === id);
    return {
      proposal: row?.proposalId ? { id: row.proposalId, title: row.proposalTitle ?? '' } : null,
      carriedTo: carriedTo(id),
      threadId: row?.threadId ?? null,
      postCount: row?.postCount ?? 0,
      decisions: made.filter((decision) => decision.itemId === id).map(({ itemId: _, ...decision }) => decision),
    };
  };
}

/** Every published version of the agenda, newest first, without its items. Refuses `meeting_not_found`. */
export async function agendaVersions(ctx: Ctx, meetingId: string) {
  await seenMeeting(ctx, meetingId);
  return ctx.db.select({ number: versions.number, publishedAt: versions.publishedAt, by: members.name }).from(versions)
    .leftJoin(members, eq(members.id, versions.publishedBy)).where(eq(versions.meetingId, meetingId)).orderBy(desc(versions.number)).limit(200);
}

/** One published version as it was, and how it differs from the one before. Refuses `meeting_not_found`, `agenda_version_not_found`. */
export async function agendaVersion(ctx: Ctx, meetingId: string, number: number) {
  const { items: now } = await agendaOfMeeting(ctx, meetingId);
  if (!Number.isInteger(number) || number < 1 || number > 1e6) throw refuse('agenda_version_not_found');
  const version = await versionNumbered(ctx.db, meetingId, number);
  if (!version) throw refuse('agenda_version_not_found');
  const before = await versionNumbered(ctx.db, meetingId, number - 1);
  return { number, publishedAt: version.publishedAt, items: await asPublished(ctx, version, now), changes: before ? differences(before.items, version.items) : [] };
}

/** What readers will have once the agenda is published as it stands: the same words from the same hand. Refuses `meeting_not_found`, and what `mayBuild` refuses. */
export async function agendaPreview(ctx: Ctx, meetingId: string) {
  const meeting = await seenMeeting(ctx, meetingId);
  ensure(mayBuild(ctx.actor, meeting));
  const { items: now, newest, changes, can } = await agendaOfMeeting(ctx, meetingId);
  const publishedAt = ctx.now();
  return { number: (newest?.number ?? 0) + 1, publishedAt, items: await asPublished(ctx, { meetingId, publishedAt, items: snapshot(now) }, now), changes: changes ?? [], newest, can };
}

/** The items of a version to be read: their initiatives and members by the names they have now, beside what has come of each. */
async function asPublished(ctx: Ctx, { meetingId, publishedAt, items }: Pick<typeof versions.$inferSelect, 'meetingId' | 'publishedAt' | 'items'>, now: AgendaItemView[]): Promise<ShownItem[]> {
  const ids = [...new Set(items.flatMap((item) => item.initiatives))];
  const people = items.flatMap(({ presenter }) => (presenter?.startsWith(MEMBER) ? [presenter.slice(MEMBER.length)] : []));
  const [linked, named] = await Promise.all([
    ids.length === 0 ? [] : ctx.db.select(linkColumns).from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).where(inArray(initiatives.id, ids)).orderBy(asc(actionPlans.period), asc(initiatives.sortKey)),
    people.length === 0 ? [] : ctx.db.select({ id: members.id, name: members.name }).from(members).where(inArray(members.id, people)),
  ]);
  return items.map((kept): ShownItem => {
    const today = now.find((item) => item.id === kept.id);
    const member = named.find(({ id }) => kept.presenter === `${MEMBER}${id}`);
    return {
      meetingId, state: 'planned', outcome: null, openedAt: null, closedAt: null, version: 1, createdAt: publishedAt, proposal: null, carriedToId: null, carriedTo: null, threadId: null, postCount: 0, decisions: [], presenterConsent: false, followsUp: false,
      ...today, ...kept, section: kept.section ?? null,
      presenter: member?.name ?? (kept.presenter?.startsWith(MEMBER) ? null : kept.presenter), presenterMemberId: member?.id ?? null,
      startsAt: kept.startsAt ? new Date(kept.startsAt) : null,
      initiatives: linked.filter((link) => kept.initiatives.includes(link.id)),
    };
  });
}

/** One item to be edited, with the initiatives it touches. Refuses `item_not_found`, and what `mayEditItem` refuses. */
export async function itemToEdit(ctx: Ctx, meetingId: string, itemId: string) {
  const meeting = await seenMeeting(ctx, meetingId);
  const { items } = await itemsOf(ctx.db, meeting, ctx.now());
  const item = items.find((one) => one.id === itemId);
  if (!item) throw refuse('item_not_found');
  ensure(mayEditItem(ctx.actor, meeting, item));
  return item;
}

/**
 * What the form of an item offers: the initiatives it can touch, newest plan first; the meeting's headings; members to present it
 * (those with a confirmed address), in Danish order. Only organisers see the members.
 */
export async function itemChoices(ctx: Ctx, meetingId: string) {
  const [links, headed, people] = await Promise.all([
    ctx.db.select(linkColumns).from(initiatives).innerJoin(actionPlans, eq(actionPlans.id, initiatives.planId)).orderBy(desc(actionPlans.period), asc(initiatives.sortKey)).limit(500),
    ctx.db.select({ section: agendaItems.section }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), isNotNull(agendaItems.section))).orderBy(asc(agendaItems.position)),
    !isOrganiser(ctx.actor) ? [] : ctx.db.select({ id: members.id, name: members.name, organisation: organisations.name }).from(members).leftJoin(organisations, eq(organisations.id, members.organisationId))
      .where(isNotNull(members.emailConfirmedAt)).orderBy(sql`${members.name} collate danish`, members.id).limit(1000),
  ]);
  return { initiatives: links, sections: [...new Set(headed.flatMap(({ section }) => section ?? []))], presenters: people };
}

/** Proposals that still wait for the organisers, oldest first, late ones last. `from`: the meeting where it was postponed or not reached. */
export async function waitingProposals(ctx: Ctx, meetingId: string) {
  const earlier = ctx.db.select({ id: agendaItems.carriedToId, title: meetings.title }).from(agendaItems).innerJoin(meetings, eq(meetings.id, agendaItems.meetingId)).where(isNotNull(agendaItems.carriedToId)).as('earlier');
  return ctx.db.select({ id: proposals.id, title: proposals.title, late: proposals.late, version: proposals.version, from: earlier.title }).from(proposals).leftJoin(earlier, eq(earlier.id, proposals.id)).where(and(eq(proposals.meetingId, meetingId), eq(proposals.state, 'submitted'))).orderBy(asc(proposals.late), asc(proposals.submittedAt)).limit(200);
}

/**
 * The meeting as it runs: where it is, what is next, how long it took so far (minutes), and how many have said they come.
 * `seq`: the stream number the answer is at least as new as. Refuses `meeting_not_found`.
 */
export async function liveState(ctx: Ctx, meetingId: string) {
  // Asked first: what happens while the rest is read is then fetched again, never passed over.
  const seq = await seqOf(ctx, `meeting:${meetingId}`);
  const [agenda, pauses, answers, waiting] = await Promise.all([
    agendaOfMeeting(ctx, meetingId), pausesOf(ctx.db, meetingId),
    ctx.db.select({ answer: registrations.answer, n: count() }).from(registrations).where(and(eq(registrations.meetingId, meetingId), eq(registrations.waiting, false))).groupBy(registrations.answer),
    ctx.db.$count(proposals, and(eq(proposals.meetingId, meetingId), eq(proposals.state, 'submitted'))),
  ]);
  const open = agenda.items.find((item) => item.state === 'current');
  const now = ctx.now();
  // A pause counts for no item: it is not time used, and it moves the time by which an item is to end.
  const still = (from: Date, to: Date | null) => standstill(pauses, from, to, now);
  const until = open?.openedAt && open.minutes !== null ? new Date(addMinutes(open.openedAt, open.minutes).getTime() + still(open.openedAt, null)) : null;
  /** How long the current item has taken so far (milliseconds). */
  const used = open?.openedAt ? Math.max(0, now.getTime() - open.openedAt.getTime() - still(open.openedAt, now)) : 0;
  const current = open ? { ...open, outcomes: outcomesOf(open.kind), until, used } : null;
  const planned = agenda.items.filter((item) => item.state === 'planned');
  const spent = agenda.items.reduce((sum, { openedAt, closedAt }) => sum + (openedAt ? (closedAt ?? now).getTime() - openedAt.getTime() - still(openedAt, closedAt ?? now) : 0), 0);
  const coming = (answer: string) => answers.find((row) => row.answer === answer)?.n ?? 0;
  return {
    ...agenda, seq, current,
    next: planned[0] ?? null,
    done: agenda.items.filter((item) => item.state === 'closed').length,
    minutes: { planned: agenda.items.reduce((sum, item) => sum + (item.minutes ?? 0), 0), used: Math.round(spent / 60_000) },
    coming: { onSite: coming('on_site'), online: coming('online') },
    waiting,
  };
}

export type LiveState = Awaited<ReturnType<typeof liveState>>;
