import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ConflictNotice, Hidden, PostForm, SubmitButton, TextArea } from '~/app/components/form';
import { PageHeader, pageMeta } from '~/app/components/page';
import { postPath, threadPath } from '~/app/components/thread-paths';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { editPost } from '~/server/domain/threads/commands';
import { postToEdit } from '~/server/domain/threads/queries';
import { editPostSchema } from '~/server/domain/threads/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';

export const loader = page(async ({ ctx, params, language }) => {
  const { thread, body, version, post } = await postToEdit(ctx, params.id ?? '');
  return { threadId: thread.id, title: thread.title, body, version, number: post.number, heading: catalogueOf(language).threads.editTitle };
});

export const action = submit(editPostSchema, async ({ ctx, params, input, key, language }) => {
  const { threadId, number } = await editPost(ctx, params.id ?? '', input, key);
  return onward(language, postPath(threadId, number), 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function EditPost() {
  const { threadId, title, body, version, number } = useLoaderData<typeof loader>();
  const { threads: t, common } = useT();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t.editTitle} lead={t.editLead} crumbs={[{ to: '/debat', label: t.title }, { to: threadPath(threadId), label: title }, { to: postPath(threadId, number), label: t.postNumber(number) }, { label: common.edit }]} />
      <PostForm answer={answer}>
        <ConflictNotice answer={answer} rows={[{ label: t.post, theirs: body, mine: String(answer?.values.body ?? '') }]} />
        <Hidden name="version" value={version} />
        <TextArea name="body" label={t.fields.body} hint={t.fields.bodyHint} defaultValue={body} maxLength={limits.post} rows={10} />
        <SubmitButton>{common.save}</SubmitButton>
      </PostForm>
    </>
  );
}
