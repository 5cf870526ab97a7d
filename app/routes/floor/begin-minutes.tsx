import { RefusedStep } from '~/app/components/floor-refused';
import { stepSchema } from '~/server/domain/floor/schema';
import { beginMinutes } from '~/server/domain/minutes/commands';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(stepSchema, ({ ctx, meeting, key }) => beginMinutes(ctx, meeting.id, key));

export default RefusedStep;
