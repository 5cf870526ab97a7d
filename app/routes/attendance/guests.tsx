import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { countGuests } from '~/server/domain/attendance/commands';
import { guestsSchema } from '~/server/domain/attendance/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = backTo(({ slug }) => `/moeder/${slug}/fremmoede`);

export const action = submit(guestsSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await countGuests(ctx, meeting.id, input, key);
  return onward(language, `/moeder/${meeting.slug}/fremmoede#gaester`, 'guests_counted');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/fremmoede#gaester`} />;
}
