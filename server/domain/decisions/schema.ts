import { z } from 'zod';
import { ids, text } from '~/server/fields';
import { limits } from '~/server/limits';

export const decisionSchema = z.object({ text: text(limits.decision), initiatives: ids });
/** `seen`: the wording the form was made from. */
export const editDecisionSchema = z.object({ text: text(limits.decision), seen: z.string('required') });

export type RecordDecision = z.output<typeof decisionSchema>;
export type EditDecision = z.output<typeof editDecisionSchema>;
