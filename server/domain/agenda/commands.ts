import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { agendaItemInitiatives, agendaItems, agendaVersions, initiatives, meetings, threads, type ItemKind, type ItemOutcome } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { id } from '~/server/fields';
import { ensure, refuse } from '~/server/refusal';
import { write, type Tx } from '~/server/write';
import { lockMeeting, type Meeting } from '../meetings/commands';
import { noticeRecipients } from '../members/queries';
import { openThread } from '../threads/commands';
import { itemsOf, newestVersion, snapshot } from './queries';
import { differences, isPermutation, mayBuild, mayClose, mayEditItem, mayOpen, mayPublish, mayRemoveItem } from './rules';
import type { AddItem, EditItem } from './schema';

type Item = typeof agendaItems.$inferSelect;
export type NewItem = { title: string; body: string; kind: ItemKind; minutes: number | null; presenter: string | null; proposalId: string | null; initiativeIds: string[] };

/**
 * Puts an item last on a meeting's agenda, but before an »any other business« that stands last and has not begun,
 * and opens its thread (breaks have none). The caller holds the meeting's row lock. Refuses `initiative_not_found`.
 */
export async function insertItem(tx: Tx, meetingId: string, { initiativeIds, ...item }: NewItem): Promise<{ id: string }> {
  const [last] = await tx.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(desc(agendaItems.position)).limit(1);
  let position = (last?.position ?? 0) + 1;
  if (last?.kind === 'any_other_business' && last.state === 'planned') {
    await tx.db.update(agendaItems).set({ position }).where(eq(agendaItems.id, last.id));
    position = last.position;
  }
  const [made] = await tx.db.insert(agendaItems).values({ ...item, presenterConsent: item.presenter !== null, meetingId, position, createdAt: tx.now }).returning();
  if (!made) throw new Error('no agenda item was made');
  await linkInitiatives(tx, made.id, initiativeIds);
  if (item.kind !== 'break') await openThread(tx, { category: 'agenda_item', subjectId: made.id, title: item.title });
  for (const stream of await streamsOf(tx, made)) tx.append(stream, 'agenda.item_added', { meetingId, itemId: made.id, proposalId: item.proposalId });
  return { id: made.id };
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

/** The organisers' own item. Refuses what `mayBuild` refuses, and `initiative_not_found`. */
export async function addItem(ctx: Ctx, meetingId: string, { initiatives: initiativeIds, ...input }: AddItem, key?: string): Promise<{ id: string }> {
  return write(ctx, key, async (tx) => {
    ensure(mayBuild(ctx.actor, await lockMeeting(tx, meetingId)));
    return insertItem(tx, meetingId, { ...input, proposalId: null, initiativeIds });
  });
}

const editable = ['title', 'body', 'kind', 'minutes', 'presenter'] as const;

/** Changes an item that has not begun; its thread follows its title. Refuses what `mayEditItem` refuses, `edit_conflict` and `initiative_not_found`. */
export async function editItem(ctx: Ctx, itemId: string, input: EditItem, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayEditItem(ctx.actor, meeting, item));
    if (input.version !== item.version) throw refuse('edit_conflict');
    const links = await tx.db.select({ id: agendaItemInitiatives.initiativeId }).from(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, itemId));
    const relinked = !isPermutation(input.initiatives, links.map(({ id }) => id));
    const changed = [...editable.filter((field) => item[field] !== input[field]), ...(relinked ? ['initiatives'] : [])];
    if (changed.length === 0) return;
    const { initiatives: initiativeIds, version, ...values } = input;
    await tx.db.update(agendaItems).set({ ...values, presenterConsent: values.presenter !== null, version: version + 1 }).where(eq(agendaItems.id, itemId));
    if (relinked) {
      await tx.db.delete(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, itemId));
      await linkInitiatives(tx, itemId, initiativeIds);
    }
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
    ensure(mayRemoveItem(ctx.actor, meeting, item, thread?.postCount ?? 0));
    await tx.db.delete(threads).where(threadOf(itemId));
    await tx.db.delete(agendaItemInitiatives).where(eq(agendaItemInitiatives.agendaItemId, itemId));
    await tx.db.delete(agendaItems).where(eq(agendaItems.id, itemId));
    const rest = await tx.db.select({ id: agendaItems.id }).from(agendaItems).where(eq(agendaItems.meetingId, meeting.id)).orderBy(agendaItems.position);
    await place(tx, rest.map(({ id }, index) => ({ id, position: index + 1 })));
    tx.append(`meeting:${meeting.id}`, 'agenda.item_removed', { meetingId: meeting.id, itemId });
  });
}

