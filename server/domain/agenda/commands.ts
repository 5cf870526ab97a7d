import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { agendaItemActions, agendaItemInitiatives, agendaItemMinutes, agendaItems, agendaVersions, initiatives, meetings, members, proposals, threads, type ItemOutcome } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { endFloorOfItem } from '~/server/end-floor';
import { id } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { lockMeeting, type Meeting } from '../meetings/commands';
import { noticeRecipients } from '../members/queries';
import { openThread } from '../threads/commands';
import { itemsOf, newestVersion, openUnder, snapshot, versionNumbered } from './queries';
import { differences, isPermutation, mayAddItem, mayBeNamed, mayBuild, mayClose, mayEditItem, mayOpen, mayPublish, mayRemoveItem, movedIn, noticeAt, reseated, seatOf, sectionsMoved } from './rules';
import type { AddItem, EditItem } from './schema';

type Item = typeof agendaItems.$inferSelect;
/** Of the optional ones, what is left out is none. */
export type NewItem = Pick<Item, 'title' | 'body' | 'kind' | 'minutes' | 'presenter' | 'proposalId'> & Partial<Pick<Item, 'section' | 'presenterMemberId' | 'presenterConsent' | 'followsUp'>> & { initiativeIds: string[] };

/**
 * Puts an item on a meeting's agenda: with the others of its section, else last, but before an »any other business« that stands
 * last and has not begun. Opens its thread (breaks have none) and tells a member who is to present it. The caller holds the
 * meeting's row lock. Refuses what `mayBeNamed` refuses, `member_not_found`, `initiative_not_found`.
 */
export async function insertItem(tx: Tx, meetingId: string, { initiativeIds, ...item }: NewItem): Promise<{ id: string }> {
  const named = await namedPresenter(tx, item);
  const all = await tx.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(agendaItems.position);
  const seat = seatOf(all, item.section ?? null);
  await place(tx, all.slice(seat).map(({ id: other, position }) => ({ id: other, position: position + 1 })));
  const [made] = await tx.db.insert(agendaItems).values({ ...item, ...named, meetingId, position: (all[seat - 1]?.position ?? 0) + 1, createdAt: tx.now }).returning();
  if (!made) throw new Error('no agenda item was made');
  await linkInitiatives(tx, made.id, initiativeIds);
  if (item.kind !== 'break') await openThread(tx, { category: 'agenda_item', subjectId: made.id, title: item.title });
  for (const stream of await streamsOf(tx, made)) tx.append(stream, 'agenda.item_added', { meetingId, itemId: made.id, proposalId: item.proposalId });
  await tellPresenter(tx, made);
  return { id: made.id };
}

/** A consent stands only with someone who gave it. Refuses what `mayBeNamed` refuses, and `member_not_found`. */
async function namedPresenter(tx: Tx, { presenter, presenterMemberId = null, presenterConsent = false }: Pick<NewItem, 'presenter' | 'presenterMemberId' | 'presenterConsent'>) {
  const named = { presenter, presenterMemberId, presenterConsent };
  ensure(mayBeNamed(named));
  if (presenterMemberId && (await tx.db.$count(members, and(eq(members.id, presenterMemberId), isNotNull(members.emailConfirmedAt)))) === 0) throw refuse('member_not_found');
  return { ...named, presenterConsent: presenter !== null || presenterMemberId !== null };
}

/** The member is mailed; of a draft, which nobody else sees, when it is called. Each version of an item is an occasion of its own. */
async function tellPresenter(tx: Tx, { id: itemId, meetingId, presenterMemberId, version }: Item): Promise<void> {
  if (!presenterMemberId) return;
  const called = tx.db.select({ id: meetings.id }).from(meetings).where(and(eq(meetings.id, meetingId), inArray(meetings.state, ['called', 'live'])));
  const told = await tx.db.select({ id: members.id, language: members.language }).from(members).where(and(eq(members.id, presenterMemberId), sql`exists ${called}`));
  await tx.mail('agenda.presenter_named', told, { meetingId, itemId }, `${itemId}:${version}`);
}

async function linkInitiatives(tx: Tx, itemId: string, initiativeIds: string[]): Promise<void> {
  const wanted = [...new Set(initiativeIds)];
  if (wanted.length === 0) return;
  if ((await tx.db.$count(initiatives, inArray(initiatives.id, wanted))) < wanted.length) throw refuse('initiative_not_found');
  await tx.db.insert(agendaItemInitiatives).values(wanted.map((initiativeId) => ({ agendaItemId: itemId, initiativeId })));
}

