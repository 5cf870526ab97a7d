import { z } from 'zod';
import { registrationAnswers } from '~/db/schema/states';
import { choice } from '~/server/fields';

export const registerSchema = z.object({ answer: choice(registrationAnswers) });