/** Gives items new places. In two steps, because no two may ever share one: out of the way (below zero), then home. */
async function place(tx: Tx, places: { id: string; position: number }[]): Promise<void> {
  if (places.length === 0) return;
  const rows = sql.join(places.map(({ id, position }) => sql`(${id}::uuid, ${position}::int)`), sql`, `);
  await tx.db.update(agendaItems).set({ position: sql`-${agendaItems.position}` }).where(inArray(agendaItems.id, places.map(({ id }) => id)));
  await tx.db.execute(sql`update ${agendaItems} set position = wanted.position from (values ${rows}) as wanted (id, position) where ${agendaItems.id} = wanted.id`);
}

/** The items that can still move, in their order: what has begun keeps its place. */
async function movable(tx: Tx, meetingId: string) {
  return tx.db.select({ id: agendaItems.id, position: agendaItems.position }).from(agendaItems).where(and(eq(agendaItems.meetingId, meetingId), eq(agendaItems.state, 'planned'))).orderBy(agendaItems.position);
}

/** Swaps an item with the nearest one above or below that has not begun; at the end nothing happens. Refuses what `mayEditItem` refuses. */
export async function moveItem(ctx: Ctx, itemId: string, direction: 'up' | 'down', key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayEditItem(ctx.actor, meeting, item));
    const order = await movable(tx, meeting.id);
    const other = order[order.findIndex(({ id }) => id === itemId) + (direction === 'up' ? -1 : 1)];
    if (!other) return;
    await place(tx, [{ id: itemId, position: other.position }, { id: other.id, position: item.position }]);
    tx.append(`meeting:${meeting.id}`, 'agenda.reordered', { meetingId: meeting.id });
  });
}

/** Puts the items that have not begun in a new order. Refuses what `mayBuild` refuses, and `edit_conflict` when the ids are not exactly those. */
export async function orderItems(ctx: Ctx, meetingId: string, ids: string[], key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    ensure(mayBuild(ctx.actor, await lockMeeting(tx, meetingId)));
    const order = await movable(tx, meetingId);
    if (!isPermutation(ids, order.map(({ id }) => id))) throw refuse('edit_conflict');
    if (order.every(({ id }, index) => id === ids[index])) return;
    await place(tx, order.map(({ position }, index) => ({ id: ids[index] ?? '', position })));
    tx.append(`meeting:${meetingId}`, 'agenda.reordered', { meetingId });
  });
}

/** Keeps the agenda as it stands as the next version and mails it. Refuses what `mayPublish` refuses. */
export async function publishAgenda(ctx: Ctx, meetingId: string, key?: string): Promise<{ number: number }> {
  return write(ctx, key, async (tx) => {
    const meeting = await lockMeeting(tx, meetingId);
    const newest = await newestVersion(tx.db, meetingId);
    const items = snapshot((await itemsOf(tx.db, meeting)).items);
    ensure(mayPublish(ctx.actor, meeting, items.length, !newest || differences(newest.items, items).length > 0));
    const number = (newest?.number ?? 0) + 1;
    await tx.db.insert(agendaVersions).values({ meetingId, number, items, publishedAt: tx.now, publishedBy: ctx.actor?.id ?? null });
    await tx.db.update(meetings).set({ agendaState: 'published', updatedAt: tx.now }).where(eq(meetings.id, meetingId));
    tx.append(`meeting:${meetingId}`, 'agenda.published', { meetingId, number });
    await tx.mail('agenda.published', await noticeRecipients(tx.db), { meetingId, number }, `${meetingId}:${number}`);
    return { number };
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
 * (after the last there is none). Refuses what `mayClose` refuses.
 */
export async function closeItem(ctx: Ctx, itemId: string, { outcome, next }: { outcome: ItemOutcome | null; next: boolean }, key?: string): Promise<void> {
  await write(ctx, key, async (tx) => {
    const { meeting, item } = await lockItem(tx, itemId);
    ensure(mayClose(ctx.actor, meeting, item, outcome));
    if (outcome === null) throw refuse('outcome_required');
    await tx.db.update(agendaItems).set({ state: 'closed', outcome, closedAt: tx.now, version: item.version + 1 }).where(eq(agendaItems.id, itemId));
    for (const stream of await streamsOf(tx, item)) tx.append(stream, 'agenda.item_closed', { meetingId: meeting.id, itemId, outcome });
    if (!next || item.state !== 'current') return;
    const [following] = await tx.db.select().from(agendaItems).where(and(eq(agendaItems.meetingId, meeting.id), eq(agendaItems.state, 'planned'))).orderBy(agendaItems.position).limit(1);
    if (following) await open(tx, following);
  });
}
