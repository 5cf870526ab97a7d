import { useEffect, useRef } from 'react';
import type { LiveState } from '~/server/domain/agenda/queries';
import type { FollowUp } from '~/server/domain/follow-up/queries';
import { useT } from '../shell/contexts';
import { FollowUpList } from './agenda-follow-up';
import { ItemLinks } from './agenda-item-parts';
import { ItemClock } from './floor-clock';
import { PlainText, When } from './page';

/** What the meeting is at right now, large enough for the back row. */
export function CurrentItem({ live, paused, followUp }: { live: LiveState; paused: boolean; followUp?: FollowUp | undefined }) {
  const t = useT();
  const words = t.agenda.live;
  const { current, next } = live;
  const heading = useFollowedFocus(current?.id ?? null);
  return (
    <section className="live__current" id="aktuelt-punkt" aria-labelledby="aktuelt">
      {current ? (
        <>
          <p className="live__kicker">{words.nowOf(current.position, live.items.length)} · {t.agenda.kinds[current.kind]}</p>
          <h2 className="live__title" id="aktuelt" tabIndex={-1} ref={heading}>{current.title}</h2>
          <p className="live__meta">
            {current.openedAt && <>{words.since} {t.agenda.at} <When at={current.openedAt} form="time" /></>}
            {current.until && <>, {words.until} {t.agenda.at} <When at={current.until} form="time" /></>}
            {current.presenter && <> · {t.agenda.presenter(current.presenter)}</>}
          </p>
          <ItemClock key={current.id} used={current.used} planned={current.minutes} paused={paused} />
          {current.body && <PlainText text={current.body} />}
          <FollowUpList found={followUp} />
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
