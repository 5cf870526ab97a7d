import { morningBefore } from '~/server/time';

/** How many days before each thing, on the Danish morning of that day, people are reminded of it. */
export const daysBefore = { registration: 7, proposals: 3, tomorrow: 1, corrections: 2, action: 3 } as const;
export type ReminderKind = keyof typeof daysBefore;

/**
 * Whether a reminder of something at `at` is to go out now: its morning has come, the thing itself has not, and people did
 * not learn of it (`toldAt`) later than that morning, for then there is nothing to be reminded of. Late is better than never:
 * after a standstill it still goes out.
 */
export function isDue(kind: ReminderKind, at: Date, toldAt: Date, now: Date): boolean {
  const moment = morningBefore(at, daysBefore[kind]);
  return now >= moment && now < at && toldAt < moment;
}
