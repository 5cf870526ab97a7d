import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ActionForm } from '~/app/components/minutes-forms';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { addAction } from '~/server/domain/minutes/commands';
import { entryToWrite, responsibleOptions } from '~/server/domain/minutes/queries';
import { actionSchema } from '~/server/domain/minutes/schema';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { writingCrumbs } from './crumbs';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const entry = await entryToWrite(ctx, id, params.entryId ?? '');
  return { meeting: { slug, title }, entry, choices: { initiatives: await initiativeOptions(ctx), ...(await responsibleOptions(ctx)) } };
});

export const action = submit(actionSchema, async ({ ctx, input, key, language, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId } = await addAction(ctx, params.entryId ?? '', input, key);
  return onward(language, `/moeder/${slug}/referat/rediger#punkt-${agendaItemId}`, 'action_added');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function Add() {
  const { meeting, entry, choices } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={t.minutes.addAction} kicker={entry.title} crumbs={writingCrumbs(t, meeting, t.minutes.addAction)} />
      <ActionForm slug={meeting.slug} entry={entry} choices={choices} answer={useActionData<typeof action>()} />
    </>
  );
}
