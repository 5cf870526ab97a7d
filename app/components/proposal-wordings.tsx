import type { ProposalPage } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { PlainText, When } from './content';

/** The wordings that were public before, newest first, folded away. */
export function ProposalWordings({ versions }: { versions: ProposalPage['versions'] }) {
  const t = useT();
  if (versions.length === 0) return null;
  return (
    <details className="details fold">
      <summary className="details-summary">{t.proposals.earlierWordings(versions.length)}</summary>
      <div className="details-text">{versions.map(({ version, title, reason, kind, minutesWanted, initiativeNumbers, at }) => (
        <section key={version}>
          <h3>{t.proposals.wordingFrom} <When at={at} form="instant" /></h3>
          <p><strong>{title}</strong></p>
          <p>{[t.proposals.kinds[kind], t.common.minutesShort(minutesWanted), ...(initiativeNumbers.length > 0 ? [`${t.common.initiatives}: ${initiativeNumbers.join(', ')}`] : [])].join(' · ')}</p>
          <PlainText text={reason} />
        </section>
      ))}</div>
    </details>
  );
}
