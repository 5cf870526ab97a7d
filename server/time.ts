import { DateTime } from 'luxon';

export const ZONE = 'Europe/Copenhagen';

/** The instant of a Danish wall clock (`2026-03-29`, `10:00`), or null where that day or time does not exist. */
export function toInstant(day: string, time: string): Date | null {
  const local = DateTime.fromFormat(`${day} ${time}`, 'yyyy-MM-dd HH:mm', { zone: ZONE });
  // In the hour that the clocks skip in March luxon moves the time: such a time is nobody's intention.
  return local.isValid && local.toFormat('HH:mm') === time ? local.toJSDate() : null;
}

/** The Danish calendar day of an instant, `YYYY-MM-DD`. */
export const dayOf = (instant: Date): string => DateTime.fromJSDate(instant, { zone: ZONE }).toFormat('yyyy-MM-dd');

/** The Danish wall clock of an instant, `HH:mm`. */
export const timeOf = (instant: Date): string => DateTime.fromJSDate(instant, { zone: ZONE }).toFormat('HH:mm');

/** The last millisecond of a day in Denmark: a deadline "on the 5th" ends here. */
export const endOfDay = (day: string): Date => DateTime.fromISO(day, { zone: ZONE }).endOf('day').toJSDate();

export const addMinutes = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000);

export const addDays = (instant: Date, days: number): Date => DateTime.fromJSDate(instant, { zone: ZONE }).plus({ days }).toJSDate();

/** Whole days from one Danish calendar day to another (`YYYY-MM-DD`); negative when `to` comes first. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The hour at which digests and reminders go out, by the Danish clock. */
export const MORNING = 7;

/** The next morning (`daily`) or Monday morning (`weekly`) after an instant, at seven by the Danish clock, also when the clocks change. */
export function nextMorning(instant: Date, pace: 'daily' | 'weekly'): Date {
  const local = DateTime.fromJSDate(instant, { zone: ZONE });
  const today = local.set({ hour: MORNING, minute: 0, second: 0, millisecond: 0 });
  const first = today > local ? today : today.plus({ days: 1 });
  return (pace === 'daily' ? first : first.plus({ days: (8 - first.weekday) % 7 })).toJSDate();
}

/** Seven o'clock by the Danish clock, so many calendar days before an instant: the same hour also when the clocks change in between. */
export const morningBefore = (instant: Date, days: number): Date => DateTime.fromJSDate(instant, { zone: ZONE }).minus({ days }).set({ hour: MORNING, minute: 0, second: 0, millisecond: 0 }).toJSDate();
