import type { MeetingState, RegistrationAnswer } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayOrganise } from '../meetings/rules';
import { mayWrite } from '../members/rules';

export type RegistrationFacts = { state: MeetingState; place: string | null; onlineUrl: string | null; capacity: number | null };

/** Whether a meeting takes answers at all, whoever asks. */
export const takesAnswers = (meeting: Pick<RegistrationFacts, 'state'>): boolean => meeting.state === 'called' || meeting.state === 'live';

/** The ways in which a meeting can be answered; everybody may stay away. */
export function answersTo(meeting: Pick<RegistrationFacts, 'place' | 'onlineUrl'>): RegistrationAnswer[] {
  return [...(meeting.place ? ['on_site' as const] : []), ...(meeting.onlineUrl ? ['online' as const] : []), 'not_attending'];
}

/** Refuses what `mayWrite` refuses, and `registration_closed` unless the meeting is called or running. */
export function mayAnswer(actor: Actor | null, meeting: Pick<RegistrationFacts, 'state'>): Verdict {
  return mayWrite(actor) ?? (takesAnswers(meeting) ? null : refuse('registration_closed'));
}

/** Refuses what `mayAnswer` refuses, and `no_such_attendance` on site without a place or online without a link. */
export function mayRegister(actor: Actor | null, meeting: RegistrationFacts, answer: RegistrationAnswer): Verdict {
  return mayAnswer(actor, meeting) ?? (answersTo(meeting).includes(answer) ? null : refuse('no_such_attendance'));
}

/** Seats on site that nobody has; null: as many as come. Never below nought: a lowered capacity throws nobody out. */
export const freeSeats = (capacity: number | null, taken: number): number | null => (capacity === null ? null : Math.max(0, capacity - taken));

/** Takes an invitation back: one's own, or, for organisers, anyone's, while the meeting takes answers. Refuses what `mayWrite` and `mayOrganise` refuse, `registration_closed`. */
export function mayUninvite(actor: Actor | null, meeting: Pick<RegistrationFacts, 'state'>, memberId: string): Verdict {
  const no = mayWrite(actor) ?? (actor?.id === memberId ? null : mayOrganise(actor));
  return no ?? (takesAnswers(meeting) ? null : refuse('registration_closed'));
}
