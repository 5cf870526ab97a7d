import { RefusedStep } from '~/app/components/floor-refused';
import { raiseHand } from '~/server/domain/floor/commands';
import { raiseHandSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(raiseHandSchema, ({ ctx, meeting, input, key }) => raiseHand(ctx, meeting.id, input.kind, key));

export default RefusedStep;
