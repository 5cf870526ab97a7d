import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { PostForm, SubmitButton } from '~/app/components/form';
import { CloseActionFields } from '~/app/components/minutes-forms';
import { ActionRow } from '~/app/components/minutes-parts';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { closeAction } from '~/server/domain/actions/commands';
import { getAction } from '~/server/domain/actions/queries';
import { mayCloseAction } from '~/server/domain/actions/rules';
import { closeActionSchema } from '~/server/domain/actions/schema';
import { ensure } from '~/server/refusal';
import { backToDesk } from '../organisers/back-to-desk';
import { readingCrumbs } from './crumbs';

export const loader = page(async ({ ctx, params, afterForm }) => {
  const action = await getAction(ctx, params.id ?? '');
  if (!afterForm && !action.can.close) ensure(mayCloseAction(ctx.actor, { meetingId: action.meetingId, state: action.minutesState }, { ...action, initiatives: action.initiatives.map(({ id }) => id), followedUpAt: [] }));
  return { action };
});

export const action = submit(closeActionSchema, async ({ ctx, input, key, language, params, url }) => {
  const { id, slug } = await getAction(ctx, params.id ?? '');
  await closeAction(ctx, id, input, key);
  return onward(language, backToDesk(url, 'opfoelgning', `/moeder/${slug}/referat#opfoelgning-${id}`), 'action_closed');
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
        <CloseActionFields />
        <SubmitButton>{t.minutes.closeAction}</SubmitButton>
      </PostForm>
    </>
  );
}
