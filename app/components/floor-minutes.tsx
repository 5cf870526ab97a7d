import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { LiveState } from '~/server/domain/agenda/queries';
import type { Minutes } from '~/server/domain/minutes/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ItemTitle } from './agenda-item-parts';
import { ShowMinutes } from './floor-shown';
import { StayButton } from './floor-stay';
import { liveStep } from './floor-views';
import { EntryEditor } from './minutes-editor';
import type { Choices } from './minutes-forms';
import { entryAnchor } from './minutes-parts';
import { WritingRoom, type Room } from './minutes-room';
import { ButtonLink, Tag } from './page';

type Writing = { minutes: Minutes | null; choices: Choices; room: Room | null };
type MinuteTakerProps = { writing: Writing; live: LiveState; slug: string; entry: { id: string; shown: boolean } | null };
const PART = 'referat';

/** The minutes beside the meeting: every entry can be written at any time; the one of the current item is open. */
export function MinuteTaker({ writing: { minutes, choices, room }, live: { current }, slug, entry }: MinuteTakerProps) {
  const words = useT().floor.minuteTaker;
  return (
    <section className="live__part live-minutes" id={PART} aria-labelledby={`${PART}-titel`}>
      <h2 id={`${PART}-titel`} tabIndex={-1}>{words.title}</h2>
      {!minutes && <><p>{words.none}</p><StayButton action={liveStep(slug, 'referent', 'referat', PART)} variant="primary" label={words.begin} /></>}
      {minutes && !minutes.can.write && <><p>{words.notDraft}</p><p><ButtonLink to={`/moeder/${slug}/referat`}>{words.read}</ButtonLink></p></>}
      {minutes?.can.write && (
        <>
          <p>{words.lead}</p>
          {current && (entry ? <><p><A to={`#${entryAnchor(current.id)}`}>{words.toCurrent(current.title)}</A></p><ShowMinutes key={current.id} entry={entry} title={current.title} slug={slug} view="referent" /></> : <p>{words.breakNow}</p>)}
          {room && (
            <WritingRoom meetingId={minutes.meetingId} room={room} from="?visning=referent">
              {minutes.entries.map((one) => (
                <EntryFold key={one.id} current={one.agendaItemId === current?.id} label={<>{one.position}. <ItemTitle title={one.title} /></>}>
                  <EntryEditor entry={one} slug={slug} choices={choices} />
                </EntryFold>
              ))}
            </WritingRoom>
          )}
        </>
      )}
    </section>
  );
}

/**
 * An entry that unfolds when its item is taken up. It folds again when the meeting goes on, but not under someone who writes
 * in it; what is in its fields stays there folded or not.
 */
function EntryFold({ current, label, children }: { current: boolean; label: ReactNode; children: ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(current);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (current) setOpen(true);
    else if (!(box.current && isBusy(box.current))) setOpen(false);
  }, [current]);
  return (
    <details className="entry-fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)} ref={box}>
      <summary className="entry-fold__summary">{label} {current && <Tag tone="accent">{t.floor.minuteTaker.now}</Tag>}</summary>
      {children}
    </details>
  );
}

const isBusy = (box: HTMLElement): boolean => box.contains(document.activeElement) || [...box.querySelectorAll('textarea')].some((field) => field.value !== field.defaultValue);
