import type { CorrectionState } from '~/db/schema/states';
import type { CorrectionView } from '~/server/domain/corrections/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { correctionAnchor } from './minutes-parts';
import { PlainText, Tag, When, type TagTone } from './page';
import { TextDifference } from './text-difference';

const toneOf: Record<CorrectionState, TagTone> = { open: 'info', accepted: 'success', declined: 'neutral' };

/** What members wanted changed in an entry, with the difference marked, and what became of it. */
export function Corrections({ corrections }: { corrections: CorrectionView[] }) {
  const t = useT();
  if (corrections.length === 0) return null;
  return (
    <aside className="corrections" aria-label={t.minutes.corrections}>
      <h3 className="corrections__title">{t.minutes.corrections}</h3>
      <p className="form-hint">{t.minutes.reading.legend}</p>
      <ul className="nobullet-list">
        {corrections.map((correction) => (
          <li key={correction.id} id={correctionAnchor(correction.id)} className="correction">
            <p className="tags"><Tag tone={toneOf[correction.state]}>{t.minutes.correctionStates[correction.state]}</Tag></p>
            <p className="correction__by">{t.minutes.correctionBy(correction.author)}, <When at={correction.createdAt} form="date" /></p>
            <TextDifference pieces={correction.difference} />
            <p className="correction__words"><strong>{t.minutes.correctionWhy}:</strong> {correction.why}</p>
            <details className="details">
              <summary className="details-summary">{t.minutes.correctionText}<span className="sr-only">: {t.minutes.correctionBy(correction.author)}</span></summary>
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
