import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { changeRole } from '~/server/domain/members/commands';
import { roleSchema } from '~/server/domain/members/schema';

const back = (id = '') => `/organisation/medlemmer/${id}`;

export const loader = backTo(({ id }) => back(id));

export const action = submit(roleSchema, async ({ ctx, input, key, language, params }) => {
  await changeRole(ctx, params.id ?? '', input.role, key);
  return onward(language, back(params.id), 'role_changed');
});

export default function Refused() {
  return <RefusedPage back={back(useParams().id)} />;
}
