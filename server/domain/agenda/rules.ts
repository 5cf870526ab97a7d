import type { AgendaSnapshotItem, ItemKind, ItemOutcome, ItemState, MeetingState } from '~/db/schema';
import type { Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { addMinutes } from '~/server/time';
import { mayChair, mayOrganise } from '../meetings/rules';

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
 * Takes an item off before the meeting starts. `posts`: how many people have written under it; `open`: how much came up under it
 * by itself and is not done. Refuses `item_not_planned`, `meeting_not_called` while it runs (it is then closed as not reached),
 * `item_of_proposal_kept`, `item_comes_by_itself` and, when people have written about it, `item_discussed`.
 */
export function mayRemoveItem(actor: Actor | null, meeting: MeetingFacts, item: ItemFacts, posts: number, open = 0): Verdict {
  const no = mayEditItem(actor, meeting, item);
  if (no) return no;
  if (meeting.state === 'live') return refuse('meeting_not_called');
  if (item.proposalId) return refuse('item_of_proposal_kept');
  if (open > 0) return refuse('item_comes_by_itself');
  return posts > 0 ? refuse('item_discussed') : null;
}

export type PresenterFacts = { presenter: string | null; presenterMemberId: string | null; presenterConsent: boolean };

/** One presenter or none, a member or a guest, and only who has agreed to be named. Refuses `presenter_one`, `consent_required`. */
export function mayBeNamed({ presenter, presenterMemberId, presenterConsent }: PresenterFacts): Verdict {
  if (presenter === null && presenterMemberId === null) return null;
  if (presenter !== null && presenterMemberId !== null) return refuse('presenter_one');
  return presenterConsent ? null : refuse('consent_required');
}

/** A called meeting's agenda, as often as it has changed. Refuses `meeting_over`, `meeting_not_called`, `agenda_empty`, `proposals_undecided_yet` with the titles, `agenda_unchanged`. */
export function mayPublish(actor: Actor | null, meeting: MeetingFacts, items: number, changed: boolean, undecided: string[] = []): Verdict {
  const no = mayBuild(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'called') return refuse('meeting_not_called');
  if (items === 0) return refuse('agenda_empty');
  if (undecided.length > 0) return refuse('proposals_undecided_yet', { titles: undecided });
  return changed ? null : refuse('agenda_unchanged');
}

type Led = MeetingFacts & { id: string };

/** An own item while the meeting runs, by who leads it; else what `mayBuild` allows. Refuses what `mayBuild` refuses. */
export function mayAddItem(actor: Actor | null, meeting: Led): Verdict {
  return meeting.state === 'live' && mayChair(actor, meeting) === null ? null : mayBuild(actor, meeting);
}

/** planned -> current, by who leads the meeting. Refuses `chair_only`, `meeting_not_live`, `item_not_planned`, `item_still_current` with the other's title. */
export function mayOpen(actor: Actor | null, meeting: Led, item: Pick<ItemFacts, 'state'>, current: string | null): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  if (item.state !== 'planned') return refuse('item_not_planned');
  return current === null ? null : refuse('item_still_current', { titles: [current] });
}

/**
 * current -> closed with what came of it; planned -> closed only as postponed on the spot or not reached. By who leads the
 * meeting. Refuses `chair_only`, `meeting_not_live`, `item_not_current`, `outcome_required`.
 */
export function mayClose(actor: Actor | null, meeting: Led, item: Pick<ItemFacts, 'state'> & { kind: ItemKind }, outcome: ItemOutcome | null): Verdict {
  const no = mayChair(actor, meeting);
  if (no) return no;
  if (meeting.state !== 'live') return refuse('meeting_not_live');
  if (item.state === 'current') return outcome === null || outcome === 'not_reached' || !outcomesOf(item.kind).includes(outcome) ? refuse('outcome_required') : null;
  return item.state === 'planned' && (outcome === 'not_reached' || outcome === 'postponed') ? null : refuse('item_not_current');
}

export type Timed = { minutes: number | null; state?: ItemState; openedAt?: Date | null; closedAt?: Date | null };

/**
 * When each item begins, as instants: what has begun at its real time, the rest one after another from where the meeting is.
 * Null where nobody can know: without a start, or after an item of unknown length. `still`: how long (milliseconds) the meeting
 * has paused since an instant; that shifts what comes. `earliest`: nothing that has not begun is expected before it. `overrun`: whole minutes that the known lengths go beyond `endsAt`, never below 0;
 * `overFrom`: the place (from 0) of the first item that ends after it, null where none does.
 */
export function clockTimes(startsAt: Date | null, items: Timed[], endsAt: Date | null, still: (since: Date) => number = () => 0, earliest: Date | null = null): { times: { startsAt: Date | null }[]; overrun: number; overFrom: number | null } {
  const current = items.find((item) => item.state === 'current');
  const lastClosed = items.reduce<Date | null>((last, { openedAt, closedAt }) => (openedAt && closedAt && (!last || closedAt > last) ? closedAt : last), null);
  const base = current?.openedAt ?? lastClosed ?? startsAt;
  let known = base && new Date(base.getTime() + still(base));
  let certain = true;
  const pass = (minutes: number | null) => {
    if (minutes === null) certain = false;
    else if (known) known = addMinutes(known, minutes);
  };
  if (current) pass(current.minutes);
  if (known && earliest && known < earliest) known = earliest;
  const late = () => known !== null && endsAt !== null && known > endsAt;
  let overFrom = current && late() ? items.indexOf(current) : null;
  const times = items.map((item, index) => {
    if (item.state === 'current' || item.state === 'closed') return { startsAt: item.openedAt ?? null };
    const begins = certain ? known : null;
    pass(item.minutes);
    if (overFrom === null && late()) overFrom = index;
    return { startsAt: begins };
  });
  return { times, overFrom, overrun: known && endsAt ? Math.max(0, Math.ceil((known.getTime() - endsAt.getTime()) / 60_000)) : 0 };
}

