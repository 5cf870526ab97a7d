import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { endorseProposal, unendorseProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { endorsementSchema } from '~/server/domain/proposals/schema';

export const loader = backTo(({ id }) => `/forslag/${id}`);

export const action = submit(endorsementSchema, async ({ ctx, input, key, language, params }) => {
  const { id } = await getProposal(ctx, params.id ?? '');
  if (input.withdraw) await unendorseProposal(ctx, id, key);
  else await endorseProposal(ctx, id, key);
  return onward(language, `/forslag/${id}#stoette`, input.withdraw ? 'proposal_support_undone' : 'proposal_supported');
});

export default function Refused() {
  return <RefusedPage back={`/forslag/${useParams().id ?? ''}`} />;
}
