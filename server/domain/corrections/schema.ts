import { z } from 'zod';
import { choice, optionalText, seenVersion, text } from '~/server/fields';
import { limits } from '~/server/limits';

export const correctionSchema = z.object({ proposedText: text(limits.entry), why: text(limits.correctionWhy) });
/** `text`: what the entry shall say when the correction is accepted; empty means as proposed. */
export const decideCorrectionSchema = z.object({ decision: choice(['accepted', 'declined']), text: optionalText(limits.entry), reason: text(limits.decisionReason), version: seenVersion });

export type ProposeCorrection = z.output<typeof correctionSchema>;
export type DecideCorrection = z.output<typeof decideCorrectionSchema>;
