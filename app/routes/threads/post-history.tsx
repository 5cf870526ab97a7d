import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonLink, PageHeader, PlainText, Section, When, pageMeta } from '~/app/components/page';
import { Post } from '~/app/components/post';
import { postPath, threadPath } from '~/app/components/thread-paths';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { getPost } from '~/server/domain/threads/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, language }) => {
  const { post, thread, versions } = await getPost(ctx, params.id ?? '');
  return { post, threadId: thread.id, title: thread.title, versions, heading: catalogueOf(language).threads.inThread(thread.title) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function PostHistory() {
  const { post, threadId, title, versions } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  return (
    <>
      <PageHeader
        title={t.postNumber(post.number)} lead={t.inThread(title)} crumbs={[{ to: '/debat', label: t.title }, { to: threadPath(threadId), label: title }, { label: t.postNumber(post.number) }]}
        actions={<ButtonLink to={postPath(threadId, post.number)}>{t.seeInThread}</ButtonLink>}
      />
      <Section title={t.post}><Post post={post} threadId={threadId} can={{ post: false, moderate: false, own: null }} here={(number) => number === post.number} /></Section>
      {!post.removed && (
        <Section title={t.historyTitle}>
          {versions.length === 0 ? <p>{t.historyNone}</p> : versions.map(({ version, body, at }) => <article key={version} className="post post--earlier"><p className="post__meta"><When at={at} form="instant" /></p><PlainText text={body} /></article>)}
        </Section>
      )}
    </>
  );
}