/** The streams of what an item concerns: its meeting, the proposal it came from, the initiatives it touches. */
async function streamsOf(tx: Tx, item: Item): Promise<string[]> {
  const links = await tx.db.select({ id: agendaItemInitiatives.initiativeId }).from(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, item.id));
  return [`meeting:${item.meetingId}`, ...(item.proposalId ? [`proposal:${item.proposalId}`] : []), ...links.map(({ id }) => `initiative:${id}`)];
}

/** Every change of an agenda waits for its meeting's row: one at a time. Refuses `item_not_found`. */
async function lockItem(tx: Tx, itemId: string): Promise<{ meeting: Meeting; item: Item }> {
  const known = id.safeParse(itemId).success;
  const [found] = known ? await tx.db.select({ meetingId: agendaItems.meetingId }).from(agendaItems).where(eq(agendaItems.id, itemId)) : [];
  if (!found) throw refuse('item_not_found');
  const meeting = await lockMeeting(tx, found.meetingId);
  const [item] = await tx.db.select().from(agendaItems).where(eq(agendaItems.id, itemId));
  if (!item) throw refuse('item_not_found');
  return { meeting, item };
}

/** The organisers' own item, or the chair's while the meeting runs. Refuses what `mayAddItem` refuses, and `initiative_not_found`. */
export async function addItem(ctx: Ctx, meetingId: string, { initiatives: initiativeIds, ...input }: AddItem, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    ensure(mayAddItem(ctx.actor, await lockMeeting(tx, meetingId)));
    return insertItem(tx, meetingId, { ...input, proposalId: null, initiativeIds });
  });
}

const editable = ['title', 'body', 'kind', 'minutes', 'section', 'presenter', 'presenterMemberId', 'presenterConsent'] as const;

/**
 * Changes an item that has not begun; its thread follows its title, and it stands with the others of its section. Refuses what
 * `mayEditItem` and `mayBeNamed` refuse, `edit_conflict`, `member_not_found` and `initiative_not_found`.
 */
export async function editItem(ctx: Ctx, itemId: string, { initiatives: initiativeIds, version, ...input }: EditItem, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayEditItem(ctx.actor, meeting, item));
    if (version !== item.version) throw refuse('edit_conflict');
    const values = { ...input, section: input.section ?? null, ...(await namedPresenter(tx, input)) };
    const links = await tx.db.select({ id: agendaItemInitiatives.initiativeId }).from(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, itemId));
    const relinked = !isPermutation(initiativeIds, links.map(({ id }) => id));
    const changed = [...editable.filter((field) => item[field] !== values[field]), ...(relinked ? ['initiatives'] : [])];
    if (changed.length === 0) return;
    const [edited] = await tx.db.update(agendaItems).set({ ...values, version: version + 1 }).where(eq(agendaItems.id, itemId)).returning();
    if (!edited) throw new Error('no item was edited');
    if (relinked) {
      await tx.db.delete(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, itemId));
      await linkInitiatives(tx, itemId, initiativeIds);
    }
    if (changed.includes('section')) {
      const order = await movable(tx, meeting.id);
      await putInOrder(tx, order, reseated(order, itemId), new Set());
    }
    if (changed.includes('presenterMemberId')) await tellPresenter(tx, edited);
    await keepThread(tx, item, values);
    tx.append(`meeting:${meeting.id}`, 'agenda.item_edited', { meetingId: meeting.id, itemId, changed });
  });
}

const threadOf = (itemId: string) => and(eq(threads.category, 'agenda_item'), eq(threads.subjectId, itemId));

/** The thread bears the title of its item; a break that became an item gets one, an item that became a break loses an empty one. */
async function keepThread(tx: Tx, item: Item, { title, kind }: Pick<Item, 'title' | 'kind'>): Promise<void> {
  const renamed = await tx.db.update(threads).set({ title }).where(threadOf(item.id)).returning({ postCount: threads.postCount });
  if (kind !== 'break' && renamed.length === 0) await openThread(tx, { category: 'agenda_item', subjectId: item.id, title });
  if (kind === 'break' && renamed[0]?.postCount === 0) await tx.db.delete(threads).where(threadOf(item.id));
}

/** Takes an item off. Refuses what `mayRemoveItem` refuses. The others close up. */
export async function removeItem(ctx: Ctx, itemId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    // Locked, so that nobody can write the first post while the thread goes.
    const [thread] = await tx.db.select({ postCount: threads.postCount }).from(threads).where(threadOf(itemId)).for('update');
    ensure(mayRemoveItem(ctx.actor, meeting, item, thread?.postCount ?? 0, (await openUnder(tx.db, [itemId]))(itemId)));
    await takeOff(tx, meeting.id, itemId);
  });
}

