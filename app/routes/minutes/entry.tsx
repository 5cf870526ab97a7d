import { useActionData, useLoaderData, type MetaFunction } from '@remix-run/react';
import { EntryForm } from '~/app/components/minutes-entry-form';
import { WritingRoom } from '~/app/components/minutes-room';
import { PageHeader, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { page, submit } from '~/app/transport.server';
import { getMeeting } from '~/server/domain/meetings/queries';
import { writeEntry } from '~/server/domain/entries/commands';
import { entryToWrite } from '~/server/domain/entries/queries';
import { writeEntrySchema } from '~/server/domain/entries/schema';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { writingCrumbs } from './crumbs';
import { backToWriting, roomOf } from './writing.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params }) => {
  const { id, slug, title } = await getMeeting(ctx, params.slug ?? '');
  const entry = await entryToWrite(ctx, id, params.entryId ?? '');
  return { meeting: { id, slug, title }, entry, room: await roomOf(ctx, await minutesOfMeeting(ctx, id)) };
});

export const action = submit(writeEntrySchema, async ({ ctx, input, key, language, url, params }) => {
  const { slug } = await getMeeting(ctx, params.slug ?? '');
  const { agendaItemId } = await writeEntry(ctx, params.entryId ?? '', input, key);
  return backToWriting({ language, url }, slug, agendaItemId, 'saved');
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.entry.title ?? '');

export default function WriteEntry() {
  const { meeting, entry, room } = useLoaderData<typeof loader>();
  const t = useT();
  return (
    <>
      <PageHeader title={entry.title} kicker={t.minutes.item(entry.position)} crumbs={writingCrumbs(t, meeting, entry.title)} />
      <WritingRoom meetingId={meeting.id} room={room}><EntryForm level={2} slug={meeting.slug} entry={entry} answer={useActionData<typeof action>()} /></WritingRoom>
    </>
  );
}
