import { RefusedStep } from '~/app/components/floor-refused';
import { lowerHand } from '~/server/domain/floor/commands';
import { stepSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(stepSchema, ({ ctx, params, key }) => lowerHand(ctx, params.id ?? '', key));

export default RefusedStep;
