import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { holdMeeting } from '~/server/domain/meetings/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { stepSchema } from '~/server/domain/meetings/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await holdMeeting(ctx, meeting.id, key);
  return onward(language, `/moeder/${meeting.slug}/live`, 'meeting_held');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}`} />;
}
