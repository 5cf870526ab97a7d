import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { sendMailAgain } from '~/server/domain/desk/commands';
import { stepSchema } from '~/server/domain/meetings/schema';

export const loader = backTo(() => '/organisation');

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  await sendMailAgain(ctx, params.id ?? '', key);
  return onward(language, '/organisation#breve', 'mail_queued');
});

export default function Refused() {
  return <RefusedPage back="/organisation" />;
}
