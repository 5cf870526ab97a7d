import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getInitiative } from '~/server/domain/plans/queries';
import { follow } from '~/server/domain/subscriptions/commands';
import { followSchema } from '~/server/domain/subscriptions/schema';

const thing = ({ period, number }: Record<string, string | undefined>) => `/handlingsplaner/${period}/initiativer/${number}`;

export const loader = backTo(thing);

export const action = submit(followSchema, async ({ ctx, params, input, key, language }) => {
  await follow(ctx, `initiative:${(await getInitiative(ctx, params.period ?? '', params.number ?? '')).id}`, input.state, key);
  return onward(language, input.back ?? thing(params), 'saved');
});

export default function Refused() {
  return <RefusedPage back={thing(useParams())} />;
}
