import type { ShownItem } from '~/server/domain/agenda/queries';
import type { Sounding } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { FollowUpList, type FollowUps } from './agenda-follow-up';
import { inSections, ItemLinks, ItemStateTag, ItemTime, ItemTitle } from './agenda-item-parts';
import { SoundingResult } from './floor-sounding';
import { Icon, PlainText } from './page';

type Level = 2 | 3 | 4;
type ListProps = { items: ShownItem[]; slug: string; followUps?: FollowUps; soundings?: Sounding[]; level?: 2 | 3; loose?: boolean };

/**
 * The agenda to read: when, what, by whom, and what came of it, under its headings. Each item can be linked to as `#punkt-<id>`.
 * `followUps`: what came up by itself, by item. `soundings`: the closed ones. `loose`: items whose place and time are not settled; they bear no number.
 */
export function AgendaList({ items, slug, followUps = {}, soundings = [], level = 2, loose = false }: ListProps) {
  const Heading = `h${level}` as const;
  const groups = loose ? [{ key: 'loose', section: null, items }] : inSections(items);
  return (
    <>
      {groups.map(({ key, section, items: own }, index) => (
        <div key={key} className={section !== null ? 'agenda-section' : index > 0 ? 'agenda-section agenda-section--none' : undefined}>
          {section !== null && <Heading className="agenda-section__title">{section}</Heading>}
          <ol className={loose ? 'agenda agenda--loose no-max-width' : 'agenda no-max-width'}>
            {own.map((item) => (item.kind === 'break' ? <BreakRow key={item.id} item={item} /> : <ItemRow key={item.id} item={item} slug={slug} found={followUps[item.id]} soundings={soundings.filter((sounding) => sounding.itemId === item.id)} level={section === null ? level : ((level + 1) as Level)} loose={loose} />))}
          </ol>
        </div>
      ))}
    </>
  );
}

type RowProps = { item: ShownItem; slug: string; found: FollowUps[string] | undefined; soundings: Sounding[]; level: Level; loose: boolean };

function ItemRow({ item, slug, found, soundings, level, loose }: RowProps) {
  const t = useT();
  const Heading = `h${level}` as const;
  const meta = [t.agenda.kinds[item.kind], item.minutes === null ? null : t.agenda.minutesLong(item.minutes), item.presenter && t.agenda.presenter(item.presenter)].filter(Boolean);
  return (
    <li id={`punkt-${item.id}`} className={`agenda__item agenda__item--${item.state}`}>
      {!loose && <p className="agenda__time"><ItemTime startsAt={item.startsAt} closedAt={item.closedAt} /></p>}
      <div className="agenda__body">
        <Heading className="agenda__title">{!loose && <span className="agenda__number">{item.position}. </span>}<ItemTitle title={item.title} /></Heading>
        <p className="agenda__meta">{meta.join(' · ')}</p>
        {item.state !== 'planned' && <p className="tags"><ItemStateTag state={item.state} outcome={item.outcome} /></p>}
        {item.body && <PlainText text={item.body} />}
        <FollowUpList found={found} />
        {item.decisions.map((decision) => (
          <div key={decision.id} className="agenda__decision">
            <p className="agenda__decision-number"><A to={`/moeder/${slug}/referat#beslutning-${decision.number}`}>{t.agenda.decision(decision.number)}</A></p>
            <PlainText text={decision.text} />
          </div>
        ))}
        {soundings.map((sounding) => <SoundingResult key={sounding.id} sounding={sounding} />)}
        <ItemLinks proposal={item.proposal} carriedTo={item.carriedTo} initiatives={item.initiatives} />
        {item.threadId && (
          <p className="agenda__thread"><Icon name="chat" /><span><A to={`/debat/traad/${item.threadId}`}>{t.agenda.discuss}<span className="sr-only">: <ItemTitle title={item.title} /></span></A> ({t.agenda.posts(item.postCount)})</span></p>
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
        <span className="agenda__number">{item.position}.</span> <ItemTitle title={item.title} />
        {item.minutes !== null && <> · {t.agenda.minutesLong(item.minutes)}</>}
        {item.state === 'current' && <> <ItemStateTag state={item.state} outcome={null} /></>}
      </p>
    </li>
  );
}
