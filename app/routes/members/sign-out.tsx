import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { signOut } from '~/server/auth/accounts';
import { stepSchema } from '~/server/domain/members/schema';

export const loader = backTo(() => '/');

export const action = submit(stepSchema, async ({ context, language }) => {
  const response = onward(language, '/', 'signed_out');
  if (context.sessionId) response.headers.append('Set-Cookie', (await signOut(context.services, context.sessionId)).serialize());
  return response;
});

export default function Refused() {
  return <RefusedPage back="/" />;
}
