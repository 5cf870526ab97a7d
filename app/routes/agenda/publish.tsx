import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { publishAgenda } from '~/server/domain/agenda/commands';
import { stepSchema } from '~/server/domain/agenda/schema';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = backTo(({ slug }) => `/moeder/${slug}/dagsorden/rediger`);

export const action = submit(stepSchema, async ({ ctx, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  const { number } = await publishAgenda(ctx, meeting.id, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden`, number === 1 ? 'agenda_published' : 'agenda_published_again');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/dagsorden/rediger`} />;
}
