import type { LiveState } from '~/server/domain/agenda/queries';
import type { Floor } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemStateTag, ItemTime } from './agenda-item-parts';
import { SoundingLine } from './floor-sounding';
import { Alert, Icon } from './page';

/** The whole agenda beside the current item: what is done, what came of it, what is to come and when that is to be expected. */
export function LiveAgenda({ live, running, soundings }: { live: LiveState; running: boolean; soundings: Floor['closed'] }) {
  const t = useT();
  const words = t.agenda.live;
  return (
    <section className="live__agenda" id="dagsorden" aria-labelledby="punkter">
      <h2 id="punkter">{words.agenda}</h2>
      <p className="live__progress">{words.progress(live.done, live.items.length)} · {words.used(live.minutes.used, live.minutes.planned)}</p>
      {running && live.overrun > 0 && <Alert tone="warning">{words.overrun(live.overrun)}</Alert>}
      <ol className="rundown no-max-width">
        {live.items.map((item) => (
          <li key={item.id} className={`rundown__item rundown__item--${item.state}`} aria-current={item.state === 'current' ? 'step' : undefined}>
            <span className="rundown__mark" aria-hidden="true">{item.state === 'closed' && item.outcome !== 'not_reached' ? <Icon name="check" size="small" /> : item.position}</span>
            <div className="rundown__words">
              <span className="rundown__title"><span className="sr-only">{t.agenda.item(item.position)}: </span>{item.title}</span>
              <span className="rundown__meta">
                {running && item.state === 'planned' && item.startsAt ? <span>{t.floor.expected} <ItemTime startsAt={item.startsAt} /></span> : <ItemTime startsAt={item.startsAt} closedAt={item.closedAt} />}
                <ItemStateTag state={item.state} outcome={item.kind === 'break' && item.outcome === 'noted' ? null : item.outcome} />
                {item.threadId && (item.postCount > 0 || item.state === 'current') && <A to={`/debat/traad/${item.threadId}`}>{t.agenda.posts(item.postCount)}<span className="sr-only">: {item.title}</span></A>}
              </span>
              {item.carriedTo && <span className="rundown__meta">{t.agenda.continuesAs} <A to={`/forslag/${item.carriedTo.id}`}>{item.carriedTo.meeting}</A></span>}
              {item.decisions.map(({ id, number, text }) => <span key={id} className="rundown__decision">{t.agenda.decision(number)}: {text}</span>)}
              {soundings.filter((sounding) => sounding.itemId === item.id).map((sounding) => <SoundingLine key={sounding.id} sounding={sounding} />)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
