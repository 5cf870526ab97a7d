import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { removeOwner } from '~/server/domain/members/commands';
import { stepSchema } from '~/server/domain/members/schema';

const back = (id = '') => `/organisation/medlemmer/${id}`;

export const loader = backTo(({ id }) => back(id));

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  await removeOwner(ctx, params.id ?? '', params.initiativeId ?? '', key);
  return onward(language, back(params.id), 'owner_removed');
});

export default function Refused() {
  return <RefusedPage back={back(useParams().id)} />;
}
