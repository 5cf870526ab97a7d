import type { ReactNode } from 'react';
import type { Chain, ChainStep } from '~/server/domain/chain/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ButtonLink, EmptyState, ExampleTag, Icon, Tag, When, type IconName } from './page';
import { CoursePicture } from './plan-course-picture';

type Step<S extends ChainStep['stage']> = Extract<ChainStep, { stage: S }>;
type Action = Step<'action'>;
type Here = (id: string) => boolean;

const icons: Record<ChainStep['stage'], IconName> = { proposal: 'chat', item: 'document', decision: 'flag', action: 'arrow-right' };

/** Meeting after meeting: what was proposed, taken up, decided and agreed about an initiative, each with what became of it. */
export function CourseOfInitiative({ chain, today }: { chain: Chain; today: string }) {
  const t = useT();
  if (chain.steps.length === 0) return <EmptyState title={t.plans.chainEmpty} text={t.plans.chainEmptyText}><ButtonLink to="/moeder">{t.plans.toMeetings}</ButtonLink></EmptyState>;
  const ids = new Set(chain.steps.map(({ id }) => id));
  return (
    <>
      {chain.waiting.length > 0 && <Waiting actions={chain.waiting} today={today} />}
      <CoursePicture chain={chain} />
      <ol className="chain nobullet-list no-max-width">
        {byMeeting(chain.steps).map(({ meeting, steps }) => (
          <li key={meeting.id} className="chain__meeting">
            <h3 className="chain__title"><A to={`/moeder/${meeting.slug}`}>{meeting.title}</A></h3>
            <p className="chain__when"><When at={meeting.day} form="day" /> <Tag tone={meeting.state === 'live' ? 'success' : meeting.state === 'cancelled' ? 'error' : 'neutral'}>{t.meetings.states[meeting.state]}</Tag>{meeting.isExample && <> <ExampleTag /></>}</p>
            <ol className="chain__steps nobullet-list no-max-width">{steps.map((step) => <li key={step.id} id={anchorOf(step.id)} className={`chain__step chain__step--${step.stage}`}><StepView step={step} today={today} here={(id) => ids.has(id)} /></li>)}</ol>
          </li>
        ))}
      </ol>
    </>
  );
}

const anchorOf = (id: string) => `trin-${id}`;

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
            <A to={`/opfoelgninger/${action.id}`}>{action.text}</A>
            <ActionMeta action={action} today={today} />
          </li>
        ))}
      </ul>
    </div>
  );
}

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

