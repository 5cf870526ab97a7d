import type { PlanView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { LevelBar } from './chart';
import { Level, Section } from './page';
import { Printed, useBi } from './plan-text';
import { useOpenTarget } from './open-target';

type Theme = PlanView['themes'][number];

export const initiativeAnchor = (number: string) => `initiativ-${number}`;

/** Theme after theme: how far its initiatives have come, and, unfolded, each of them. An address with `#initiativ-3.3` unfolds its theme. */
export function Themes({ plan }: { plan: PlanView }) {
  const t = useT();
  const bi = useBi();
  useOpenTarget();
  return (
    <Section title={t.plans.byTheme} id="temaer">
      <ol className="theme-status nobullet-list no-max-width">
        {plan.themes.map((theme) => (
          <li key={theme.id} className="theme-status__theme" id={`tema-${theme.number}`}>
            <h3 className="theme-status__title"><span className="theme-status__number">{t.plans.theme(theme.number)}</span> {bi(theme.titleDa, theme.titleEn)}</h3>
            <div>
              <p className="theme-status__label">{t.plans.initiativeCount(theme.initiatives.length)}</p>
              <LevelBar counts={theme.initiativeLevels} label={t.plans.initiativesOf(theme.number)} />
            </div>
            <details className="details theme-status__more">
              <summary className="details-summary">{t.plans.showInitiatives(theme.initiatives.length)}<span className="sr-only"> {t.plans.inTheme(theme.number)}</span></summary>
              <Unfolded theme={theme} period={plan.period} />
            </details>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Unfolded({ theme, period }: { theme: Theme; period: string }) {
  const t = useT();
  const bi = useBi();
  const milestones = theme.initiatives.reduce((sum, initiative) => sum + initiative.milestones.length, 0);
  return (
    <div className="theme-status__unfolded">
      <p>{bi(theme.summaryDa, theme.summaryEn)}</p>
      <p className="theme-status__label">{t.plans.milestoneCount(milestones)}</p>
      <LevelBar counts={theme.milestoneLevels} label={t.plans.milestonesOf(theme.number)} />
      <ul className="theme-initiatives nobullet-list no-max-width">
        {theme.initiatives.map((initiative) => (
          <li key={initiative.id} id={initiativeAnchor(initiative.number)} className="theme-initiatives__one">
            <A to={`/handlingsplaner/${period}/initiativer/${initiative.number}`} className="theme-initiatives__link">{initiative.number} {bi(initiative.titleDa, initiative.titleEn)}</A>
            <Level level={initiative.level} />
            <span className="theme-initiatives__meta">{t.plans.leadBy}: <Printed>{initiative.leadAuthority}</Printed></span>
            <span className="theme-initiatives__meta">{[t.plans.milestonesDone(initiative.levels.completed, initiative.milestones.length), initiative.amendments > 0 ? t.plans.amendmentCount(initiative.amendments) : null].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
