import type { FollowUpStatus } from '~/db/schema/states';
import type { PlanView } from '~/server/domain/plans/queries';
import { useT } from '../shell/contexts';
import { Section, Tag, type TagTone } from './page';
import { useBi } from './plan-text';

const tones: Record<FollowUpStatus, TagTone> = { followed: 'success', partly: 'info', planned: 'info', not_addressed: 'warning' };

/** What the independent review asked for, and what the plan did about it. */
export function Recommendations({ recommendations }: { recommendations: PlanView['recommendations'] }) {
  const t = useT();
  const bi = useBi();
  return (
    <Section title={t.plans.recommendations} id="anbefalinger">
      <p>{t.plans.recommendationsText}</p>
      <ol className="recommendations nobullet-list no-max-width">
        {recommendations.map((recommendation) => (
          <li key={recommendation.id}>
            <p className="recommendations__head"><span>{t.plans.recommendation(recommendation.number)}</span> <Tag tone={tones[recommendation.followUpStatus]}>{t.plans.followUp[recommendation.followUpStatus]}</Tag></p>
            <p className="recommendations__text">{bi(recommendation.textDa, recommendation.textEn)}</p>
            <p className="recommendations__answer">{bi(recommendation.followUpDa, recommendation.followUpEn) ?? t.plans.noFollowUp}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
