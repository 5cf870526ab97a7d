import type { PlanView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { LevelBar } from './chart';
import { Card, CardGrid, Level, Section } from './page';
import { Printed, useBi } from './plan-text';

export const themeAnchor = (number: number) => `tema-${number}`;

/** The themes side by side: how far their initiatives and milestones have come. */
export function ThemeStatus({ themes }: { themes: PlanView['themes'] }) {
  const t = useT();
  const bi = useBi();
  return (
    <Section title={t.plans.byTheme} id="temaer">
      <ol className="theme-status nobullet-list no-max-width">
        {themes.map((theme) => (
          <li key={theme.id} className="theme-status__theme">
            <h3 className="theme-status__title"><span className="theme-status__number">{t.plans.theme(theme.number)}</span> <A to={`#${themeAnchor(theme.number)}`}>{bi(theme.titleDa, theme.titleEn)}</A></h3>
            <div>
              <p className="theme-status__label">{t.plans.initiativeCount(theme.initiatives.length)}</p>
              <LevelBar counts={theme.initiativeLevels} label={t.plans.initiativesOf(theme.number)} />
            </div>
            <div>
              <p className="theme-status__label">{t.plans.milestoneCount(theme.initiatives.reduce((sum, { milestones }) => sum + milestones.length, 0))}</p>
              <LevelBar counts={theme.milestoneLevels} label={t.plans.milestonesOf(theme.number)} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Every initiative as a card, under its theme. */
export function InitiativesByTheme({ plan }: { plan: PlanView }) {
  const t = useT();
  const bi = useBi();
  return (
    <Section title={t.plans.initiatives} id="initiativer">
      {plan.themes.map((theme) => (
        <div key={theme.id} id={themeAnchor(theme.number)} className="theme-cards">
          <h3 tabIndex={-1}>{t.plans.theme(theme.number)}: {bi(theme.titleDa, theme.titleEn)}</h3>
          <p>{bi(theme.summaryDa, theme.summaryEn)}</p>
          <CardGrid>
            {theme.initiatives.map((initiative) => (
              <Card
                key={initiative.id}
                level={4}
                to={`/handlingsplaner/${plan.period}/initiativer/${initiative.number}`}
                kicker={t.plans.number(initiative.number)}
                title={bi(initiative.titleDa, initiative.titleEn)}
                tags={<Level level={initiative.level} />}
                meta={<>
                  <p>{t.plans.leadBy}: <Printed>{initiative.leadAuthority}</Printed></p>
                  <p>{[t.plans.milestonesDone(initiative.levels.completed, initiative.milestones.length), initiative.amendments > 0 ? t.plans.amendmentCount(initiative.amendments) : null].filter(Boolean).join(' · ')}</p>
                </>}
              />
            ))}
          </CardGrid>
        </div>
      ))}
    </Section>
  );
}
