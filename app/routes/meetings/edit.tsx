import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ConflictNotice, Hidden, PostForm, SubmitButton } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { editMeeting } from '~/server/domain/meetings/commands';
import { getMeeting } from '~/server/domain/meetings/queries';
import { mayEditMeeting } from '~/server/domain/meetings/rules';
import { editMeetingSchema } from '~/server/domain/meetings/schema';
import { ensure } from '~/server/refusal';
import { dayOf, timeOf } from '~/server/time';
import { MeetingFields, type MeetingDefaults } from './meeting-fields';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const meeting = await getMeeting(ctx, params.slug ?? '');
  if (!afterForm) ensure(mayEditMeeting(ctx.actor, meeting));
  const { startsAt, endsAt, proposalDeadline } = meeting;
  const defaults: MeetingDefaults = {
    title: meeting.title, purpose: meeting.purpose, day: meeting.day, place: meeting.place ?? '', onlineUrl: meeting.onlineUrl ?? '', capacity: meeting.capacity?.toString() ?? '',
    start: startsAt ? timeOf(startsAt) : '', end: endsAt ? timeOf(endsAt) : '',
    deadlineDay: proposalDeadline ? dayOf(proposalDeadline) : '', deadlineTime: proposalDeadline ? timeOf(proposalDeadline) : '',
  };
  return { slug: meeting.slug, title: meeting.title, version: meeting.version, called: meeting.state === 'called', defaults };
});

export const action = submit(editMeetingSchema, async ({ ctx, input, key, language, params }) => {
  const { id } = await getMeeting(ctx, params.slug ?? '');
  const { slug } = await editMeeting(ctx, id, input, key);
  return onward(language, `/moeder/${slug}`, 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function EditMeeting() {
  const { slug, title, version, called, defaults } = useLoaderData<typeof loader>();
  const t = useT();
  const answer = useActionData<typeof action>();
  const rows = (Object.keys(defaults) as (keyof MeetingDefaults)[]).map((field) => ({ label: t.meetings.fields[field], theirs: defaults[field], mine: String(answer?.values[field] ?? '') }));
  return (
    <>
      <PageHeader title={t.meetings.editTitle} lead={called ? t.meetings.editCalledLead : undefined} crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: `/moeder/${slug}`, label: title }, { label: t.common.edit }]} />
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={rows} />
        <Hidden name="version" value={version} />
        <MeetingFields defaults={defaults} />
        <SubmitButton>{t.common.save}</SubmitButton>
      </PostForm>
    </>
  );
}
