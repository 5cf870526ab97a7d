import { useEffect, useRef, useState } from 'react';
import type { WritingStatus } from '../live/entry-keeper';
import { useT } from '../shell/contexts';
import { sayError, sayRefusal } from '../shell/say';
import { useRoom } from './minutes-room';
import { When } from './page';

/** Whether the words in a field are saved. Seen at once; read out only when something went wrong, came back or needs a choice. */
export function WritingState({ status, clashed }: { status: WritingStatus; clashed: boolean }) {
  const t = useT();
  const { writing, clash } = t.minutes;
  const spoken = useSpoken(status, clashed, { offline: writing.offline, back: writing.back, restored: writing.restored, clash: clash.spoken, merged: writing.merged });
  const refused = status.kind === 'refused' && `${writing.refused} ${status.code ? sayRefusal(t, status.code, status.data) : sayError(t, status.error ?? '')} ${writing.kept}`;
  const trouble = status.kind === 'offline' || status.kind === 'refused';
  return (
    <>
      <span className={trouble ? 'writing-state writing-state--trouble' : 'writing-state'} aria-hidden={refused ? undefined : true} role={refused ? 'alert' : undefined}>
        {status.kind === 'unsaved' && writing.unsaved}
        {status.kind === 'saving' && writing.saving}
        {status.kind === 'offline' && writing.offline}
        {status.kind === 'restored' && writing.restored}
        {(status.kind === 'saved' || status.kind === 'merged') && <>{status.kind === 'merged' ? writing.merged : writing.saved} {t.agenda.at} <When at={status.at} form="time" /></>}
        {refused}
      </span>
      <span className="sr-only" role="status">{spoken}</span>
    </>
  );
}

type Sentences = Record<'offline' | 'back' | 'restored' | 'clash' | 'merged', string>;

function useSpoken({ kind }: WritingStatus, clashed: boolean, sentences: Sentences): string {
  const [spoken, setSpoken] = useState('');
  const before = useRef({ lost: false, clashed });
  const words = useRef(sentences);
  words.current = sentences;
  useEffect(() => {
    const { lost, clashed: was } = before.current;
    const back = lost && (kind === 'saved' || kind === 'merged');
    before.current = { lost: kind === 'offline' || (lost && !back), clashed };
    if (clashed && !was) setSpoken(words.current.clash);
    else if (kind === 'offline' && !lost) setSpoken(words.current.offline);
    else if (back) setSpoken(words.current.back);
    else if (kind === 'restored' || kind === 'merged') setSpoken(words.current[kind]);
  }, [kind, clashed]);
  return spoken;
}

/** Who else writes in an entry at this moment. */
export function EntryWriters({ entryId }: { entryId: string }) {
  const t = useT();
  const names = [...new Set(useRoom().writers.filter((writer) => writer.entryId === entryId).map(({ name }) => name))];
  return <span className="entry-writers" role="status">{names.length > 0 && <span className="entry-writers__names">{t.minutes.writing.others(names)}</span>}</span>;
}
