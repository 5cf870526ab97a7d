import type { PlanView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { LevelBar } from './chart';
import { Facts, Section, When } from './page';
import { Printed, useBi } from './plan-text';

/** How large the plan is and how far it has come, before anything else. */
export function PlanGlance({ plan }: { plan: PlanView }) {
  const t = useT();
  const bi = useBi();
  const { totals } = plan;
  const figures = (['themes', 'initiatives', 'milestones', 'amendments'] as const).map((name) => ({ name, figure: totals[name] }));
  return (
    <Section title={t.plans.glance} id="kort">
      <ul className="figures nobullet-list no-max-width">
        {figures.map(({ name, figure }) => <li key={name}><strong className="figures__figure">{figure}</strong> <span>{t.plans.figures[name]}</span></li>)}
      </ul>
      {plan.midTermPublishedOn && <p className="plan-as-of">{t.plans.statusAsOf} <When at={plan.midTermPublishedOn} form="date" />. {bi(plan.midTermSummaryDa, plan.midTermSummaryEn)}</p>}
      <div className="plan-bars">
        <div>
          <h3>{t.plans.initiativeStatus}</h3>
          <LevelBar counts={plan.initiativeLevels} label={t.plans.initiativeStatus} />
        </div>
        <div>
          <h3>{t.plans.milestoneStatus}</h3>
          <LevelBar counts={plan.milestoneLevels} label={t.plans.milestoneStatus} />
        </div>
      </div>
      <Facts items={[
        { label: t.plans.facts.published, value: <When at={plan.publishedOn} form="date" /> },
        { label: t.plans.facts.ends, value: <Printed>{plan.endPrinted}</Printed> },
        { label: t.plans.facts.midTerm, value: plan.midTermPublishedOn && <When at={plan.midTermPublishedOn} form="date" /> },
        { label: t.plans.facts.coordinator, value: <Printed>{plan.coordinator}</Printed> },
        { label: t.plans.facts.memberSince, value: t.plans.sinceYear(plan.memberSince) },
      ]} />
    </Section>
  );
}
