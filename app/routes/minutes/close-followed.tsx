import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { CloseFollowedForm } from '~/app/components/minutes-forms';
import { ActionRow } from '~/app/components/minutes-parts';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page, submit } from '~/app/transport.server';
import { closeAction } from '~/server/domain/actions/commands';
import { getAction } from '~/server/domain/actions/queries';
import { closeActionSchema } from '~/server/domain/actions/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { writingCrumbs } from './crumbs';
import { backToWriting } from './writing.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const { slug, title } = await getMeeting(ctx, params.slug ?? '');
  return { meeting: { slug, title }, followed: await getAction(ctx, params.id ?? '') };
});

export const action = submit(closeActionSchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  await closeAction(ctx, params.id ?? '', input, key);
  return backToWriting({ language, url }, slug, null, 'action_closed');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function CloseFollowed() {
  const { meeting, followed } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.closeTitle} lead={t.minutes.closeLead} crumbs={writingCrumbs(t, meeting, t.minutes.closeAction)} />
      <ul className="actions-list nobullet-list"><ActionRow action={{ ...followed, can: undefined }} anchor={false} from={{ slug: followed.slug, title: followed.meetingTitle }} /></ul>
      <CloseFollowedForm slug={meeting.slug} action={followed} answer={useActionData<typeof action>()} />
    </>
  );
}
