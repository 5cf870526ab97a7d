import type { ReactNode } from 'react';
import type { ProposalPage } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { History, PlainText, When, type HistoryEntry } from './content';

type Words = ReturnType<typeof useT>['proposals'];
type Entry = ProposalPage['history'][number];

/** What became of a proposal, from the first step to the last, each with the way on. */
export function ProposalCourse({ proposal }: { proposal: ProposalPage }) {
  const t = useT().proposals;
  const told = [...proposal.history].reverse().flatMap((entry): HistoryEntry[] => {
    const what = tell(t, proposal, entry);
    return what ? [{ key: `${entry.seq}`, at: entry.at, who: entry.who, what }] : [];
  });
  return (
    <>
      <History entries={told} />
      {proposal.state === 'submitted' ? <p>{t.courseWaiting}</p> : null}
    </>
  );
}

/** One step in words and links; null for what the reader sees elsewhere on the page. */
function tell(t: Words, proposal: ProposalPage, { type, payload }: Entry): ReactNode {
  const { meeting, item, continuedBy, mergedInto, mergedFrom, late, deadlineThen } = proposal;
  const deadline = late && deadlineThen ? <p>{t.steps.deadlineThen} <When at={deadlineThen} form="instant" />.</p> : null;
  switch (type) {
    case 'proposal.submitted': return <Step title={late ? t.steps.submittedLate : t.steps.submitted}>{deadline}</Step>;
    case 'proposal.edited': return <Step title={t.steps.edited} />;
    case 'proposal.withdrawn': return <Step title={t.steps.withdrawn} />;
    case 'proposal.continued': {
      if (payload.proposalId === proposal.id) return <Step title={t.steps.continued}><CameFrom proposal={proposal} />{deadline}</Step>;
      return <Step title={t.steps.carried}>{continuedBy ? <Way to={`/forslag/${continuedBy.id}`} label={t.toContinued} about={continuedBy.meeting.title} /> : null}</Step>;
    }
    case 'proposal.accepted': return <Step title={t.steps.accepted}><Reason proposal={proposal} />{item ? <Way to={`/moeder/${meeting.slug}/dagsorden#punkt-${item.id}`} label={t.toItem} about={item.title} /> : null}</Step>;
    case 'proposal.declined': return <Step title={t.steps.declined}><Reason proposal={proposal} /></Step>;
    case 'proposal.deferred': return <Step title={t.steps.deferred}><Reason proposal={proposal} />{continuedBy ? <Way to={`/forslag/${continuedBy.id}`} label={t.toContinued} about={continuedBy.meeting.title} /> : null}</Step>;
    case 'proposal.merged': {
      if (payload.intoId !== proposal.id) return <Step title={t.steps.merged}><Reason proposal={proposal} />{mergedInto ? <Way to={`/forslag/${mergedInto.id}`} label={t.toMerged} about={mergedInto.title} /> : null}</Step>;
      const from = mergedFrom.find((other) => other.id === payload.proposalId);
      return <Step title={t.steps.mergedHere}>{from ? <p><A to={`/forslag/${from.id}`}>{from.title}</A></p> : null}</Step>;
    }
    case 'agenda.item_closed': return item?.outcome ? <Step title={item.outcome === 'not_reached' ? t.steps.itemNotReached : t.steps.itemClosed}><p>{t.outcomes[item.outcome]}</p>{item.decisions.map((decision) => <Decision key={decision.id} decision={decision} slug={meeting.slug} />)}</Step> : null;
    default: return null;
  }
}

/** The proposal it continues, else the item that was never a proposal. */
function CameFrom({ proposal: { continues, carriedFrom } }: { proposal: Pick<ProposalPage, 'continues' | 'carriedFrom'> }) {
  const t = useT().proposals;
  if (continues) return <Way to={`/forslag/${continues.id}`} label={t.toContinues} about={continues.meeting.title} />;
  return carriedFrom ? <Way to={`/moeder/${carriedFrom.slug}/dagsorden#punkt-${carriedFrom.id}`} label={t.toCarriedFrom} about={carriedFrom.meeting} /> : null;
}

function Step({ title, children }: { title: string; children?: ReactNode }) {
  return <><strong>{title}</strong>{children}</>;
}

function Way({ to, label, about }: { to: string; label: string; about: string }) {
  return <p><A to={to}>{label}</A>: {about}</p>;
}

function Reason({ proposal }: { proposal: Pick<ProposalPage, 'decisionReason'> }) {
  const t = useT().proposals;
  return proposal.decisionReason ? <><p>{t.reasonGiven}:</p><PlainText text={proposal.decisionReason} /></> : null;
}

function Decision({ decision, slug }: { decision: { number: string; text: string }; slug: string }) {
  const t = useT().proposals;
  return <><p><A to={`/moeder/${slug}/referat#beslutning-${decision.number}`}>{t.steps.decided(decision.number)}</A></p><PlainText text={decision.text} /></>;
}
