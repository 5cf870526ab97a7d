import type { MeetingState, MinutesState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayChair, mayTakeMinutes } from '../meetings/rules';
import { mayWriteMinutes } from '../minutes/rules';

/** For how long a mark that someone is writing is true (milliseconds); pages renew it in half of that. */
export const WRITES_FOR = 20_000;

/** While the meeting is live, by its chair or those who take its minutes. Refuses `not_signed_in`, `minute_taker_only`, `meeting_not_live`. */
export function mayShowEntry(actor: Actor | null, meeting: { id: string; state: MeetingState }): Verdict {
  const no = mayChair(actor, meeting) && mayTakeMinutes(actor, meeting);
  if (no) return no;
  return meeting.state === 'live' ? null : refuse('meeting_not_live');
}

/** open -> settled, in the draft, by who wrote it or an organiser. Refuses what `mayWriteMinutes` refuses, `author_only`, `clash_settled`. */
export function maySettleClash(actor: Actor | null, minutes: { meetingId: string; state: MinutesState }, clash: { memberId: string; settledAt: Date | null }): Verdict {
  const no = mayWriteMinutes(actor, minutes);
  if (no) return no;
  if (actor?.id !== clash.memberId && !isOrganiser(actor)) return refuse('author_only');
  return clash.settledAt === null ? null : refuse('clash_settled');
}
