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

/** An answer from a calendar program (RFC 5546, REPLY): SEQUENCE of the invite that was answered, and when. */
export type CalendarReply = { partstat: string; sequence: number; stamp: Date };
type Answered = { answer: RegistrationAnswer; source: string; answeredAt: Date; replySequence: number | null; replyStamp: Date | null };

/** Why a calendar's answer changes nothing. `never_sent`: to a later invite than any of ours. */
type Unheard = { ignored: 'stale' | 'never_sent' | 'undecided' | 'delegated' | 'not_an_answer' };
const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/**
 * What a calendar's answer asks for, or why it changes nothing. An acceptance does not say how: it keeps the way chosen
 * before, else it is on site where there is a place. `stale`: to an invite from before the meeting was moved, or older than
 * what we know, from the web and of an invitation taken back too (instants compared by the second, as files write them).
 * `undecided`: TENTATIVE. `delegated`: one answers for oneself.
 */
export function readReply(meeting: Pick<RegistrationFacts, 'place' | 'onlineUrl'> & { movedSequence: number; calendarSequence: number }, before: Answered | null, uninvitedAt: Date | null, { partstat, sequence, stamp }: CalendarReply): { answer: RegistrationAnswer } | Unheard {
  if (partstat === 'DELEGATED') return { ignored: 'delegated' };
  if (partstat === 'TENTATIVE') return { ignored: 'undecided' };
  if (partstat !== 'ACCEPTED' && partstat !== 'DECLINED') return { ignored: 'not_an_answer' };
  if (sequence > meeting.calendarSequence) return { ignored: 'never_sent' };
  const older = before !== null && before.replySequence !== null && (sequence < before.replySequence || (sequence === before.replySequence && before.replyStamp !== null && second(stamp) <= second(before.replyStamp)));
  const outdated = [before && before.source !== 'calendar' ? before.answeredAt : null, uninvitedAt].some((known) => known !== null && second(stamp) < second(known));
  if (sequence < meeting.movedSequence || older || outdated) return { ignored: 'stale' };
  if (partstat === 'DECLINED') return { answer: 'not_attending' };
  const ways: RegistrationAnswer[] = answersTo(meeting).filter((way) => way !== 'not_attending');
  // Without any way to come, what is asked for is refused and not turned into a no.
  return { answer: ways.find((way) => way === before?.answer) ?? ways[0] ?? 'on_site' };
}
