import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { Hidden, PostForm, RadioField, SubmitButton, TextArea } from '~/app/components/form';
import { PageHeader, Prose, Section, pageMeta } from '~/app/components/page';
import { postPath, threadPath } from '~/app/components/thread-paths';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { removePost } from '~/server/domain/threads/commands';
import { getPost } from '~/server/domain/threads/queries';
import { mayPost } from '~/server/domain/threads/rules';
import { moderationRules, removePostSchema } from '~/server/domain/threads/schema';
import { catalogueOf } from '~/server/i18n';
import { limits } from '~/server/limits';
import { ensure, refuse } from '~/server/refusal';

export const loader = page(async ({ ctx, params, language, afterForm }) => {
  if (!afterForm) ensure(mayPost(ctx.actor));
  const { post, thread, can } = await getPost(ctx, params.id ?? '');
  if (post.removed) throw refuse('post_removed');
  if (!can.removeOwn && !can.moderate && !afterForm) throw refuse('organisers_only');
  return { post, threadId: thread.id, title: thread.title, own: can.removeOwn, rules: [...moderationRules], heading: catalogueOf(language).threads.removeTitle };
});

export const action = submit(removePostSchema, async ({ ctx, params, input, key, language }) => {
  const { threadId, number } = await removePost(ctx, params.id ?? '', input, key);
  return onward(language, postPath(threadId, number), 'post_removed');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function RemovePost() {
  const { post, threadId, title, own, rules } = useLoaderData<typeof loader>();
  const { threads: t } = useT();
  return (
    <>
      <PageHeader title={t.removeTitle} lead={own ? t.removeOwnLead : t.removeLead} crumbs={[{ to: '/debat', label: t.title }, { to: threadPath(threadId), label: title }, { to: postPath(threadId, post.number), label: t.postNumber(post.number) }, { label: t.remove }]} />
      <Section title={t.postNumber(post.number)} id="indlaeg"><Prose html={post.html ?? ''} /></Section>
      <PostForm answer={useActionData<typeof action>()}>
        {own ? <Hidden name="rule" value="own" /> : <RadioField name="rule" legend={t.removeRule} options={rules.map((value) => ({ value, label: t.rules[value] }))} />}
        <TextArea name="reason" label={t.removeReason} hint={t.removeReasonHint} required={!own} maxLength={limits.decisionReason} rows={4} />
        <SubmitButton variant="warning">{t.removeSubmit}</SubmitButton>
      </PostForm>
    </>
  );
}
