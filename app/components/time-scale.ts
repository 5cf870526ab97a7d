/** A day (`2018-08-22`) as a part of the whole, 0 to 1. */
export type Scale = (day: string) => number;
export type Tick = { day: string; year: number; month: number; quarter: number };

const days = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Where a day stands on a line of time; days outside stand at the ends. */
export function makeScale(from: string, to: string): Scale {
  const first = days(from);
  const span = Math.max(days(to) - first, 1);
  return (day) => Math.min(Math.max((days(day) - first) / span, 0), 1);
}

/** The first day of each quarter within; of each year only, when the quarters would stand too close. */
export function quarterTicks(from: string, to: string): Tick[] {
  const ticks: Tick[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    for (const month of [1, 4, 7, 10]) {
      const day = `${year}-${String(month).padStart(2, '0')}-01`;
      if (day >= from && day <= to) ticks.push({ day, year, month, quarter: (month + 2) / 3 });
    }
  }
  return ticks.length > 12 ? ticks.filter(({ month }) => month === 1) : ticks;
}

/** The ticks that bear their year: each January, and the first one where there is room before the next. */
export const yearTicks = (ticks: Tick[], scale: Scale): Tick[] => ticks.filter(({ month }, index) => month === 1 || (index === 0 && ticks[1] !== undefined && scale(ticks[1].day) - scale(ticks[0]?.day ?? '') > 0.07));

export const percent = (part: number) => `${Math.round(part * 10_000) / 100}%`;
