import type { ActionState, CorrectionState, MeetingState, MinutesState } from '~/db/schema';
import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayOrganise } from '../meetings/rules';
import { mayWrite } from '../members/rules';

/** `correctionsDue`: the last instant at which a correction is taken. */
export type MinutesFacts = { state: MinutesState; correctionsDue: Date | null };

/** Drafts are the organisers' own; from the review on minutes are public. Refuses `minutes_not_found`. */
export function maySeeMinutes(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>): Verdict {
  return state !== 'draft' || isOrganiser(actor) ? null : refuse('minutes_not_found');
}

/** Once the meeting has begun. Refuses `meeting_cancelled`, `meeting_not_live`. */
export function mayBegin(actor: Actor | null, meeting: { state: MeetingState }): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state === 'cancelled') return refuse('meeting_cancelled');
  return meeting.state === 'live' || meeting.state === 'held' ? null : refuse('meeting_not_live');
}

/** Text, decisions and actions are written in the draft. Refuses `minutes_not_draft` in review, `minutes_locked` after it. */
export function mayWriteMinutes(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (state === 'draft') return null;
  return refuse(state === 'in_review' ? 'minutes_not_draft' : 'minutes_locked');
}

/** draft -> in_review. Refuses `minutes_not_draft`, `meeting_not_held`, `entries_empty` with the titles, `review_date_past`. */
export function maySendToReview(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>, meeting: { state: MeetingState }, empty: string[], due: Date, now: Date): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (state !== 'draft') return refuse('minutes_not_draft');
  if (meeting.state !== 'held') return refuse('meeting_not_held');
  if (empty.length > 0) return refuse('entries_empty', { titles: empty });
  return due > now ? null : refuse('review_date_past');
}

/** Any confirmed member, until the date. Refuses `minutes_not_found` (a draft of others), `minutes_not_in_review`, `corrections_closed`. */
export function mayProposeCorrection(actor: Actor | null, minutes: MinutesFacts, now: Date): Verdict {
  const no = mayWrite(actor) ?? maySeeMinutes(actor, minutes);
  if (no) return no;
  if (minutes.state === 'draft') return refuse('minutes_not_in_review');
  return minutes.state === 'in_review' && minutes.correctionsDue && now <= minutes.correctionsDue ? null : refuse('corrections_closed');
}

/** open -> accepted | declined. Refuses `correction_decided`, `minutes_not_in_review`. */
export function mayDecideCorrection(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>, correction: { state: CorrectionState }): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (correction.state !== 'open') return refuse('correction_decided');
  return state === 'in_review' ? null : refuse('minutes_not_in_review');
}

/** in_review -> approved by an organiser. Refuses `minutes_not_in_review`, and `corrections_open` with their count. */
export function mayApprove(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>, open: number): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (state !== 'in_review') return refuse('minutes_not_in_review');
  return open === 0 ? null : refuse('corrections_open', { count: open });
}

/** in_review -> approved by itself: the date has passed and no correction waits. */
export function approvesItself({ state, correctionsDue }: MinutesFacts, open: number, now: Date): boolean {
  return state === 'in_review' && correctionsDue !== null && now > correctionsDue && open === 0;
}

/** approved -> published. Refuses `minutes_not_approved`. */
export function mayPublishMinutes(actor: Actor | null, { state }: Pick<MinutesFacts, 'state'>): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  return state === 'approved' ? null : refuse('minutes_not_approved');
}

export type ActionFacts = { state: ActionState; responsibleMemberId: string | null; initiatives: string[] };

/**
 * open -> done | dropped, by the one responsible, an owner of a concerned initiative, or an organiser, once the minutes are published.
 * Refuses `not_signed_in`, `email_not_confirmed`, `minutes_not_found`, `action_not_yours`, `action_closed`, `minutes_not_published`.
 */
export function mayCloseAction(actor: Actor | null, minutes: Pick<MinutesFacts, 'state'>, action: ActionFacts): Verdict {
  const no = mayWrite(actor) ?? maySeeMinutes(actor, minutes);
  if (no) return no;
  const theirs = actor !== null && (isOrganiser(actor) || actor.id === action.responsibleMemberId || action.initiatives.some((id) => actor.owns.includes(id)));
  if (!theirs) return refuse('action_not_yours');
  if (action.state !== 'open') return refuse('action_closed');
  return minutes.state === 'published' ? null : refuse('minutes_not_published');
}
