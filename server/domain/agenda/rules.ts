import type { AgendaSnapshotItem, ItemKind, ItemOutcome, ItemState, MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { addMinutes } from '~/server/time';
import { mayOrganise } from '../meetings/rules';

type MeetingFacts = { state: MeetingState };
export type ItemFacts = { state: ItemState; proposalId: string | null };

/** Until the meeting is over. Refuses what `mayOrganise` refuses, and `meeting_over`. */
export function mayBuild(actor: Actor | null, meeting: MeetingFacts): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  return meeting.state === 'held' || meeting.state === 'cancelled' ? refuse('meeting_over') : null;
}

/** Changes words, time or place in the order of an item that has not begun. Refuses `item_not_planned` too. */
export function mayEditItem(actor: Actor | null, meeting: MeetingFacts, item: Pick<ItemFacts, 'state'>): Verdict {
  const no = mayBuild(actor, meeting);
  if (no) return no;
  return item.state === 'planned' ? null : refuse('item_not_planned');
}

/**
 * Takes an item off before the meeting starts. Refuses `item_not_planned`, `meeting_not_called` while it runs (it is then
 * closed as not reached), `item_of_proposal_kept` and, when people have written about it, `item_discussed`.
 */
export function mayRemoveItem(actor: Actor | null, meeting: MeetingFacts, item: ItemFacts, posts: number): Verdict {
  const no = mayEditItem(actor, meeting, item);
  if (no) return no;
  if (meeting.state === 'live') return refuse('meeting_not_called');
  if (item.proposalId) return refuse('item_of_proposal_kept');
  return posts > 0 ? refuse('item_discussed') : null;
}

/** A called meeting's agenda, as often as it has changed. Refuses `meeting_over`, `meeting_not_called`, `agenda_empty`, `agenda_unchanged`. */
export function mayPublish(actor: Actor | null, meeting: MeetingFacts, items: number, changed: boolean): Verdict {
  const no = mayBuild(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'called') return refuse('meeting_not_called');
  if (items === 0) return refuse('agenda_empty');
  return changed ? null : refuse('agenda_unchanged');
}

/** planned -> current. Refuses `meeting_not_live`, `item_not_planned`, `item_still_current` with the other's title. */
export function mayOpen(actor: Actor | null, meeting: MeetingFacts, item: Pick<ItemFacts, 'state'>, current: string | null): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  if (item.state !== 'planned') return refuse('item_not_planned');
  return current === null ? null : refuse('item_still_current', { titles: [current] });
}

/** current -> closed with what came of it; planned -> closed only as not reached. Refuses `meeting_not_live`, `item_not_current`, `outcome_required`. */
export function mayClose(actor: Actor | null, meeting: MeetingFacts, item: Pick<ItemFacts, 'state'>, outcome: ItemOutcome | null): Verdict {
  const no = mayOrganise(actor);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  if (item.state === 'current') return outcome === null || outcome === 'not_reached' ? refuse('outcome_required') : null;
  return item.state === 'planned' && outcome === 'not_reached' ? null : refuse('item_not_current');
}

export type Timed = { minutes: number | null; state?: ItemState; openedAt?: Date | null; closedAt?: Date | null };

/**
 * When each item begins, as instants: what has begun at its real time, the rest one after another from where the meeting is.
 * Null where nobody can know: without a start, or after an item of unknown length. `overrun`: whole minutes that the known
 * lengths go beyond `endsAt`, never below 0.
 */
export function clockTimes(startsAt: Date | null, items: Timed[], endsAt: Date | null): { times: { startsAt: Date | null }[]; overrun: number } {
  const current = items.find((item) => item.state === 'current');
  const lastClosed = items.reduce<Date | null>((last, { openedAt, closedAt }) => (openedAt && closedAt && (!last || closedAt > last) ? closedAt : last), null);
  let known = current?.openedAt ?? lastClosed ?? startsAt;
  let certain = true;
  const pass = (minutes: number | null) => {
    if (minutes === null) certain = false;
    else if (known) known = addMinutes(known, minutes);
  };
  if (current) pass(current.minutes);
  const times = items.map((item) => {
    if (item.state === 'current' || item.state === 'closed') return { startsAt: item.openedAt ?? null };
    const begins = certain ? known : null;
    pass(item.minutes);
    return { startsAt: begins };
  });
  return { times, overrun: known && endsAt ? Math.max(0, Math.ceil((known.getTime() - endsAt.getTime()) / 60_000)) : 0 };
}

/** Whether the ids are exactly the given ones, in whatever order. */
export const isPermutation = (ids: string[], of: string[]): boolean => ids.length === of.length && new Set(ids).size === ids.length && ids.every((id) => of.includes(id));

export type SnapshotField = 'title' | 'body' | 'kind' | 'minutes' | 'presenter' | 'initiatives';
export type Difference = { change: 'added' | 'removed' | 'moved'; title: string } | { change: 'edited'; title: string; fields: SnapshotField[] };

const fields: SnapshotField[] = ['title', 'body', 'kind', 'minutes', 'presenter', 'initiatives'];
type Compared = Pick<AgendaSnapshotItem, 'id' | SnapshotField>;

/** What a reader of `before` must know about `after`, item by item, in the order of the agenda. Clock times follow from it and are not told. */
export function differences(before: Compared[], after: Compared[]): Difference[] {
  const was = new Map(before.map((item) => [item.id, item]));
  const still = new Set(after.map((item) => item.id));
  const keptBefore = before.filter((item) => still.has(item.id)).map((item) => item.id);
  const keptAfter = after.filter((item) => was.has(item.id)).map((item) => item.id);
  const unmoved = longestCommon(keptBefore, keptAfter);
  const told = after.flatMap((item): Difference[] => {
    const old = was.get(item.id);
    if (!old) return [{ change: 'added', title: item.title }];
    const changed = fields.filter((field) => String(old[field] ?? '') !== String(item[field] ?? ''));
    return [
      ...(changed.length > 0 ? [{ change: 'edited' as const, title: item.title, fields: changed }] : []),
      ...(unmoved.has(item.id) ? [] : [{ change: 'moved' as const, title: item.title }]),
    ];
  });
  return [...told, ...before.filter((item) => !still.has(item.id)).map((item): Difference => ({ change: 'removed', title: item.title }))];
}

/** The most ids that keep their order among themselves: the others are the ones that moved. */
function longestCommon(before: string[], after: string[]): Set<string> {
  const place = new Map(before.map((id, index) => [id, index]));
  const best: string[][] = [];
  after.forEach((id, index) => {
    const fits = best.slice(0, index).filter((chain) => (place.get(chain.at(-1) ?? '') ?? -1) < (place.get(id) ?? -1));
    best[index] = [...fits.reduce<string[]>((longest, chain) => (chain.length > longest.length ? chain : longest), []), id];
  });
  return new Set(best.reduce<string[]>((longest, chain) => (chain.length > longest.length ? chain : longest), []));
}

/** What can come of an item that was taken up: a break is only over. */
export const outcomesOf = (kind: ItemKind): Exclude<ItemOutcome, 'not_reached'>[] => (kind === 'break' ? ['noted'] : ['noted', 'decided', 'postponed']);
