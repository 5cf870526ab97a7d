import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { withdrawProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { stepSchema } from '~/server/domain/proposals/schema';

export const loader = backTo(({ id }) => `/forslag/${id}`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const { id } = await getProposal(ctx, params.id ?? '');
  await withdrawProposal(ctx, id, key);
  return onward(language, `/forslag/${id}`, 'proposal_withdrawn');
});

export default function Refused() {
  return <RefusedPage back={`/forslag/${useParams().id ?? ''}`} />;
}
