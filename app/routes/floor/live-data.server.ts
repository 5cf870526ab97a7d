import { viewFor, viewsFor } from '~/app/components/floor-views';
import type { Language } from '~/db/schema';
import type { Ctx } from '~/server/context';
import { responsibleOptions } from '~/server/domain/actions/queries';
import { liveState, type LiveState } from '~/server/domain/agenda/queries';
import { attendanceOf } from '~/server/domain/attendance/queries';
import { entryToShow, shownEntry } from '~/server/domain/entries/queries';
import { floorOf } from '~/server/domain/floor/queries';
import { followUpOf } from '~/server/domain/follow-up/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { openMinutes } from '~/server/domain/minutes/commands';
import { minutesAtHand, minutesOfMeeting } from '~/server/domain/minutes/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { discussionOf } from '~/server/domain/threads/queries';
import { catalogueOf } from '~/server/i18n';
import { readTitle } from '~/server/i18n/stored-titles';
import { roomOf } from '../minutes/writing.server';

/** The titles that the program itself gave, in the words of the page. */
function inWords(live: LiveState, language: Language): LiveState {
  const { titles } = catalogueOf(language).agenda;
  const named = <T extends { title: string }>(item: T): T => ({ ...item, title: readTitle(item.title, titles) });
  return { ...live, items: live.items.map(named), current: live.current && named(live.current), next: live.next && named(live.next) };
}

type Item = { id: string; kind: string };

/** The draft to write in beside the meeting; items that came to the agenda since have their entries then. */
async function minutesToWrite(ctx: Ctx, meetingId: string, items: Item[]) {
  const choices = { initiatives: await initiativeOptions(ctx), ...(await responsibleOptions(ctx, meetingId)) };
  if (!(await minutesAtHand(ctx, { id: meetingId }))) return { minutes: null, choices, room: null };
  const minutes = await minutesOfMeeting(ctx, meetingId);
  const missing = items.some(({ id, kind }) => kind !== 'break' && !minutes.entries.some(({ agendaItemId }) => agendaItemId === id));
  if (!missing || !minutes.can.write) return { minutes, choices, room: await roomOf(ctx, minutes) };
  await openMinutes(ctx, meetingId);
  const whole = await minutesOfMeeting(ctx, meetingId);
  return { minutes: whole, choices, room: await roomOf(ctx, whole) };
}

/** The one state of a meeting as it runs, of which each view shows its part. `asked`: the view named in the address. */
export async function liveData(ctx: Ctx, slug: string, asked: string | null, language: Language) {
  const { id } = await getMeeting(ctx, slug);
  const live = inWords(await liveState(ctx, id), language);
  const { current } = live;
  // Read after the stream's number, like everything else of the page.
  const { title, day, state, agendaState, startsAt, endsAt, startedAt, heldAt, onlineUrl, cancelReason, minutesElsewhere, paused, can } = await getMeeting(ctx, slug);
  const running = state === 'live';
  const may = viewsFor(can);
  const own = viewFor(may, asked, ctx.actor?.takesMinutes.includes(id) === true && !ctx.actor.chairs.includes(id));
  // Whoever writes goes on writing when the meeting ends.
  const view = running || (state === 'held' && own === 'referent') ? own : 'deltager';
  const [followUps, floor, shown, thread, attendance, entry, writing, atHand] = await Promise.all([
    followUpOf(ctx, current ? [current.id] : []),
    floorOf(ctx, id),
    current ? shownEntry(ctx, current.id) : null,
    current?.threadId ? discussionOf(ctx, 'agenda_item', current.id) : null,
    running ? attendanceOf(ctx, id) : null,
    current && running && view !== 'deltager' ? entryToShow(ctx, current.id) : null,
    view === 'referent' ? minutesToWrite(ctx, id, live.items) : null,
    state === 'held' ? minutesAtHand(ctx, { id }) : null,
  ]);
  return {
    meeting: { id, slug, title, day, state, agendaState, startsAt, endsAt, startedAt, heldAt, cancelReason, can, paused, toMinutes: can.organise || minutesElsewhere !== null || atHand !== null, onlineUrl: ctx.actor ? onlineUrl : null },
    view, may, live, followUp: current ? followUps[current.id] : undefined, floor, shown, attendance, entry, writing,
    discussion: current && thread ? { item: { id: current.id, title: current.title }, thread } : null,
  };
}
