import type { SerializeFrom } from '@remix-run/node';
import { ButtonForm } from '~/app/components/form';
import { ButtonLink, PlainText, Tag } from '~/app/components/page';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import type { waitingProposals } from '~/server/domain/desk/queries';

type Proposal = SerializeFrom<typeof waitingProposals>['rows'][number];

/** Proposals by their response clock. Opened, each can be read and, where no reason is asked for, accepted on the spot. */
export function DeskProposals({ proposals }: { proposals: Proposal[] }) {
  const { organisers: words, proposals: t, front } = useT();
  return (
    <ul className="desk nobullet-list no-max-width">
      {proposals.map((proposal) => (
        <li key={proposal.id} className={`desk__row${proposal.overdue ? ' desk__row--late' : ''}`}>
          <div className="desk__words">
            <h3 className="desk__title"><A to={`/forslag/${proposal.id}`}>{proposal.title}</A></h3>
            <p className="desk__when"><strong>{words.waitedDays(proposal.days)}</strong> · <A to={`/moeder/${proposal.meeting.slug}`}>{words.forMeeting(proposal.meeting.title)}</A></p>
            {proposal.overdue || proposal.late ? (
              <div className="tags">{proposal.overdue ? <Tag tone="error">{words.answerLate}</Tag> : null}{proposal.late ? <Tag tone="warning">{t.late}</Tag> : null}</div>
            ) : null}
            <p className="desk__why">{[[proposal.author, proposal.organisation].filter(Boolean).join(', '), t.kinds[proposal.kind], t.minutes(proposal.minutesWanted), front.supports(proposal.endorsements)].join(' · ')}</p>
            <details className="details">
              <summary className="details-summary">{words.read}<span className="sr-only">: {proposal.title}</span></summary>
              <div className="details-text">
                <PlainText text={proposal.reason} />
                {proposal.can.acceptAtOnce ? <ButtonForm action={`/forslag/${proposal.id}/afgoerelse?fra=organisation`} hidden={{ decision: 'accept', reason: '', version: proposal.version }} variant="primary" label={<>{words.accept}<span className="sr-only">: {proposal.title}</span></>} /> : null}
              </div>
            </details>
          </div>
          <div className="desk__step"><ButtonLink to={`/forslag/${proposal.id}/afgoerelse?fra=organisation`}>{words.decide}<span className="sr-only">: {proposal.title}</span></ButtonLink></div>
        </li>
      ))}
    </ul>
  );
}
