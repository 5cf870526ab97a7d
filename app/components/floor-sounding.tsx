import { useLocation } from '@remix-run/react';
import { useRef } from 'react';
import { soundingChoices } from '~/db/schema/states';
import type { SoundingFigures } from '~/server/domain/floor/events';
import type { Floor, Sounding } from '~/server/domain/floor/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { StayButton, useKeptFocus } from './floor-stay';
import { liveStep, type View } from './floor-views';
import { SubmitButton, TextField } from './form';
import { StayForm } from './minutes-stay-form';
import { Tag } from './page';

type Place = { slug: string; view: View };
const PART = 'stemning';

/** The sounding that is open, with one's own answer; those of the current item that were; and for the chair, to ask. */
export function SoundingPart({ floor, itemId, slug, view }: Place & { floor: Floor; itemId: string | null }) {
  const words = useT().floor.sounding;
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useKeptFocus(() => heading.current);
  const { open } = floor;
  const closed = floor.closed.filter((sounding) => sounding.itemId === itemId);
  const leads = view === 'ordstyrer' && floor.can.lead;
  const asks = leads && !open && itemId !== null;
  if (!open && closed.length === 0 && !asks) return null;
  return (
    <section className={open ? 'live__part sounding sounding--open' : 'live__part sounding'} id={PART} aria-labelledby={`${PART}-titel`} {...kept}>
      <h2 id={`${PART}-titel`} tabIndex={-1} ref={heading}>{words.title}</h2>
      {open && (
        <>
          <p><Tag tone="warning">{words.notVote}</Tag></p>
          <p className="sounding__question">{open.question}</p>
          <Answer key={open.id} open={open} why={floor.why} slug={slug} view={view} />
          <Bars figures={open.figures} />
          <p className="form-hint">{words.explain}</p>
          {leads && <StayButton action={liveStep(slug, view, `stemning/${open.id}/lukning`, PART)} label={words.close} />}
        </>
      )}
      {closed.map((sounding) => <SoundingResult key={sounding.id} sounding={sounding} />)}
      {asks && <Ask slug={slug} view={view} />}
    </section>
  );
}

function Answer({ open, why, slug, view }: Place & { open: NonNullable<Floor['open']>; why: Floor['why'] }) {
  const words = useT().floor.sounding;
  const { pathname, search } = useLocation();
  if (why === 'not_signed_in') return <p><A to={`/log-ind?videre=${encodeURIComponent(pathname + search)}`}>{words.signIn}</A></p>;
  if (why !== null) return null;
  return (
    <StayForm action={liveStep(slug, view, `stemning/${open.id}`, PART)} className="sounding__form">
      {() => (
        <>
          <div className="sounding__answers" role="group" aria-label={words.answerLegend}>
            {soundingChoices.map((answer) => <SubmitButton key={answer} variant={open.own === answer ? 'primary' : 'secondary'} name="answer" value={answer}>{words.answers[answer]}</SubmitButton>)}
          </div>
          <p className="sounding__own" role="status">{open.own ? words.yours(open.own) : ''}</p>
        </>
      )}
    </StayForm>
  );
}

/** How many, as bars with their figures. */
export function Bars({ figures }: { figures: SoundingFigures }) {
  const words = useT().floor.sounding;
  const all = soundingChoices.reduce((sum, answer) => sum + figures[answer], 0);
  return (
    <div className="bars">
      <dl className="bars__list">
        {soundingChoices.map((answer) => (
          <div key={answer} className={`bars__row bars__row--${answer}`}>
            <dt>{words.answers[answer]}</dt>
            <dd>
              <span className="bars__figure">{figures[answer]}</span>
              <svg className="bars__bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width={all === 0 ? 0 : (100 * figures[answer]) / all} height="1" /></svg>
            </dd>
          </div>
        ))}
      </dl>
      <p className="bars__all">{words.count(all)}</p>
    </div>
  );
}

/** A sounding that is closed: it stands on its item for good. */
export function SoundingResult({ sounding: { question, figures } }: { sounding: Pick<Sounding, 'question' | 'figures'> }) {
  const words = useT().floor.sounding;
  return (
    <div className="sounding-result">
      <p className="sounding-result__head"><strong>{question}</strong> <Tag>{words.notVote}</Tag> <Tag>{words.closed}</Tag></p>
      <Bars figures={figures} />
    </div>
  );
}

/** All soundings of a meeting that is over, each with the item it was about. */
export function SoundingResults({ soundings, items }: { soundings: Sounding[]; items: { id: string; position: number; title: string }[] }) {
  const t = useT();
  const words = t.floor.sounding;
  if (soundings.length === 0) return null;
  return (
    <section className="live__part sounding" id={PART} aria-labelledby={`${PART}-titel`}>
      <h2 id={`${PART}-titel`} tabIndex={-1}>{words.results}</h2>
      {soundings.map((sounding) => {
        const item = items.find(({ id }) => id === sounding.itemId);
        return <div key={sounding.id}>{item && <p className="sounding-result__item">{t.agenda.item(item.position)}: {item.title}</p>}<SoundingResult sounding={sounding} /></div>;
      })}
    </section>
  );
}

/** The same in a line, where there is little room. */
export function SoundingLine({ sounding: { question, figures } }: { sounding: Pick<Sounding, 'question' | 'figures'> }) {
  const words = useT().floor.sounding;
  return <span className="sounding-line">{words.result(question)} ({soundingChoices.map((answer) => `${words.answers[answer].toLowerCase()} ${figures[answer]}`).join(', ')})</span>;
}

function Ask({ slug, view }: Place) {
  const words = useT().floor.sounding;
  return (
    <details className="details fold">
      <summary className="details-summary">{words.open}</summary>
      <StayForm action={liveStep(slug, view, 'stemning', PART)}>
        {() => (
          <>
            <p>{words.openLong} {words.explain}</p>
            <TextField name="question" label={words.question} hint={words.questionHint} maxLength={limits.sounding} width="full" />
            <SubmitButton>{words.openButton}</SubmitButton>
          </>
        )}
      </StayForm>
    </details>
  );
}
