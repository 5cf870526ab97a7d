import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { EntryForm } from '~/app/components/minutes-forms';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { onward, page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { writeEntry } from '~/server/domain/minutes/commands';
import { entryToWrite } from '~/server/domain/minutes/queries';
import { writeEntrySchema } from '~/server/domain/minutes/schema';
import { writingCrumbs } from './crumbs';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  return { meeting: { slug, title }, entry: await entryToWrite(ctx, id, params.entryId ?? '') };
});

export const action = submit(writeEntrySchema, async ({ ctx, input, key, language, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId } = await writeEntry(ctx, params.entryId ?? '', input, key);
  return onward(language, `/moeder/${slug}/referat/rediger#punkt-${agendaItemId}`, 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function WriteEntry() {
  const { meeting, entry } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={entry.title} kicker={t.minutes.item(entry.position)} crumbs={writingCrumbs(t, meeting, entry.title)} />
      <EntryForm slug={meeting.slug} entry={entry} answer={useActionData<typeof action>()} />
    </>
  );
}
