import { refuse, type Refusal } from '~/server/refusal';

/**
 * What a number leads to that no decision bears: `decision_withdrawn` where it was given (`last`: the last one of its
 * year) and taken out of a draft again, else `decision_not_found`.
 */
export function missingDecision(serial: number, last: number): Refusal {
  return refuse(serial <= last ? 'decision_withdrawn' : 'decision_not_found');
}
