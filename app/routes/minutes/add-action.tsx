import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { ActionForm } from '~/app/components/minutes-forms';
import { pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page, submit } from '~/app/transport.server';
import { addAction } from '~/server/domain/actions/commands';
import { responsibleOptions } from '~/server/domain/actions/queries';
import { actionSchema } from '~/server/domain/actions/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { Adding } from './adding';
import { backToWriting, placeOf } from './writing.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const place = await placeOf(ctx, params);
  return { ...place, choices: { initiatives: await initiativeOptions(ctx), ...(await responsibleOptions(ctx, place.meeting.id)) } };
});

export const action = submit(actionSchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId } = await addAction(ctx, params.entryId ?? '', input, key);
  return backToWriting({ language, url }, slug, agendaItemId, 'action_added');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function AddAction() {
  const { meeting, entry, choices } = useLoaderData<typeof loader>();
  const t = useT();
  return <Adding title={t.minutes.addAction} meeting={meeting} entry={entry}><ActionForm slug={meeting.slug} entry={entry} choices={choices} answer={useActionData<typeof action>()} /></Adding>;
}
