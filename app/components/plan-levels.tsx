import { completionLevels } from '~/db/schema/states';
import { useT } from '../shell/contexts';
import { Level } from './page';
import { Printed } from './plan-text';

/** What the four levels mean, and why many milestones stand at none. */
export function LevelsExplained({ unknown, all, words }: { unknown: number; all: number; words: { words: string | null; count: number }[] }) {
  const t = useT();
  return (
    <details className="details plan-levels" id="niveauer">
      <summary className="details-summary">{t.plans.levelsTitle}</summary>
      <dl className="level-meanings">
        {[...completionLevels].reverse().map((level) => (
          <div key={level}>
            <dt><Level level={level} /></dt>
            <dd>{t.plans.levelMeaning[level]}</dd>
          </div>
        ))}
        <div>
          <dt><Level level={null} /></dt>
          <dd>
            {t.plans.unknownMeaning} {unknown > 0 && t.plans.unknownCount(unknown, all)}{' '}
            {words.map(({ words: printed, count }, index) => (
              <span key={printed ?? ''}>{index > 0 && ', '}{printed === null ? t.plans.noStatus : <Printed quoted>{printed}</Printed>}{count > 1 && ` (${t.plans.times(count)})`}</span>
            ))}{words.length > 0 && '.'}
          </dd>
        </div>
      </dl>
    </details>
  );
}
