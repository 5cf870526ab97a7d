import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { EditDecisionForm } from '~/app/components/minutes-forms';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { editDecision } from '~/server/domain/decisions/commands';
import { decisionToWrite } from '~/server/domain/decisions/queries';
import { editDecisionSchema } from '~/server/domain/decisions/schema';
import { writingCrumbs } from './crumbs';
import { backToWriting } from './writing.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  return { meeting: { slug, title }, decision: await decisionToWrite(ctx, id, params.id ?? '') };
});

export const action = submit(editDecisionSchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  await editDecision(ctx, params.id ?? '', input, key);
  return backToWriting({ language, url }, slug, null, 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.decision.number ?? '');

export default function EditDecision() {
  const { meeting, decision } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={`${t.minutes.decision} ${decision.number}`} crumbs={writingCrumbs(t, meeting, decision.number)} />
      <EditDecisionForm slug={meeting.slug} decision={decision} answer={useActionData<typeof action>()} />
    </>
  );
}
