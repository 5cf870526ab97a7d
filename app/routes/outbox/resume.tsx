import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { stepBackSchema } from '~/server/domain/outbox/schema';
import { resumeMail } from '~/server/domain/subscriptions/commands';

const member = (id = '') => `/organisation/medlemmer/${id}`;

export const loader = backTo(({ id }) => member(id));

export const action = submit(stepBackSchema, async ({ ctx, input, key, language, params }) => {
  await resumeMail(ctx, params.id ?? '', key);
  return onward(language, input.back ?? member(params.id), 'mail_resumed');
});

export default function Refused() {
  return <RefusedPage back={member(useParams().id)} />;
}
