import { useEffect, useRef, useState } from 'react';
import { useT } from '../shell/contexts';
import { When } from './content';
import { StayButton } from './floor-stay';
import { useViewQuery } from './floor-views';
import { StayForm } from './minutes-stay-form';
import { SubmitButton } from './submit';
import { TextField } from './text-fields';

type Paused = { startedAt: Date | string; resumesAt: Date | string | null };
type Shown = { slug: string; paused: Paused | null; can: { pause: boolean; resume: boolean } };

/** Whether a running meeting is paused and until when; to the chair, the forms to pause and to go on. Shows nothing else. */
export function PauseBox({ meeting: { slug, paused, can } }: { meeting: Shown }) {
  const t = useT().meetings.pause;
  const query = useViewQuery('pause');
  return (
    <>
      <Announcement paused={paused !== null} />
      {(paused || can.pause) && (
        <section className={paused ? 'pause pause--on' : 'pause'} aria-labelledby="pause-titel" id="pause">
          <h2 className="pause__title" id="pause-titel">{paused ? t.now : t.title}</h2>
          {paused && <Until paused={paused} />}
          {can.resume && <StayButton action={`/moeder/${slug}/genoptagelse${query}`} label={t.resume} variant="primary" />}
          {can.pause && (
            <StayForm action={`/moeder/${slug}/pause${query}`} className="pause__form">
              {() => (
                <>
                  <TextField name="until" type="time" label={t.untilField} hint={t.untilHint} required={false} />
                  <SubmitButton variant="secondary">{t.begin}</SubmitButton>
                </>
              )}
            </StayForm>
          )}
        </section>
      )}
    </>
  );
}

function Until({ paused: { startedAt, resumesAt } }: { paused: Paused }) {
  const t = useT();
  const overdue = useOver(resumesAt);
  const { at } = t.agenda;
  return (
    <p>
      {t.meetings.pause.since} {at} <When at={startedAt} form="time" />.{' '}
      {resumesAt ? <strong>{overdue ? t.meetings.pause.overdue : t.meetings.pause.until} {at} <When at={resumesAt} form="time" />.</strong> : t.meetings.pause.unknown}{' '}
      {t.meetings.pause.clock}
    </p>
  );
}

/** Whether an instant has passed while the page is open. The first rendering never says so: a browser's clock may differ from the server's. */
function useOver(at: Date | string | null): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (at === null) return setOver(false);
    const left = new Date(at).getTime() - Date.now();
    setOver(left <= 0);
    const timer = setTimeout(() => setOver(true), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [at]);
  return over;
}

/** Says that a pause began or ended while the page was open. */
function Announcement({ paused }: { paused: boolean }) {
  const t = useT().meetings.pause;
  const [spoken, setSpoken] = useState('');
  const seen = useRef(paused);
  const sentence = paused ? t.announcePaused : t.announceResumed;
  useEffect(() => {
    if (seen.current === paused) return;
    seen.current = paused;
    setSpoken(sentence);
  }, [paused, sentence]);
  return <p className="sr-only" role="status">{spoken}</p>;
}
