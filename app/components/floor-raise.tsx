import { useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { handKinds } from '~/db/schema/states';
import type { Floor } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { sayRefusal } from '../shell/say';
import { useViewer } from '../shell/viewer';
import { StayButton, useKeptFocus } from './floor-stay';
import { liveStep, type View } from './floor-views';
import { SubmitButton } from './form';
import { StayForm } from './minutes-stay-form';

const PART = 'bed-om-ordet';

/** One's own hand: raised with one press, taken down with one. On a phone it stays under the thumb. */
export function OwnHand({ floor, slug, view }: { floor: Floor; slug: string; view: View }) {
  const t = useT();
  const words = t.floor.queue;
  const { pathname, search } = useLocation();
  const said = useRef<HTMLParagraphElement>(null);
  const kept = useKeptFocus(() => said.current);
  const { own, why } = floor;
  return (
    <section className="own-hand" id={PART} aria-label={words.raise} {...kept}>
      {own && (
        <div className="own-hand__up">
          <p tabIndex={-1} ref={said}><strong>{own.state === 'speaking' ? words.haveFloor : words.place(own.place)}</strong></p>
          {own.state === 'speaking'
            ? <StayButton key="finish" action={liveStep(slug, view, `ordet/${own.id}/afslutning`, PART)} label={words.finish} />
            : <StayButton key="lower" action={liveStep(slug, view, `talerliste/${own.id}/fjernelse`, PART)} label={<>{words.lower}<span className="sr-only">{words.lowerRest}</span></>} />}
        </div>
      )}
      {!own && why === 'not_signed_in' && <A className="button button-secondary" to={`/log-ind?videre=${encodeURIComponent(pathname + search)}`}>{words.signIn}</A>}
      {!own && why !== null && why !== 'not_signed_in' && <p>{sayRefusal(t, why)}</p>}
      {!own && why === null && <Raise action={liveStep(slug, view, 'talerliste', PART)} />}
    </section>
  );
}

/** Open where there is room; on a phone it unfolds over the page. */
function Raise({ action }: { action: string }) {
  const words = useT().floor.queue;
  const { actor } = useViewer();
  const fold = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (fold.current && matchMedia('(width >= 768px)').matches) fold.current.open = true;
  }, []);
  return (
    <details className="own-hand__fold" ref={fold}>
      <summary className="own-hand__summary">{words.raise}</summary>
      <StayForm action={action} className="own-hand__form">
        {() => (
          <>
            <div className="own-hand__kinds" role="group" aria-label={words.raiseLegend}>
              {handKinds.map((kind) => <SubmitButton key={kind} variant="secondary" name="kind" value={kind}><span className="sr-only">{words.raiseButton}: </span>{words.kinds[kind]}</SubmitButton>)}
            </div>
            <p className="form-hint own-hand__name">{words.nameShown(actor?.name ?? '')}</p>
          </>
        )}
      </StayForm>
    </details>
  );
}
