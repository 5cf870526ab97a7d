import type { ProposalSummary } from '~/server/domain/proposals/queries';
import { useT } from '../shell/contexts';
import { useLanguage } from '../shell/links';
import { Card } from './card';
import { ProposalTags } from './proposal-tags';

type Shown = Pick<ProposalSummary, 'id' | 'title' | 'kind' | 'minutesWanted' | 'state' | 'late' | 'isExample' | 'author' | 'organisation' | 'endorsements' | 'posts' | 'initiatives' | 'days' | 'can'>;

/** A proposal in a list: what, by whom, how many care; for those who owe it an answer, how long it has waited. */
export function ProposalCard({ proposal, level }: { proposal: Shown; level?: 2 | 3 | 4 }) {
  const t = useT();
  const language = useLanguage();
  const { kind, minutesWanted, author, organisation, endorsements, posts, initiatives, days, can } = proposal;
  const counts = [endorsements > 0 ? t.proposals.supportCount(endorsements) : null, posts > 0 ? t.proposals.postCount(posts) : null].filter(Boolean);
  return (
    <Card
      to={`/forslag/${proposal.id}`}
      title={proposal.title}
      level={level}
      kicker={`${t.proposals.kinds[kind]} · ${t.common.minutesShort(minutesWanted)}`}
      tags={<ProposalTags proposal={proposal} />}
      meta={[`${author}${organisation ? `, ${organisation}` : ''}`, ...counts].join(' · ')}
    >
      {can.decide && days !== null ? <p className="proposal-clock">{t.proposals.waited(days)}</p> : null}
      {initiatives.length > 0 ? <p>{initiatives.map(({ number, titleDa, titleEn }) => `${number} ${language === 'da' ? titleDa : titleEn}`).join(' · ')}</p> : null}
    </Card>
  );
}
