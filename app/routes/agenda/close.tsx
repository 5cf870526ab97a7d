import { RefusedStep } from '~/app/components/floor-refused';
import { closeItem } from '~/server/domain/agenda/commands';
import { closeItemSchema } from '~/server/domain/agenda/schema';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(closeItemSchema, ({ ctx, input: { itemId, outcome, next }, key }) => closeItem(ctx, itemId, { outcome, next }, key));

export default RefusedStep;
