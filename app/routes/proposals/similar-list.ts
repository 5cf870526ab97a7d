import { page } from '~/app/transport.server';
import { similarTo } from '~/server/domain/similar/queries';
import { similarSchema } from '~/server/domain/similar/schema';

/** For the scripts of a page that someone writes on. */
export const loader = page(async ({ ctx, url }) => {
  const { titel, uden } = similarSchema.parse(Object.fromEntries(url.searchParams));
  return Response.json({ hits: await similarTo(ctx, titel, uden) });
});
