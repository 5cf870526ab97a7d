import { MeetingStateTag } from '~/app/components/meeting-state-tag';
import { ButtonLink, ExampleTag, When } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A, useLanguage } from '~/app/shell/links';
import type { MeetingSummary } from '~/server/domain/meetings/queries';
import { formatSpan } from '~/server/i18n/format';

/** The meeting that matters now: when, where, and what one can do about it. */
export function NextMeeting({ meeting, children }: { meeting: MeetingSummary; children?: React.ReactNode }) {
  const t = useT();
  const language = useLanguage();
  const address = `/moeder/${meeting.slug}`;
  const { startsAt, endsAt, place, onlineUrl } = meeting;
  return (
    <div className="next-meeting">
      <p className="next-meeting__when"><When at={meeting.day} form="day" />{startsAt && endsAt ? <>, <span className="nowrap">{formatSpan(language, new Date(startsAt), new Date(endsAt))}</span></> : null}</p>
      <h3 className="next-meeting__title"><A to={address}>{meeting.title}</A></h3>
      <p>{[place, onlineUrl ? t.meetings.facts.online : null].filter(Boolean).join(' · ')}</p>
      <div className="tags"><MeetingStateTag state={meeting.state} />{meeting.isExample ? <ExampleTag /> : null}</div>
      {children ?? (
        <>
          <div className="actions">
            {meeting.state === 'live' ? <ButtonLink variant="primary" to={`${address}/live`}>{t.front.follow}</ButtonLink> : <ButtonLink variant="primary" to={`${address}/forslag/nyt`}>{t.front.propose}</ButtonLink>}
            <ButtonLink to={address}>{meeting.state === 'live' ? t.front.seeMeeting : t.front.register}</ButtonLink>
          </div>
          {meeting.state === 'called' && meeting.proposalDeadline ? <p className="soft">{t.front.deadline}: <When at={meeting.proposalDeadline} form="instant" /></p> : null}
        </>
      )}
    </div>
  );
}
