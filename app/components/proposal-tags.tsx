import type { ProposalState } from '~/db/schema/states';
import { useT } from '../shell/contexts';
import { ExampleTag, Tag, type TagTone } from './tag';

const tones: Record<ProposalState, TagTone> = { draft: 'neutral', submitted: 'info', accepted: 'success', merged: 'neutral', deferred: 'warning', declined: 'neutral', withdrawn: 'neutral' };

/** Where a proposal stands, and what a reader must know of it at first sight. */
export function ProposalTags({ proposal }: { proposal: { state: ProposalState; late: boolean; isExample: boolean } }) {
  const t = useT().proposals;
  return (
    <>
      <Tag tone={tones[proposal.state]}>{t.states[proposal.state]}</Tag>
      {proposal.late ? <Tag tone="warning">{t.late}</Tag> : null}
      {proposal.isExample ? <ExampleTag /> : null}
    </>
  );
}
