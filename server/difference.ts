import { diffWords } from 'diff';

/** A piece of two wordings laid over each other: what both have, what only the later has, what only the earlier had. */
export type Piece = { text: string; change: 'same' | 'added' | 'removed' };

/** Beyond so many changed words the two have nothing in common that would help a reader. */
const TOO_FAR = 800;

/** How the later of two wordings differs from the earlier, word by word. Without what was removed the pieces are the later one. */
export function differenceOf(before: string, after: string): Piece[] {
  const parts = diffWords(before, after, { maxEditLength: TOO_FAR }) ?? [{ value: before, removed: true, added: false }, { value: after, added: true, removed: false }];
  return parts.filter(({ value }) => value !== '').map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' }));
}
