import { and, eq, inArray, isNotNull, ne, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { agendaItems, agendaVersions, events, meetings, minutes, proposals } from '~/db/schema';
import { isOrganiser, type Ctx } from './context';
import type { EventType } from './write';

// What a viewer may find when many things are looked through at once, as conditions of a query.

type Condition = SQL | undefined;

/** Meetings that are no drafts; organisers see those too. */
export const meetingShown = (ctx: Ctx): Condition => (isOrganiser(ctx.actor) ? undefined : ne(meetings.state, 'draft'));

/** Proposals that were submitted and stand, of meetings that are shown; a draft only to its author. */
export function proposalShown(ctx: Ctx): Condition {
  const standing = notInArray(proposals.state, ['draft', 'withdrawn']);
  return and(meetingShown(ctx), ctx.actor ? or(standing, and(eq(proposals.state, 'draft'), eq(proposals.authorId, ctx.actor.id))) : standing);
}

/** Agenda items that were published, taken up at a meeting or come from an accepted proposal; organisers see what they still work on. */
export function itemShown(ctx: Ctx): Condition {
  if (isOrganiser(ctx.actor)) return undefined;
  const published = sql`exists (select 1 from ${agendaVersions} where ${agendaVersions.meetingId} = ${meetings.id} and ${agendaVersions.items} @> jsonb_build_array(jsonb_build_object('id', ${agendaItems.id}::text)))`;
  return and(meetingShown(ctx), or(inArray(meetings.state, ['live', 'held']), isNotNull(agendaItems.proposalId), published));
}

/** Minutes from the day they are sent to review. Drafts are found by nobody, only read on their own page. */
export const minutesShown = (ctx: Ctx): Condition => and(meetingShown(ctx), ne(minutes.state, 'draft'));

/** Minutes that are a draft and that the viewer reads all the same: organisers all, chairs and minute takers those of their meetings. */
export function draftReadable(ctx: Ctx): SQL {
  if (isOrganiser(ctx.actor)) return sql`true`;
  const own = [...(ctx.actor?.takesMinutes ?? []), ...(ctx.actor?.chairs ?? [])];
  return own.length === 0 ? sql`false` : inArray(minutes.meetingId, own);
}

/** What is done while minutes are written. As long as those are a draft, only who may read it hears of it. */
export const draftWork: EventType[] = ['minutes.begun', 'minutes.entry_written', 'minutes.decision_recorded', 'minutes.decision_edited', 'minutes.decision_withdrawn', 'minutes.action_added', 'minutes.action_removed'];

/** What passes on the floor while a meeting runs: open pages follow it, a history would tell of nothing else. */
export const passingOnFloor: EventType[] = ['floor.hand_raised', 'floor.hand_lowered', 'floor.queue_ordered', 'floor.speaker_called', 'floor.speaking_ended', 'floor.sounding_opened', 'floor.sounding_answered'];

/** Events that the viewer may be told of; the work on a draft only to those who may read it. */
export function eventShown(ctx: Ctx): Condition {
  if (isOrganiser(ctx.actor)) return undefined;
  return or(notInArray(events.type, draftWork), sql`not exists (select 1 from ${minutes} where ${minutes.meetingId} = (${events.payload} ->> 'meetingId')::uuid and ${minutes.state} = 'draft' and not ${draftReadable(ctx)})`);
}
