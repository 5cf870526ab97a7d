import { z } from 'zod';
import { isId } from '~/server/fields';
import { limits } from '~/server/limits';

/** What is being written, never wrong: `titel`, and the proposal itself (`uden`), which is not like itself. */
export const similarSchema = z.object({
  titel: z.preprocess((value) => (typeof value === 'string' ? value.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, limits.title) : ''), z.string()),
  uden: z.preprocess((value) => (typeof value === 'string' && isId(value) ? value : null), z.string().nullable()),
});
