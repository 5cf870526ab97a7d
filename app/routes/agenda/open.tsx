import { RefusedStep } from '~/app/components/floor-refused';
import { openItem } from '~/server/domain/agenda/commands';
import { openItemSchema } from '~/server/domain/agenda/schema';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(openItemSchema, ({ ctx, input, key }) => openItem(ctx, input.itemId, key));

export default RefusedStep;
