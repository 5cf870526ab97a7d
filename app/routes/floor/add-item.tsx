import { RefusedStep } from '~/app/components/floor-refused';
import { addItem } from '~/server/domain/agenda/commands';
import { itemOnTheSpotSchema } from '~/server/domain/floor/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(itemOnTheSpotSchema, ({ ctx, meeting, input, key }) => addItem(ctx, meeting.id, { ...input, body: '', presenter: null, initiatives: [] }, key));

export default RefusedStep;
