import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { saveDraft } from '~/server/domain/drafts/commands';
import { endorseProposal, unendorseProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { endorsementSchema } from '~/server/domain/proposals/schema';

export const loader = backTo(({ id }) => `/forslag/${id}`);

/** Pressed while another proposal is being written, it comes with the words of that one: they are kept. */
export const action = submit(endorsementSchema, async ({ ctx, input: { withdraw, instead }, key, language, params }) => {
  const { id } = await getProposal(ctx, params.id ?? '');
  if (instead) await saveDraft(ctx, instead.place, instead.words, instead.form);
  if (withdraw) await unendorseProposal(ctx, id, key);
  else await endorseProposal(ctx, id, key);
  return onward(language, `/forslag/${id}#stoette`, withdraw ? 'proposal_support_undone' : instead ? 'proposal_supported_instead' : 'proposal_supported');
});

export default function Refused() {
  return <RefusedPage back={`/forslag/${useParams().id ?? ''}`} />;
}