/** Takes an item off the agenda with all that hangs on it. The caller holds the meeting's row lock and has asked the rule. */
export async function takeOff(tx: Tx, meetingId: string, itemId: string): Promise<void> {
  await tx.db.delete(threads).where(threadOf(itemId));
  for (const links of [agendaItemInitiatives, agendaItemActions, agendaItemMinutes]) await tx.db.delete(links).where(eq(links.agendaItemId, itemId));
  await tx.db.delete(agendaItems).where(eq(agendaItems.id, itemId));
  const rest = await tx.db.select({ id: agendaItems.id }).from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(agendaItems.position);
  await place(tx, rest.map(({ id }, index) => ({ id, position: index + 1 })));
  tx.append(`meeting:${meetingId}`, 'agenda.item_removed', { meetingId, itemId });
}

/** Gives items new places. In two steps, because no two may ever share one: out of the way (below zero), then home. */
async function place(tx: Tx, places: { id: string; position: number }[]): Promise<void> {
  if (places.length === 0) return;
  const rows = sql.join(places.map(({ id, position }) => sql`(${id}::uuid, ${position}::int)`), sql`, `);
  await tx.db.update(agendaItems).set({ position: sql`-${agendaItems.position}` }).where(inArray(agendaItems.id, places.map(({ id }) => id)));
  await tx.db.execute(sql`update ${agendaItems} set position = wanted.position from (values ${rows}) as wanted (id, position) where ${agendaItems.id} = wanted.id`);
}

type Movable = { id: string; position: number; section: string | null };

/** The items that can still move, in their order: what has begun keeps its place. */
async function movable(tx: Tx, meetingId: string): Promise<Movable[]> {
  return tx.db.select({ id: agendaItems.id, position: agendaItems.position, section: agendaItems.section }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.state, 'planned'))).orderBy(agendaItems.position);
}

/** Gives the places of these items to the same ones in another order; those that `moved` take over the section they come into. Answers whether anything changed. */
async function putInOrder(tx: Tx, order: Movable[], ids: string[], moved: ReadonlySet<string>): Promise<boolean> {
  if (order.every(({ id }, index) => id === ids[index])) return false;
  const sectionOf = new Map(order.map(({ id, section }) => [id, section]));
  await place(tx, order.map(({ position }, index) => ({ id: ids[index] ?? '', position })));
  for (const [id, section] of sectionsMoved(ids.map((id) => ({ id, section: sectionOf.get(id) ?? null })), moved)) {
    await tx.db.update(agendaItems).set({ section, version: sql`${agendaItems.version} + 1` }).where(eq(agendaItems.id, id));
  }
  return true;
}

/**
 * Swaps an item with the nearest one above or below that has not begun; at the end nothing happens. Refuses what `mayEditItem`
 * refuses. An item that passes into another section takes over its heading (`sectionsMoved`).
 */
export async function moveItem(ctx: Ctx, itemId: string, direction: 'up' | 'down', key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayEditItem(ctx.actor, meeting, item));
    const order = await movable(tx, meeting.id);
    const ids = order.map(({ id }) => id);
    const [from, to] = [ids.indexOf(itemId), ids.indexOf(itemId) + (direction === 'up' ? -1 : 1)];
    if (ids[to] === undefined) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    await putInOrder(tx, order, ids, new Set([itemId]));
    tx.append(`meeting:${meeting.id}`, 'agenda.reordered', { meetingId: meeting.id });
  });
}

/** Puts the items that have not begun in a new order. Refuses what `mayBuild` refuses, and `edit_conflict` when the ids are not exactly those. */
export async function orderItems(ctx: Ctx, meetingId: string, ids: string[], key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayBuild(ctx.actor, await lockMeeting(tx, meetingId)));
    const order = await movable(tx, meetingId);
    const before = order.map(({ id }) => id);
    if (!isPermutation(ids, before)) throw refuse('edit_conflict');
    if (await putInOrder(tx, order, ids, movedIn(before, ids))) tx.append(`meeting:${meetingId}`, 'agenda.reordered', { meetingId });
  });
}

/**
 * Keeps the agenda as it stands as the next version. The first one is mailed at once; of later ones the members get one notice,
 * ten minutes after the last of a burst. Refuses what `mayPublish` refuses.
 */
