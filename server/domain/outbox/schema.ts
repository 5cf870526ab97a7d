import { z } from 'zod';
import { sitePath } from '~/server/fields';

/** A step that is taken from several pages and leads back to the one it was taken from. */
export const stepBackSchema = z.object({ back: sitePath });
