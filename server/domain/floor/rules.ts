import type { HandKind, HandState, MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayChair } from '../meetings/rules';
import { mayWrite } from '../members/rules';

export type MeetingFacts = { id: string; state: MeetingState };
export type HandFacts = { state: HandState; memberId: string };
export type SoundingFacts = { closedAt: Date | null };

const whileLive = ({ state }: MeetingFacts): Verdict => (state === 'live' ? null : refuse('meeting_not_live'));

/** Any confirmed member while the meeting runs, one hand each. `own`: whether the member's hand is up. Refuses what `mayWrite` refuses, `meeting_not_live`, `hand_raised`. */
export function mayRaise(actor: Actor | null, meeting: MeetingFacts, own: boolean): Verdict {
  return mayWrite(actor) ?? whileLive(meeting) ?? (own ? refuse('hand_raised') : null);
}

/** waiting -> withdrawn, by oneself or by who leads the meeting. Refuses `not_signed_in`, `hand_not_yours`, `meeting_not_live`, `hand_not_waiting`. */
export function mayLower(actor: Actor | null, meeting: MeetingFacts, hand: HandFacts): Verdict {
  if (actor?.id !== hand.memberId && mayChair(actor, meeting)) return refuse(actor ? 'hand_not_yours' : 'not_signed_in');
  return whileLive(meeting) ?? (hand.state === 'waiting' ? null : refuse('hand_not_waiting'));
}

/** The order of those who wait is the chair's. Refuses what `mayChair` refuses, `meeting_not_live`, `hand_not_waiting`. */
export function mayMoveHand(actor: Actor | null, meeting: MeetingFacts, hand: HandFacts): Verdict {
  return mayChair(actor, meeting) ?? whileLive(meeting) ?? (hand.state === 'waiting' ? null : refuse('hand_not_waiting'));
}

/**
 * waiting -> speaking, while nobody else has the floor. `hand`: the one called; null: nobody waits.
 * Refuses what `mayChair` refuses, `meeting_not_live`, `floor_taken`, `queue_empty`, `hand_not_waiting`.
 */
export function mayCallSpeaker(actor: Actor | null, meeting: MeetingFacts, hand: HandFacts | null, taken: boolean): Verdict {
  const no = mayChair(actor, meeting) ?? whileLive(meeting);
  if (no) return no;
  if (taken) return refuse('floor_taken');
  if (!hand) return refuse('queue_empty');
  return hand.state === 'waiting' ? null : refuse('hand_not_waiting');
}

/** speaking -> spoken, by the speaker or by who leads the meeting. Refuses `not_signed_in`, `hand_not_yours`, `meeting_not_live`, `hand_not_speaking`. */
export function mayEndSpeaking(actor: Actor | null, meeting: MeetingFacts, hand: HandFacts): Verdict {
  if (actor?.id !== hand.memberId && mayChair(actor, meeting)) return refuse(actor ? 'hand_not_yours' : 'not_signed_in');
  return whileLive(meeting) ?? (hand.state === 'speaking' ? null : refuse('hand_not_speaking'));
}

/** One at a time, on the current item. Refuses what `mayChair` refuses, `meeting_not_live`, `no_current_item`, `sounding_open`. */
export function mayOpenSounding(actor: Actor | null, meeting: MeetingFacts, current: boolean, open: boolean): Verdict {
  const no = mayChair(actor, meeting) ?? whileLive(meeting);
  if (no) return no;
  if (!current) return refuse('no_current_item');
  return open ? refuse('sounding_open') : null;
}

/** Refuses what `mayChair` refuses, `meeting_not_live`, `sounding_closed`. */
export function mayCloseSounding(actor: Actor | null, meeting: MeetingFacts, sounding: SoundingFacts): Verdict {
  return mayChair(actor, meeting) ?? whileLive(meeting) ?? (sounding.closedAt ? refuse('sounding_closed') : null);
}

/** Any confirmed member, once, changeable until it is closed. Refuses what `mayWrite` refuses, `sounding_closed`. */
export function mayAnswerSounding(actor: Actor | null, sounding: SoundingFacts): Verdict {
  return mayWrite(actor) ?? (sounding.closedAt ? refuse('sounding_closed') : null);
}

/** Who goes first by default: a point of order; then what belongs to what was just said; then what is new. */
const rank: Record<HandKind, number> = { point_of_order: 0, question: 1, reply: 1, new_topic: 2 };

/**
 * Where a new hand comes in the queue as it stands: behind everyone of the same or a higher rank. The chair's own order
 * stands; nobody is put before someone of the same rank who has waited longer.
 */
export function placeInQueue(queue: readonly HandKind[], kind: HandKind): number {
  return queue.reduce((place, other, index) => (rank[other] <= rank[kind] ? index + 1 : place), 0);
}
