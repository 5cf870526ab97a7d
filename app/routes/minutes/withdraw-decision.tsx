import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { stepSchema } from '~/server/domain/meetings/schema';
import { withdrawDecision } from '~/server/domain/minutes/commands';

export const loader = backTo(({ slug }) => `/moeder/${slug}/referat/rediger`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  await withdrawDecision(ctx, params.id ?? '', key);
  return onward(language, `/moeder/${slug}/referat/rediger`, 'decision_withdrawn');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/referat/rediger`} />;
}
