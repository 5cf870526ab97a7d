import type { ReactNode } from 'react';
import type { Chain, ChainStep } from '~/server/domain/chain/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ButtonLink, EmptyState, ExampleTag, Icon, Tag, When, type IconName } from './page';

type Step<S extends ChainStep['stage']> = Extract<ChainStep, { stage: S }>;
type Action = Step<'action'>;

const icons: Record<ChainStep['stage'], IconName> = { proposal: 'chat', item: 'document', decision: 'flag', action: 'arrow-right' };

/** Meeting after meeting: what was proposed, taken up, decided and agreed about an initiative, each with its link. */
export function CourseOfInitiative({ chain, today }: { chain: Chain; today: string }) {
  const t = useT();
  if (chain.steps.length === 0) return <EmptyState title={t.plans.chainEmpty} text={t.plans.chainEmptyText}><ButtonLink to="/moeder">{t.plans.toMeetings}</ButtonLink></EmptyState>;
  return (
    <>
      {chain.waiting.length > 0 && <Waiting actions={chain.waiting} today={today} />}
      <ol className="chain nobullet-list no-max-width">
        {byMeeting(chain.steps).map(({ meeting, steps }) => (
          <li key={meeting.id} className="chain__meeting">
            <h3 className="chain__title"><A to={`/moeder/${meeting.slug}`}>{meeting.title}</A></h3>
            <p className="chain__when"><When at={meeting.day} form="day" /> <Tag tone={meeting.state === 'live' ? 'success' : meeting.state === 'cancelled' ? 'error' : 'neutral'}>{t.meetings.states[meeting.state]}</Tag>{meeting.isExample && <> <ExampleTag /></>}</p>
            <ol className="chain__steps nobullet-list no-max-width">{steps.map((step) => <li key={`${step.stage} ${step.id}`} className={`chain__step chain__step--${step.stage}`}><StepView step={step} today={today} /></li>)}</ol>
          </li>
        ))}
      </ol>
    </>
  );
}

function byMeeting(steps: ChainStep[]): { meeting: ChainStep['meeting']; steps: ChainStep[] }[] {
  const groups: { meeting: ChainStep['meeting']; steps: ChainStep[] }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.meeting.id === step.meeting.id) last.steps.push(step);
    else groups.push({ meeting: step.meeting, steps: [step] });
  }
  return groups;
}

function Waiting({ actions, today }: { actions: Action[]; today: string }) {
  const t = useT();
  return (
    <div className="chain-waiting">
      <h3>{t.plans.waiting}</h3>
      <p>{t.plans.waitingText}</p>
      <ul className="nobullet-list no-max-width">
        {actions.map((action) => (
          <li key={action.id}>
            <A to={actionAddress(action)}>{action.text}</A>
            <ActionMeta action={action} today={today} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const minutesOf = ({ meeting }: Pick<ChainStep, 'meeting'>, anchor: string) => `/moeder/${meeting.slug}/referat#${anchor}`;
const actionAddress = (action: Action) => minutesOf(action, `opfoelgning-${action.id}`);

function ActionMeta({ action, today }: { action: Action; today: string }) {
  const t = useT();
  const late = action.state === 'open' && action.dueOn < today;
  return (
    <span className="chain__meta">
      {action.responsible && <>{t.plans.responsible(action.responsible)} · </>}{t.plans.due}: <When at={action.dueOn} form="date" />
      {late && <> <Tag tone="warning">{t.plans.overdue}</Tag></>}
    </span>
  );
}

function StepView({ step, today }: { step: ChainStep; today: string }) {
  switch (step.stage) {
    case 'proposal': return <ProposalStep step={step} />;
    case 'item': return <ItemStep step={step} />;
    case 'decision': return <Line stage="decision" name={step.number} to={minutesOf(step, `beslutning-${step.number}`)} title={step.text} />;
    case 'action': return <ActionStep step={step} today={today} />;
  }
}

/** One step: what sort it is, its link, and what became of it. */
function Line({ stage, name, to, title, children }: { stage: ChainStep['stage']; name?: string; to: string; title: string; children?: ReactNode }) {
  const t = useT();
  return (
    <>
      <span className="chain__mark" aria-hidden="true"><Icon name={icons[stage]} size="small" /></span>
      <span className="chain__kind">{t.plans.steps[stage]}{name && ` ${name}`}</span>
      <A to={to} className="chain__link">{title}</A>
      {children}
    </>
  );
}

function ProposalStep({ step }: { step: Step<'proposal'> }) {
  const t = useT();
  return (
    <Line stage="proposal" to={`/forslag/${step.id}`} title={step.title}>
      <span className="chain__meta">
        {t.plans.proposalStates[step.state]}
        {step.mergedInto && <>: <A to={`/forslag/${step.mergedInto.id}`}>{step.mergedInto.title}</A></>}
        {step.deferredTo && <>: <A to={`/moeder/${step.deferredTo.slug}`}>{step.deferredTo.title}</A>, <When at={step.deferredTo.day} form="date" /></>}
        {step.late && ` · ${t.plans.late}`}
      </span>
      {step.reason && <span className="chain__meta">{t.plans.reason(step.reason)}</span>}
    </Line>
  );
}

function ItemStep({ step }: { step: Step<'item'> }) {
  const t = useT();
  return (
    <Line stage="item" name={String(step.position)} to={`/moeder/${step.meeting.slug}/dagsorden#punkt-${step.id}`} title={step.title}>
      <span className="chain__meta">{step.outcome ? t.plans.outcomes[step.outcome] : t.plans.itemStates[step.state]}</span>
    </Line>
  );
}

function ActionStep({ step, today }: { step: Action; today: string }) {
  const t = useT();
  return (
    <Line stage="action" to={actionAddress(step)} title={step.text}>
      <ActionMeta action={step} today={today} />
      <span className="chain__meta">{t.plans.actionStates[step.state]}{step.closedAt && <>, <When at={step.closedAt} form="date" /></>}{step.closedReason && `. ${t.plans.reason(step.closedReason)}`}</span>
    </Line>
  );
}
