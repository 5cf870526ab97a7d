import { useRef } from 'react';
import type { shownEntry } from '~/server/domain/entries/queries';
import { useT } from '../shell/contexts';
import { Named, StayButton, useKeptFocus } from './floor-stay';
import { liveStep, type View } from './floor-views';
import { PlainText } from './page';

type Shown = NonNullable<Awaited<ReturnType<typeof shownEntry>>>;
const PART = 'vist-referat';

/** What the minutes say of the current item, as it is being written, before the item is closed. */
export function ShownMinutes({ shown }: { shown: Shown }) {
  const t = useT();
  const words = t.floor.shown;
  return (
    <section className="live__part shown-minutes" id={PART} aria-labelledby={`${PART}-titel`}>
      <h2 id={`${PART}-titel`} tabIndex={-1}>{words.title}</h2>
      <p className="form-hint">{words.lead}</p>
      {shown.text ? <PlainText text={shown.text} /> : <p>{words.empty}</p>}
      {shown.decisions.map(({ id, number, text }) => (
        <div key={id} className="decision"><h3 className="decision__number">{t.minutes.decision} {number}</h3><PlainText text={text} /></div>
      ))}
    </section>
  );
}

/** Shows the summary and decisions of an item to everyone, or no longer. */
export function ShowMinutes({ entry, title, slug, view }: { entry: { id: string; shown: boolean }; title: string; slug: string; view: View }) {
  const words = useT().floor.shown;
  const said = useRef<HTMLParagraphElement>(null);
  const kept = useKeptFocus(() => said.current);
  return (
    <div className="show-minutes" {...kept}>
      <p className="form-hint" tabIndex={-1} ref={said}>{entry.shown ? words.isShown : words.showHelp}</p>
      <StayButton key={String(entry.shown)} action={liveStep(slug, view, `referat/${entry.id}`, PART)} variant={entry.shown ? 'tertiary' : 'secondary'} label={entry.shown ? words.hide : <Named word={words.show} about={title} />} hidden={{ on: entry.shown ? '' : 'true' }} />
    </div>
  );
}
