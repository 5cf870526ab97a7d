import type { ReactNode } from 'react';
import type { Progress } from '~/server/domain/progress/queries';
import type { ProposalPage } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { AttachmentStep } from './attachment-step';
import { PlainText, When } from './content';

type Step = Progress['steps'][number];
type Shown = { proposal: ProposalPage; progress: Progress };

/** What became of a proposal, is becoming of it and is still to come, each step with the way on. */
export function ProposalCourse({ proposal, progress }: Shown) {
  const t = useT().proposals.steps;
  return (
    <ol className="way no-max-width">
      {progress.steps.map((step, index) => (
        <li key={`${step.kind} ${index}`} className={`way__step way__step--${step.state}`} aria-current={step.state === 'current' ? 'step' : undefined}>
          <div className="way__what">
            {step.file ? <AttachmentStep type={step.kind === 'file_added' ? 'attachment.added' : 'attachment.removed'} file={step.file} /> : <strong><Title step={step} proposal={proposal} progress={progress} /></strong>}
            {step.state === 'done' ? null : <span className="way__state"> ({t[step.state === 'current' ? 'now' : 'ahead']})</span>}
            <Told step={step} proposal={proposal} progress={progress} />
          </div>
          {step.at ? <p className="way__when"><When at={step.at} form="instant" /></p> : null}
        </li>
      ))}
    </ol>
  );
}

type Part = Shown & { step: Step };

function Title({ step: { kind, state }, proposal, progress }: Part): string {
  const t = useT().proposals.steps;
  const { item, late, continues, carriedFrom } = proposal;
  const done = state === 'done';
  switch (kind) {
    case 'received': return continues ?? carriedFrom ? t.continued : late ? t.receivedLate : t.received;
    case 'considered': return done ? t.considered : t.considering;
    case 'decided': return done && proposal.state in t.decided ? t.decided[proposal.state as keyof typeof t.decided] : t.toBeDecided;
    case 'placed': return done && progress.placed ? t.placed(progress.placed.position) : t.toBePlaced;
    case 'discussed': return !done ? (item?.state === 'current' ? t.discussing : t.toBeDiscussed) : item?.outcome === 'not_reached' ? t.notReached : item?.outcome === 'postponed' ? t.postponed : t.discussed;
    case 'minuted': return done ? t.minuted : t.toBeMinuted;
    case 'followed_up': return done ? t.followedUp : t.followingUp;
    case 'carried_over': return done ? t.carriedOver : t.toBeCarried;
    case 'edited': return t.edited;
    case 'merged_here': return t.mergedHere;
    case 'withdrawn': return t.withdrawn;
    case 'cancelled': return t.cancelled;
    case 'file_added':
    case 'file_removed': return '';
  }
}

/** What is to be said of a step, and where it leads. */
function Told({ step, proposal, progress }: Part): ReactNode {
  switch (step.kind) {
    case 'received': return <Received proposal={proposal} />;
    case 'edited': return <Way to="#aendringer" />;
    case 'merged_here': return <MergedHere of={step.of} proposal={proposal} />;
    case 'considered': return <Clock step={step} />;
    case 'decided': return step.state === 'done' ? <Decided step={step} proposal={proposal} /> : null;
    case 'placed': return step.state === 'done' ? <Placed proposal={proposal} progress={progress} /> : null;
    case 'discussed': return <Discussed proposal={proposal} />;
    case 'minuted': return step.state === 'done' ? <Minuted proposal={proposal} /> : null;
    case 'followed_up': return <FollowedUp proposal={proposal} progress={progress} />;
    case 'carried_over': return proposal.continuedBy ? <Link to={`/forslag/${proposal.continuedBy.id}`} about={proposal.continuedBy.meeting.title} label="toContinued" /> : null;
    default: return null;
  }
}

function Link({ to, label, about }: { to: string; label: 'toContinued' | 'toContinues' | 'toCarriedFrom' | 'toItem' | 'toMerged' | 'toMinutes'; about?: string }) {
  const t = useT().proposals;
  return <p><A to={to}>{t[label]}</A>{about ? `: ${about}` : null}</p>;
}

function Way({ to }: { to: string }) {
  const t = useT().proposals.steps;
  return <p><a href={to}>{t.toChanges}</a></p>;
}

