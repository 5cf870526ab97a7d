import { page, refusalResponse } from '~/app/transport.server';
import { getAttachment } from '~/server/domain/attachments/queries';
import { asRefusal, refuse } from '~/server/refusal';

/** A file is sent before this page is asked (server/http/files.ts): here it says why it was not. */
export const loader = page(async ({ ctx, params }) => {
  await getAttachment(ctx, params.id ?? '');
  const wrongName = asRefusal(refuse('file_not_found'));
  if (wrongName) throw refusalResponse(wrongName);
  return null;
});

export default function NoFile() {
  return null;
}
