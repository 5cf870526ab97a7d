import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ExampleTag, PageHeader, Pager, Section, pageMeta } from '~/app/components/page';
import { FollowBox } from '~/app/components/follow-box';
import { ThreadView } from '~/app/components/thread';
import { SubjectLink } from '~/app/components/thread-list';
import { categoryPath, threadPath } from '~/app/components/thread-paths';
import { pageNumber } from '~/app/page-number';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { ownFollow } from '~/server/domain/subscriptions/queries';
import { getThread } from '~/server/domain/threads/queries';
import { POSTS_A_PAGE } from '~/server/domain/threads/schema';

export const loader = page(async ({ ctx, params, url }) => {
  // `?indlaeg=57`: the page that post 57 stands on.
  const post = Number(url.searchParams.get('indlaeg'));
  const thread = await getThread(ctx, params.id ?? '', Number.isInteger(post) && post > 0 ? Math.ceil(post / POSTS_A_PAGE) : pageNumber(url));
  return { ...thread, follow: await ownFollow(ctx, `thread:${thread.id}`) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.title ?? '');

export default function OneThread() {
  const { id, title, category, subject, author, isExample, discussion, follow } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  const pager = <Pager page={discussion.page} pages={discussion.pages} make={(n) => `${threadPath(id)}?side=${n}`} />;
  return (
    <>
      <PageHeader
        title={title} crumbs={[{ to: '/debat', label: t.title }, { to: categoryPath(category), label: t.categories[category] }, { label: title }]}
        lead={subject ? <p><SubjectLink subject={subject} thread={title} /></p> : undefined}
        kicker={author ? t.startedBy(author) : t.categories[category]} tags={isExample ? <ExampleTag /> : undefined}
      />
      <FollowBox own={follow} action={`/debat/traad/${id}/foelg`} />
      <Section title={t.posts} id="indlaeg">
        <ThreadView key={id} discussion={discussion} pager={pager} standalone />
      </Section>
    </>
  );
}
