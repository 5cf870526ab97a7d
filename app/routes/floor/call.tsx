import { RefusedStep } from '~/app/components/floor-refused';
import { callSpeaker } from '~/server/domain/floor/commands';
import { callSpeakerSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(callSpeakerSchema, ({ ctx, meeting, input, key }) => callSpeaker(ctx, meeting.id, input, key));

export default RefusedStep;
