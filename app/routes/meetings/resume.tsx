import { RefusedStep } from '~/app/components/floor-refused';
import { resumeMeeting } from '~/server/domain/meetings/commands';
import { stepSchema } from '~/server/domain/meetings/schema';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(stepSchema, ({ ctx, meeting, key }) => resumeMeeting(ctx, meeting.id, key));

export default RefusedStep;
