import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Card, CardGrid, EmptyState, ExampleTag, Icon, PageHeader, Pager, Section, When, pageMeta } from '~/app/components/page';
import { asFeed } from '~/app/components/alternates';
import { FeedLink } from '~/app/components/file-links';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { pastMeetings, upcomingMeetings, type MeetingSummary } from '~/server/domain/meetings/queries';
import { mayOrganise } from '~/server/domain/meetings/rules';
import { pageNumber } from '~/app/page-number';

export const loader = page(async ({ ctx, url, language }) => ({
  upcoming: await upcomingMeetings(ctx),
  past: await pastMeetings(ctx, pageNumber(url)),
  page: pageNumber(url),
  mayCreate: mayOrganise(ctx.actor) === null,
  heading: catalogueOf(language).meetings.title,
}));

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? ''), ...asFeed(location.pathname, data?.heading ?? '')];

export default function Meetings() {
  const { upcoming, past, page: at, mayCreate } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.meetings.title} lead={t.meetings.lead} crumbs={[{ label: t.meetings.title }]} actions={mayCreate ? <A className="button button-primary" to="/moeder/ny">{t.meetings.create}</A> : undefined} />
      <Section title={t.meetings.upcoming}>
        {upcoming.length === 0 ? <EmptyState title={t.meetings.noUpcoming} text={t.meetings.noUpcomingText} /> : <CardGrid>{upcoming.map((meeting) => <MeetingCard key={meeting.id} meeting={meeting} />)}</CardGrid>}
      </Section>
      <Section title={t.meetings.past}>
        {past.rows.length === 0 ? <p>{t.meetings.noPast}</p> : <CardGrid>{past.rows.map((meeting) => <MeetingCard key={meeting.id} meeting={meeting} />)}</CardGrid>}
        <Pager page={at} pages={past.pages} make={(n) => `/moeder?side=${n}`} />
      </Section>
      <p><A to="/kalender"><Icon name="calendar" /> {t.subscriptions.title}</A></p>
      <FeedLink name="moeder" />
    </>
  );
}

export function MeetingCard({ meeting }: { meeting: MeetingSummary }) {
  const t = useT();
  return (
    <Card
      to={`/moeder/${meeting.slug}`}
      title={meeting.title}
      kicker={meeting.startsAt ? <When at={meeting.startsAt} form="instant" /> : <When at={meeting.day} form="day" />}
      meta={[meeting.place, meeting.proposalCount > 0 ? t.meetings.proposalCount(meeting.proposalCount) : null].filter(Boolean).join(' · ')}
      tags={<><MeetingStateTag state={meeting.state} />{meeting.isExample ? <ExampleTag /> : null}</>}
    />
  );
}
