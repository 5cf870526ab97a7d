import { useActionData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { createMeeting } from '~/server/domain/meetings/commands';
import { mayOrganise } from '~/server/domain/meetings/rules';
import { createMeetingSchema } from '~/server/domain/meetings/schema';
import { ensure } from '~/server/refusal';
import { MeetingFields } from './meeting-fields';

export const loader = page(async ({ ctx, language, afterForm }) => {
  if (!afterForm) ensure(mayOrganise(ctx.actor));
  return { heading: catalogueOf(language).meetings.createTitle };
});

export const action = submit(createMeetingSchema, async ({ ctx, input, key, language }) => {
  const { slug } = await createMeeting(ctx, input, key);
  return onward(language, `/moeder/${slug}`, 'meeting_created');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function NewMeeting() {
  const t = useT();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t.meetings.createTitle} lead={t.meetings.createLead} crumbs={[{ to: '/moeder', label: t.meetings.title }, { label: t.meetings.createTitle }]} />
      <PostForm answer={answer}>
        <MeetingFields />
        <SubmitButton>{t.meetings.create}</SubmitButton>
      </PostForm>
    </>
  );
}
