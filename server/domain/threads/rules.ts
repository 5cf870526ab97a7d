import { isOrganiser, type Actor } from '~/server/context';
import { refuse, type Verdict } from '~/server/refusal';
import { mayWrite } from '../members/rules';
import type { RemovalRule } from './schema';

export type PostFacts = { authorId: string; removedAt: Date | null };

/** Threads and posts are written by members with a confirmed address. Refuses `not_signed_in`, `email_not_confirmed`. */
export const mayPost = (actor: Actor | null): Verdict => mayWrite(actor);

/** Only the author. Refuses what `mayPost` refuses, `author_only`, `post_removed`. */
export function mayEditPost(actor: Actor | null, post: PostFacts): Verdict {
  const no = mayPost(actor);
  if (no) return no;
  if (actor?.id !== post.authorId) return refuse('author_only');
  return post.removedAt ? refuse('post_removed') : null;
}

/** By rule `own` the author, by every other rule an organiser. Refuses `author_only`, `organisers_only`, `post_removed`. */
export function mayRemovePost(actor: Actor | null, post: PostFacts, rule: RemovalRule): Verdict {
  const no = mayPost(actor);
  if (no) return no;
  if (rule === 'own' && actor?.id !== post.authorId) return refuse('author_only');
  if (rule !== 'own' && !isOrganiser(actor)) return refuse('organisers_only');
  return post.removedAt ? refuse('post_removed') : null;
}
