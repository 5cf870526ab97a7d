import { useSubmit } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import type { AgendaItemView } from '~/server/domain/agenda/queries';
import { readTitle } from '~/server/i18n/stored-titles';
import { useT } from '../shell/contexts';
import { A, useHref } from '../shell/links';
import { useDragOrder } from './agenda-drag';
import { FollowUpList, type FollowUps } from './agenda-follow-up';
import { inSections, ItemStateTag, ItemTime, ItemTitle } from './agenda-item-parts';
import { ButtonForm, Hidden, PostForm, SubmitButton } from './form';
import { Icon, Tag } from './page';

type Move = { id: string; direction: 'up' | 'down' };

type BuilderProps = { items: AgendaItemView[]; path: string; followUps: FollowUps; overFrom: string | null };

/** The items to be put in order: by buttons, with or without JavaScript, and by dragging where there is a mouse. `overFrom`: the first one that goes over the meeting's time. */
export function AgendaBuilder({ items, path, followUps, overFrom }: BuilderProps) {
  const href = useHref();
  const submit = useSubmit();
  const { ready, spoken, list, remember } = useMoves(items);
  const movable = items.filter((item) => item.can.edit).map((item) => item.id);
  const drag = useDragOrder(movable, ready, (ids) => submit({ order: ids.join(',') }, { method: 'post', action: href(`${path}/raekkefoelge`), preventScrollReset: true }));
  const late = overFrom === null ? items.length : items.findIndex(({ id }) => id === overFrom);
  return (
    <>
      <div ref={list}>
        {inSections(items).map(({ key, section, items: own }, index) => (
          <div key={key} className={section !== null ? 'builder-section' : index > 0 ? 'builder-section builder-section--none' : undefined}>
            {section !== null && <h3 className="builder-section__title">{section}</h3>}
            <ol className="builder no-max-width">
              {own.map((item) => (
                <Row key={item.id} {...{ item, movable, path, ready, remember, drag }} found={followUps[item.id]} late={items.indexOf(item) >= late && item.state !== 'closed'} level={section === null ? 3 : 4} />
              ))}
            </ol>
          </div>
        ))}
      </div>
      <p className="sr-only" role="status">{spoken}</p>
    </>
  );
}

type RowProps = { item: AgendaItemView; movable: string[]; path: string; ready: boolean; remember: (move: Move) => void; drag: ReturnType<typeof useDragOrder>; found: FollowUps[string] | undefined; late: boolean; level: 3 | 4 };

function Row({ item, movable, path, ready, remember, drag, found, late, level }: RowProps) {
  const t = useT();
  const words = t.agenda.build;
  const Heading = `h${level}` as const;
  const meta = [t.agenda.kinds[item.kind], item.minutes === null ? null : t.agenda.minutesLong(item.minutes), item.presenter && t.agenda.presenter(item.presenter)].filter(Boolean).join(' · ');
  return (
    <li id={`punkt-${item.id}`} className={`builder__item builder__item--${item.state}`} {...drag.row(item.id)}>
      <div className="builder__head" title={ready && item.can.edit ? words.drag : undefined} {...drag.handle(item.id)}>
        <span className="builder__time"><ItemTime startsAt={item.startsAt} /></span>
        <div className="builder__words">
          <Heading className="builder__title"><span className="agenda__number">{item.position}.</span> <ItemTitle title={item.title} /></Heading>
          <p className="builder__meta">{meta}</p>
          {(item.proposal || item.state !== 'planned' || late) && (
            <div className="tags">
              {late && <Tag tone="warning">{words.overTime}</Tag>}
              <ItemStateTag state={item.state} outcome={item.outcome} />
              {item.proposal && <A to={`/forslag/${item.proposal.id}`}>{t.agenda.fromProposal}<span className="sr-only"> {item.proposal.title}</span></A>}
            </div>
          )}
          <FollowUpList found={found} />
        </div>
      </div>
      <div className="builder__tools">
        {item.can.edit && <MoveButtons item={item} movable={movable} path={path} stay={ready} remember={remember} />}
        {item.can.edit && <A className="button button-tertiary" to={`${path}/punkter/${item.id}`}>{words.edit}<span className="sr-only"> <ItemTitle title={item.title} /></span></A>}
        {item.can.remove && <ButtonForm action={`${path}/punkter/${item.id}/fjernelse`} variant="tertiary" preventScrollReset label={<>{words.remove}<span className="sr-only"> <ItemTitle title={item.title} /></span></>} />}
      </div>
    </li>
  );
}

function MoveButtons({ item, movable, path, stay, remember }: { item: AgendaItemView; movable: string[]; path: string; stay: boolean; remember: (move: Move) => void }) {
  const { titles, build: { up, down, upLong, downLong } } = useT().agenda;
  const title = readTitle(item.title, titles);
  const at = movable.indexOf(item.id);
  const button = (direction: Move['direction'], word: string, long: string) => (
    <span className="builder__move" data-direction={direction} onClick={() => remember({ id: item.id, direction })}>
      <SubmitButton variant="secondary" name="direction" value={direction}><Icon name={direction === 'up' ? 'arrow-up' : 'arrow-down'} /><span aria-hidden="true">{word}</span><span className="sr-only">{long}</span></SubmitButton>
    </span>
  );
  return (
    <PostForm action={`${path}/punkter/${item.id}/flytning`} className="builder__moves" preventScrollReset>
      {stay && <Hidden name="stay" value="true" />}
      {at > 0 && button('up', up, upLong(title))}
      {at < movable.length - 1 && button('down', down, downLong(title))}
    </PostForm>
  );
}

/** Keeps the focus on the item that was moved, on the other button where the first is gone, and says where it stands. */
function useMoves(items: AgendaItemView[]) {
  const { titles, build: { moved } } = useT().agenda;
  const [ready, setReady] = useState(false);
  const [spoken, setSpoken] = useState('');
  const list = useRef<HTMLDivElement>(null);
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
    setSpoken(moved(readTitle(item.title, titles), item.position, items.length));
    // Only a new order tells that the move has happened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [order]);
  return { ready, spoken, list, remember: (move: Move) => { last.current = move; } };
}
