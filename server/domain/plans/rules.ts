import type { CompletionLevel } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';

/** Plans are taken in by administrators. Refuses `not_signed_in`, `admins_only`. */
export function mayImportPlan(actor: Actor | null): Verdict {
  if (!actor) return refuse('not_signed_in');
  return actor.role === 'admin' ? null : refuse('admins_only');
}

/** `1.10` as [1, 10]; what is no number counts as 0. */
export const sortKeyOf = (number: string): number[] => number.split('.').map((part) => Number.parseInt(part, 10) || 0);

/** Orders initiative numbers: 1.2, 1.9, 1.10, 2.1. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [sortKeyOf(a), sortKeyOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

export type LevelCounts = Record<CompletionLevel | 'unknown', number>;

/** How many stand at each of the four levels, and how many at none that can be told. */
export function levelCounts(rows: readonly { level: CompletionLevel | null }[]): LevelCounts {
  const counts: LevelCounts = { completed: 0, substantial: 0, limited: 0, not_started: 0, unknown: 0 };
  for (const { level } of rows) counts[level ?? 'unknown'] += 1;
  return counts;
}

/** Days (`2018-08-22`), both included. `day`: printed to the day. */
export type Range = { from: string; to: string; precision: string };
export type Bar = { from: string; to: string; precise: boolean };

/**
 * What to draw of a milestone: from the first day its start can mean to the last day its end can mean.
 * With one of them unknown only the other is drawn; null, with both unknown: it can only be listed.
 */
export function milestoneBar(start: Range | null, end: Range | null): Bar | null {
  const known = [start, end].filter((range) => range !== null);
  const [first] = known;
  if (!first) return null;
  const from = known.reduce((least, range) => (range.from < least ? range.from : least), first.from);
  const to = known.reduce((greatest, range) => (range.to > greatest ? range.to : greatest), first.to);
  return { from, to, precise: known.every(({ precision }) => precision === 'day') };
}

/** In the order of time: what begins first, then what ends first; what has no known time last, as it stood. */
export function sortByRange<T extends { bar: Bar | null }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => {
    if (!a.bar || !b.bar) return Number(!a.bar) - Number(!b.bar);
    return compare(a.bar.from, b.bar.from) || compare(a.bar.to, b.bar.to);
  });
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Days that hold all bars, to draw them on one line of time: whole quarters with one more on each side, so that nothing
 * stands on the edge; beyond three years whole years. Null when there are no bars.
 */
export function spanOf(bars: readonly (Bar | null)[]): { from: string; to: string } | null {
  const known = bars.filter((bar) => bar !== null);
  if (known.length === 0) return null;
  const first = known.map(({ from }) => from).sort()[0] ?? '';
  const last = known.map(({ to }) => to).sort().at(-1) ?? '';
  if (quarterOf(last) - quarterOf(first) >= 12) return { from: `${first.slice(0, 4)}-01-01`, to: `${last.slice(0, 4)}-12-31` };
  return { from: quarterDay(quarterOf(first) - 1, ['01-01', '04-01', '07-01', '10-01']), to: quarterDay(quarterOf(last) + 1, ['03-31', '06-30', '09-30', '12-31']) };
}

/** Quarters counted through the years. */
const quarterOf = (day: string): number => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
const quarterDay = (quarter: number, days: string[]): string => `${Math.floor(quarter / 4)}-${days[quarter % 4]}`;

/** The printed words of milestones that stand at no level, the most frequent first; null: nothing is printed. */
export function otherWords(rows: readonly { level: CompletionLevel | null; statusPrinted: string | null }[]): { words: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const { level, statusPrinted } of rows) if (level === null) counts.set(statusPrinted, (counts.get(statusPrinted) ?? 0) + 1);
  return [...counts].map(([words, count]) => ({ words, count })).sort((a, b) => b.count - a.count);
}
