import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { moveItem } from '~/server/domain/agenda/commands';
import { moveItemSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = backTo(({ slug }) => `/moeder/${slug}/dagsorden/rediger`);

export const action = submit(moveItemSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await moveItem(ctx, params.id ?? '', input.direction, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger${input.stay ? '' : `#punkt-${params.id}`}`);
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/dagsorden/rediger`} />;
}