function StepView({ step, today, here }: { step: ChainStep; today: string; here: Here }) {
  switch (step.stage) {
    case 'proposal': return <ProposalStep step={step} here={here} />;
    case 'item': return <ItemStep step={step} here={here} />;
    case 'decision': return <DecisionStep step={step} />;
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

const Meta = ({ children }: { children: ReactNode }) => <span className="chain__meta">{children}</span>;

/** To a step of this course where it is one, else to the page of the thing itself. */
function To({ id, here, page, children }: { id: string; here: Here; page: string; children: ReactNode }) {
  return <A to={here(id) ? `#${anchorOf(id)}` : page}>{children}</A>;
}

/** Links with commas between. */
const listed = (links: { key: string; link: ReactNode }[]) => links.map(({ key, link }, index) => <span key={key}>{index > 0 && ', '}{link}</span>);

function ProposalStep({ step, here }: { step: Step<'proposal'>; here: Here }) {
  const t = useT();
  const { item, continues, continuedBy, mergedInto, deferredTo, decidedAt } = step;
  return (
    <Line stage="proposal" to={`/forslag/${step.id}`} title={step.title}>
      {continues && <Meta>{t.plans.continues} <To id={continues.id} here={here} page={`/forslag/${continues.id}`}>{continues.title}</To>, {continues.meeting.title}</Meta>}
      <Meta>
        {t.plans.proposalStates[step.state]}{decidedAt && <>, <When at={decidedAt} form="date" /></>}
        {mergedInto && <>: <To id={mergedInto.id} here={here} page={`/forslag/${mergedInto.id}`}>{mergedInto.title}</To></>}
        {deferredTo && continuedBy.length === 0 && <>: <A to={`/moeder/${deferredTo.slug}`}>{deferredTo.title}</A>, <When at={deferredTo.day} form="date" /></>}
        {step.late && ` · ${t.plans.late}`}
      </Meta>
      {step.reason && <Meta>{t.plans.reason(step.reason)}</Meta>}
      {item && <Meta><To id={item.id} here={here} page={`/moeder/${item.meeting.slug}/dagsorden#punkt-${item.id}`}>{t.plans.becameItem(item.position)}</To>{item.meeting.slug !== step.meeting.slug && ` ${t.plans.onMeeting(item.meeting.title)}`}</Meta>}
      {continuedBy.length > 0 && <Meta>{t.plans.wentOn} {listed(continuedBy.map(({ id, meeting }) => ({ key: id, link: <To id={id} here={here} page={`/forslag/${id}`}>{meeting.title}</To> })))}</Meta>}
    </Line>
  );
}

function ItemStep({ step, here }: { step: Step<'item'>; here: Here }) {
  const t = useT();
  const { proposal, carriedTo, decisions, actions } = step;
  return (
    <Line stage="item" name={String(step.position)} to={`/moeder/${step.meeting.slug}/dagsorden#punkt-${step.id}`} title={step.title}>
      {proposal && <Meta><To id={proposal.id} here={here} page={`/forslag/${proposal.id}`}>{proposal.title === step.title ? t.plans.comesFromSame : t.plans.comesFrom(proposal.title)}</To></Meta>}
      <Meta>
        {step.outcome ? t.plans.outcomes[step.outcome] : t.plans.itemStates[step.state]}
        {decisions.length > 0 && <>: {listed(decisions.map(({ id, number }) => ({ key: id, link: <A to={`#${anchorOf(id)}`}>{t.plans.decisionNumber(number)}</A> })))}</>}
      </Meta>
      {carriedTo && <Meta>{t.plans.wentOn} <To id={carriedTo.id} here={here} page={`/forslag/${carriedTo.id}`}>{carriedTo.meeting.title}</To></Meta>}
      {decisions.length === 0 && actions.length > 0 && <Meta>{t.plans.agreedUnder}: <Actions actions={actions} /></Meta>}
    </Line>
  );
}

function Actions({ actions }: { actions: Step<'decision'>['actions'] }) {
  const t = useT();
  return <>{listed(actions.map(({ id, text, state }) => ({ key: id, link: <><A to={`#${anchorOf(id)}`}>{text}</A> ({t.plans.actionStates[state].toLowerCase()})</> })))}</>;
}

function DecisionStep({ step }: { step: Step<'decision'> }) {
  const t = useT();
  return (
    <Line stage="decision" name={step.number} to={`/beslutninger/${step.number}`} title={step.text}>
      <Meta>{step.actions.length === 0 ? t.plans.noFurther : <>{t.plans.ledTo}: <Actions actions={step.actions} /></>}</Meta>
    </Line>
  );
}

function ActionStep({ step, today }: { step: Action; today: string }) {
  const t = useT();
  const { decisions, followedUp } = step;
  return (
    <Line stage="action" to={`/opfoelgninger/${step.id}`} title={step.text}>
      {decisions.length > 0 && <Meta>{t.plans.decidedWith} {listed(decisions.map(({ id, number }) => ({ key: id, link: <A to={`#${anchorOf(id)}`}>{number}</A> })))}</Meta>}
      <ActionMeta action={step} today={today} />
      <Meta>
        {step.state === 'open' ? <>{t.plans.openSince} <When at={step.meeting.day} form="date" /></> : <>{t.plans.actionStates[step.state]}{step.closedAt && <>, <When at={step.closedAt} form="date" /></>}</>}
        {step.closedReason && `. ${t.plans.reason(step.closedReason)}`}
      </Meta>
      {followedUp.length > 0 && <Meta>{t.plans.cameUpAt} {listed(followedUp.map(({ itemId, slug, title, day }) => ({ key: itemId, link: <><A to={`/moeder/${slug}/dagsorden#punkt-${itemId}`}>{title}</A>, <When at={day} form="date" /></> })))}</Meta>}
    </Line>
  );
}
