import { useParams } from '@remix-run/react';
import { RefusedPage } from '~/app/shell/refused-page';
import { backTo, onward, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { uninvite } from '~/server/domain/registrations/commands';
import { uninviteSchema } from '~/server/domain/registrations/schema';

export const loader = backTo(({ slug }) => `/moeder/${slug}`);

export const action = submit(uninviteSchema, async ({ ctx, input, key, language, params }) => {
  const { id, slug } = await getMeeting(ctx, params.slug ?? '');
  await uninvite(ctx, id, input.memberId, key);
  return onward(language, ctx.actor?.id === input.memberId ? `/moeder/${slug}#tilmelding` : `/moeder/${slug}/tilmeldinger`, 'uninvited');
});

export default function Refused() {
  return <RefusedPage back={`/moeder/${useParams().slug ?? ''}`} />;
}
