import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonLink, PageHeader, Section, pageMeta } from '~/app/components/page';
import { asFeed } from '~/app/components/alternates';
import { FeedLink } from '~/app/components/file-links';
import { ThreadList } from '~/app/components/thread-list';
import { categoryPath } from '~/app/components/thread-paths';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { forum } from '~/server/domain/threads/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => {
  const { title, lead } = catalogueOf(language).threads;
  return { categories: await forum(ctx), heading: title, lead };
});

export const meta: MetaFunction<typeof loader> = ({ data, location }) => [...pageMeta(data?.heading ?? '', data?.lead), ...asFeed(location.pathname, data?.heading ?? '')];

export default function Forum() {
  const { categories } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  return (
    <>
      <PageHeader title={t.title} lead={t.lead} crumbs={[{ label: t.title }]} actions={<ButtonLink to="/debat/nyt" variant="primary">{t.start}</ButtonLink>} />
      {categories.map(({ category, count, rows }) => (
        <Section key={category} title={t.categories[category]} id={category} actions={count > 0 ? <A to={categoryPath(category)}>{t.seeAll(t.threadCount(count))}<span className="sr-only"> {t.inCategory(t.categories[category])}</span></A> : undefined}>
          <p>{t.categoryLeads[category]}</p>
          {rows.length > 0 ? <ThreadList threads={rows} /> : <p className="soft">{t.noActive}</p>}
        </Section>
      ))}
      <FeedLink name="debat" />
    </>
  );
}
