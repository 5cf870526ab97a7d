import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Facts, PageHeader, PlainText, Section, Tag, When, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';

export const loader = page(async ({ ctx, params }) => ({ meeting: await getMeeting(ctx, params.slug ?? '') }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function OneMeeting() {
  const { meeting } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={meeting.title} crumbs={[{ to: '/moeder', label: t.meetings.title }, { label: meeting.title }]} tags={<Tag tone="neutral">{t.meetings.states[meeting.state]}</Tag>} />
      <Facts items={[{ label: t.meetings.facts.when, value: meeting.startsAt ? <When at={meeting.startsAt} form="instant" /> : <When at={meeting.day} form="day" /> }]} />
      <Section title={t.meetings.facts.purpose}><PlainText text={meeting.purpose} /></Section>
    </>
  );
}
