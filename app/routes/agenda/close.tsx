import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { closeItem } from '~/server/domain/agenda/commands';
import { closeItemSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = backTo(({ slug }) => `/moeder/${slug}/live`);

export const action = submit(closeItemSchema, async ({ ctx, input: { itemId, outcome, next }, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await closeItem(ctx, itemId, { outcome, next }, key);
  return onward(language, `/moeder/${meeting.slug}/live`);
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/live`} />;
}
