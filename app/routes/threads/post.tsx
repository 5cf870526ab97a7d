import { useActionData, useLoaderData } from '@remix-run/react';
import { PageHeader, Section } from '~/app/components/page';
import { PostWrite } from '~/app/components/post-write';
import { postAnchor, postPath, threadPath } from '~/app/components/thread-paths';
import { bare } from '~/app/language';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { createPost } from '~/server/domain/threads/commands';
import { getThread } from '~/server/domain/threads/queries';
import { createPostSchema } from '~/server/domain/threads/schema';

/** Whoever just opens the address is sent to the thread; after a refused form it is shown again. */
export const loader = page(async ({ ctx, params, language, afterForm }) => {
  if (!afterForm) throw onward(language, threadPath(params.id ?? ''));
  const { id, title } = await getThread(ctx, params.id ?? '', 1);
  return { id, title };
});

export const action = submit(createPostSchema, async ({ ctx, params, input: { back, ...post }, key, language }) => {
  const { threadId, number } = await createPost(ctx, params.id ?? '', post, key);
  const from = back && bare(back);
  return onward(language, !from || from.startsWith(threadPath(threadId)) ? postPath(threadId, number) : `${from}#${postAnchor(number)}`);
});

export default function RefusedPost() {
  const { id, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { threads: t } = useT();
  return (
    <>
      <PageHeader title={t.write} crumbs={[{ to: '/debat', label: t.title }, { to: threadPath(id), label: title }, { label: t.write }]} />
      <Section title={t.writeLabel}><PostWrite threadId={id} answer={answer} /></Section>
    </>
  );
}
