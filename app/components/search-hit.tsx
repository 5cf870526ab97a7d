import type { Hit } from '~/server/domain/search/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { When } from './page';
import { milestoneAnchor } from './plan-milestone-table';
import { postPath, threadPath } from './thread-paths';

/** Where a hit stands. */
export function addressOf({ kind, id, slug, ref }: Pick<Hit, 'kind' | 'id' | 'slug' | 'ref'>): string {
  switch (kind) {
    case 'initiative': return `/handlingsplaner/${slug}/initiativer/${ref}`;
    case 'milestone': return `/handlingsplaner/${slug}/initiativer/${ref}#${milestoneAnchor(Number(id))}`;
    case 'meeting': return `/moeder/${slug}`;
    case 'proposal': return `/forslag/${id}`;
    case 'item': return `/moeder/${slug}/dagsorden#punkt-${id}`;
    case 'minutes': return `/moeder/${slug}/referat#punkt-${id}`;
    case 'decision': return `/moeder/${slug}/referat#beslutning-${ref}`;
    case 'thread': return threadPath(id);
    case 'post': return postPath(id, Number(ref));
  }
}

const undated: Hit['kind'][] = ['initiative', 'milestone'];

export function SearchHit({ hit }: { hit: Hit }) {
  const t = useT();
  const { kind } = hit;
  return (
    <li className="hit">
      <p className="hit__kind">{t.search.kind[kind]}{!undated.includes(kind) && <> · <When at={hit.at} form="date" /></>}</p>
      <A to={addressOf(hit)} className="hit__link">{kind === 'decision' && `${t.search.kind.decision} `}<Marked parts={hit.title} /></A>
      {hit.snippet.length > 0 && <p className="hit__text" lang={hit.snippetLanguage ?? undefined}><Marked parts={hit.snippet} /></p>}
    </li>
  );
}

function Marked({ parts }: { parts: Hit['title'] }) {
  return <>{parts.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text))}</>;
}
