import { useLocation, useSearchParams } from '@remix-run/react';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Discussion, PostView } from '~/server/domain/threads/queries';
import { useReloadSoon } from '../live/reload';
import { useSettled, useThread } from '../live/thread';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { sayRefusal } from '../shell/say';
import { Alert } from './alert';
import { ButtonLink } from './content';
import { LiveStatus } from './live-status';
import { Post } from './post';
import { PostWrite } from './post-write';
import { postAnchor, postPath, threadPath } from './thread-paths';

/** The posts of a thread as they are written, and the form to write one. `standalone`: on the page of the thread itself. */
export function ThreadView({ discussion, standalone = false, pager }: { discussion: Discussion; standalone?: boolean; pager?: ReactNode }) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const { posts, total, unread, firstNew, status } = useThread(discussion, box);
  const reply = useReply(posts, box);
  const reload = useReloadSoon();
  const { threadId, can } = discussion;
  const sent = () => {
    reply.none();
    // A page that follows is told of its own post like everyone.
    if (status !== 'connected') reload();
  };
  const here = (number: number) => posts.some((post) => post.number === number);
  const first = posts[0]?.number ?? 1;
  return (
    <div className="thread" ref={box}>
      {!standalone && first > 1 && <p><A to={threadPath(threadId)}>{t.threads.earlier(first - 1)}</A></p>}
      {posts.length === 0 && <p className="thread__empty">{t.threads.empty}</p>}
      {posts.map((post) => (
        <Post key={post.id} post={post} threadId={threadId} can={can} here={here} onReply={can.post ? reply.to : undefined} replyHref={can.post ? reply.href(post.number) : undefined} />
      ))}
      <NewPosts unread={unread} firstNew={firstNew !== null && here(firstNew) ? firstNew : null} newest={!discussion.newest && total > discussion.total ? postPath(threadId, total) : null} />
      {pager}
      {standalone && <LiveStatus status={status} />}
      <div className="thread__write" id="skriv">
        <h3 className="thread__write-title">{t.threads.write}</h3>
        {status === 'lost' && <p className="thread__lost">{t.common.live.lost}</p>}
        <Writer discussion={discussion} reply={reply} onSent={sent} />
      </div>
    </div>
  );
}

function Writer({ discussion, reply, onSent }: { discussion: Discussion; reply: ReturnType<typeof useReply>; onSent: () => void }) {
  const t = useT();
  const { pathname, search } = useLocation();
  if (discussion.can.post) return <PostWrite key={discussion.threadId} threadId={discussion.threadId} replyTo={reply.chosen} onNoReply={reply.none} onSent={onSent} />;
  if (discussion.why && discussion.why !== 'not_signed_in') return <Alert tone="info">{sayRefusal(t, discussion.why)}</Alert>;
  return (
    <>
      <p>{t.threads.signInText}</p>
      <p><ButtonLink to={`/log-ind?videre=${encodeURIComponent(pathname + search)}`}>{t.threads.signInToWrite}</ButtonLink></p>
    </>
  );
}

/** Tells of posts that came while the page was open, gathered and read out politely. */
function NewPosts({ unread, firstNew, newest }: { unread: number; firstNew: number | null; newest: string | null }) {
  const { threads } = useT();
  const settled = useSettled(unread);
  return (
    <div className="thread__new">
      <span role="status">{settled > 0 ? threads.newPostsHere(settled) : ''}</span>
      {settled > 0 && firstNew !== null && <A to={`#${postAnchor(firstNew)}`}>{threads.toFirstNew}</A>}
      {newest && <A to={newest}>{threads.toNewest}</A>}
    </div>
  );
}

/** Which post is replied to: from the address (`?svar=3`), or chosen on the page. */
function useReply(posts: PostView[], box: RefObject<HTMLElement>) {
  const [search] = useSearchParams();
  const [choice, setChoice] = useState<number | null | undefined>(undefined);
  const number = choice === undefined ? Number(search.get('svar')) : choice;
  const chosen = posts.find((post) => post.number === number && !post.removed) ?? null;
  return {
    chosen: chosen && { id: chosen.id, number: chosen.number, author: chosen.author },
    to(post: PostView) {
      setChoice(post.number);
      const field = box.current?.querySelector<HTMLTextAreaElement>('textarea[name="body"]');
      field?.focus();
    },
    none: () => setChoice(null),
    href(to: number) {
      const query = new URLSearchParams(search);
      query.delete('besked');
      query.set('svar', String(to));
      return `?${query.toString()}#skriv`;
    },
  };
}
