import { page } from '~/app/transport.server';
import { readableMail } from '~/server/domain/outbox/queries';
import { refuse } from '~/server/refusal';

/** A form of a mail that there is not: server/http/outbox.ts sends it where it may be read. */
export const loader = page(async ({ ctx, params }): Promise<null> => {
  await readableMail(ctx, params.id ?? '');
  throw refuse('mail_not_found');
});

export default function Missing() {
  return null;
}