/** Whether the ids are exactly the given ones, in whatever order. */
export const isPermutation = (ids: string[], of: string[]): boolean => ids.length === of.length && new Set(ids).size === ids.length && ids.every((id) => of.includes(id));

type Seated = { id: string; section: string | null; state: ItemState; kind: ItemKind };

/**
 * Where in the order a new item goes: after the last one of its section, never before what has begun; else last, but before an
 * »any other business« that stands last and has not begun.
 */
export function seatOf(items: Pick<Seated, 'section' | 'state' | 'kind'>[], section: string | null): number {
  const last = items.at(-1);
  const own = section === null ? -1 : items.findLastIndex((item) => item.section === section);
  if (own >= 0) return Math.max(own, items.findLastIndex((item) => item.state !== 'planned')) + 1;
  return last?.kind === 'any_other_business' && last.state === 'planned' ? items.length - 1 : items.length;
}

/**
 * The order after one item has come to another section: beside the others of its new one, and where it stood between two of its
 * old one, behind those. Items of one section so stay together.
 */
export function reseated(order: Pick<Seated, 'id' | 'section'>[], id: string): string[] {
  const at = order.findIndex((item) => item.id === id);
  const own = order[at];
  const [above, below] = [order[at - 1], order[at + 1]];
  const rest = order.filter((item) => item.id !== id);
  const behind = (section: string) => rest.findLastIndex((item) => item.section === section) + 1;
  if (!own || above?.section === own.section || below?.section === own.section) return order.map((item) => item.id);
  const group = own.section !== null && behind(own.section) > 0 ? own.section : above?.section === below?.section ? (above?.section ?? null) : null;
  if (group === null) return order.map((item) => item.id);
  rest.splice(behind(group), 0, own);
  return rest.map((item) => item.id);
}

/**
 * The sections that items come to by being moved, by id: an item that stands beside one of its own section keeps it, else it
 * takes over that of the item above, or below where it is the first. So a section is entered and left by the same buttons.
 */
export function sectionsMoved(order: Pick<Seated, 'id' | 'section'>[], moved: ReadonlySet<string>): Map<string, string | null> {
  const taken = new Map<string, string | null>();
  order.forEach(({ id, section }, index) => {
    if (!moved.has(id)) return;
    const before = order[index - 1];
    const above = before && (taken.has(before.id) ? (taken.get(before.id) ?? null) : before.section);
    const below = order.slice(index + 1).find((item) => !moved.has(item.id))?.section;
    if (section === above || section === below) return;
    const next = above !== undefined ? above : below;
    if (next !== undefined && next !== section) taken.set(id, next);
  });
  return taken;
}

/** Which items an order moved: all but the most that keep their order among themselves. */
export function movedIn(before: string[], after: string[]): Set<string> {
  const unmoved = longestCommon(before, after);
  return new Set(after.filter((id) => !unmoved.has(id)));
}

/** A burst of changes is told of so many minutes after the last one. */
const NOTICE_AFTER = 10;

/** When a change of a published agenda is to be told: ten minutes later, so that more can come, but no later than ten minutes before the start. */
export function noticeAt(now: Date, startsAt: Date | null): Date {
  const soon = addMinutes(now, NOTICE_AFTER);
  const latest = startsAt ? addMinutes(startsAt, -NOTICE_AFTER) : soon;
  return latest < now ? now : latest < soon ? latest : soon;
}

export type SnapshotField = 'title' | 'body' | 'kind' | 'minutes' | 'section' | 'presenter' | 'initiatives';
/** What of an item is short enough to be told as it was and as it is. */
type Told = Pick<AgendaSnapshotItem, 'title' | 'kind' | 'minutes' | 'section'>;
export type Difference = { change: 'added' | 'removed' | 'moved'; title: string } | { change: 'edited'; title: string; fields: SnapshotField[]; was: Told; now: Told };

const fields: SnapshotField[] = ['title', 'body', 'kind', 'minutes', 'section', 'presenter', 'initiatives'];
type Compared = Pick<AgendaSnapshotItem, 'id' | SnapshotField>;
const told = ({ title, kind, minutes, section }: Compared): Told => ({ title, kind, minutes, section });

/** What a reader of `before` must know about `after`, item by item, in the order of the agenda. Clock times follow from it and are not told. */
export function differences(before: Compared[], after: Compared[]): Difference[] {
  const was = new Map(before.map((item) => [item.id, item]));
  const still = new Set(after.map((item) => item.id));
  const keptBefore = before.filter((item) => still.has(item.id)).map((item) => item.id);
  const moved = movedIn(keptBefore, after.filter((item) => was.has(item.id)).map((item) => item.id));
  const changes = after.flatMap((item): Difference[] => {
    const old = was.get(item.id);
    if (!old) return [{ change: 'added', title: item.title }];
    const changed = fields.filter((field) => String(old[field] ?? '') !== String(item[field] ?? ''));
    return [
      ...(changed.length > 0 ? [{ change: 'edited' as const, title: item.title, fields: changed, was: told(old), now: told(item) }] : []),
      ...(moved.has(item.id) ? [{ change: 'moved' as const, title: item.title }] : []),
    ];
  });
  return [...changes, ...before.filter((item) => !still.has(item.id)).map((item): Difference => ({ change: 'removed', title: item.title }))];
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
