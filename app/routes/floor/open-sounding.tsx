import { RefusedStep } from '~/app/components/floor-refused';
import { openSounding } from '~/server/domain/floor/commands';
import { openSoundingSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(openSoundingSchema, ({ ctx, meeting, input, key }) => openSounding(ctx, meeting.id, input.question, key));

export default RefusedStep;
