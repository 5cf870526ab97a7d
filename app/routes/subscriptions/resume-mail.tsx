import { z } from 'zod';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { resumeOwnMail } from '~/server/domain/subscriptions/commands';

export const loader = backTo(() => '/min-side/mails');

export const action = submit(z.object({}), async ({ ctx, key, language }) => {
  await resumeOwnMail(ctx, key);
  return onward(language, '/min-side/mails', 'saved');
});

export default RefusedPage;
