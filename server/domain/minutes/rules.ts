import type { ItemOutcome, MeetingState, MinutesState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayOrganise, mayTakeMinutes } from '../meetings/rules';

/** `correctionsDue`: the last instant at which a correction is taken. */
export type MinutesFacts = { meetingId: string; state: MinutesState; correctionsDue: Date | null };
type Standing = Pick<MinutesFacts, 'meetingId' | 'state'>;

/** A draft is read by organisers, the meeting's minute takers and its chair; from the review on minutes are public. Refuses `minutes_not_found`. */
export function maySeeMinutes(actor: Actor | null, { meetingId, state }: Standing): Verdict {
  if (state !== 'draft' || isOrganiser(actor)) return null;
  return actor?.takesMinutes.includes(meetingId) || actor?.chairs.includes(meetingId) ? null : refuse('minutes_not_found');
}

/** Once the meeting has begun, by those who take its minutes. Refuses `meeting_cancelled`, `meeting_not_live`. */
export function mayBegin(actor: Actor | null, meeting: { id: string; state: MeetingState }): Verdict {
  const no = mayTakeMinutes(actor, meeting);
  if (no) return no;
  if (meeting.state === 'cancelled') return refuse('meeting_cancelled');
  return meeting.state === 'live' || meeting.state === 'held' ? null : refuse('meeting_not_live');
}

/** Text, decisions and actions are written in the draft, by those who take the minutes. Refuses `minutes_not_draft` in review, `minutes_locked` after it. */
export function mayWriteMinutes(actor: Actor | null, { meetingId, state }: Standing): Verdict {
  const no = mayTakeMinutes(actor, { id: meetingId });
  if (no) return no;
  if (state === 'draft') return null;
  return refuse(state === 'in_review' ? 'minutes_not_draft' : 'minutes_locked');
}

/** Whether an entry still lacks its text. Of an item the meeting did not reach there is nothing to tell. */
export const lacksText = ({ text, outcome }: { text: string; outcome: ItemOutcome | null }): boolean => outcome !== 'not_reached' && text.trim() === '';

/** Titles of the items whose entry lacks its text, and of those where somebody's words are kept beside it. */
export type Unfinished = { empty: string[]; clashes: string[] };

/** draft -> in_review. Refuses `minutes_not_draft`, `meeting_not_held`, `clashes_open` and `entries_empty` with the titles, `review_date_past`. */
export function maySendToReview(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>, meeting: { state: MeetingState }, { empty, clashes }: Unfinished, due: Date, now: Date): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (state !== 'draft') return refuse('minutes_not_draft');
  if (meeting.state !== 'held') return refuse('meeting_not_held');
  if (clashes.length > 0) return refuse('clashes_open', { titles: clashes });
  if (empty.length > 0) return refuse('entries_empty', { titles: empty });
  return due > now ? null : refuse('review_date_past');
}

/** in_review -> approved by an organiser. `open`: the corrections that wait, by the item each is for. Refuses `minutes_not_in_review`, and `corrections_open` naming them. */
export function mayApprove(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>, open: string[]): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (state !== 'in_review') return refuse('minutes_not_in_review');
  return open.length === 0 ? null : refuse('corrections_open', { count: open.length, titles: open });
}

/** in_review -> approved by itself: the date has passed and no correction waits. */
export function approvesItself({ state, correctionsDue }: Pick<MinutesFacts, 'state' | 'correctionsDue'>, open: number, now: Date): boolean {
  return state === 'in_review' && correctionsDue !== null && now > correctionsDue && open === 0;
}

/** approved -> published. Refuses `minutes_not_approved`. */
export function mayPublishMinutes(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  return state === 'approved' ? null : refuse('minutes_not_approved');
}

/** published -> the same with a version more, for an erratum. Refuses `minutes_not_published`. */
export function mayCorrectPublished(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  return state === 'published' ? null : refuse('minutes_not_published');
}
