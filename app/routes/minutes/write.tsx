import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { useLiveReload } from '~/app/live/reload';
import { EntryEditor } from '~/app/components/minutes-editor';
import { ReviewForm } from '~/app/components/minutes-forms';
import { WritingRoom } from '~/app/components/minutes-room';
import { entryAnchor } from '~/app/components/minutes-parts';
import { MinutesStateTag } from '~/app/components/minutes-status';
import { ButtonLink, PageHeader, Section, pageMeta } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { onward, page } from '~/app/transport.server';
import type { Ctx } from '~/server/context';
import { getMeeting } from '~/server/domain/meetings/queries';
import { openMinutes } from '~/server/domain/minutes/commands';
import { responsibleOptions } from '~/server/domain/actions/queries';
import { minutesOfMeeting } from '~/server/domain/minutes/queries';
import { initiativeOptions } from '~/server/domain/plans/queries';
import { seqOf } from '~/server/history';
import { asRefusal } from '~/server/refusal';
import { addDays, dayOf } from '~/server/time';
import { roomOf } from './writing.server';

const REVIEW_DAYS = 14;

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

/** Sent to review meanwhile: whoever has nothing unsaved here is led to where the minutes are now read. */
async function openDraft(ctx: Ctx, meetingId: string, elsewhere: () => Response): Promise<void> {
  try {
    await openMinutes(ctx, meetingId);
  } catch (error) {
    throw ['minutes_not_draft', 'minutes_locked'].includes(asRefusal(error)?.code ?? '') ? elsewhere() : error;
  }
}

export const loader = page(async ({ ctx, params, language }) => {
  const { id, slug, title, state } = await getMeeting(ctx, params.slug ?? '');
  await openDraft(ctx, id, () => onward(language, `/moeder/${slug}/referat`, 'minutes_read_here'));
  const seq = await seqOf(ctx, `meeting:${id}`);
  const choices = { initiatives: await initiativeOptions(ctx), ...(await responsibleOptions(ctx, id)) };
  const minutes = await minutesOfMeeting(ctx, id);
  return { meeting: { id, slug, title, held: state === 'held' }, minutes, room: await roomOf(ctx, minutes), choices, seq, due: dayOf(addDays(ctx.now(), REVIEW_DAYS)) };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.meeting.title ?? '');

export default function WriteMinutes() {
  const { meeting, minutes, room, choices, seq } = useLoaderData<typeof loader>();
  const t = useT();
  useLiveReload(`meeting:${meeting.id}`, seq);
  const address = `/moeder/${meeting.slug}`;
  return (
    <>
      <PageHeader
        title={t.minutes.editTitle}
        lead={t.minutes.editLead}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: address, label: meeting.title }, { to: `${address}/referat`, label: t.minutes.one }, { label: t.minutes.edit }]}
        tags={<MinutesStateTag state={minutes.state} />}
        actions={<ButtonLink to={`${address}/referat`} variant="secondary">{t.minutes.readDraft}</ButtonLink>}
      />
      <WritingRoom meetingId={meeting.id} room={room}>
        {minutes.entries.map((entry) => <EntryEditor key={entry.id} entry={entry} slug={meeting.slug} choices={choices} />)}
      </WritingRoom>
      {minutes.can.review && <Review />}
    </>
  );
}

function Review() {
  const { meeting, minutes, due } = useLoaderData<typeof loader>();
  const t = useT();
  const missing = minutes.entries.filter((entry) => entry.text.trim() === '');
  return (
    <Section title={t.minutes.reviewFormTitle} id="hoering">
      {!meeting.held && <p>{t.minutes.reviewNotHeld}</p>}
      {missing.length > 0 && <><p>{t.minutes.reviewMissing(missing.length)}</p><ul>{missing.map((entry) => <li key={entry.id}><A to={`#${entryAnchor(entry.agendaItemId)}`}>{entry.title}</A></li>)}</ul></>}
      {meeting.held && missing.length === 0 && <><p>{t.minutes.reviewFormLead}</p><ReviewForm slug={meeting.slug} due={due} /></>}
    </Section>
  );
}
