import type { Discussion, PostView } from '~/server/domain/threads/queries';
import { useT } from '../shell/contexts';
import { A } from '../shell/links';
import { Icon } from './icon';
import { Prose, When } from './page';
import { postAnchor, postPath } from './thread-paths';

type PostProps = {
  post: PostView;
  threadId: string;
  can: Discussion['can'];
  /** Whether the post with this number stands on the same page. */
  here: (number: number) => boolean;
  onReply?: (post: PostView) => void;
  replyHref?: string;
};

/** One post. Its number is its permanent address; what was removed leaves a trace. */
export function Post({ post, threadId, can, here, onReply, replyHref }: PostProps) {
  const t = useT();
  const { number, replyTo } = post;
  return (
    <article className={post.removed ? 'post post--removed' : 'post'} id={postAnchor(number)} aria-labelledby={`${postAnchor(number)}-title`} tabIndex={-1}>
      <header className="post__head">
        <h3 className="post__author" id={`${postAnchor(number)}-title`}>
          <span className="sr-only">{t.threads.postNumber(number)}: </span>{post.author ?? t.common.formerMember}
        </h3>
        {post.organisation && <p className="post__organisation">{post.organisation}</p>}
        <p className="post__meta">
          <A to={here(number) ? `#${postAnchor(number)}` : postPath(threadId, number)} className="post__number"><span className="sr-only">{t.threads.post} </span>{t.threads.numberSign(number)}</A>
          <When at={post.at} form="instant" />
          {post.editedAt && !post.removed && <A to={`/debat/indlaeg/${post.id}`}>{t.threads.edited}<span className="sr-only">. {t.threads.editedHistory(number)}</span></A>}
        </p>
      </header>
      {replyTo && <p className="post__reply-to"><Icon name="chat" size="small" /><A to={here(replyTo.number) ? `#${postAnchor(replyTo.number)}` : postPath(threadId, replyTo.number)}>{t.threads.replyTo(replyTo.number, replyTo.author ?? t.common.formerMember)}</A></p>}
      {post.removed ? <RemovedPost removed={post.removed} /> : <Prose html={post.html ?? ''} />}
      {!post.removed && <PostActions post={post} can={can} onReply={onReply} replyHref={replyHref} />}
    </article>
  );
}

function RemovedPost({ removed }: { removed: NonNullable<PostView['removed']> }) {
  const t = useT();
  return (
    <div className="post__removed">
      <p>{removed.rule === 'own' ? t.threads.removedOwn : t.threads.removedByOrganiser} · <When at={removed.at} form="instant" /></p>
      {removed.rule !== 'own' && <p>{t.threads.removedRule}: {t.threads.rules[removed.rule]}</p>}
      {removed.reason && <p>{t.threads.removedReason}: {removed.reason}</p>}
    </div>
  );
}

function PostActions({ post, can, onReply, replyHref }: Pick<PostProps, 'post' | 'can' | 'onReply' | 'replyHref'>) {
  const { threads } = useT();
  const own = can.own === post.authorId;
  if (!replyHref && !own && !can.moderate) return null;
  return (
    <p className="post__actions">
      {replyHref && (
        <A to={replyHref} preventScrollReset onClick={(event) => {
          if (!onReply || event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onReply(post);
        }}>{threads.reply}<span className="sr-only"> {threads.toPost(post.number)}</span></A>
      )}
      {own && <A to={`/debat/indlaeg/${post.id}/rediger`}>{threads.edit}<span className="sr-only"> {threads.thePost(post.number)}</span></A>}
      {(own || can.moderate) && <A to={`/debat/indlaeg/${post.id}/fjernelse`}>{threads.remove}<span className="sr-only"> {threads.thePost(post.number)}</span></A>}
    </p>
  );
}
