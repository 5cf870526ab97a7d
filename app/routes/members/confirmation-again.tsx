import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { confirmationAgain } from '~/server/auth/accounts';
import { stepSchema } from '~/server/domain/members/schema';

export const loader = backTo(() => '/min-side');

export const action = submit(stepSchema, async ({ ctx, language }) => {
  await confirmationAgain(ctx);
  return onward(language, '/min-side', 'confirm_sent');
});

export default function Refused() {
  return <RefusedPage back="/min-side" />;
}
