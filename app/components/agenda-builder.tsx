import { useSubmit } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import type { AgendaItemView } from '~/server/domain/agenda/queries';
import { useT } from '../shell/contexts';
import { A, useHref } from '../shell/links';
import { useDragOrder } from './agenda-drag';
import { ItemStateTag, ItemTime } from './agenda-item-parts';
import { ButtonForm, Hidden, PostForm, SubmitButton } from './form';
import { Icon } from './page';

type Move = { id: string; direction: 'up' | 'down' };

/** The items to be put in order: by buttons, with or without JavaScript, and by dragging where there is a mouse. */
export function AgendaBuilder({ items, path }: { items: AgendaItemView[]; path: string }) {
  const t = useT();
  const href = useHref();
  const submit = useSubmit();
  const { ready, spoken, list, remember } = useMoves(items);
  const movable = items.filter((item) => item.can.edit).map((item) => item.id);
  const drag = useDragOrder(movable, ready, (ids) => submit({ order: ids.join(',') }, { method: 'post', action: href(`${path}/raekkefoelge`), preventScrollReset: true }));
  return (
    <>
      <ol className="builder no-max-width" ref={list}>
        {items.map((item) => (
          <li key={item.id} id={`punkt-${item.id}`} className={`builder__item builder__item--${item.state}`} {...drag.row(item.id)}>
            <div className="builder__head" title={ready && item.can.edit ? t.agenda.build.drag : undefined} {...drag.handle(item.id)}>
              <span className="builder__time"><ItemTime startsAt={item.startsAt} /></span>
              <div className="builder__words">
                <h3 className="builder__title"><span className="agenda__number">{item.position}.</span> {item.title}</h3>
                <p className="builder__meta">{[t.agenda.kinds[item.kind], item.minutes === null ? null : t.agenda.minutesLong(item.minutes), item.presenter && t.agenda.presenter(item.presenter)].filter(Boolean).join(' · ')}</p>
                {(item.proposal || item.state !== 'planned') && (
                  <div className="tags"><ItemStateTag state={item.state} outcome={item.outcome} />{item.proposal && <A to={`/forslag/${item.proposal.id}`}>{t.agenda.fromProposal}<span className="sr-only"> {item.proposal.title}</span></A>}</div>
                )}
              </div>
            </div>
            <div className="builder__tools">
              {item.can.edit && <MoveButtons item={item} movable={movable} path={path} stay={ready} remember={remember} />}
              {item.can.edit && <A className="button button-tertiary" to={`${path}/punkter/${item.id}`}>{t.agenda.build.edit}<span className="sr-only"> {item.title}</span></A>}
              {item.can.remove && <ButtonForm action={`${path}/punkter/${item.id}/fjernelse`} variant="tertiary" preventScrollReset label={<>{t.agenda.build.remove}<span className="sr-only"> {item.title}</span></>} />}
            </div>
          </li>
        ))}
      </ol>
      <p className="sr-only" role="status">{spoken}</p>
    </>
  );
}

function MoveButtons({ item, movable, path, stay, remember }: { item: AgendaItemView; movable: string[]; path: string; stay: boolean; remember: (move: Move) => void }) {
  const { up, down, upLong, downLong } = useT().agenda.build;
  const at = movable.indexOf(item.id);
  const button = (direction: Move['direction'], word: string, long: string) => (
    <span className="builder__move" data-direction={direction} onClick={() => remember({ id: item.id, direction })}>
      <SubmitButton variant="secondary" name="direction" value={direction}><Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} /><span aria-hidden="true">{word}</span><span className="sr-only">{long}</span></SubmitButton>
    </span>
  );
  return (
    <PostForm action={`${path}/punkter/${item.id}/flytning`} className="builder__moves" preventScrollReset>
      {stay && <Hidden name="stay" value="true" />}
      {at > 0 && button('up', up, upLong(item.title))}
      {at < movable.length - 1 && button('down', down, downLong(item.title))}
    </PostForm>
  );
}

/** Keeps the focus on the item that was moved, on the other button where the first is gone, and says where it stands. */
function useMoves(items: AgendaItemView[]) {
  const { moved } = useT().agenda.build;
  const [ready, setReady] = useState(false);
  const [spoken, setSpoken] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const last = useRef<Move | null>(null);
  const order = items.map((item) => item.id).join();
  useEffect(() => setReady(true), []);
  useEffect(() => {
    const move = last.current;
    last.current = null;
    const item = items.find(({ id }) => id === move?.id);
    if (!move || !item) return;
    const tools = list.current?.querySelector(`#punkt-${item.id}`);
    const button = tools?.querySelector<HTMLElement>(`[data-direction="${move.direction}"] button`) ?? tools?.querySelector<HTMLElement>('[data-direction] button');
    button?.focus();
    setSpoken(moved(item.title, item.position, items.length));
    // Only a new order tells that the move has happened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [order]);
  return { ready, spoken, list, remember: (move: Move) => { last.current = move; } };
}
