import { z } from 'zod';
import { partKinds } from '~/db/schema/states';
import { choice, day, id, line, optionalLine, optionalTime, optionalWhole, seenVersion, text, time, webAddress } from '~/server/fields';
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
/** The wall clock at which a pause is said to end, or nothing. */
export const pauseSchema = z.object({ until: optionalTime });
export const partSchema = z.object({ memberId: id, part: choice(partKinds) });
/** For steps that need no words (call, start, hold, resume). */
export const stepSchema = z.object({});

export type CreateMeeting = z.output<typeof createMeetingSchema>;
export type EditMeeting = z.output<typeof editMeetingSchema>;
export type NamePart = z.output<typeof partSchema>;
