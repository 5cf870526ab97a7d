import { z } from 'zod';
import { backTo, reply } from '~/app/transport.server';
import { markWriting } from '~/server/domain/entries/commands';

export const loader = backTo(({ slug }) => `/moeder/${slug}/referat/rediger`);

export const action = reply(z.object({}), async ({ ctx, params }) => {
  await markWriting(ctx, params.entryId ?? '');
  return {};
});
