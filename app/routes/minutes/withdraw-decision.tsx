import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { stepSchema } from '~/server/domain/meetings/schema';
import { withdrawDecision } from '~/server/domain/decisions/commands';
import { backToWriting } from './writing.server';

export const loader = backTo(({ slug }) => `/moeder/${slug}/referat/rediger`);

export const action = submit(stepSchema, async ({ ctx, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  await withdrawDecision(ctx, params.id ?? '', key);
  return backToWriting({ language, url }, slug, null, 'decision_withdrawn');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/referat/rediger`} />;
}
