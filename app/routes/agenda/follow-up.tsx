import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { stepSchema } from '~/server/domain/agenda/schema';
import { followUpAction } from '~/server/domain/follow-up/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { storedTitles } from '~/server/i18n/stored-titles';

export const loader = backTo(({ slug }) => `/moeder/${slug}/dagsorden/rediger`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { itemId } = await followUpAction(ctx, meeting.id, params.id ?? '', storedTitles, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger#punkt-${itemId}`, 'followed_up');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/dagsorden/rediger`} />;
}
