import { RefusedStep } from '~/app/components/floor-refused';
import { pauseMeeting } from '~/server/domain/meetings/commands';
import { pauseSchema } from '~/server/domain/meetings/schema';
import { dayOf, toInstant } from '~/server/time';
import { step, toLive } from '../floor/step.server';

export const loader = toLive;

export const action = step(pauseSchema, async ({ ctx, meeting, input, key }) => {
  // A wall clock of today; one that does not exist, in the night in March, has passed like any earlier one.
  const now = ctx.now();
  const resumesAt = input.until === null ? null : (toInstant(dayOf(now), input.until) ?? now);
  await pauseMeeting(ctx, meeting.id, { resumesAt }, key);
});

export default RefusedStep;
