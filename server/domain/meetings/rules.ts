import type { AgendaState, MeetingState, MinutesState } from '~/db/schema';
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

/** called -> live. Refuses `meeting_not_called`, `agenda_not_published`, and `proposals_undecided` with the titles. */
export function mayStart(actor: Actor | null, meeting: MeetingFacts, undecided: string[]): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state !== 'called') return refuse('meeting_not_called');
  if (meeting.agendaState !== 'published') return refuse('agenda_not_published');
  return undecided.length > 0 ? refuse('proposals_undecided', { titles: undecided }) : null;
}

/** live -> held. Refuses `meeting_not_live`, and `item_still_current` with its title. */
export function mayHold(actor: Actor | null, meeting: MeetingFacts, currentItem: string | null): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  return currentItem === null ? null : refuse('item_still_current', { titles: [currentItem] });
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
