import { z } from 'zod';
import { id } from '~/server/fields';

export const templateSchema = z.object({ from: id });
