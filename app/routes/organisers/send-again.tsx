import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { sendMailAgain } from '~/server/domain/desk/commands';
import { stepBackSchema } from '~/server/domain/outbox/schema';

export const loader = backTo(() => '/organisation');

export const action = submit(stepBackSchema, async ({ ctx, input, key, language, params }) => {
  await sendMailAgain(ctx, params.id ?? '', key);
  return onward(language, input.back ?? '/organisation#breve', 'mail_queued');
});

export default function Refused() {
  return <RefusedPage back="/organisation" />;
}
