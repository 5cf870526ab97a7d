import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { LevelBar } from '~/app/components/chart';
import { EmptyState, PageHeader, When, pageMeta } from '~/app/components/page';
import { useBi } from '~/app/components/plan-text';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import { page } from '~/app/transport.server';
import { listPlans } from '~/server/domain/plans/queries';
import { catalogueOf } from '~/server/i18n';

export const loader = page(async ({ ctx, language }) => ({ plans: await listPlans(ctx), heading: catalogueOf(language).plans.title, description: catalogueOf(language).plans.lead }));

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta(data?.heading ?? '', data?.description);

export default function Plans() {
  const { plans } = useLoaderData<typeof loader>();
  const t = useT();
  const bi = useBi();
  return (
    <>
      <PageHeader title={t.plans.title} lead={<p>{t.plans.lead}</p>} crumbs={[{ label: t.plans.title }]} />
      {plans.length === 0 && <EmptyState title={t.plans.empty} text={t.plans.emptyText} />}
      {plans.map((plan) => (
        <article key={plan.id} className="plan-entry">
          <p className="plan-entry__kicker">{t.plans.planKicker(plan.ordinal)}</p>
          <h2><A to={`/handlingsplaner/${plan.period}`}>{bi(plan.titleDa, plan.titleEn)}</A></h2>
          <p>{bi(plan.summaryDa, plan.summaryEn)}</p>
          <h3>{t.plans.initiativeStatus}</h3>
          <LevelBar counts={plan.levels} label={t.plans.initiativeStatus} />
          {plan.midTermPublishedOn && <p className="soft">{t.plans.statusAsOf} <When at={plan.midTermPublishedOn} form="date" />.</p>}
        </article>
      ))}
    </>
  );
}
