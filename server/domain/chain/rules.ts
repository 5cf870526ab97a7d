export const stages = ['proposal', 'item', 'decision', 'action'] as const;
export type Stage = (typeof stages)[number];
/** What places a step in the course of an initiative. `position`: of its agenda item; `at`: when it was written, `serial` its number. */
export type Placed = { id: string; stage: Stage; meeting: { id: string; day: string; startsAt: Date | null }; position: number; at: Date | null; serial: number };

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Meeting after meeting; within one its proposals first, then each item followed by what was decided and agreed under it. */
export function inCourse<T extends Placed>(steps: readonly T[]): T[] {
  return [...steps].sort((a, b) => compare(a.meeting.day, b.meeting.day)
    || (a.meeting.startsAt?.getTime() ?? 0) - (b.meeting.startsAt?.getTime() ?? 0)
    || compare(a.meeting.id, b.meeting.id)
    || Number(a.stage !== 'proposal') - Number(b.stage !== 'proposal')
    || a.position - b.position
    || stages.indexOf(a.stage) - stages.indexOf(b.stage)
    || a.serial - b.serial
    || (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0)
    || compare(a.id, b.id));
}

/** A step and what became of it, as far as that is a step too: `leadsTo` are ids of later ones, `seenAt` of meetings where it came up again. */
export type Drawn = { id: string; stage: Stage; meeting: { id: string; title: string; day: string }; leadsTo: string[]; seenAt: { id: string; title: string; day: string }[]; open: boolean };
export type Spot = { stage: Stage; column: number };
export type Picture = { columns: { id: string; title: string; day: string }[]; marks: (Spot & { count: number; open: number })[]; seen: Spot[]; links: { from: Spot; to: Spot }[] };

/**
 * The course as a drawing: a column for each meeting in the order of time, a lane for each stage. Steps of one stage at one
 * meeting are one mark, with how many of them are still open; a link says that something of one mark became something of the other.
 */
export function pictureOf(steps: readonly Drawn[]): Picture {
  const meetings = new Map(steps.flatMap(({ meeting, seenAt }) => [meeting, ...seenAt]).map((one) => [one.id, { id: one.id, title: one.title, day: one.day }]));
  const columns = [...meetings.values()].sort((a, b) => compare(a.day, b.day) || compare(a.id, b.id));
  const columnOf = (id: string) => columns.findIndex((column) => column.id === id);
  const spotOf = (step: Drawn): Spot => ({ stage: step.stage, column: columnOf(step.meeting.id) });
  const marks = grouped(steps, (step) => keyOf(spotOf(step))).map((group) => ({ ...spotOf(group[0] as Drawn), count: group.length, open: group.filter(({ open }) => open).length }));
  const byId = new Map(steps.map((step) => [step.id, step]));
  const became = steps.flatMap((step) => step.leadsTo.flatMap((id) => {
    const next = byId.get(id);
    return next ? [{ from: spotOf(step), to: spotOf(next) }] : [];
  }));
  // An action that comes up again stays the same one, so its line goes on from meeting to meeting.
  const again = steps.flatMap((step) => {
    const places = [...new Set([step.meeting.id, ...step.seenAt.map(({ id }) => id)])].map(columnOf).sort((a, b) => a - b);
    return places.slice(1).map((column, index) => ({ from: { stage: step.stage, column: places[index] ?? column }, to: { stage: step.stage, column } }));
  });
  return {
    columns, marks,
    seen: once(steps.flatMap((step) => step.seenAt.map(({ id }) => ({ stage: step.stage, column: columnOf(id) }))), keyOf),
    links: once([...became, ...again], ({ from, to }) => `${keyOf(from)} ${keyOf(to)}`),
  };
}

const keyOf = ({ stage, column }: Spot) => `${stage} ${column}`;

function grouped<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
}

const once = <T>(rows: readonly T[], key: (row: T) => string): T[] => [...new Map(rows.map((row) => [key(row), row])).values()];
