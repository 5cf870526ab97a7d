import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { ButtonLink, PageHeader, Section, pageMeta } from '~/app/components/page';
import { PlanGlance } from '~/app/components/plan-glance';
import { PlanLanes } from '~/app/components/plan-lanes';
import { LevelsExplained } from '~/app/components/plan-levels';
import { MilestoneTable } from '~/app/components/plan-milestone-table';
import { Recommendations } from '~/app/components/plan-recommendations';
import { useBi } from '~/app/components/plan-text';
import { Themes } from '~/app/components/plan-themes';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { getPlan } from '~/server/domain/plans/queries';
import { otherWords, spanOf } from '~/server/domain/plans/rules';

const SHOWN_WORDS = 4;
const SHORT = 40;

export const loader = page(async ({ ctx, language, params }) => {
  const plan = await getPlan(ctx, params.period ?? '');
  const milestones = plan.themes.flatMap((theme) => theme.initiatives.flatMap((initiative) => initiative.milestones));
  return {
    plan,
    span: spanOf(milestones.map(({ bar }) => bar)),
    notDrawn: milestones.filter(({ bar }) => bar === null).length,
    words: otherWords(milestones).filter(({ words }) => words === null || (words.length > 1 && words.length < SHORT)).slice(0, SHOWN_WORDS),
    heading: language === 'en' ? plan.titleEn : plan.titleDa,
    description: language === 'en' ? plan.summaryEn : plan.summaryDa,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '', data?.description);

export default function Plan() {
  const { plan, span, notDrawn, words } = useLoaderData<typeof loader>();
  const t = useT();
  const bi = useBi();
  const contents: [string, string][] = [['kort', t.plans.glance], ['temaer', t.plans.byTheme], ['tid', t.plans.timeline], ['anbefalinger', t.plans.recommendations], ['kilder', t.plans.sources]];
  return (
    <>
      <PageHeader kicker={t.plans.planKicker(plan.ordinal)} title={bi(plan.titleDa, plan.titleEn)} lead={<p>{bi(plan.summaryDa, plan.summaryEn)}</p>} crumbs={[{ to: '/handlingsplaner', label: t.plans.title }, { label: plan.period }]} />
      <nav className="on-this-page" aria-label={t.plans.onThisPage}>
        <ul className="nobullet-list no-max-width">{contents.map(([id, label]) => <li key={id}><A to={`#${id}`}>{label}</A></li>)}</ul>
      </nav>
      <PlanGlance plan={plan} />
      <LevelsExplained unknown={plan.milestoneLevels.unknown} all={plan.totals.milestones} words={words} />
      <Themes plan={plan} />
      <Section title={t.plans.timeline} id="tid">
        <p>{t.plans.timelineText}</p>
        {span && <PlanLanes plan={plan} from={span.from} to={span.to} />}
        {notDrawn > 0 && <p className="soft">{t.plans.notDrawn(notDrawn)}</p>}
        <details className="details" id="milepaele">
          <summary className="details-summary">{t.plans.allMilestones(plan.totals.milestones)}</summary>
          <MilestoneTable caption={t.plans.allMilestones(plan.totals.milestones)} groups={plan.themes.flatMap((theme) => theme.initiatives.map((initiative) => ({
            key: initiative.id, milestones: initiative.milestones, heading: <A to={`/handlingsplaner/${plan.period}/initiativer/${initiative.number}`}>{initiative.number} {bi(initiative.titleDa, initiative.titleEn)}</A>,
          })))} />
        </details>
      </Section>
      {plan.recommendations.length > 0 && <Recommendations recommendations={plan.recommendations} />}
      {plan.totals.notes > 0 && (
        <Section title={t.plans.sources} id="kilder">
          <p>{t.plans.sourcesShort(plan.totals.notes)}</p>
          <ButtonLink to={`/handlingsplaner/${plan.period}/kilder`}>{t.plans.sources}</ButtonLink>
        </Section>
      )}
    </>
  );
}
