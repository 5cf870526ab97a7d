import { eq } from 'drizzle-orm';
import { agendaItems } from '~/db/schema';
import type { Actor } from '~/server/context';
import { addItem, publishAgenda } from '~/server/domain/agenda/commands';
import type { AddItem } from '~/server/domain/agenda/schema';
import { startMeeting } from '~/server/domain/meetings/commands';
import { aCalledMeeting } from './make';
import type { World } from './world';

/** What an organiser types for an item of half an hour. */
export const itemInput = (more: Partial<AddItem> = {}): AddItem => ({ title: 'Status for åbne data', body: 'Hvad er nået siden sidst?', kind: 'discussion', minutes: 30, presenter: 'Sekretariatet', presenterConsent: true, initiatives: [], ...more });

/** A called meeting with an item for each title, in that order. */
export async function aMeetingWithAgenda(world: World, organiser: Actor, titles: string[]): Promise<{ id: string; slug: string; items: string[] }> {
  const meeting = await aCalledMeeting(world, organiser, { title: `Møde om ${titles.join(', ')}`.slice(0, 160) });
  const items: string[] = [];
  for (const title of titles) items.push((await addItem(world.as(organiser), meeting.id, itemInput({ title }))).id);
  return { ...meeting, items };
}

/** The same, published and begun. */
export async function aLiveMeeting(world: World, organiser: Actor, titles: string[]): Promise<{ id: string; slug: string; items: string[] }> {
  const meeting = await aMeetingWithAgenda(world, organiser, titles);
  await publishAgenda(world.as(organiser), meeting.id);
  await startMeeting(world.as(organiser), meeting.id);
  return meeting;
}

/** The titles in their order, with their positions. */
export async function orderOf(world: World, meetingId: string): Promise<[number, string][]> {
  const rows = await world.connection.db.select().from(agendaItems).where(eq(agendaItems.meetingId, meetingId)).orderBy(agendaItems.position);
  return rows.map(({ position, title }) => [position, title]);
}
