import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Chair, ChairRest } from '~/app/components/agenda-chair';
import { CurrentItem } from '~/app/components/agenda-current';
import { LiveDiscussion } from '~/app/components/agenda-discussion';
import { LiveAgenda } from '~/app/components/agenda-live-list';
import { AfterMeeting, BeforeMeeting } from '~/app/components/agenda-live-states';
import { PauseBox } from '~/app/components/attendance-pause';
import { PresenceBox } from '~/app/components/attendance-presence';
import { LiveAnnouncement } from '~/app/components/floor-announce';
import { MinuteTaker } from '~/app/components/floor-minutes';
import { SpeakersQueue, Spoken } from '~/app/components/floor-queue';
import { OwnHand } from '~/app/components/floor-raise';
import { ShownMinutes } from '~/app/components/floor-shown';
import { useKeptFocus } from '~/app/components/floor-stay';
import { SoundingPart, SoundingResults } from '~/app/components/floor-sounding';
import { ViewLinks } from '~/app/components/floor-views';
import { LiveStatus } from '~/app/components/live-status';
import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { ButtonLink, PageHeader, When, pageMeta } from '~/app/components/page';
import { useLiveMeeting } from '~/app/live/meeting';
import { useT } from '~/app/shell/contexts';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { liveData } from '../floor/live-data.server';

export { keepPage as shouldRevalidate } from '~/app/live/keep-page';

export const loader = page(async ({ ctx, params, language, url }) => {
  const data = await liveData(ctx, params.slug ?? '', url.searchParams.get('visning'), language);
  return { ...data, heading: catalogueOf(language).agenda.live.title(data.meeting.title) };
});

export type LivePage = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function LiveMeeting() {
  const { meeting, view, may, live, floor: asLoaded, shown, attendance, entry, writing, discussion } = useLoaderData<typeof loader>();
  const { status, floor } = useLiveMeeting(meeting.id, live.seq, asLoaded);
  const kept = useKeptFocus(() => document.getElementById('aktuelt'));
  const t = useT();
  const path = `/moeder/${meeting.slug}`;
  const running = meeting.state === 'live';
  const over = meeting.state === 'held' || meeting.state === 'cancelled';
  return (
    <>
      <PageHeader
        title={meeting.title}
        crumbs={[{ to: '/moeder', label: t.meetings.title }, { to: path, label: meeting.title }, { label: t.agenda.live.crumb }]}
        tags={<MeetingStateTag state={meeting.state} />}
        lead={running && meeting.startedAt ? (
          <p>{t.agenda.live.began} {t.agenda.at} <When at={meeting.startedAt} form="time" />{meeting.endsAt && <>, {t.agenda.live.plannedEnd} {t.agenda.at} <When at={meeting.endsAt} form="time" /></>}. {t.agenda.live.coming(live.coming.onSite, live.coming.online)}</p>
        ) : undefined}
        actions={running && meeting.onlineUrl ? <ButtonLink to={meeting.onlineUrl} variant="primary" document>{t.meetings.joinOnline}</ButtonLink> : undefined}
      />
      {!over && <ViewLinks slug={meeting.slug} view={view} may={may} live={running} />}
      {!over && <LiveStatus status={status} />}
      <LiveAnnouncement state={meeting.state} live={live} floor={floor} shown={shown !== null} paused={meeting.paused !== null} />
      {(meeting.state === 'draft' || meeting.state === 'called') && <BeforeMeeting meeting={meeting} live={live} />}
      {over && <AfterMeeting meeting={meeting} />}
      {(running || meeting.state === 'held') && (
        <div className={running ? `live live--${view}` : 'live live--over'}>
          <div className="live__main" {...kept}>
            {running && <First />}
            {writing && <MinuteTaker writing={writing} live={live} slug={meeting.slug} entry={entry} />}
            {running ? <Rest floor={floor} /> : <><Spoken spoken={floor.spoken} /><SoundingResults soundings={floor.closed} items={live.items} /></>}
          </div>
          <div className="live__side">
            {running && attendance && <PresenceBox slug={meeting.slug} attendance={attendance} />}
            <LiveAgenda live={live} running={running} soundings={floor.closed} />
          </div>
          <LiveDiscussion given={discussion} />
        </div>
      )}
    </>
  );
}

/** Where the meeting is. */
function First() {
  const { meeting, live, followUp } = useLoaderData<typeof loader>();
  return <>{meeting.paused && <PauseBox meeting={meeting} />}<CurrentItem live={live} paused={meeting.paused !== null} followUp={followUp} /></>;
}

/** What the page shows of the floor for each view, most needed first. */
function Rest({ floor }: { floor: LivePage['floor'] }) {
  const { meeting, view, live, shown, entry } = useLoaderData<typeof loader>();
  const { slug } = meeting;
  const sounding = <SoundingPart floor={floor} itemId={live.current?.id ?? null} slug={slug} view={view} />;
  const queue = <SpeakersQueue floor={floor} slug={slug} view={view} />;
  const text = shown && <ShownMinutes shown={shown} />;
  if (view === 'ordstyrer') return <><Chair live={live} slug={slug} entry={entry} waiting={floor.queue.length} />{queue}{sounding}{text}{!meeting.paused && <PauseBox meeting={meeting} />}<ChairRest live={live} slug={slug} builds={meeting.can.organise} /></>;
  if (view === 'referent') return <>{queue}{sounding}</>;
  return <>{floor.open && sounding}<OwnHand floor={floor} slug={slug} view={view} />{queue}{text}{!floor.open && sounding}</>;
}
