import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { openItem } from '~/server/domain/agenda/commands';
import { openItemSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = backTo(({ slug }) => `/moeder/${slug}/live`);

export const action = submit(openItemSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await openItem(ctx, input.itemId, key);
  return onward(language, `/moeder/${meeting.slug}/live`);
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/live`} />;
}
