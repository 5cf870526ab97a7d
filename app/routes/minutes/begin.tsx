import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { stepSchema } from '~/server/domain/meetings/schema';
import { beginMinutes } from '~/server/domain/minutes/commands';

export const loader = backTo(({ slug }) => `/moeder/${slug}`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await beginMinutes(ctx, meeting.id, key);
  return onward(language, `/moeder/${meeting.slug}/referat/rediger`, 'minutes_begun');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}`} />;
}
