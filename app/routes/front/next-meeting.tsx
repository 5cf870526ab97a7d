import { ButtonLink, Card, ExampleTag, Tag, When } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import type { MeetingSummary } from '~/server/domain/meetings/queries';

/** The meeting that matters now, with what one can do about it. */
export function NextMeeting({ meeting }: { meeting: MeetingSummary }) {
  const t = useT();
  const address = `/moeder/${meeting.slug}`;
  return (
    <Card
      to={address}
      title={meeting.title}
      kicker={meeting.startsAt ? <When at={meeting.startsAt} form="instant" /> : <When at={meeting.day} form="day" />}
      meta={meeting.place ?? undefined}
      tags={<><Tag tone={meeting.state === 'live' ? 'success' : 'info'}>{t.meetings.states[meeting.state]}</Tag>{meeting.isExample ? <ExampleTag /> : null}</>}
    >
      {meeting.state === 'called' && meeting.proposalDeadline ? <p>{t.front.deadline}: <When at={meeting.proposalDeadline} form="instant" /></p> : null}
      <div className="actions">
        {meeting.state === 'live' ? <ButtonLink variant="primary" to={`${address}/live`}>{t.front.follow}</ButtonLink> : <ButtonLink variant="primary" to={`${address}/forslag/nyt`}>{t.front.propose}</ButtonLink>}
        <ButtonLink to={address} variant="secondary">{t.front.register}</ButtonLink>
      </div>
    </Card>
  );
}
