import { RefusedStep } from '~/app/components/floor-refused';
import { arrive } from '~/server/domain/attendance/commands';
import { arriveSchema } from '~/server/domain/attendance/schema';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(arriveSchema, ({ ctx, meeting, input, key }) => arrive(ctx, meeting.id, input.way, key));

export default RefusedStep;
