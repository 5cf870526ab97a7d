import { asc, eq } from 'drizzle-orm';
import { Logger, runOnce } from 'graphile-worker';
import { beforeEach } from 'vitest';
import { actionItems, agendaItems, meetings, minutes, minutesEntries } from '~/db/schema';
import { addAction } from '~/server/domain/actions/commands';
import { addItem, closeItem, openItem, publishAgenda } from '~/server/domain/agenda/commands';
import { agendaOfMeeting } from '~/server/domain/agenda/queries';
import { writeEntry } from '~/server/domain/entries/commands';
import { followUp } from '~/server/domain/follow-up/commands';
import { followUpOf } from '~/server/domain/follow-up/queries';
import { cancelMeeting, holdMeeting, startMeeting } from '~/server/domain/meetings/commands';
import { approveMinutes, beginMinutes, publishMinutes, sendToReview } from '~/server/domain/minutes/commands';
import { storedTitles } from '~/server/i18n/stored-titles';
import { taskList } from '~/server/jobs';
import { makePost } from '~/server/mail/transport';
import { addDays, dayOf } from '~/server/time';
import { itemInput } from './agenda';
import { useProposals } from './proposals';
import type { World } from './world';

/** Meetings that were held and left something, the next ones, and what came up there; for one test file. */
export function useFollowUp(world: World) {
  const { cast, initiativeIds, aMeeting, typesOn } = useProposals(world);
  /** Days ahead: each held meeting has its own, later than those before it. */
  let stretch = 0;
  const db = () => world.connection.db;
  const system = () => world.as(null);
  const boss = () => world.as(cast.organiser);

  // What earlier tests left is no longer open, and no meeting of theirs is the next one.
  beforeEach(async () => {
    for (const { id } of await db().select({ id: meetings.id }).from(meetings).where(eq(meetings.state, 'called'))) await cancelMeeting(boss(), id, 'Ryddes');
    await db().update(actionItems).set({ state: 'done', closedAt: world.clock.now }).where(eq(actionItems.state, 'open'));
    await db().update(minutes).set({ state: 'approved', correctionsDue: world.clock.now, approvedAt: world.clock.now }).where(eq(minutes.state, 'draft'));
    await db().update(minutes).set({ state: 'approved', approvedAt: world.clock.now }).where(eq(minutes.state, 'in_review'));
  });

  /** A meeting that was held with these items, all noted but the `postponed`; `actions` are written under the first one. */
  async function held(actions: string[] = [], postponed: string[] = []) {
    stretch += 100;
    const meeting = await aMeeting(`Møde ${stretch}`, stretch);
    for (const title of ['Først', ...postponed]) await addItem(boss(), meeting.id, itemInput({ title }));
    await publishAgenda(boss(), meeting.id);
    await startMeeting(boss(), meeting.id);
    const items = await db().select().from(agendaItems).where(eq(agendaItems.meetingId, meeting.id)).orderBy(asc(agendaItems.position));
    for (const item of items) {
      await openItem(boss(), item.id);
      await closeItem(boss(), item.id, { outcome: postponed.includes(item.title) ? 'postponed' : 'noted', next: false });
    }
    await holdMeeting(boss(), meeting.id);
    const { id: minutesId } = await beginMinutes(boss(), meeting.id);
    const entries = await db().select().from(minutesEntries).where(eq(minutesEntries.minutesId, minutesId));
    for (const entry of entries) await writeEntry(boss(), entry.id, { text: 'Det blev sagt.', version: entry.version });
    const first = entries.find((entry) => entry.agendaItemId === items[0]!.id)!;
    const actionIds: string[] = [];
    for (const text of actions) actionIds.push((await addAction(boss(), first.id, { text, responsibleOrganisationId: null, responsibleMemberId: cast.author.id, dueOn: '2027-06-01', initiatives: [initiativeIds[0]!] })).id);
    return { ...meeting, minutesId, actionIds, items: items.map((item) => item.id) };
  }
  const review = (meetingId: string) => sendToReview(boss(), meetingId, { due: dayOf(addDays(world.clock.now, 7)) });
  async function publishMinutesOf(meetingId: string) {
    await review(meetingId);
    await approveMinutes(boss(), meetingId);
    await publishMinutes(boss(), meetingId);
  }
  /** The same, with published minutes: its actions are public. */
  async function published(actions: string[] = [], postponed: string[] = []) {
    const meeting = await held(actions, postponed);
    await publishMinutesOf(meeting.id);
    return meeting;
  }
  /** Called, so many days after the meetings of this stretch. */
  const aNext = (days: number) => aMeeting(`Næste ${stretch} ${days}`, stretch + days);
  const agenda = async (meetingId: string) => (await agendaOfMeeting(boss(), meetingId)).items;
  async function under(meetingId: string) {
    const items = await agenda(meetingId);
    const found = await followUpOf(system(), items.map(({ id }) => id));
    return items.flatMap(({ id, title, followsUp }) => (found[id] ? [{ id, title, followsUp, actions: found[id].actions.map(({ text, state }) => [text, state]), minutes: found[id].minutes }] : []));
  }
  /** Works the queue once: what was asked for is done, not what a test asks for itself. */
  async function work() {
    const { follow_up, carry_over } = taskList(world.services, makePost(world.config));
    await runOnce({ connectionString: world.url, taskList: { follow_up: follow_up!, carry_over: carry_over! }, logger: new Logger(() => () => undefined), noHandleSignals: true });
  }
  async function start(meetingId: string) {
    await publishAgenda(boss(), meetingId);
    await startMeeting(boss(), meetingId);
  }

  return {
    cast, initiativeIds, aMeeting, typesOn, db, system, boss, held, published, review, publishMinutesOf, aNext, agenda, under, work, start,
    run: () => followUp(system(), storedTitles),
    /** The title of the last held meeting, and a day before it. */
    last: () => ({ title: `Møde ${stretch}`, before: stretch - 5 }),
  };
}
