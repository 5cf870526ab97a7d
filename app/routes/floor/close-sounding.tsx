import { RefusedStep } from '~/app/components/floor-refused';
import { closeSounding } from '~/server/domain/floor/commands';
import { stepSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(stepSchema, ({ ctx, params, key }) => closeSounding(ctx, params.id ?? '', key));

export default RefusedStep;
