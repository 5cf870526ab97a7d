import { z } from 'zod';
import { choice, day, ids, optionalId, optionalText, seenVersion, text } from '~/server/fields';
import { limits } from '~/server/limits';

/** An entry may be saved empty while it is being written; the review asks for text. */
export const writeEntrySchema = z.object({ text: optionalText(limits.entry), version: seenVersion });
export const decisionSchema = z.object({ text: text(limits.decision), initiatives: ids });
/** `seen`: the wording the form was made from. */
export const editDecisionSchema = z.object({ text: text(limits.decision), seen: z.string('required') });

export const actionSchema = z
  .object({ text: text(limits.action), responsibleOrganisationId: optionalId, responsibleMemberId: optionalId, dueOn: day, initiatives: ids })
  .refine((action) => (action.responsibleOrganisationId === null) !== (action.responsibleMemberId === null), { path: ['responsibleOrganisationId'], message: 'responsible_needed' });

export const closeActionSchema = z
  .object({ state: choice(['done', 'dropped']), reason: optionalText(limits.decisionReason) })
  .refine(({ state, reason }) => state !== 'dropped' || reason !== '', { path: ['reason'], message: 'required' });

export const reviewSchema = z.object({ due: day });
export const correctionSchema = z.object({ proposedText: text(limits.entry), why: text(limits.correctionWhy) });
/** `text`: what the entry shall say when the correction is accepted; empty means as proposed. */
export const decideCorrectionSchema = z.object({ decision: choice(['accepted', 'declined']), text: optionalText(limits.entry), reason: text(limits.decisionReason), version: seenVersion });

export type WriteEntry = z.output<typeof writeEntrySchema>;
export type RecordDecision = z.output<typeof decisionSchema>;
export type EditDecision = z.output<typeof editDecisionSchema>;
export type AddAction = z.output<typeof actionSchema>;
export type CloseAction = z.output<typeof closeActionSchema>;
export type SendToReview = z.output<typeof reviewSchema>;
export type ProposeCorrection = z.output<typeof correctionSchema>;
export type DecideCorrection = z.output<typeof decideCorrectionSchema>;