export async function publishAgenda(ctx: Ctx, meetingId: string, key?: string): Promise<{ number: number }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const newest = await newestVersion(tx.db, meetingId);
    const items = snapshot((await itemsOf(tx.db, meeting, tx.now)).items);
    const undecided = await tx.db.select({ title: proposals.title }).from(proposals).where(and(eq(proposals.meetingId, meetingId), eq(proposals.state, 'submitted'))).orderBy(proposals.submittedAt);
    ensure(mayPublish(ctx.actor, meeting, items.length, !newest || differences(newest.items, items).length > 0, undecided.map((row) => row.title)));
    const number = (newest?.number ?? 0) + 1;
    await tx.db.insert(agendaVersions).values({ meetingId, number, items, publishedAt: tx.now, publishedBy: ctx.actor?.id ?? null });
    await tx.db.update(meetings).set({ agendaState: 'published', ...(number === 1 ? { agendaNoticedNumber: 1 } : {}), updatedAt: tx.now }).where(eq(meetings.id, meetingId));
    tx.append(`meeting:${meetingId}`, 'agenda.published', { meetingId, number });
    await tx.job('tell_proposers', { step: 'placed', meetingId }, { key: `tell_proposers:placed:${meetingId}` });
    if (number === 1) await tx.mail('agenda.published', await noticeRecipients(tx.db), { meetingId, number, since: 0 }, `${meetingId}:1`);
    else await tx.job('agenda_notice', { meetingId }, { at: noticeAt(tx.now, meeting.startsAt), key: `agenda_notice:${meetingId}` });
    return { number };
  });
}

/**
 * Mails, once, how the agenda differs from the version that the members were told of last. Nothing where it is again as it was,
 * nor once the meeting has begun or is cancelled: then its page shows what is. Done by nobody; safe to run twice and at once.
 */
export async function noticeAgenda(ctx: Ctx, meetingId: string): Promise<{ noticed: number | null }> {
  return write(ctx, undefined, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const newest = await newestVersion(tx.db, meetingId);
    // Of agendas published before notices were collected each version was mailed by itself; the first is known to everyone.
    const since = Math.max(1, meeting.agendaNoticedNumber);
    if (meeting.state !== 'called' || !newest || newest.number <= since) return { noticed: null };
    await tx.db.update(meetings).set({ agendaNoticedNumber: newest.number }).where(eq(meetings.id, meetingId));
    const told = await versionNumbered(tx.db, meetingId, since);
    if (told && differences(told.items, newest.items).length === 0) return { noticed: null };
    await tx.mail('agenda.published', await noticeRecipients(tx.db), { meetingId, number: newest.number, since }, `${meetingId}:${newest.number}`);
    return { noticed: newest.number };
  });
}

async function open(tx: Tx, item: Item): Promise<void> {
  await tx.db.update(agendaItems).set({ state: 'current', openedAt: tx.now, version: item.version + 1 }).where(eq(agendaItems.id, item.id));
  tx.append(`meeting:${item.meetingId}`, 'agenda.item_opened', { meetingId: item.meetingId, itemId: item.id });
}

/** planned -> current, while no other item is. Refuses what `mayOpen` refuses. */
export async function openItem(ctx: Ctx, itemId: string, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    const [current] = await tx.db.select({ title: agendaItems.title }).from(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.state, 'current')));
    ensure(mayOpen(ctx.actor, meeting, item, current?.title ?? null));
    await open(tx, item);
  });
}

/**
 * Closes an item with what came of it; with `next` the first one that has not begun is opened in the same write
 * (after the last there is none). Who speaks to it has spoken, its sounding is closed. Refuses what `mayClose` refuses.
 */
export async function closeItem(ctx: Ctx, itemId: string, { outcome, next }: { outcome: ItemOutcome | null; next: boolean }, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayClose(ctx.actor, meeting, item, outcome));
    if (outcome === null) throw refuse('outcome_required');
    await tx.db.update(agendaItems).set({ state: 'closed', outcome, closedAt: tx.now, version: item.version + 1 }).where(eq(agendaItems.id, itemId));
    for (const stream of await streamsOf(tx, item)) tx.append(stream, 'agenda.item_closed', { meetingId: meeting.id, itemId, outcome });
    if (item.proposalId) await tx.job('tell_proposers', { step: 'discussed', meetingId: meeting.id }, { key: `tell_proposers:discussed:${meeting.id}` });
    if (item.state === 'current') await endFloorOfItem(tx, meeting.id);
    if (!next || item.state !== 'current') return;
    const [following] = await tx.db.select().from(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.state, 'planned'))).orderBy(agendaItems.position).limit(1);
    if (following) await open(tx, following);
  });
}
