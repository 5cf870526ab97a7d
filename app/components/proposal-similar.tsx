import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Similar } from '~/server/domain/similar/queries';
import { useT } from '../shell/contexts';
import { A, useHref } from '../shell/links';
import { When } from './content';
import { Tag } from './tag';

/** So long (milliseconds) after the last letter of the title. */
const PAUSE = 700;

type Props = { without: string | null; found: Similar[] | null };

/**
 * Under the title of a proposal that is being written: what is like it, with the way to support that instead. With
 * JavaScript it follows the title as it is typed, and takes no focus; without, a button asks for it and keeps every word.
 */
export function ProposalSimilar({ without, found }: Props) {
  const t = useT().proposals.similar;
  const href = useHref();
  const root = useRef<HTMLDivElement>(null);
  const { hits, asked, ask, scripted } = useSimilar(root, without, found);
  return (
    <div ref={root} className="similar" id="lignende">
      <p role="status" className={hits.length > 0 ? 'sr-only' : 'similar__none'}>{hits.length > 0 ? t.title(hits.length) : asked === 'nothing' ? t.none : asked === 'short' ? t.tooShort : ''}</p>
      {hits.length > 0 ? (
        <section aria-labelledby="lignende-titel">
          <h2 id="lignende-titel" className="h4" tabIndex={-1}>{t.title(hits.length)}</h2>
          <p>{t.lead}</p>
          <ul className="nobullet-list no-max-width">{hits.map((hit) => <li key={`${hit.kind} ${hit.id}`} className="similar__hit"><Hit hit={hit} /></li>)}</ul>
        </section>
      ) : null}
      <button type={scripted ? 'button' : 'submit'} formAction={scripted ? undefined : href('/forslag/lignende')} className="button button-tertiary" onClick={scripted ? ask : undefined} aria-describedby="lignende-hint">{t.ask}</button>
      <span id="lignende-hint" className="form-hint">{t.askHint}</span>
    </div>
  );
}

type Asked = 'not' | 'found' | 'nothing' | 'short';

function useSimilar(root: RefObject<HTMLElement>, without: string | null, found: Similar[] | null) {
  const [hits, setHits] = useState(found ?? []);
  const [asked, setAsked] = useState<Asked>(found === null ? 'not' : found.length > 0 ? 'found' : 'nothing');
  const [scripted, setScripted] = useState(false);
  const look = useRef<(title: string, said: boolean) => Promise<void>>();

  useEffect(() => {
    setScripted(true);
    const field = titleOf(root.current);
    let newest = field?.value ?? '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const typed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => field && field.value !== newest && void look.current?.(field.value, false), PAUSE);
    };
    look.current = async (title, said) => {
      newest = title;
      if (title.trim() === '') return void (setHits([]), setAsked(said ? 'short' : 'not'));
      const answer = await fetchSimilar(title, without);
      // An answer to what no longer stands there says nothing.
      if (newest !== title || answer === null) return;
      setHits(answer);
      setAsked(answer.length > 0 ? 'found' : said ? 'nothing' : 'not');
    };
    field?.addEventListener('input', typed);
    return () => {
      clearTimeout(timer);
      field?.removeEventListener('input', typed);
      look.current = undefined;
    };
  }, [root, without]);

  return { hits, asked, scripted, ask: () => void look.current?.(titleOf(root.current)?.value ?? '', true) };
}

function titleOf(within: HTMLElement | null): HTMLInputElement | null {
  const field = within?.closest('form')?.elements.namedItem('title');
  return field instanceof HTMLInputElement ? field : null;
}

/** Null where nobody answers: the writing goes on without it. */
async function fetchSimilar(title: string, without: string | null): Promise<Similar[] | null> {
  try {
    const query = new URLSearchParams({ titel: title, ...(without ? { uden: without } : {}) });
    const answer = await fetch(`/forslag/lignende/liste?${query}`, { signal: AbortSignal.timeout(10_000) });
    return answer.ok ? ((await answer.json()) as { hits: Similar[] }).hits : null;
  } catch {
    return null;
  }
}

function Hit({ hit }: { hit: Similar }) {
  const t = useT().proposals;
  const address = { proposal: `/forslag/${hit.id}`, decision: `/moeder/${hit.meeting.slug}/referat#beslutning-${hit.kind === 'decision' ? hit.number : ''}`, item: `/moeder/${hit.meeting.slug}/dagsorden#punkt-${hit.id}` }[hit.kind];
  const said = hit.kind === 'proposal' ? t.states[hit.state] : hit.kind === 'item' ? t.outcomes[hit.outcome] : null;
  return (
    <>
      <p className="similar__kind">{t.similar.kinds[hit.kind]}{hit.kind === 'decision' ? ` ${hit.number}` : ''}{said ? <> <Tag>{said}</Tag></> : null}</p>
      <A to={address} className="similar__title">{hit.title}</A>
      <p className="soft">{hit.meeting.title}, <When at={hit.meeting.day} form="date" />{hit.kind === 'proposal' && hit.endorsements > 0 ? ` · ${t.supportCount(hit.endorsements)}` : ''}{hit.kind === 'proposal' && hit.endorsed ? ` · ${t.similar.youSupport}` : ''}</p>
      {hit.kind === 'proposal' && hit.canEndorse ? <SupportInstead id={hit.id} title={hit.title} /> : null}
    </>
  );
}

/** Sends the form to the other proposal: its words are kept as a draft on the way. */
function SupportInstead({ id, title }: { id: string; title: string }) {
  const t = useT().proposals.similar;
  const href = useHref();
  return <button type="submit" formAction={href(`/forslag/${id}/tilkendegivelse`)} className="button button-secondary">{t.supportInstead}<span className="sr-only">{t.supportInsteadOf(title)}</span></button>;
}
