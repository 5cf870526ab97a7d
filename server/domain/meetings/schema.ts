import { z } from 'zod';
import { day, line, optionalLine, optionalWhole, seenVersion, text, time, webAddress } from '~/server/fields';
import { limits } from '~/server/limits';
import { toInstant } from '~/server/time';

type Typed = { day: string; start: string; end: string; deadlineDay: string; deadlineTime: string; place: string | null; onlineUrl: string | null };

/** Wall clocks of Denmark become instants; each problem is said at its own field. */
function toTimes<T extends Typed>({ day: date, start, end, deadlineDay, deadlineTime, ...rest }: T, context: z.RefinementCtx) {
  const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
  const startsAt = toInstant(date, start);
  const endsAt = toInstant(date, end);
  const proposalDeadline = toInstant(deadlineDay, deadlineTime);
  if (!startsAt) say('start', 'no_such_time');
  if (!endsAt) say('end', 'no_such_time');
  if (!proposalDeadline) say('deadlineTime', 'no_such_time');
  if (startsAt && endsAt && endsAt <= startsAt) say('end', 'end_before_start');
  if (startsAt && proposalDeadline && proposalDeadline > startsAt) say('deadlineDay', 'deadline_after_start');
  if (!rest.place && !rest.onlineUrl) say('place', 'place_or_link');
  if (!startsAt || !endsAt || !proposalDeadline) return z.NEVER;
  return { ...rest, day: date, startsAt, endsAt, proposalDeadline };
}

const fields = {
  title: line(limits.title),
  purpose: text(limits.purpose),
  day,
  start: time,
  end: time,
  deadlineDay: day,
  deadlineTime: time,
  place: optionalLine(limits.place),
  onlineUrl: webAddress,
  capacity: optionalWhole(1, 10_000),
};

export const createMeetingSchema = z.object(fields).transform(toTimes);
export const editMeetingSchema = z.object({ ...fields, version: seenVersion }).transform(toTimes);
export const cancelMeetingSchema = z.object({ reason: text(limits.cancelReason) });
/** For steps that need no words (call, start, hold). */
export const stepSchema = z.object({});

export type CreateMeeting = z.output<typeof createMeetingSchema>;
export type EditMeeting = z.output<typeof editMeetingSchema>;
