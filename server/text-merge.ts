import { diffArrays, diffWordsWithSpace } from 'diff';

// Two texts made from one: what differs, and what both can stand in together. Used by the server and by open pages.

/** Texts further apart than this many steps are not compared word by word: it would take long and show nothing. */
const AT_MOST = 4_000;

export type Piece = { kind: 'same' | 'added' | 'removed'; text: string };

/** What was taken out and put in on the way from one text to the next, word by word. */
function stepsBetween(before: string, after: string): Piece[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const changes = diffWordsWithSpace(before, after, { maxEditLength: AT_MOST });
  if (!changes) return [{ kind: 'removed' as const, text: before }, { kind: 'added' as const, text: after }].filter(({ text }) => text !== '');
  return changes.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }));
}

/** The difference as one reads it: several words changed in a row are one change, not one a word. */
export function differenceOf(before: string, after: string): Piece[] {
  const pieces: Piece[] = [];
  let [removed, added] = ['', ''];
  const close = () => {
    // White space that both end with has not changed.
    const shared = /\s$/.test(removed) && removed.at(-1) === added.at(-1) ? removed.slice(-1) : '';
    const cut = (text: string) => text.slice(0, text.length - shared.length);
    if (cut(removed)) pieces.push({ kind: 'removed', text: cut(removed) });
    if (cut(added)) pieces.push({ kind: 'added', text: cut(added) });
    if (shared) pieces.push({ kind: 'same', text: shared });
    [removed, added] = ['', ''];
  };
  const steps = stepsBetween(before, after);
  for (const [index, { kind, text }] of steps.entries()) {
    const within = kind === 'same' && /^[^\S\n]+$/.test(text) && removed !== '' && added !== '' && index < steps.length - 1;
    if (kind === 'same' && !within) {
      close();
      pieces.push({ kind, text });
    }
    if (kind === 'removed' || within) removed += text;
    if (kind === 'added' || within) added += text;
  }
  close();
  return pieces;
}

/** In place of `from` up to `to` of the base stands `put`. */
type Hunk = { from: number; to: number; put: string[] };

function hunksOf(base: string[], next: string[]): Hunk[] {
  const changes = diffArrays(base, next, { maxEditLength: AT_MOST });
  if (!changes) return [{ from: 0, to: base.length, put: next }];
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | null = null;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) open = null;
    else if (!open) hunks.push((open = { from: at, to: at, put: [] }));
    if (added) open?.put.push(...value);
    else at += value.length;
    if (removed && open) open.to = at;
  }
  return hunks;
}

const same = (a: string[], b: string[]) => a.length === b.length && a.every((part, index) => part === b[index]);
/** Whether two hunks change the same part of the base. `touching`: so do changes side by side. */
const meet = (a: Hunk, b: Hunk, touching: boolean) => (touching ? a.from <= b.to && b.from <= a.to : a.from < b.to && b.from < a.to);

/** The parts from `from` to `to` of the base as one side has them. */
function sideOf(base: string[], hunks: Hunk[], from: number, to: number): string[] {
  const parts: string[] = [];
  let at = from;
  for (const hunk of hunks) {
    parts.push(...base.slice(at, hunk.from), ...hunk.put);
    at = hunk.to;
  }
  return [...parts, ...base.slice(at, to)];
}

/** Merges part by part; where both changed the same, `settle` says what stands there, or null. */
function mergeParts(base: string[], mine: string[], theirs: string[], touching: boolean, settle: (base: string[], mine: string[], theirs: string[]) => string[] | null): string[] | null {
  const ofMine = hunksOf(base, mine);
  const ofTheirs = hunksOf(base, theirs);
  const merged: string[] = [];
  let at = 0;
  while (ofMine.length > 0 || ofTheirs.length > 0) {
    const [first] = [...ofTheirs.slice(0, 1), ...ofMine.slice(0, 1)].sort((a, b) => a.from - b.from || a.to - b.to);
    if (!first) break;
    let { from, to } = first;
    const taken: { mine: Hunk[]; theirs: Hunk[] } = { mine: [], theirs: [] };
    // Everything that hangs together with the first hunk, on either side.
    for (let grew = true; grew;) {
      grew = false;
      for (const [side, hunks] of [['theirs', ofTheirs], ['mine', ofMine]] as const) {
        const [next] = hunks;
        if (!next || (next !== first && !meet({ from, to, put: [] }, next, touching))) continue;
        hunks.shift();
        taken[side].push(next);
        [from, to] = [Math.min(from, next.from), Math.max(to, next.to)];
        grew = true;
      }
    }
    merged.push(...base.slice(at, from));
    const [a, b] = [sideOf(base, taken.mine, from, to), sideOf(base, taken.theirs, from, to)];
    const settled = taken.theirs.length === 0 || same(a, b) ? a : taken.mine.length === 0 ? b : settle(base.slice(from, to), a, b);
    if (!settled) return null;
    merged.push(...settled);
    at = to;
  }
  return [...merged, ...base.slice(at)];
}

const paragraphs = (text: string) => text.split('\n');
const words = (text: string) => text.match(/\s+|\S+/g) ?? [];

/**
 * The text in which both changes of `base` stand, or null where they change the same words. Paragraphs that both put in
 * at one place stand after each other, theirs first; within a paragraph changes must not touch.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || mine === base) return theirs;
  if (theirs === base) return mine;
  const within = (b: string[], m: string[], t: string[]): string[] | null => {
    const merged = mergeParts(words(b.join('\n')), words(m.join('\n')), words(t.join('\n')), true, () => null);
    return merged && paragraphs(merged.join(''));
  };
  return mergeParts(paragraphs(base), paragraphs(mine), paragraphs(theirs), false, within)?.join('\n') ?? null;
}

/** Both texts in one, so that nothing is missing: what they share once, and where they differ theirs before mine. */
export function bothTexts(mine: string, theirs: string): string {
  const changes = diffArrays(paragraphs(theirs), paragraphs(mine), { maxEditLength: AT_MOST });
  return changes ? changes.flatMap(({ value }) => value).join('\n') : `${theirs}\n${mine}`;
}

/** Where a place in one text is in the next. */
export function placeAfter(before: string, after: string, place: number): number {
  let [old, fresh] = [0, 0];
  for (const { kind, text } of stepsBetween(before, after)) {
    if (kind === 'added') fresh += text.length;
    else if (old + text.length >= place) return kind === 'same' ? fresh + place - old : fresh;
    else {
      old += text.length;
      if (kind === 'same') fresh += text.length;
    }
  }
  return fresh;
}
