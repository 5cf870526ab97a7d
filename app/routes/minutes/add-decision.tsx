import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { DecisionForm } from '~/app/components/minutes-forms';
import { pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page, submit } from '~/app/transport.server';
import { recordDecision } from '~/server/domain/decisions/commands';
import { decisionSchema } from '~/server/domain/decisions/schema';
import { getMeeting } from '~/server/domain/meetings/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { Adding } from './adding';
import { backToWriting, placeOf } from './writing.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => ({ ...(await placeOf(ctx, params)), choices: { initiatives: await initiativeOptions(ctx) } }));

export const action = submit(decisionSchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId } = await recordDecision(ctx, params.entryId ?? '', input, key);
  return backToWriting({ language, url }, slug, agendaItemId, 'decision_recorded');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function AddDecision() {
  const { meeting, entry, choices } = useLoaderData<typeof loader>();
  const t = useT();
  return <Adding title={t.minutes.addDecision} meeting={meeting} entry={entry}><DecisionForm slug={meeting.slug} entry={entry} choices={choices} answer={useActionData<typeof action>()} /></Adding>;
}
