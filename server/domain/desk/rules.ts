import type { AgendaState, MeetingPart, MeetingState, MinutesState } from '~/db/schema';
import type { mailStates } from '~/db/schema/states';
import { deskLimits } from '~/server/limits';
import { refuse, type Verdict } from '~/server/refusal';
import { addDays, addMinutes, dayOf, daysBetween } from '~/server/time';
import { nextStep, type NextStep } from '../meetings/rules';

/** What the desk knows of a meeting. `oldestUndecided`: when the proposal that has waited longest came in. */
export type MeetingOnDesk = {
  state: MeetingState; agendaState: AgendaState; day: string; startsAt: Date | null; endsAt: Date | null; proposalDeadline: Date | null; heldAt: Date | null; minutesElsewhere: string | null;
  minutesState: MinutesState | null; correctionsDue: Date | null; approvedAt: Date | null; undecided: number; oldestUndecided: Date | null; openCorrections: number;
};

/** Finer than what a meeting's own page offers: a draft whose day has passed is moved; a review is either worked on or waited for. */
export type DeskStep = NextStep | 'move' | 'decide_corrections' | 'await_corrections' | 'prepare';

export const whys = [
  'draft', 'draft_near', 'draft_past', 'proposals_wait', 'deadline_passed', 'decide_blocks_start', 'proposals_open', 'agenda_awaited', 'agenda_near', 'agenda_blocks_start', 'ready', 'coming', 'not_started',
  'running', 'overtime', 'no_minutes', 'minutes_draft', 'corrections_wait', 'corrections_over', 'review_runs', 'review_over', 'approved', 'finished',
] as const;
export type Why = (typeof whys)[number];
export const urgencies = ['now', 'late', 'soon', 'later'] as const;
export type Urgency = (typeof urgencies)[number];

/** The one next step of a meeting and why. `days`: calendar days to or since the day that the why speaks of, never below 0; `count`: how many it speaks of. */
export type Task = { step: DeskStep; why: Why; days: number; count: number; due: Date | null; urgency: Urgency };

const earliest = (...dates: (Date | null)[]): Date | null => dates.reduce((first, date) => (date && (!first || date < first) ? date : first), null);

/** Late once the instant has passed, soon within `deskLimits.soon` days. */
export function urgencyOf(due: Date | null, now: Date): Urgency {
  if (!due) return 'later';
  if (due <= now) return 'late';
  return due <= addDays(now, deskLimits.soon) ? 'soon' : 'later';
}

/** An answer is late after `deskLimits.answerWithin` days. */
export const answerIsLate = (submittedAt: Date, now: Date): boolean => addDays(submittedAt, deskLimits.answerWithin) <= now;

