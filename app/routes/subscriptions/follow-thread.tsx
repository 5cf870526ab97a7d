import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { follow } from '~/server/domain/subscriptions/commands';
import { followSchema } from '~/server/domain/subscriptions/schema';
import { getThread } from '~/server/domain/threads/queries';

const thing = ({ id }: Record<string, string | undefined>) => `/debat/traad/${id}`;

export const loader = backTo(thing);

export const action = submit(followSchema, async ({ ctx, params, input, key, language }) => {
  await follow(ctx, `thread:${(await getThread(ctx, params.id ?? '', 1)).id}`, input.state, key);
  return onward(language, input.back ?? thing(params), 'saved');
});

export default function Refused() {
  return <RefusedPage back={thing(useParams())} />;
}
