import { useEffect, useRef, useState } from 'react';
import type { MeetingState } from '~/db/schema/states';
import type { LiveState } from '~/server/domain/agenda/queries';
import type { Floor } from '~/server/domain/floor/queries';
import { useT } from '../shell/contexts';

type Told = { state: MeetingState; live: Pick<LiveState, 'current' | 'done'>; floor: Floor; shown: boolean; paused: boolean };
/** What is so, by what it is about; a sentence is said when its `at` changes. */
type Fact = { at: string; sentence: string };

/**
 * Says politely what happened while the page was open: the meeting began, went on or ended, you are next, a sounding opened or
 * closed, the minutes of the item are shown. At first it says nothing: the page itself can be read.
 */
export function LiveAnnouncement(told: Told) {
  const facts = useFacts(told);
  const [spoken, setSpoken] = useState('');
  const seen = useRef<string[]>(facts.map(({ at }) => at));
  const state = JSON.stringify(facts);
  useEffect(() => {
    const now = JSON.parse(state) as Fact[];
    const fresh = now.filter(({ at, sentence }, index) => at !== seen.current[index] && sentence !== '');
    seen.current = now.map(({ at }) => at);
    if (fresh.length > 0) setSpoken(fresh.map(({ sentence }) => sentence).join(' '));
  }, [state]);
  return <p className="sr-only" role="status">{spoken}</p>;
}

function useFacts({ state, live: { current, done }, floor, shown, paused }: Told): Fact[] {
  const t = useT();
  const { live: course } = t.agenda;
  const { announce } = t.floor;
  const { own, open, closed } = floor;
  const last = closed.at(-1);
  const item = current ? course.announce(current.position, current.title) : done === 0 ? course.announceStart : course.announceNone;
  return [
    { at: `${state} ${current?.id ?? done}`, sentence: state === 'live' ? item : state === 'held' ? course.announceOver : '' },
    { at: own?.state === 'speaking' ? 'speaking' : `${own?.place === 1}`, sentence: own?.state === 'speaking' ? announce.yours : own?.place === 1 ? announce.next : '' },
    { at: open?.id ?? `closed ${last?.id ?? ''}`, sentence: open ? announce.opened(open.question) : last && state === 'live' ? announce.closed(last.figures) : '' },
    { at: String(paused), sentence: state !== 'live' ? '' : paused ? announce.paused : announce.resumed },
    { at: `${current?.id ?? ''} ${shown}`, sentence: shown ? announce.shown : '' },
  ];
}
