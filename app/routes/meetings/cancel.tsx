import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton, TextArea } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { cancelMeeting } from '~/server/domain/meetings/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { mayCancel } from '~/server/domain/meetings/rules';
import { cancelMeetingSchema } from '~/server/domain/meetings/schema';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  if (!afterForm) ensure(mayCancel(ctx.actor, meeting));
  return { slug: meeting.slug, title: meeting.title };
});

export const action = submit(cancelMeetingSchema, async ({ ctx, input, key, language, params }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  await cancelMeeting(ctx, meeting.id, input.reason, key);
  return onward(language, `/moeder/${meeting.slug}`, 'meeting_cancelled');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function CancelMeeting() {
  const { slug, title } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.meetings.cancelTitle} lead={t.meetings.cancelLead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: t.meetings.cancel }]} />
      <PostForm answer={useActionData<typeof action>()}>
        <TextArea name="reason" label={t.meetings.cancelReason} maxLength={limits.cancelReason} rows={4} />
        <SubmitButton variant="warning">{t.meetings.cancel}</SubmitButton>
      </PostForm>
    </>
  );
}
