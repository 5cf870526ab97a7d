import type { CompletionLevel } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';

/** What waits for an owner is the owner's own page. Refuses `not_signed_in`. */
export const maySeeOwn = (actor: Actor | null): Verdict => (actor ? null : refuse('not_signed_in'));

/** A milestone that should have been reached by a day (`2018-08-22`) and is not known to be. `endTo`: the last day its printed end can mean. */
export const isBehind = ({ endTo, level }: { endTo: string | null; level: CompletionLevel | null }, today: string): boolean => endTo !== null && endTo < today && level !== 'completed';

/** Actions whose day has passed come first, the longest past before the others; then what is due soonest. */
export const byDue = <T extends { dueOn: string; id: string }>(actions: readonly T[]): T[] => [...actions].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id < b.id ? -1 : 1));

/** Rows that tell of the same thing for several initiatives become one, with all of these. */
export function perThing<T extends { id: string; initiativeId: string }>(rows: readonly T[]): (Omit<T, 'initiativeId'> & { initiativeIds: string[] })[] {
  const things = new Map<string, Omit<T, 'initiativeId'> & { initiativeIds: string[] }>();
  for (const { initiativeId, ...row } of rows) {
    const known = things.get(row.id);
    if (known) known.initiativeIds = [...new Set([...known.initiativeIds, initiativeId])];
    else things.set(row.id, { ...row, initiativeIds: [initiativeId] });
  }
  return [...things.values()];
}