/** The proposal it continues, else the item that was never a proposal; and the deadline it missed. */
function Received({ proposal: { continues, carriedFrom, late, deadlineThen } }: Pick<Shown, 'proposal'>) {
  const t = useT().proposals.steps;
  return (
    <>
      {continues ? <Link to={`/forslag/${continues.id}`} label="toContinues" about={continues.meeting.title} /> : null}
      {carriedFrom && !continues ? <Link to={`/moeder/${carriedFrom.slug}/dagsorden#punkt-${carriedFrom.id}`} label="toCarriedFrom" about={carriedFrom.meeting} /> : null}
      {late && deadlineThen ? <p>{t.deadlineThen} <When at={deadlineThen} form="instant" />.</p> : null}
    </>
  );
}

function MergedHere({ of, proposal: { mergedFrom } }: Pick<Shown, 'proposal'> & { of: string | undefined }) {
  const from = mergedFrom.find(({ id }) => id === of);
  return from ? <p><A to={`/forslag/${from.id}`}>{from.title}</A></p> : null;
}

function Clock({ step: { state, days } }: { step: Step }) {
  const t = useT().proposals;
  if (days === undefined) return null;
  return state === 'done' ? <p>{t.steps.took(days)}</p> : <><p>{t.steps.waits(days)}</p><p>{t.courseWaiting}</p></>;
}

function Decided({ step, proposal: { decisionReason, mergedInto } }: Pick<Part, 'step' | 'proposal'>) {
  const t = useT().proposals;
  return (
    <>
      <p>{t.steps.by[step.role ?? 'organiser']}.</p>
      {decisionReason ? <><p>{t.reasonGiven}:</p><PlainText text={decisionReason} /></> : null}
      {mergedInto ? <Link to={`/forslag/${mergedInto.id}`} label="toMerged" about={mergedInto.title} /> : null}
    </>
  );
}

function Placed({ proposal: { meeting, item }, progress: { placed } }: Shown) {
  const t = useT().proposals.steps;
  return (
    <>
      {placed && placed.number > 1 ? <p>{t.placedFirst(placed.number)}</p> : null}
      {item ? <Link to={`/moeder/${meeting.slug}/dagsorden#punkt-${item.id}`} label="toItem" about={item.title} /> : null}
    </>
  );
}

function Discussed({ proposal: { item } }: Pick<Shown, 'proposal'>) {
  const t = useT().proposals;
  if (!item?.openedAt) return null;
  const reached = item.outcome === 'noted' || item.outcome === 'decided';
  return <>{reached ? <p>{t.outcomes[item.outcome ?? 'noted']}.</p> : null}<p>{t.steps.opened} <When at={item.openedAt} form="time" />{item.closedAt ? <>, {t.steps.closed} <When at={item.closedAt} form="time" /></> : null}.</p></>;
}

function Minuted({ proposal: { item, meeting } }: Pick<Shown, 'proposal'>) {
  const t = useT().proposals.steps;
  const decisions = item?.decisions ?? [];
  return (
    <>
      {decisions.length === 0 ? <p>{t.noDecision}</p> : null}
      {decisions.map(({ id, number, text }) => <div key={id}><p><A to={`/moeder/${meeting.slug}/referat#beslutning-${number}`}>{t.decision(number)}</A></p><PlainText text={text} /></div>)}
      {decisions.length === 0 ? <Link to={`/moeder/${meeting.slug}/referat`} label="toMinutes" /> : null}
    </>
  );
}

function FollowedUp({ proposal: { meeting }, progress: { actions } }: Shown) {
  const t = useT().proposals;
  if (actions.length === 0) return null;
  return (
    <ul>
      {actions.map(({ id, text, state, responsible, dueOn, closedAt, closedReason }) => (
        <li key={id}>
          <A to={`/moeder/${meeting.slug}/referat#opfoelgning-${id}`}>{text}</A>
          <p className="soft">{[t.steps.action[state], responsible ? t.steps.responsible(responsible) : null].filter(Boolean).join(' · ')} · {closedAt ? <When at={closedAt} form="date" /> : <>{t.steps.due}: <When at={dueOn} form="date" /></>}{closedReason ? `. ${t.reasonGiven}: ${closedReason}` : null}</p>
        </li>
      ))}
    </ul>
  );
}
