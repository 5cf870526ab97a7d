import { useRef } from 'react';
import type { Floor, HandView } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import { Named, StayButton, useKeptFocus } from './floor-stay';
import { liveStep, type View } from './floor-views';
import { Tag, When } from './page';

type Place = { slug: string; view: View };
const PART = 'talerliste';

/** Who has the floor and who waits for it; for the chair with the buttons that give it. */
export function SpeakersQueue({ floor, slug, view }: Place & { floor: Floor }) {
  const t = useT();
  const words = t.floor.queue;
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useKeptFocus(() => heading.current);
  const { speaking, queue } = floor;
  const leads = view === 'ordstyrer' && floor.can.lead;
  return (
    <section className="live__part floor-queue" id={PART} aria-labelledby={`${PART}-titel`} {...kept}>
      <h2 id={`${PART}-titel`} tabIndex={-1} ref={heading}>{words.title}</h2>
      {speaking ? <Speaking hand={speaking} /> : <p className="floor-queue__nobody">{queue.length > 0 ? words.nobodySpeaks : words.nobodyWaits}</p>}
      {leads && <GiveFloor speaking={speaking} next={queue[0] ?? null} slug={slug} view={view} />}
      {queue.length > 0 && (
        <>
          <h3 className="floor-queue__waiting">{words.waiting}</h3>
          <ol className="queue no-max-width">
            {queue.map((hand, index) => (
              <li key={hand.id} className={hand.own ? 'queue__hand queue__hand--own' : 'queue__hand'}>
                <span className="queue__who">
                  <span className="queue__place" aria-hidden="true">{index + 1}.</span> <span className="queue__name">{hand.name}</span>{hand.own && <> ({words.you})</>} <Kind hand={hand} />
                  {hand.earlier && <span className="queue__earlier">{words.earlier(hand.earlier.position)}</span>}
                </span>
                {leads && <Arrange hand={hand} first={index === 0} last={index === queue.length - 1} speaking={speaking} slug={slug} view={view} />}
              </li>
            ))}
          </ol>
        </>
      )}
      {(queue.length > 1 || leads) && <p className="form-hint">{words.order}</p>}
    </section>
  );
}

const Kind = ({ hand }: { hand: HandView }) => <Tag tone={hand.kind === 'point_of_order' ? 'warning' : 'neutral'}>{useT().floor.queue.kinds[hand.kind]}</Tag>;

function Speaking({ hand }: { hand: HandView }) {
  const words = useT().floor.queue;
  return (
    <p className="speaking">
      <span className="speaking__label">{words.speaking}</span>
      <strong className="speaking__name">{hand.name}{hand.own && ` (${words.you})`}</strong>
      <Kind hand={hand} />
      {hand.calledAt && <span className="speaking__since">{words.since} <When at={hand.calledAt} form="time" /></span>}
    </p>
  );
}

/** The one press that the chair makes most: the floor to the next, which ends the turn of who has it. */
function GiveFloor({ speaking, next, slug, view }: Place & { speaking: HandView | null; next: HandView | null }) {
  const words = useT().floor.queue;
  if (!speaking && !next) return null;
  return (
    <div className="actions">
      {next && <StayButton key={`call ${next.id}`} action={liveStep(slug, view, 'ordet', PART)} variant="primary" label={speaking ? words.passOn(next.name) : words.callNext(next.name)} hidden={{ hand: next.id, after: speaking?.id ?? '' }} />}
      {speaking && <StayButton key={`end ${speaking.id}`} action={liveStep(slug, view, `ordet/${speaking.id}/afslutning`, PART)} label={words.end(speaking.name)} />}
    </div>
  );
}

function Arrange({ hand, first, last, speaking, slug, view }: Place & { hand: HandView; first: boolean; last: boolean; speaking: HandView | null }) {
  const words = useT().floor.queue;
  const at = (step: string) => liveStep(slug, view, `talerliste/${hand.id}/${step}`, PART);
  return (
    <div className="queue__steps">
      {!first && <StayButton action={liveStep(slug, view, 'ordet', PART)} variant="tertiary" label={<Named word={words.call} about={hand.name} />} hidden={{ hand: hand.id, after: speaking?.id ?? '' }} />}
      {!first && <StayButton action={at('flytning')} variant="tertiary" label={<Named word={words.up} about={hand.name} />} hidden={{ direction: 'up' }} />}
      {!last && <StayButton action={at('flytning')} variant="tertiary" label={<Named word={words.down} about={hand.name} />} hidden={{ direction: 'down' }} />}
      <StayButton action={at('fjernelse')} variant="tertiary" label={<Named word={words.remove} about={hand.name} />} />
    </div>
  );
}

/** What is left of the queue when the meeting is over: figures, no names. */
export function Spoken({ spoken }: { spoken: Floor['spoken'] }) {
  const words = useT().floor.queue;
  const all = spoken.reduce((sum, { n }) => sum + n, 0);
  if (all === 0) return null;
  return <p className="floor-spoken">{words.title}: {words.spoken(all)} ({spoken.map(({ kind, n }) => words.spokenBy(n, kind)).join(', ')}).</p>;
}
