import { z } from 'zod';
import { registrationAnswers } from '~/db/schema/states';
import { choice, id } from '~/server/fields';

export const registerSchema = z.object({ answer: choice(registrationAnswers) });
export const uninviteSchema = z.object({ memberId: id });
