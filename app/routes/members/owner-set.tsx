import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { setOwner } from '~/server/domain/members/commands';
import { ownerSchema } from '~/server/domain/members/schema';

const back = (id = '') => `/organisation/medlemmer/${id}`;

export const loader = backTo(({ id }) => back(id));

export const action = submit(ownerSchema, async ({ ctx, input, key, language, params }) => {
  await setOwner(ctx, params.id ?? '', input.number, key);
  return onward(language, back(params.id), 'owner_set');
});

export default function Refused() {
  return <RefusedPage back={back(useParams().id)} />;
}
