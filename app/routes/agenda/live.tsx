import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { LiveAgenda } from '~/app/components/agenda-live-list';
import { Chair } from '~/app/components/agenda-chair';
import { CurrentItem, LiveAnnouncement } from '~/app/components/agenda-current';
import { LiveDiscussion } from '~/app/components/agenda-discussion';
import { AfterMeeting, BeforeMeeting } from '~/app/components/agenda-live-states';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { LiveStatus } from '~/app/components/live-status';
import { ButtonLink, PageHeader, When, pageMeta } from '~/app/components/page';
import { useLiveReload } from '~/app/live/reload';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { liveState } from '~/server/domain/agenda/queries';
import { getMeeting } from '~/server/domain/meetings/queries';
import { minutesAtHand } from '~/server/domain/minutes/queries';
import { discussionOf } from '~/server/domain/threads/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, params, language }) => {
  const { id } = await getMeeting(ctx, params.slug ?? '');
  const live = await liveState(ctx, id);
  // Read after the stream's number, like everything else of the page.
  const { slug, title, day, state, agendaState, startsAt, endsAt, startedAt, heldAt, onlineUrl, cancelReason, minutesElsewhere, can } = await getMeeting(ctx, params.slug ?? '');
  const toMinutes = can.organise || minutesElsewhere !== null || (state === 'held' && (await minutesAtHand(ctx, { id })) !== null);
  return {
    meeting: { id, slug, title, day, state, agendaState, startsAt, endsAt, startedAt, heldAt, cancelReason, can, toMinutes, onlineUrl: ctx.actor ? onlineUrl : null },
    live,
    discussion: live.current?.threadId ? { item: { id: live.current.id, title: live.current.title }, thread: await discussionOf(ctx, 'agenda_item', live.current.id) } : null,
    heading: catalogueOf(language).agenda.live.title(title),
  };
});

export type LivePage = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function LiveMeeting() {
  const { meeting, live, discussion } = useLoaderData<typeof loader>();
  const status = useLiveReload(`meeting:${meeting.id}`, live.seq);
  const t = useT();
  const path = `/moeder/${meeting.slug}`;
  return (
    <>
      <PageHeader
        title={meeting.title}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: path, label: meeting.title }, { label: t.agenda.live.crumb }]}
        tags={<MeetingStateTag state={meeting.state} />}
        lead={meeting.state === 'live' && meeting.startedAt ? (
          <p>{t.agenda.live.began} {t.agenda.at} <When at={meeting.startedAt} form="time" />{meeting.endsAt && <>, {t.agenda.live.plannedEnd} {t.agenda.at} <When at={meeting.endsAt} form="time" /></>}. {t.agenda.live.coming(live.coming.onSite, live.coming.online)}</p>
        ) : undefined}
        actions={meeting.state === 'live' && meeting.onlineUrl ? <ButtonLink to={meeting.onlineUrl} variant="primary" document>{t.meetings.joinOnline}</ButtonLink> : undefined}
      />
      {meeting.state === 'held' || meeting.state === 'cancelled' ? null : <LiveStatus status={status} />}
      <LiveAnnouncement state={meeting.state} live={live} />
      {(meeting.state === 'draft' || meeting.state === 'called') && <BeforeMeeting meeting={meeting} live={live} />}
      {(meeting.state === 'held' || meeting.state === 'cancelled') && <AfterMeeting meeting={meeting} />}
      {(meeting.state === 'live' || meeting.state === 'held') && (
        <div className={meeting.state === 'live' ? 'live' : 'live live--over'}>
          {meeting.state === 'live' && <CurrentItem live={live} />}
          {meeting.state === 'live' && meeting.can.organise && <Chair live={live} path={path} />}
          <LiveAgenda live={live} running={meeting.state === 'live'} />
          <LiveDiscussion given={discussion} />
        </div>
      )}
    </>
  );
}
