import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonLink, EmptyState, PageHeader, Pager, pageMeta } from '~/app/components/page';
import { FollowBox } from '~/app/components/follow-box';
import { ThreadList } from '~/app/components/thread-list';
import { categoryOf, categoryPath, categorySlugs } from '~/app/components/thread-paths';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { ownFollow } from '~/server/domain/subscriptions/queries';
import { threadsIn } from '~/server/domain/threads/queries';
import { catalogueOf } from '~/server/i18n';
import { refuse } from '~/server/refusal';

export const loader = page(async ({ ctx, params, url, language }) => {
  const category = categoryOf(params.category ?? '');
  if (!category) throw refuse('thread_not_found');
  return { category, follow: await ownFollow(ctx, `category:${category}`), page: pageNumber(url), threads: await threadsIn(ctx, category, pageNumber(url)), heading: catalogueOf(language).threads.categories[category] };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function Category() {
  const { category, follow, page: at, threads } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  const canStart = category !== 'agenda_item' && category !== 'proposal';
  return (
    <>
      <PageHeader
        title={t.categories[category]} lead={t.categoryLeads[category]} crumbs={[{ to: '/debat', label: t.title }, { label: t.categories[category] }]}
        actions={canStart ? <ButtonLink to={`/debat/nyt?kategori=${categorySlugs[category]}`} variant="primary">{t.start}</ButtonLink> : undefined}
      />
      <FollowBox own={follow} action={`${categoryPath(category)}/foelg`} canMute={false} />
      {threads.rows.length === 0 ? <EmptyState title={t.noThreads} text={canStart ? t.noThreadsText : undefined} /> : <ThreadList threads={threads.rows} />}
      <Pager page={at} pages={threads.pages} make={(n) => `${categoryPath(category)}?side=${n}`} />
    </>
  );
}
