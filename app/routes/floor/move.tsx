import { RefusedStep } from '~/app/components/floor-refused';
import { moveHand } from '~/server/domain/floor/commands';
import { moveHandSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(moveHandSchema, ({ ctx, params, input, key }) => moveHand(ctx, params.id ?? '', input.direction, key));

export default RefusedStep;
