import { itemKinds, type ItemOutcome } from '~/db/schema/states';
import type { AgendaItemView, LiveState } from '~/server/domain/agenda/queries';
import { limits } from '~/server/limits';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ShowMinutes } from './floor-shown';
import { Named, StayButton } from './floor-stay';
import { liveStep } from './floor-views';
import { Hidden, RadioField, SelectField, SubmitButton, TextField } from './form';
import { StayForm } from './minutes-stay-form';

const PART = 'ordstyrer';
const at = (slug: string, step: string) => liveStep(slug, 'ordstyrer', step, PART);

type ChairProps = { live: LiveState; slug: string; entry: { id: string; shown: boolean } | null; waiting: number };

/** What the chair can do with the current item: take the next one up, show what is written of it, close it with an outcome. */
export function Chair({ live, slug, entry, waiting }: ChairProps) {
  const t = useT();
  const words = t.agenda.live;
  const { current, next } = live;
  return (
    <section className="live__chair" id={PART} aria-labelledby={`${PART}-titel`}>
      <h2 id={`${PART}-titel`}>{words.chair}</h2>
      {current && entry && <ShowMinutes key={current.id} entry={entry} title={current.title} slug={slug} view="ordstyrer" />}
      {current && <Closing key={`close ${current.id}`} id={current.id} outcomes={current.outcomes} next={next} slug={slug} waiting={waiting} />}
      {!current && next && <StayButton key={`open ${next.id}`} action={at(slug, 'aktuelt')} variant="primary" label={words.open(next.position, next.title)} hidden={{ itemId: next.id }} />}
      {!current && !next && <p>{words.allDone}</p>}
    </section>
  );
}

/** No outcome is chosen beforehand: what came of an item is not to be set by a slip. */
function Closing({ id, outcomes, next, slug, waiting }: { id: string; outcomes: ItemOutcome[]; next: AgendaItemView | null; slug: string; waiting: number }) {
  const t = useT();
  const words = t.agenda.live;
  return (
    <StayForm action={at(slug, 'udfald')}>
      {() => (
        <>
          <Hidden name="itemId" value={id} />
          {outcomes.length === 1 ? <Hidden name="outcome" value={outcomes[0] ?? 'noted'} /> : <RadioField name="outcome" legend={words.outcome} options={outcomes.map((outcome) => ({ value: outcome, label: t.agenda.outcomes[outcome] }))} />}
          {waiting > 0 && <p className="form-hint">{t.floor.queue.stillWaiting(waiting)}</p>}
          <div className="actions">
            {next && <SubmitButton name="next" value="true">{words.closeNext(next.title)}</SubmitButton>}
            <SubmitButton variant={next ? 'secondary' : 'primary'} name="next" value="">{words.close}</SubmitButton>
          </div>
        </>
      )}
    </StayForm>
  );
}

/** What else there is to lead: items out of turn, one more item, the end. */
export function ChairRest({ live, slug, builds }: { live: LiveState; slug: string; builds: boolean }) {
  const t = useT();
  const words = t.agenda.live;
  const { current, next } = live;
  const planned = live.items.filter((item) => item.state === 'planned');
  return (
    <section className="live__rest" id="oevrige-punkter" aria-labelledby="oevrige-titel">
      <h2 id="oevrige-titel">{words.rest}</h2>
      {planned.length > 0 && <Rest items={planned} open={current ? null : (next?.id ?? null)} slug={slug} current={current !== null} />}
      <AddOnTheSpot slug={slug} />
      {builds && <p><A to={`/moeder/${slug}/dagsorden/rediger`}>{t.floor.chair.builder}</A></p>}
      <div className="live__end">
        <p>{current ? words.endFirst : words.endHint(planned.length)}</p>
        {!current && <StayButton action={`/moeder/${slug}/afslutning`} variant={next ? 'secondary' : 'primary'} label={t.meetings.hold} />}
      </div>
    </section>
  );
}

/** Out of turn: take up another one, postpone it on the spot, or pass over what there is no time for. `open`: the one that the chair's first button takes up. */
function Rest({ items, open, current, slug }: { items: AgendaItemView[]; open: string | null; current: boolean; slug: string }) {
  const t = useT();
  const words = t.agenda.live;
  return (
    <details className="details fold" open={!current}>
      <summary className="details-summary">{t.floor.chair.others(items.length)}</summary>
      <ul className="rest nobullet-list no-max-width">
        {items.map((item) => (
          <li key={item.id} className="rest__item">
            <span>{item.position}. {item.title}</span>
            <div className="actions">
              {!current && item.id !== open && <StayButton action={at(slug, 'aktuelt')} label={<Named word={words.openShort} about={item.title} />} hidden={{ itemId: item.id }} />}
              <StayButton action={at(slug, 'udfald')} variant="tertiary" label={<Named word={t.floor.chair.postpone} about={item.title} />} hidden={{ itemId: item.id, outcome: 'postponed' }} />
              <StayButton action={at(slug, 'udfald')} variant="tertiary" label={<Named word={words.skip} about={item.title} />} hidden={{ itemId: item.id, outcome: 'not_reached' }} />
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function AddOnTheSpot({ slug }: { slug: string }) {
  const t = useT();
  const words = t.floor.chair;
  return (
    <details className="details fold">
      <summary className="details-summary">{words.onTheSpot}</summary>
      <StayForm action={at(slug, 'punkter')}>
        {() => (
          <>
            <TextField name="title" label={words.itemTitle} maxLength={limits.title} width="full" />
            <div className="field-row">
              <SelectField name="kind" label={words.kind} options={itemKinds.map((kind) => ({ value: kind, label: t.agenda.kinds[kind] }))} defaultValue="discussion" />
              <TextField name="minutes" type="number" label={words.minutes} min={1} max={480} required={false} defaultValue="" />
            </div>
            <SubmitButton variant="secondary">{words.add}</SubmitButton>
          </>
        )}
      </StayForm>
    </details>
  );
}
