import { z } from 'zod';
import { choice, day, ids, optionalId, optionalText, text } from '~/server/fields';
import { limits } from '~/server/limits';

export const actionSchema = z
  .object({ text: text(limits.action), responsibleOrganisationId: optionalId, responsibleMemberId: optionalId, dueOn: day, initiatives: ids })
  .refine((action) => (action.responsibleOrganisationId === null) !== (action.responsibleMemberId === null), { path: ['responsibleOrganisationId'], message: 'responsible_needed' });

export const closeActionSchema = z
  .object({ state: choice(['done', 'dropped']), reason: optionalText(limits.decisionReason) })
  .refine(({ state, reason }) => state !== 'dropped' || reason !== '', { path: ['reason'], message: 'required' });

export type AddAction = z.output<typeof actionSchema>;
export type CloseAction = z.output<typeof closeActionSchema>;
