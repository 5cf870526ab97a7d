import type { ItemOutcome } from '~/db/schema/states';
import type { AgendaItemView, LiveState } from '~/server/domain/agenda/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { ButtonForm, Hidden, PostForm, RadioField, SubmitButton } from './form';

/** What the chair can do now: take up, close with an outcome, go on, pass over, end. */
export function Chair({ live, path }: { live: LiveState; path: string }) {
  const t = useT();
  const words = t.agenda.live;
  const { current, next } = live;
  const planned = live.items.filter((item) => item.state === 'planned');
  const others = current ? planned : planned.filter((item) => item.id !== next?.id);
  return (
    <section className="live__chair" aria-labelledby="ordstyrer">
      <h2 id="ordstyrer">{words.chair}</h2>
      {current && <Closing key={current.id} id={current.id} outcomes={current.outcomes} next={next} path={path} />}
      {!current && next && <ButtonForm action={`${path}/live/aktuelt`} variant="primary" label={words.open(next.position, next.title)} hidden={{ itemId: next.id }} preventScrollReset />}
      {others.length > 0 && <Rest items={others} open={!current} path={path} />}
      <div className="live__end">
        <p>{current ? words.endFirst : words.endHint(planned.length)} <A to={`${path}/dagsorden/rediger`}>{words.add}</A></p>
        {!current && <ButtonForm action={`${path}/afslutning`} variant={next ? 'secondary' : 'primary'} label={t.meetings.hold} />}
      </div>
    </section>
  );
}

/** No outcome is chosen beforehand: what came of an item is not to be set by a slip. */
function Closing({ id, outcomes, next, path }: { id: string; outcomes: ItemOutcome[]; next: AgendaItemView | null; path: string }) {
  const t = useT();
  const words = t.agenda.live;
  return (
    <PostForm action={`${path}/live/udfald`} preventScrollReset>
      <Hidden name="itemId" value={id} />
      {outcomes.length === 1 ? <Hidden name="outcome" value={outcomes[0] ?? 'noted'} /> : <RadioField name="outcome" legend={words.outcome} options={outcomes.map((outcome) => ({ value: outcome, label: t.agenda.outcomes[outcome] }))} />}
      <div className="actions">
        {next && <SubmitButton name="next" value="true">{words.closeNext(next.title)}</SubmitButton>}
        <SubmitButton variant={next ? 'secondary' : 'primary'} name="next" value="">{words.close}</SubmitButton>
      </div>
    </PostForm>
  );
}

/** Out of turn: take up another one, or pass over what there is no time for. */
function Rest({ items, open, path }: { items: AgendaItemView[]; open: boolean; path: string }) {
  const { rest, openShort, openLong, skip, skipLong } = useT().agenda.live;
  const named = (short: string, long: string) => <><span aria-hidden="true">{short}</span><span className="sr-only">{long}</span></>;
  return (
    <details className="details fold">
      <summary className="details-summary">{rest}</summary>
      <ul className="rest no-max-width">
        {items.map((item) => (
          <li key={item.id} className="rest__item">
            <span>{item.position}. {item.title}</span>
            <span className="actions">
              {open && <ButtonForm action={`${path}/live/aktuelt`} label={named(openShort, openLong(item.title))} hidden={{ itemId: item.id }} preventScrollReset />}
              <ButtonForm action={`${path}/live/udfald`} variant="tertiary" label={named(skip, skipLong(item.title))} hidden={{ itemId: item.id, outcome: 'not_reached' }} preventScrollReset />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
