import type { Discussion, PostView } from '~/server/domain/threads/queries';
import type { LiveEvent } from './connection';

/** Posts by number; of one post the later version stands, of the same version what came last. */
export function mergePosts(shown: PostView[], incoming: PostView[]): PostView[] {
  const byNumber = new Map(shown.map((post) => [post.number, post]));
  for (const post of incoming) {
    const before = byNumber.get(post.number);
    if (!before || before.version <= post.version) byNumber.set(post.number, post);
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** The posts that a page with this stretch of the thread shows: those on it, and what is written after its end. */
export function belongs({ from, posts, newest }: Pick<Discussion, 'from' | 'posts' | 'newest'>, { number }: PostView): boolean {
  return number >= from && (newest || number <= (posts.at(-1)?.number ?? 0));
}

/** The posts that events tell of, as they stand now. */
export function postsOf(events: LiveEvent[]): PostView[] {
  return events.flatMap(({ type, post }) => (type.startsWith('thread.post_') && post ? [post as PostView] : []));
}
