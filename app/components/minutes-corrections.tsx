import type { CorrectionState } from '~/db/schema/states';
import type { MinutesEntry } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { correctionAnchor } from './minutes-parts';
import { PlainText, Tag, When, type TagTone } from './page';

const toneOf: Record<CorrectionState, TagTone> = { open: 'info', accepted: 'success', declined: 'neutral' };

/** What members wanted changed in an entry, and what became of it. */
export function Corrections({ entry }: { entry: Pick<MinutesEntry, 'corrections'> }) {
  const t = useT();
  if (entry.corrections.length === 0) return null;
  return (
    <aside className="corrections" aria-label={t.minutes.corrections}>
      <h3 className="corrections__title">{t.minutes.corrections}</h3>
      <ul className="nobullet-list">
        {entry.corrections.map((correction) => (
          <li key={correction.id} id={correctionAnchor(correction.id)} className="correction">
            <p className="tags"><Tag tone={toneOf[correction.state]}>{t.minutes.correctionStates[correction.state]}</Tag></p>
            <p className="correction__by">{t.minutes.correctionBy(correction.author)}, <When at={correction.createdAt} form="date" /></p>
            <p className="correction__words">{correction.why}</p>
            <details className="details">
              <summary className="details-summary">{t.minutes.correctionText}</summary>
              <div className="details-text"><PlainText text={correction.proposedText} /></div>
            </details>
            {correction.decisionReason && <p className="correction__words"><strong>{t.minutes.correctionAnswer}:</strong> {correction.decisionReason}</p>}
            {correction.can.decide && <p><A className="button button-secondary" to={`/rettelser/${correction.id}/afgoerelse`}>{t.minutes.decide}<span className="sr-only">: {t.minutes.correctionBy(correction.author)}</span></A></p>}
          </li>
        ))}
      </ul>
    </aside>
  );
}
