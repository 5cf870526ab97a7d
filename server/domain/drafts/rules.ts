import type { Actor } from '~/server/context';
import { draftLimits } from '~/server/limits';
import { refuse, type Verdict } from '~/server/refusal';
import type { Words } from './schema';

/** Where drafts are kept; each is followed by the id of what it is written for. */
export const draftPlaces = ['proposal:new', 'proposal:edit', 'post'] as const;
export type DraftPlace = `${(typeof draftPlaces)[number]}:${string}`;

const pattern = new RegExp(`^(${draftPlaces.join('|')}):[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}$`);

export const isDraftPlace = (place: string): place is DraftPlace => pattern.test(place);

/** Letters of all fields, names and values. */
export const lettersOf = (words: Words): number => Object.entries(words).reduce((sum, [name, value]) => sum + name.length + [value].flat().reduce((length, one) => length + one.length, 0), 0);

/**
 * Anyone with an account keeps drafts, of known forms. `kept`: how many others this member has.
 * Refuses `not_signed_in`, `draft_place_unknown`, `draft_too_long` with the most letters, `drafts_full`.
 */
export function maySaveDraft(actor: Actor | null, place: string, words: Words, kept: number): Verdict {
  if (!actor) return refuse('not_signed_in');
  if (!isDraftPlace(place)) return refuse('draft_place_unknown');
  if (lettersOf(words) > draftLimits.letters || Object.keys(words).length > draftLimits.fields) return refuse('draft_too_long', { letters: draftLimits.letters });
  return kept < draftLimits.kept ? null : refuse('drafts_full', { count: draftLimits.kept });
}
