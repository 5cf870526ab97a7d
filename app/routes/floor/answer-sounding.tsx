import { RefusedStep } from '~/app/components/floor-refused';
import { answerSounding } from '~/server/domain/floor/commands';
import { answerSoundingSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(answerSoundingSchema, ({ ctx, params, input, key }) => answerSounding(ctx, params.id ?? '', input.answer, key));

export default RefusedStep;
