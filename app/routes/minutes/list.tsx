import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { asFeed } from '~/app/components/alternates';
import { FeedLink } from '~/app/components/file-links';
import { MinutesStateTag } from '~/app/components/minutes-status';
import { ButtonLink, Card, CardGrid, EmptyState, ExampleTag, PageHeader, Pager, Section, Tag, When, pageMeta } from '~/app/components/page';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { minutesUnderWay, publishedMinutes } from '~/server/domain/minutes/queries';

export const loader = page(async ({ ctx, url, language }) => ({
  underWay: await minutesUnderWay(ctx),
  published: await publishedMinutes(ctx, pageNumber(url)),
  page: pageNumber(url),
  heading: catalogueOf(language).minutes.title,
}));

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? ''), ...asFeed(location.pathname, data?.heading ?? '')];

export default function MinutesList() {
  const { underWay, published, page: at } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.title} lead={t.minutes.lead} crumbs={[{ label: t.minutes.title }]} actions={<ButtonLink to="/beslutninger">{t.minutes.allDecisions}</ButtonLink>} />
      {underWay.length > 0 && (
        <Section title={t.minutes.underWay}>
          <CardGrid>
            {underWay.map((row) => (
              <MinutesCard key={row.slug} row={row} />
            ))}
          </CardGrid>
        </Section>
      )}
      <Section title={t.minutes.published}>
        {published.rows.length === 0 ? <EmptyState title={t.minutes.none} text={t.minutes.noneText} /> : <CardGrid>{published.rows.map((row) => <MinutesCard key={row.slug} row={row} />)}</CardGrid>}
        <Pager page={at} pages={published.pages} make={(n) => `/referater?side=${n}`} />
      </Section>
      <FeedLink name="referater" />
    </>
  );
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>['published']['rows'][number] | ReturnType<typeof useLoaderData<typeof loader>>['underWay'][number];

function MinutesCard({ row }: { row: Row }) {
  const t = useT();
  const elsewhere = row.state === null;
  return (
    <Card
      to={elsewhere ? `/moeder/${row.slug}` : `/moeder/${row.slug}/referat`}
      title={row.title}
      kicker={<When at={row.day} form="day" />}
      tags={<>{row.state ? <MinutesStateTag state={row.state} /> : <Tag tone="neutral">{t.minutes.elsewhere}</Tag>}{row.isExample ? <ExampleTag /> : null}</>}
      meta={row.decisionCount > 0 ? t.minutes.decisionCount(row.decisionCount) : undefined}
    >
      {elsewhere && <p>{t.meetings.minutesElsewhere(row.minutesElsewhere ?? '')}</p>}
      {row.state === 'in_review' && row.correctionsDue && <p>{t.minutes.reviewUntil} <When at={row.correctionsDue} form="date" /></p>}
      {row.publishedAt && <p>{t.minutes.publishedOn} <When at={row.publishedAt} form="date" /></p>}
    </Card>
  );
}
