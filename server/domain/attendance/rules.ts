import type { AttendanceWay, MeetingState, MinutesState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayTakeMinutes } from '../meetings/rules';
import { mayWrite } from '../members/rules';

export type AttendanceFacts = { id: string; state: MeetingState; place: string | null; onlineUrl: string | null };

/** The ways in which one can be at a meeting. */
export const waysTo = (meeting: Pick<AttendanceFacts, 'place' | 'onlineUrl'>): AttendanceWay[] => [...(meeting.place ? ['on_site' as const] : []), ...(meeting.onlineUrl ? ['online' as const] : [])];

/** Says that one is there, while the meeting runs. Refuses what `mayWrite` refuses, `meeting_not_live`, and `no_such_attendance` on site without a place or online without a link. */
export function mayArrive(actor: Actor | null, meeting: AttendanceFacts, way: AttendanceWay): Verdict {
  const no = mayLeave(actor, meeting);
  if (no) return no;
  return waysTo(meeting).includes(way) ? null : refuse('no_such_attendance');
}

/** Says that one goes. Refuses what `mayWrite` refuses, and `meeting_not_live`. */
export function mayLeave(actor: Actor | null, meeting: Pick<AttendanceFacts, 'state'>): Verdict {
  return mayWrite(actor) ?? (meeting.state === 'live' ? null : refuse('meeting_not_live'));
}

/**
 * Keeps the list of who was there: organisers and minute takers, from the start until the minutes are approved.
 * Refuses `not_signed_in`, `minute_taker_only`, `attendance_closed`.
 */
export function mayKeep(actor: Actor | null, meeting: Pick<AttendanceFacts, 'id' | 'state'>, minutes: MinutesState | null): Verdict {
  const no = mayTakeMinutes(actor, meeting);
  if (no) return no;
  const open = (meeting.state === 'live' || meeting.state === 'held') && minutes !== 'approved' && minutes !== 'published';
  return open ? null : refuse('attendance_closed');
}

/** What is ticked differs from what was shown: only that is changed, so that two who tick at once do not undo each other. */
export type Tick = { memberId: string; was: AttendanceWay | null; way: AttendanceWay | null };
export const changedTicks = (ticks: readonly Tick[]): Tick[] => ticks.filter(({ was, way }) => was !== way);
