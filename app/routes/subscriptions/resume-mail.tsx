import { z } from 'zod';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { resumeMail } from '~/server/domain/subscriptions/commands';

export const loader = backTo(() => '/min-side/mails');

export const action = submit(z.object({}), async ({ ctx, key, language }) => {
  await resumeMail(ctx, ctx.actor?.id ?? '', key);
  return onward(language, '/min-side/mails', 'mail_resumed');
});

export default function Refused() {
  return <RefusedPage back={'/min-side/mails'} />;
}
