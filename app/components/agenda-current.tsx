import { useEffect, useRef, useState } from 'react';
import type { MeetingState } from '~/db/schema/states';
import type { LiveState } from '~/server/domain/agenda/queries';
import { useT } from '../shell/contexts';
import { ItemLinks } from './agenda-item-parts';
import { PlainText, When } from './page';

/** What the meeting is at right now, large enough for the back row. */
export function CurrentItem({ live }: { live: LiveState }) {
  const t = useT();
  const words = t.agenda.live;
  const { current, next } = live;
  const heading = useFollowedFocus(current?.id ?? null);
  return (
    <section className="live__current" aria-labelledby="aktuelt">
      {current ? (
        <>
          <p className="live__kicker">{words.nowOf(current.position, live.items.length)} · {t.agenda.kinds[current.kind]}</p>
          <h2 className="live__title" id="aktuelt" tabIndex={-1} ref={heading}>{current.title}</h2>
          <p className="live__meta">
            {current.openedAt && <>{words.since} {t.agenda.at} <When at={current.openedAt} form="time" /></>}
            {current.until && <>, {words.until} {t.agenda.at} <When at={current.until} form="time" /></>}
            {current.presenter && <> · {t.agenda.presenter(current.presenter)}</>}
          </p>
          {current.body && <PlainText text={current.body} />}
          <ItemLinks proposal={current.proposal} carriedTo={current.carriedTo} initiatives={current.initiatives} />
        </>
      ) : (
        <>
          <h2 className="live__title" id="aktuelt" tabIndex={-1} ref={heading}>{words.between}</h2>
          <p className="live__meta">{next ? words.betweenNext(next.title) : words.allDone}</p>
        </>
      )}
    </section>
  );
}

/** A button that went away with its item leaves the focus nowhere; then, and only then, the heading takes it. */
function useFollowedFocus(id: string | null) {
  const heading = useRef<HTMLHeadingElement>(null);
  const seen = useRef(id);
  useEffect(() => {
    if (seen.current === id) return;
    seen.current = id;
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [id]);
  return heading;
}

/** Says that the meeting has begun, gone on or ended. At first it says nothing: the page itself can be read. */
export function LiveAnnouncement({ state, live: { current, done } }: { state: MeetingState; live: LiveState }) {
  const words = useT().agenda.live;
  const [spoken, setSpoken] = useState('');
  const at = `${state} ${current?.id ?? done}`;
  const seen = useRef(at);
  const sentence = state === 'live' ? (current ? words.announce(current.position, current.title) : done === 0 ? words.announceStart : words.announceNone) : state === 'held' ? words.announceOver : '';
  useEffect(() => {
    if (seen.current === at) return;
    seen.current = at;
    setSpoken(sentence);
  }, [at, sentence]);
  return <p className="sr-only" role="status">{spoken}</p>;
}
