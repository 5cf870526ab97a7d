import type { Figures } from './load';

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** One line for each figure: `name value unit`. */
export const print = (name: string, value: number, unit: string): void => console.log(`${name} ${rounded(value)} ${unit}`);

export function printFigures(name: string, figures: Figures): void {
  print(name, figures.perSecond, 'requests/s');
  print(`${name}.p50`, figures.p50, 'ms');
  print(`${name}.p99`, figures.p99, 'ms');
}

type Goal = { name: string; value: number; kind: 'at least' | 'under'; bound: number; unit: string };
const set: Goal[] = [];

/** A figure that is to be so. */
export const goals = (name: string, value: number, kind: Goal['kind'], bound: number, unit = ''): void => void set.push({ name, value, kind, bound, unit });

export function printGoals(): void {
  for (const { name, value, kind, bound, unit } of set) {
    const holds = kind === 'at least' ? value >= bound : value <= bound;
    console.log(`goal ${holds ? 'holds' : 'DOES NOT HOLD'}: ${name} ${rounded(value)} ${unit} (${kind} ${rounded(bound)})`.replace(/ {2,}/g, ' '));
  }
}
