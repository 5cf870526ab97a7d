import { Facts, Icon } from '~/app/components/page';
import { Printed, useBi } from '~/app/components/plan-text';
import { useT } from '~/app/shell/contexts';
import { A } from '~/app/shell/links';
import type { InitiativeView } from '~/server/domain/plans/queries';

/** Who does what until when, as the plan prints it. */
export function InitiativeFacts({ initiative }: { initiative: InitiativeView }) {
  const t = useT();
  const bi = useBi();
  const words = t.plans.initiative;
  const printed = (text: string | null) => text && <Printed>{text}</Printed>;
  return (
    <Facts items={[
      { label: words.owner, value: initiative.owners.length > 0 && <ul className="fact-list nobullet-list">{initiative.owners.map(({ name, organisation }) => <li key={name}>{name}{organisation && `, ${organisation}`}</li>)}</ul> },
      { label: words.lead, value: printed(initiative.leadAuthority) },
      { label: words.implementing, value: initiative.implementingAuthority !== initiative.leadAuthority && printed(initiative.implementingAuthority) },
      { label: words.department, value: printed(initiative.department) },
      { label: words.period, value: printed(initiative.periodPrinted) ?? <span className="soft">{t.plans.notGiven}</span> },
      { label: words.printed, value: <Printed quoted>{initiative.levelPrinted}</Printed> },
      { label: words.state, value: <Names names={initiative.stateActors} /> },
      { label: words.others, value: <Names names={initiative.otherActors} /> },
      { label: words.actorsNote, value: bi(initiative.actorsNoteDa, initiative.actorsNoteEn) },
      { label: words.commitment, value: initiative.ogpCommitmentId },
    ].filter(({ label, value }) => !(label === words.state && initiative.stateActors.length === 0) && !(label === words.others && initiative.otherActors.length === 0) && value)} />
  );
}

const FEW = 8;

/** A long list opens on demand. */
function Names({ names }: { names: string[] }) {
  const t = useT();
  const list = <ul className="fact-list nobullet-list">{names.map((name) => <li key={name}><Printed>{name}</Printed></li>)}</ul>;
  return names.length <= FEW ? list : (
    <details className="details fact-details">
      <summary className="details-summary">{t.plans.showAll(names.length)}</summary>
      {list}
    </details>
  );
}

/** The initiatives before and after in the plan. */
export function Neighbours({ initiative }: { initiative: InitiativeView }) {
  const t = useT();
  const bi = useBi();
  const { previous, next, plan } = initiative;
  const to = (number: string) => `/handlingsplaner/${plan.period}/initiativer/${number}`;
  return (
    <nav className="neighbours" aria-label={t.plans.neighbours}>
      {previous && <A to={to(previous.number)} rel="prev" className="neighbours__link"><span className="neighbours__way"><Icon name="chevron-left" /> {t.plans.previous}</span><span>{previous.number} {bi(previous.titleDa, previous.titleEn)}</span></A>}
      {next && <A to={to(next.number)} rel="next" className="neighbours__link neighbours__link--next"><span className="neighbours__way">{t.plans.next} <Icon name="chevron-right" /></span><span>{next.number} {bi(next.titleDa, next.titleEn)}</span></A>}
    </nav>
  );
}
