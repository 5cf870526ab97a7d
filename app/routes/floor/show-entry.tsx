import { RefusedStep } from '~/app/components/floor-refused';
import { showEntry } from '~/server/domain/entries/commands';
import { showEntrySchema } from '~/server/domain/entries/schema';
import { step, toLive } from './step.server';

export const loader = toLive;

export const action = step(showEntrySchema, ({ ctx, params, input, key }) => showEntry(ctx, params.id ?? '', input.on, key));

export default RefusedStep;