/** The one next step of a meeting, why it is the next, and how much it hurries. */
export function taskOf(meeting: MeetingOnDesk, now: Date): Task {
  const today = dayOf(now);
  const days = (day: string | Date | null) => (day === null ? 0 : Math.abs(daysBetween(today, typeof day === 'string' ? day : dayOf(day))));
  const task = (step: DeskStep, why: Why, day: string | Date | null, due: Date | null, count = 0, urgency = urgencyOf(due, now)): Task => ({ step, why, days: days(day), count, due, urgency });
  const { day, startsAt, heldAt, undecided, correctionsDue, openCorrections } = meeting;
  const begun = startsAt !== null && startsAt <= now;
  const step = nextStep(meeting);
  switch (step) {
    case 'call': {
      const due = startsAt && addDays(startsAt, -deskLimits.callBefore);
      return begun ? task('move', 'draft_past', day, startsAt) : task('call', due && due <= now ? 'draft_near' : 'draft', day, due);
    }
    case 'decide': {
      const { proposalDeadline: deadline, oldestUndecided: oldest } = meeting;
      const due = earliest(oldest && addDays(oldest, deskLimits.answerWithin), deadline && addDays(deadline, deskLimits.decideAfterDeadline), startsAt && addDays(startsAt, -deskLimits.agendaBefore));
      if (begun) return task(step, 'decide_blocks_start', day, startsAt, undecided);
      return deadline && deadline < now ? task(step, 'deadline_passed', day, due, undecided) : task(step, 'proposals_wait', oldest, due, undecided);
    }
    case 'publish_agenda': {
      const due = startsAt && addDays(startsAt, -deskLimits.agendaBefore);
      if (begun) return task(step, 'agenda_blocks_start', day, startsAt);
      if (due && due <= now) return task(step, 'agenda_near', day, due);
      return meeting.proposalDeadline && meeting.proposalDeadline > now ? task(step, 'proposals_open', meeting.proposalDeadline, due) : task(step, 'agenda_awaited', day, due);
    }
    case 'start': return task(step, begun ? 'not_started' : 'ready', day, startsAt);
    case 'lead': return task(step, meeting.endsAt && addMinutes(meeting.endsAt, deskLimits.overtimeMinutes) < now ? 'overtime' : 'running', day, meeting.endsAt, 0, 'now');
    case 'begin_minutes': return task(step, 'no_minutes', heldAt, heldAt && addDays(heldAt, deskLimits.beginMinutesWithin));
    case 'write_minutes': return task(step, 'minutes_draft', heldAt, heldAt && addDays(heldAt, deskLimits.reviewWithin));
    case 'approve_minutes': {
      const over = correctionsDue !== null && correctionsDue < now;
      if (openCorrections > 0) return task('decide_corrections', over ? 'corrections_over' : 'corrections_wait', correctionsDue, correctionsDue, openCorrections);
      return over ? task(step, 'review_over', correctionsDue, correctionsDue) : task('await_corrections', 'review_runs', correctionsDue, null);
    }
    case 'publish_minutes': return task(step, 'approved', meeting.approvedAt, meeting.approvedAt && addDays(meeting.approvedAt, deskLimits.publishWithin));
    case 'none': return task('none', 'finished', null, null);
  }
}

/**
 * The next step of someone who chairs or takes the minutes without being an organiser; null when theirs is done or none of
 * their business. Before the day a chair reads the agenda; what only organisers do (deciding, publishing) is left to them.
 */
export function partTask(parts: MeetingPart[], meeting: MeetingOnDesk, now: Date): Task | null {
  const task = taskOf(meeting, now);
  const { state, startsAt, minutesState } = meeting;
  if (state === 'called') {
    const ready = task.step === 'start' && startsAt !== null && dayOf(startsAt) <= dayOf(now);
    return ready && parts.includes('chair') ? task : { ...task, step: 'prepare', why: meeting.agendaState === 'published' ? 'ready' : 'coming', days: Math.max(0, daysBetween(dayOf(now), meeting.day)), count: 0, due: startsAt, urgency: urgencyOf(startsAt, now) };
  }
  if (state === 'live' && parts.includes('chair')) return task;
  const writes = parts.includes('minute_taker') && (minutesState === null || minutesState === 'draft');
  if (state === 'live' && writes) return { ...task, step: minutesState === null ? 'begin_minutes' : 'write_minutes' };
  return state === 'held' && writes && task.step !== 'none' ? task : null;
}

/** What hurries most first; among equals what is due first, and last what has no date. */
export function byUrgency<T extends { task: Task; day: string }>(rows: T[]): T[] {
  const at = ({ task, day }: T): [number, number, string] => [urgencies.indexOf(task.urgency), task.due?.getTime() ?? Infinity, day];
  return [...rows].sort((a, b) => {
    const [[urgency, due, day], [otherUrgency, otherDue, otherDay]] = [at(a), at(b)];
    return urgency - otherUrgency || (due === otherDue ? day.localeCompare(otherDay) : due - otherDue);
  });
}

/** failed -> queued. Refuses `mail_not_failed`: a letter that left is never sent twice, one that waits is on its way; `mail_paused`: mail to the address is paused. */
export function maySendAgain({ state, paused }: { state: (typeof mailStates)[number]; paused: boolean }): Verdict {
  if (state !== 'failed') return refuse('mail_not_failed');
  return paused ? refuse('mail_paused') : null;
}
