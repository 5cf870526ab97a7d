import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, submit } from '~/app/transport.server';
import { settleClash } from '~/server/domain/entries/commands';
import { settleClashSchema } from '~/server/domain/entries/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { backToWriting } from './writing.server';

export const loader = backTo(({ slug }) => `/moeder/${slug}/referat/rediger`);

export const action = submit(settleClashSchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId, state } = await settleClash(ctx, params.id ?? '', input, key);
  return backToWriting({ language, url }, slug, agendaItemId, state === 'clash' ? 'clash_both' : 'clash_settled');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/referat/rediger`} />;
}
