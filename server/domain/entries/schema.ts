import { z } from 'zod';
import { choice, optionalId, seenVersion } from '~/server/fields';
import { limits } from '~/server/limits';

/**
 * To the letter, with white space at its ends: while someone writes, what is saved must be what stands in the field.
 * An entry may be saved empty; the review asks for text.
 */
const asTyped = z.preprocess((value) => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').replaceAll('\0', '') : ''), z.string().max(limits.entry, `too_long:${limits.entry}`));

export const writeEntrySchema = z.object({ text: asTyped, version: seenVersion });
/** `clash`: the clash that the words go on from, where the writer knows of one. */
export const saveEntrySchema = z.object({ text: asTyped, version: seenVersion, clash: optionalId });
/** `mine`: the text as sent; `theirs`: what stands; `both`: neither yet, but both in one field. */
export const settleClashSchema = z.object({ choice: choice(['mine', 'theirs', 'both']), text: asTyped, version: seenVersion });
/** What an open page sends while someone writes: words to save, or with a `choice` the end of the clash. */
export const sentEntrySchema = saveEntrySchema.extend({ choice: settleClashSchema.shape.choice.optional() });
export const showEntrySchema = z.object({ on: z.preprocess((value) => value === 'true', z.boolean()) });

export type WriteEntry = z.output<typeof writeEntrySchema>;
export type SaveEntry = z.output<typeof saveEntrySchema>;
export type SettleClash = z.output<typeof settleClashSchema>;
