import { useEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { Discussion, PostView } from '~/server/domain/threads/queries';
import { keepPlace } from './place';
import { belongs, mergePosts, postsOf } from './posts';
import { useReloadSoon } from './reload';
import { useStream, type LiveEvent, type LiveStatus } from './stream';

type State = { base: Discussion; posts: PostView[]; total: number; unread: number; firstNew: number | null };
export type LiveThread = {
  posts: PostView[]; total: number; status: LiveStatus;
  /** Posts by others since the page was opened, and the number of the first of them. */
  unread: number; firstNew: number | null;
};

const opened = (base: Discussion): State => ({ base, posts: base.posts, total: base.total, unread: 0, firstNew: null });

/** The posts of a discussion as they change: written, edited, removed. What the reader looks at stays where it is. */
export function useThread(discussion: Discussion, container: RefObject<HTMLElement>): LiveThread {
  const [state, setState] = useState<State>(() => opened(discussion));
  if (state.base !== discussion) setState((before) => renewed(before, discussion));
  const { stream, seq, can } = discussion;

  const onEvents = (events: LiveEvent[]) => {
    const incoming = postsOf(events);
    if (incoming.length > 0) keepPlace(container.current, () => flushSync(() => setState((before) => taken(before, incoming, can.own))));
  };
  const status = useStream(stream, seq, onEvents, useReloadSoon());
  return { posts: state.posts, total: state.total, unread: state.unread, firstNew: state.firstNew, status };
}

/** The page's data was fetched again, or it is another stretch or another thread. */
function renewed(before: State, discussion: Discussion): State {
  const same = before.base.threadId === discussion.threadId && before.base.from === discussion.from;
  if (!same) return opened(discussion);
  const next = taken({ ...before, base: discussion }, discussion.posts, discussion.can.own);
  return { ...next, total: Math.max(next.total, discussion.total) };
}

function taken(before: State, incoming: PostView[], own: string | null): State {
  const total = Math.max(before.total, ...incoming.map(({ number }) => number));
  const foreign = incoming.filter(({ number, authorId, removed }) => number > before.total && authorId !== own && !removed);
  return { ...before, total, posts: mergePosts(before.posts, incoming.filter((post) => belongs(before.base, post))), unread: before.unread + foreign.length, firstNew: before.firstNew ?? foreign[0]?.number ?? null };
}

/** A figure to be read out: when the writing pauses, not at every post. */
export function useSettled(figure: number, milliseconds = 1_200): number {
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(figure), milliseconds);
    return () => clearTimeout(timer);
  }, [figure, milliseconds]);
  return settled;
}
