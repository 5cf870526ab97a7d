import type { CorrectionState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayOrganise } from '../meetings/rules';
import { mayWrite } from '../members/rules';
import { maySeeMinutes, type MinutesFacts } from '../minutes/rules';

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
