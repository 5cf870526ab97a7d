import { useEffect, useRef, useState } from 'react';
import type { Discussion } from '~/server/domain/threads/queries';
import { useT } from '../shell/contexts';
import { Alert } from './page';
import { ThreadView } from './thread';

type Given = { item: { id: string; title: string }; thread: Discussion } | null;

/**
 * The discussion of the current item. When the meeting goes on, the page follows; but not while someone writes or has
 * the focus in it: their discussion then stays, live as before, until they follow by themselves.
 */
export function LiveDiscussion({ given }: { given: Given }) {
  const t = useT();
  const words = t.agenda.live;
  const box = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [shown, setShown] = useState(given);
  const moved = shown?.item.id !== given?.item.id;
  // The same thread read anew; state of the render before, so that no older posts flash up.
  if (!moved && shown !== given) setShown(given);

  useEffect(() => {
    if (moved && !(box.current && isBusy(box.current))) setShown(given);
  }, [moved, given]);

  const follow = () => {
    setShown(given);
    heading.current?.focus();
  };
  if (!shown) return null;
  return (
    <section className="live__discussion" aria-labelledby="debat">
      <h2 id="debat" tabIndex={-1} ref={heading}>{words.discussion(shown.item.title)}</h2>
      <div role="status">
        {moved && (
          <Alert tone="info" title={given ? words.movedOn(given.item.title) : words.movedOnNone}>
            <p>{words.movedOnText}</p>
            <p><button type="button" className="button button-secondary" onClick={follow}>{given ? words.follow : words.followNone}</button></p>
          </Alert>
        )}
      </div>
      <div ref={box}><ThreadView key={shown.thread.threadId} discussion={shown.thread} /></div>
    </section>
  );
}

/** Whether someone is at it: words in a field, or the focus. */
function isBusy(box: HTMLElement): boolean {
  return box.contains(document.activeElement) || [...box.querySelectorAll('textarea')].some((field) => field.value.trim() !== '');
}
