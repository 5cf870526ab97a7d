import type { AgendaState, MeetingPart, MeetingState, MinutesState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';

export type MeetingFacts = { state: MeetingState; agendaState: AgendaState; startsAt: Date | null; endsAt: Date | null };

/** What only organisers do. Refuses `not_signed_in`, `organisers_only`. */
export function mayOrganise(actor: Actor | null): Verdict {
  if (!actor) return refuse('not_signed_in');
  return isOrganiser(actor) ? null : refuse('organisers_only');
}

/** Leads a meeting: its chair, or an organiser. Refuses `not_signed_in`, `chair_only`. */
export function mayChair(actor: Actor | null, meeting: { id: string }): Verdict {
  if (!actor) return refuse('not_signed_in');
  return isOrganiser(actor) || actor.chairs.includes(meeting.id) ? null : refuse('chair_only');
}

/** Writes a meeting's minutes: one of its minute takers, or an organiser. Refuses `not_signed_in`, `minute_taker_only`. */
export function mayTakeMinutes(actor: Actor | null, meeting: { id: string }): Verdict {
  if (!actor) return refuse('not_signed_in');
  return isOrganiser(actor) || actor.takesMinutes.includes(meeting.id) ? null : refuse('minute_taker_only');
}

/** Drafts are the organisers' own; everything else is public. Refuses `meeting_not_found`. */
export function maySeeMeeting(actor: Actor | null, meeting: Pick<MeetingFacts, 'state'>): Verdict {
  return meeting.state !== 'draft' || isOrganiser(actor) ? null : refuse('meeting_not_found');
}

/** Until it starts. Refuses `meeting_over` and, while it runs, `meeting_not_called`. */
export function mayEditMeeting(actor: Actor | null, meeting: MeetingFacts): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state === 'held' || meeting.state === 'cancelled') return refuse('meeting_over');
  return meeting.state === 'live' ? refuse('meeting_not_called') : null;
}

/** draft -> called. Refuses `meeting_not_draft`, `meeting_needs_times`, `meeting_in_the_past`. */
export function mayCall(actor: Actor | null, meeting: MeetingFacts, now: Date): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state !== 'draft') return refuse('meeting_not_draft');
  if (!meeting.startsAt || !meeting.endsAt) return refuse('meeting_needs_times');
  return meeting.startsAt > now ? null : refuse('meeting_in_the_past');
}

/** Any state before held -> cancelled. Refuses `meeting_over`. */
export function mayCancel(actor: Actor | null, meeting: MeetingFacts): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  return meeting.state === 'held' || meeting.state === 'cancelled' ? refuse('meeting_over') : null;
}

type Led = Pick<MeetingFacts, 'state'> & { id: string };

/** called -> live, by who leads it. Refuses `meeting_live` the second time, `meeting_over`, `meeting_not_called`, `agenda_not_published`, and `proposals_undecided` with the titles. */
export function mayStart(actor: Actor | null, meeting: Led & Pick<MeetingFacts, 'agendaState'>, undecided: string[]): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state === 'live') return refuse('meeting_live');
  if (meeting.state !== 'called') return refuse(meeting.state === 'draft' ? 'meeting_not_called' : 'meeting_over');
  if (meeting.agendaState !== 'published') return refuse('agenda_not_published');
  return undecided.length > 0 ? refuse('proposals_undecided', { titles: undecided }) : null;
}

/** live -> held, by who leads it; a pause ends with it. Refuses `meeting_not_live`, and `item_still_current` with its title. */
export function mayHold(actor: Actor | null, meeting: Led, currentItem: string | null): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  return currentItem === null ? null : refuse('item_still_current', { titles: [currentItem] });
}

/** Interrupts a running meeting. `resumesAt`: when it is said to go on. Refuses `meeting_not_live`, `meeting_paused`, `resumes_in_the_past`. */
export function mayPause(actor: Actor | null, meeting: Led, paused: boolean, resumesAt: Date | null, now: Date): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  if (paused) return refuse('meeting_paused');
  return resumesAt === null || resumesAt > now ? null : refuse('resumes_in_the_past');
}

/** Goes on after a pause. Refuses `meeting_not_live`, `meeting_not_paused`. */
export function mayResume(actor: Actor | null, meeting: Led, paused: boolean): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  return paused ? null : refuse('meeting_not_paused');
}

/** Names who has a part: the chair until the meeting is over, minute takers also after it. Refuses what `mayOrganise` refuses, and `meeting_over`. */
export function mayNameParts(actor: Actor | null, meeting: Pick<MeetingFacts, 'state'>, part: MeetingPart): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  const over = meeting.state === 'cancelled' || (part === 'chair' && meeting.state === 'held');
  return over ? refuse('meeting_over') : null;
}

/** Who has a part is told to members, and to everyone only with the person's consent. */
export const seesWhoHasPart = (actor: Actor | null, person: { showsAttendance: boolean }): boolean => actor !== null || person.showsAttendance;

export type Pause = { startedAt: Date; resumesAt: Date | null; endedAt: Date | null };

/**
 * How long a meeting stands still between two instants (`to` null: for ever after), in milliseconds. A pause that goes on lasts
 * until the instant it is said to end, or, when that has passed or was not said, until `now`.
 */
export function standstill(pauses: readonly Pause[], from: Date, to: Date | null, now: Date): number {
  return pauses.reduce((sum, pause) => {
    const end = pause.endedAt ?? new Date(Math.max(now.getTime(), pause.resumesAt?.getTime() ?? 0));
    return sum + Math.max(0, Math.min(end.getTime(), to?.getTime() ?? Infinity) - Math.max(pause.startedAt.getTime(), from.getTime()));
  }, 0);
}

const calendarFields = ['startsAt', 'endsAt', 'place', 'onlineUrl'];

/** Whether calendars must take the change as a new one (SEQUENCE, RFC 5545 3.8.7.4): time or place, not words. */
export const movesMeeting = (changed: readonly string[]): boolean => changed.some((field) => calendarFields.includes(field));

export const nextSteps = ['call', 'decide', 'publish_agenda', 'start', 'lead', 'begin_minutes', 'write_minutes', 'approve_minutes', 'publish_minutes', 'none'] as const;
export type NextStep = (typeof nextSteps)[number];

/** The one thing an organiser does next for a meeting. */
export function nextStep(meeting: Pick<MeetingFacts, 'state' | 'agendaState'> & { minutesState: MinutesState | null; undecided: number; minutesElsewhere: string | null }): NextStep {
  const { state, agendaState, minutesState, undecided } = meeting;
  if (state === 'draft') return 'call';
  if (state === 'called') return undecided > 0 ? 'decide' : agendaState === 'open' ? 'publish_agenda' : 'start';
  if (state === 'live') return 'lead';
  if (state === 'cancelled' || meeting.minutesElsewhere) return 'none';
  if (minutesState === null) return 'begin_minutes';
  return ({ draft: 'write_minutes', in_review: 'approve_minutes', approved: 'publish_minutes', published: 'none' } as const)[minutesState];
}
