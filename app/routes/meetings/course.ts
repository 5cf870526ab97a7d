import type { MeetingState, MinutesState } from '~/db/schema/states';

export type CourseStep = { step: 'proposals' | 'agenda' | 'meeting' | 'minutes'; state: 'done' | 'current' | 'todo' };

/** How far a meeting has come, as four steps of which at most one is the present one. */
export function courseOf(meeting: { state: MeetingState; agendaState: 'open' | 'published'; minutesElsewhere: string | null }, minutes: MinutesState | null): CourseStep[] {
  const over = meeting.state === 'held';
  const at = meeting.state === 'cancelled' || meeting.state === 'draft' ? -1 : over ? (minutes === 'published' || meeting.minutesElsewhere !== null ? 4 : 3) : meeting.state === 'live' ? 2 : meeting.agendaState === 'published' ? 1 : 0;
  return (['proposals', 'agenda', 'meeting', 'minutes'] as const).map((step, index) => ({ step, state: index < at ? 'done' : index === at ? 'current' : 'todo' }));
}
