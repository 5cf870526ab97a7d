import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { LiveAnnouncement } from '~/app/components/floor-announce';
import { BigScreen } from '~/app/components/floor-big-screen';
import { useLiveMeeting } from '~/app/live/meeting';
import { pageMeta } from '~/app/components/page';
import { page } from '~/app/transport.server';
import { catalogueOf } from '~/server/i18n';
import { liveData } from './live-data.server';

/** For a projector: nothing of the site stands round it. */
export const handle = { bare: true };

export const loader = page(async ({ ctx, params, language }) => {
  const { meeting, live, floor, shown, attendance } = await liveData(ctx, params.slug ?? '', 'deltager', language);
  return { meeting, live, floor, shown, here: attendance?.here.total ?? null, heading: catalogueOf(language).floor.bigScreen.title(meeting.title) };
});

export type BigScreenPage = Awaited<ReturnType<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '');

export default function BigScreenOfMeeting() {
  const data = useLoaderData<typeof loader>();
  const { status, floor } = useLiveMeeting(data.meeting.id, data.live.seq, data.floor);
  return (
    <>
      <LiveAnnouncement state={data.meeting.state} live={data.live} floor={floor} shown={data.shown !== null} paused={data.meeting.paused !== null} />
      <BigScreen data={data} floor={floor} status={status} />
    </>
  );
}
