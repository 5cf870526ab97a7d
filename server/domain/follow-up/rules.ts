import type { ActionState, MinutesState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayBuild } from '../agenda/rules';
import type { MeetingFacts } from '../meetings/rules';

/** Only a meeting that has been called and has not begun is added to by itself. */
export const takesFollowUp = (meeting: Pick<MeetingFacts, 'state'>): boolean => meeting.state === 'called';

/** An organiser puts an action under follow-up by hand. Refuses what `mayBuild` refuses, `meeting_not_called` once it runs, `action_closed`, and `minutes_not_published`. */
export function mayFollowUp(actor: Actor | null, meeting: Pick<MeetingFacts, 'state'>, action: { state: ActionState; minutesState: MinutesState }): Verdict {
  const no = mayBuild(actor, meeting);
  if (no) return no;
  if (meeting.state === 'live') return refuse('meeting_not_called');
  if (action.minutesState !== 'published') return refuse('minutes_not_published');
  return action.state === 'open' ? null : refuse('action_closed');
}

/** The planned length of what comes up by itself (minutes); organisers change it like any other. */
export const usualMinutes = { followUp: 10, approval: 5 } as const;
