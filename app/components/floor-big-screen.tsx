import { useLocation } from '@remix-run/react';
import type { Floor, HandView } from '~/server/domain/floor/queries';
import type { LiveStatus } from '../live/stream';
import type { BigScreenPage } from '../routes/floor/big-screen';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemClock } from './floor-clock';
import { Bars } from './floor-sounding';
import { PlainText, When } from './page';

/** So many of those who wait fit where the back row can read them. */
const NAMED = 5;
/** A title of more letters is set smaller. */
const LONG = 60;

type BigScreenProps = { data: Pick<BigScreenPage, 'meeting' | 'live' | 'shown' | 'here'>; floor: Floor; status: LiveStatus };

/** The meeting for the whole room: the item and its time, who speaks and who is next, the sounding, what the minutes are to say, the pause. */
export function BigScreen({ data, floor, status }: BigScreenProps) {
  const t = useT();
  const words = t.floor.bigScreen;
  const { meeting, here } = data;
  const { pathname, search } = useLocation();
  return (
    <div className="big-screen">
      <header className="big-screen__head">
        <h1 className="big-screen__title">{meeting.title}</h1>
        {here !== null && here > 0 && <p>{t.attendance.here(here)}</p>}
      </header>
      <div className="big-screen__body"><Body data={data} floor={floor} /></div>
      <footer className="big-screen__foot">
        <A to={`/moeder/${meeting.slug}/live`}>{words.back}</A>
        <noscript><a href={pathname + search}>{t.floor.refresh}</a></noscript>
        {status === 'lost' && <strong className="big-screen__lost" role="status">{words.lost}</strong>}
      </footer>
    </div>
  );
}

function Body({ data: { meeting, live, shown }, floor }: Omit<BigScreenProps, 'status'>) {
  const t = useT();
  const words = t.floor.bigScreen;
  if (meeting.state === 'held') return <p className="big-screen__item">{words.over}</p>;
  if (meeting.state === 'cancelled') return <p className="big-screen__item">{t.agenda.live.cancelled}</p>;
  if (meeting.state !== 'live') return <><p className="big-screen__item">{words.notBegun}</p>{meeting.startsAt && <p className="big-screen__when">{t.agenda.live.begins} <When at={meeting.startsAt} form="instant" /></p>}</>;
  if (meeting.paused) return <><p className="big-screen__item">{words.pause}</p><p className="big-screen__when">{meeting.paused.resumesAt ? <>{words.goesOn} {t.agenda.at} <When at={meeting.paused.resumesAt} form="time" /></> : words.goesOnUnknown}</p></>;
  return <><Current live={live} />{floor.open ? <OpenSounding open={floor.open} speaking={floor.speaking} /> : <Speakers floor={floor} />}{shown && <Shown shown={shown} />}</>;
}

function Current({ live: { current, next, items } }: Pick<BigScreenProps['data'], 'live'>) {
  const t = useT();
  return (
    <section className="big-screen__now" aria-labelledby="nu">
      {current && <p className="big-screen__kicker">{t.agenda.live.nowOf(current.position, items.length)}</p>}
      <h2 className={current && current.title.length > LONG ? 'big-screen__item big-screen__item--long' : 'big-screen__item'} id="nu">{current ? current.title : next ? t.agenda.live.between : t.agenda.live.allDone}</h2>
      {current && <ItemClock key={current.id} used={current.used} planned={current.minutes} paused={false} />}
      {next && <p className="big-screen__next">{t.floor.bigScreen.next}{next.startsAt && <> ({t.floor.expected} {t.agenda.at} <When at={next.startsAt} form="time" />)</>}: {next.title}</p>}
    </section>
  );
}

/** The decisions first, in large letters: they are what the room is to agree on. A long text is cut; the whole of it is on the meeting's page. */
function Shown({ shown: { text, decisions } }: { shown: NonNullable<BigScreenPage['shown']> }) {
  const t = useT();
  return (
    <section className="big-screen__shown" aria-labelledby="vist">
      <h2 className="big-screen__label" id="vist">{t.floor.shown.title}</h2>
      {decisions.map(({ id, number, text: wording }) => <p key={id} className="big-screen__decision">{t.minutes.decision} {number}: {wording}</p>)}
      {text && <div className="big-screen__text"><PlainText text={text} /></div>}
      {!text && decisions.length === 0 && <p>{t.floor.shown.empty}</p>}
    </section>
  );
}

function OpenSounding({ open, speaking }: { open: NonNullable<Floor['open']>; speaking: Floor['speaking'] }) {
  const words = useT().floor.sounding;
  return (
    <section className="big-screen__sounding" aria-labelledby="stemning">
      <h2 className="big-screen__label" id="stemning">{words.notVote}</h2>
      <p className="big-screen__question">{open.question}</p>
      <Bars figures={open.figures} />
      {speaking && <Speaking hand={speaking} />}
    </section>
  );
}

function Speaking({ hand }: { hand: HandView }) {
  const words = useT().floor.queue;
  return <p className="big-screen__speaking"><span>{words.speaking}</span> <strong>{hand.name}</strong> <span>{words.kinds[hand.kind]}</span></p>;
}

function Speakers({ floor: { speaking, queue } }: { floor: Floor }) {
  const t = useT();
  const words = t.floor.queue;
  return (
    <section className="big-screen__queue" aria-labelledby="talere">
      <h2 className="big-screen__label" id="talere">{words.title}</h2>
      {speaking && <Speaking hand={speaking} />}
      {queue.length === 0 ? <p>{t.floor.bigScreen.waiting(0)}</p> : (
        <ol className="big-screen__waiting no-max-width">
          {queue.slice(0, NAMED).map((hand) => <li key={hand.id}>{hand.name} <span>{words.kinds[hand.kind]}</span></li>)}
        </ol>
      )}
      {queue.length > NAMED && <p>{t.floor.bigScreen.more(queue.length - NAMED)}</p>}
    </section>
  );
}
