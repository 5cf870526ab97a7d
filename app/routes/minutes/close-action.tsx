import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, RadioField, SubmitButton, TextArea } from '~/app/components/form';
import { ActionRow } from '~/app/components/minutes-parts';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { closeAction } from '~/server/domain/minutes/commands';
import { getAction } from '~/server/domain/minutes/queries';
import { mayCloseAction } from '~/server/domain/minutes/rules';
import { closeActionSchema } from '~/server/domain/minutes/schema';
import { limits } from '~/server/limits';
import { ensure } from '~/server/refusal';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const action = await getAction(ctx, params.id ?? '');
  if (!afterForm) ensure(mayCloseAction(ctx.actor, { state: action.minutesState }, { ...action, initiatives: action.initiatives.map(({ id }) => id) }));
  return { action };
});

export const action = submit(closeActionSchema, async ({ ctx, input, key, language, params }) => {
  const { id, slug } = await getAction(ctx, params.id ?? '');
  await closeAction(ctx, id, input, key);
  return onward(language, `/moeder/${slug}/referat#opfoelgning-${id}`, 'action_closed');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.action.meetingTitle ?? '');

export default function CloseAction() {
  const { action: item } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.closeTitle} lead={t.minutes.closeLead} crumbs={readingCrumbs(t, { slug: item.slug, title: item.meetingTitle }, t.minutes.closeAction)} />
      <ul className="actions-list nobullet-list"><ActionRow action={{ ...item, can: { close: false } }} anchor={false} /></ul>
      <PostForm answer={useActionData<typeof action>()}>
        <RadioField name="state" legend={t.minutes.closeAs} options={[{ value: 'done', label: t.minutes.closeDone }, { value: 'dropped', label: t.minutes.closeDropped }]} />
        <TextArea name="reason" label={t.minutes.closeReason} hint={t.minutes.closeReasonHint} required={false} rows={4} maxLength={limits.decisionReason} />
        <SubmitButton>{t.minutes.closeAction}</SubmitButton>
      </PostForm>
    </>
  );
}
