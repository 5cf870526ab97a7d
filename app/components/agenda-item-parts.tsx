import type { ItemOutcome, ItemState } from '~/db/schema/states';
import type { InitiativeLink } from '~/server/domain/agenda/queries';
import type { Difference } from '~/server/domain/agenda/rules';
import { sayDifference } from '~/server/i18n/say-difference';
import { readTitle } from '~/server/i18n/stored-titles';
import { useT } from '../shell/contexts';
import { A, useLanguage } from '../shell/links';
import { Tag, When, type TagTone } from './page';

const toneOf: Record<ItemOutcome, TagTone> = { decided: 'success', noted: 'neutral', postponed: 'warning', not_reached: 'warning' };

/** Where an item has come to: now, or what came of it. Nothing while it is still to come. */
export function ItemStateTag({ state, outcome }: { state: ItemState; outcome: ItemOutcome | null }) {
  const { now, outcomes } = useT().agenda;
  if (state === 'current') return <Tag tone="accent">{now}</Tag>;
  return outcome ? <Tag tone={toneOf[outcome]}>{outcomes[outcome]}</Tag> : null;
}

/** `10.00`, and until when for what has been; nothing where nobody knows. */
export function ItemTime({ startsAt, closedAt }: { startsAt: Date | null; closedAt?: Date | null }) {
  const t = useT();
  if (!startsAt) return null;
  return <span className="clock"><span className="sr-only">{t.agenda.at} </span><When at={startsAt} form="time" />{closedAt && <>–<When at={closedAt} form="time" /></>}</span>;
}

/** What an item came from, what it goes on as and what it touches, as links. */
export function ItemLinks({ proposal, carriedTo, initiatives }: { proposal: { id: string; title: string } | null; carriedTo: { id: string; meeting: string } | null; initiatives: InitiativeLink[] }) {
  const t = useT();
  const language = useLanguage();
  if (!proposal && !carriedTo && initiatives.length === 0) return null;
  return (
    <dl className="item-links">
      {proposal && <div><dt>{t.agenda.fromProposal}</dt><dd><A to={`/forslag/${proposal.id}`}>{proposal.title}</A></dd></div>}
      {carriedTo && <div><dt>{t.agenda.continuesAs}</dt><dd><A to={`/forslag/${carriedTo.id}`}>{carriedTo.meeting}</A></dd></div>}
      {initiatives.length > 0 && (
        <div>
          <dt>{t.agenda.about}</dt>
          {initiatives.map((link) => <dd key={link.id}><A to={`/handlingsplaner/${link.period}/initiativer/${link.number}`}>{link.number} {language === 'da' ? link.titleDa : link.titleEn}</A></dd>)}
        </div>
      )}
    </dl>
  );
}

/** The title of an item: those that the program gave in the reader's words. */
export function ItemTitle({ title }: { title: string }) {
  return <>{readTitle(title, useT().agenda.titles)}</>;
}

/** What is different, a line each. */
export function Differences({ changes }: { changes: Difference[] }) {
  const { agenda } = useT();
  return <ul>{changes.map((difference) => <li key={`${difference.change} ${difference.title}`}>{sayDifference(agenda, difference)}</li>)}</ul>;
}

type Sectioned = { id: string; section: string | null };

/** Items under their headings: those that follow each other with the same one stand together. */
export function inSections<T extends Sectioned>(items: T[]): { key: string; section: string | null; items: T[] }[] {
  return items.reduce<{ key: string; section: string | null; items: T[] }[]>((groups, item) => {
    const last = groups.at(-1);
    if (last && last.section === item.section) last.items.push(item);
    else groups.push({ key: item.id, section: item.section, items: [item] });
    return groups;
  }, []);
}
