import { RefusedStep } from '~/app/components/floor-refused';
import { leave } from '~/server/domain/attendance/commands';
import { stepSchema } from '~/server/domain/attendance/schema';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(stepSchema, ({ ctx, meeting, key }) => leave(ctx, meeting.id, key));

export default RefusedStep;
