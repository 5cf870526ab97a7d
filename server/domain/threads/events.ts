import type { ThreadCategory } from '~/db/schema';

type Post = { postId: string };

declare module '~/server/write' {
  /** Stream `thread:<id>`, public like the thing it is about. What travels to open pages carries the post as it stands now. */
  interface EventMap {
    /** Also on the stream of the meeting, proposal or initiative that the thread is about. */
    'thread.created': { threadId: string; category: ThreadCategory };
    'thread.post_created': Post & { number: number };
    'thread.post_edited': Post & { version: number };
    'thread.post_removed': Post;
  }
  interface MailMap {
    /** To those who follow the thread; its answer becomes a post. */
    'thread.posted': Post & { threadId: string };
  }
}

export {};
