import type { ShownItem } from '~/server/domain/agenda/queries';
import type { Sounding } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemLinks, ItemStateTag, ItemTime } from './agenda-item-parts';
import { SoundingResult } from './floor-sounding';
import { Icon, PlainText } from './page';

/**
 * The agenda to read: when, what, by whom, and what came of it. Each item can be linked to as `#punkt-<id>`.
 * `soundings`: how the mood was, where it was asked for. `loose`: items whose place and time are not settled; they bear no number.
 */
export function AgendaList({ items, slug, level = 2, loose = false, soundings = [] }: { items: ShownItem[]; slug: string; level?: 2 | 3; loose?: boolean; soundings?: Sounding[] }) {
  return (
    <ol className={loose ? 'agenda agenda--loose no-max-width' : 'agenda no-max-width'}>
      {items.map((item) => (item.kind === 'break' ? <BreakRow key={item.id} item={item} /> : <ItemRow key={item.id} item={item} slug={slug} level={level} loose={loose} soundings={soundings.filter((sounding) => sounding.itemId === item.id)} />))}
    </ol>
  );
}

function ItemRow({ item, slug, level, loose, soundings }: { item: ShownItem; slug: string; level: 2 | 3; loose: boolean; soundings: Sounding[] }) {
  const t = useT();
  const Heading = `h${level}` as const;
  const meta = [t.agenda.kinds[item.kind], item.minutes === null ? null : t.agenda.minutesLong(item.minutes), item.presenter && t.agenda.presenter(item.presenter)].filter(Boolean);
  return (
    <li id={`punkt-${item.id}`} className={`agenda__item agenda__item--${item.state}`}>
      {!loose && <p className="agenda__time"><ItemTime startsAt={item.startsAt} closedAt={item.closedAt} /></p>}
      <div className="agenda__body">
        <Heading className="agenda__title">{!loose && <span className="agenda__number">{item.position}. </span>}{item.title}</Heading>
        <p className="agenda__meta">{meta.join(' · ')}</p>
        {item.state !== 'planned' && <p className="tags"><ItemStateTag state={item.state} outcome={item.outcome} /></p>}
        {item.body && <PlainText text={item.body} />}
        {item.decisions.map((decision) => (
          <div key={decision.id} className="agenda__decision">
            <p className="agenda__decision-number"><A to={`/moeder/${slug}/referat#beslutning-${decision.number}`}>{t.agenda.decision(decision.number)}</A></p>
            <PlainText text={decision.text} />
          </div>
        ))}
        {soundings.map((sounding) => <SoundingResult key={sounding.id} sounding={sounding} />)}
        <ItemLinks proposal={item.proposal} carriedTo={item.carriedTo} initiatives={item.initiatives} />
        {item.threadId && (
          <p className="agenda__thread"><Icon name="chat" /><span><A to={`/debat/traad/${item.threadId}`}>{t.agenda.discuss}<span className="sr-only">: {item.title}</span></A> ({t.agenda.posts(item.postCount)})</span></p>
        )}
      </div>
    </li>
  );
}

/** A break takes a line, not a chapter. */
function BreakRow({ item }: { item: ShownItem }) {
  const t = useT();
  return (
    <li id={`punkt-${item.id}`} className={`agenda__item agenda__item--break agenda__item--${item.state}`}>
      <p className="agenda__time"><ItemTime startsAt={item.startsAt} closedAt={item.closedAt} /></p>
      <p className="agenda__body">
        <span className="agenda__number">{item.position}.</span> {item.title}
        {item.minutes !== null && <> · {t.agenda.minutesLong(item.minutes)}</>}
        {item.state === 'current' && <> <ItemStateTag state={item.state} outcome={null} /></>}
      </p>
    </li>
  );
}
