import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { decideProposal } from '~/server/domain/proposals/commands';
import { getProposal } from '~/server/domain/proposals/queries';
import { decideProposalSchema } from '~/server/domain/proposals/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}/dagsorden/rediger`);

export const action = submit(decideProposalSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { id } = await getProposal(ctx, params.id ?? '');
  await decideProposal(ctx, id, { ...input, decision: 'accept' }, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger#punkter`, 'proposal_put');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/dagsorden/rediger`} />;
}
