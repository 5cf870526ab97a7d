import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { takePartAway } from '~/server/domain/meetings/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { partSchema } from '~/server/domain/meetings/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}/roller`);

export const action = submit(partSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await takePartAway(ctx, meeting.id, input, key);
  return onward(language, `/moeder/${meeting.slug}/roller`, 'part_taken');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/roller`} />;
}
