import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { takeTemplate } from '~/server/domain/templates/commands';
import { templateSchema } from '~/server/domain/templates/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}/dagsorden/rediger`);

export const action = submit(templateSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await takeTemplate(ctx, meeting.id, input, key);
  return onward(language, `/moeder/${meeting.slug}/dagsorden/rediger#punkter`, 'template_taken');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}/dagsorden/rediger`} />;
}
