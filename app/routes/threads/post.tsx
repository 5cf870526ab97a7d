import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { isAfterForm } from '~/app/after-form';
import { PageHeader, Section } from '~/app/components/page';
import { PostWrite } from '~/app/components/post-write';
import { postAnchor, postPath, threadPath } from '~/app/components/thread-paths';
import { bare, inLanguage, languageOf } from '~/app/language';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { createPost } from '~/server/domain/threads/commands';
import { getThread } from '~/server/domain/threads/queries';
import { createPostSchema } from '~/server/domain/threads/schema';

const shown = page(async ({ ctx, params }) => {
  const { id, title } = await getThread(ctx, params.id ?? '', 1);
  return { id, title };
});

/** Whoever just opens the address is sent to the thread; after a refused form it is shown again. */
export async function loader(args: LoaderFunctionArgs) {
  const { request, params } = args;
  if (!isAfterForm(request)) throw redirect(inLanguage(languageOf(new URL(request.url).pathname), threadPath(params.id ?? '')), 303);
  return shown(args);
}

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
