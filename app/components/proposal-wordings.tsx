import type { ReactNode } from 'react';
import type { ProposalPage } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { PlainText, When } from './content';
import { Changed, Difference } from './difference';

type Shown = Pick<ProposalPage, 'changes' | 'versions'>;

/** How the wording came to be what it is: each change, newest first, and the whole of what stood before it. */
export function ProposalWordings({ changes, versions }: Shown) {
  const t = useT().proposals;
  if (changes.length === 0) return null;
  return (
    <details className="details fold" id="aendringer">
      <summary className="details-summary">{t.changes(changes.length)}</summary>
      <div className="details-text">
        <p className="soft">{t.changesHelp}</p>
        {changes.map((change, index) => (
          <section key={versions[index]?.version ?? index} className="wording">
            <h3>{t.changeOf} <When at={change.at} form="instant" /></h3>
            <Changes change={change} />
            {versions[index] ? <Whole version={versions[index]} /> : null}
          </section>
        ))}
      </div>
    </details>
  );
}

function Changes({ change }: { change: Shown['changes'][number] }) {
  const t = useT();
  const { fields, kinds, minutes } = t.proposals;
  const { title, reason, kind, minutesWanted, initiativeNumbers } = change;
  const numbers = (list: string[]) => (list.length > 0 ? list.join(', ') : t.common.none);
  const rows: [string, ReactNode][] = [
    [fields.title, title && <Difference pieces={title} />],
    [fields.reason, reason && <Difference pieces={reason} />],
    [fields.kind, kind && <Changed from={kinds[kind.from]} to={kinds[kind.to]} />],
    [fields.minutesWanted, minutesWanted && <Changed from={minutes(minutesWanted.from)} to={minutes(minutesWanted.to)} />],
    [fields.initiatives, initiativeNumbers && <Changed from={numbers(initiativeNumbers.from)} to={numbers(initiativeNumbers.to)} />],
  ];
  return <dl className="wording__changes">{rows.filter(([, what]) => what).map(([label, what]) => <div key={label}><dt>{label}</dt><dd>{what}</dd></div>)}</dl>;
}

function Whole({ version: { title, reason, kind, minutesWanted, initiativeNumbers, at } }: { version: Shown['versions'][number] }) {
  const t = useT();
  return (
    <details className="wording__whole">
      <summary>{t.proposals.wholeWording}</summary>
      <p>{t.proposals.wordingFrom} <When at={at} form="instant" /></p>
      <p><strong>{title}</strong></p>
      <p>{[t.proposals.kinds[kind], t.common.minutesShort(minutesWanted), ...(initiativeNumbers.length > 0 ? [`${t.common.initiatives}: ${initiativeNumbers.join(', ')}`] : [])].join(' · ')}</p>
      <PlainText text={reason} />
    </details>
  );
}
