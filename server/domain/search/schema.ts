import { z } from 'zod';
import { searchKinds } from '~/db/schema/states';
import { limits } from '~/server/limits';


/** Control signs and NUL say nothing; a letter counts once, however it is stored. */
const tidy = (value: unknown) => (typeof value === 'string' ? value.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim() : '');

/** The query of the search page: never wrong, at most too long. */
export const searchSchema = z.object({
  q: z.preprocess(tidy, z.string().refine((q) => [...q].length <= limits.search, `too_long:${limits.search}`)),
  art: z.enum(searchKinds).nullable().catch(null),
});
