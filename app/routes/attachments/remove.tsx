import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { removeAttachment } from '~/server/domain/attachments/commands';
import { addressOf, removeSchema } from '~/server/domain/attachments/schema';

export const loader = backTo(({ id = '' }) => addressOf(id, 'page'));

export const action = submit(removeSchema, async ({ ctx, input, key, language, params }) => {
  const { proposalId } = await removeAttachment(ctx, params.fileId ?? '', key);
  return onward(language, addressOf(proposalId, input.from), 'file_removed');
});

export default function Refused() {
  return <RefusedPage back={addressOf(useParams().id ?? '', 'page')} />;
}
