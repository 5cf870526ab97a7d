import { eq } from 'drizzle-orm';
import { members, posts, threads } from '~/db/schema';
import { catalogueOf } from '../i18n';
import { layOut } from './layout';
import type { LetterWriters } from './letter';

/** A post in a mail is read without its signs of markdown in the way, so it is sent as it was typed; this much of it. */
const MOST_LETTERS = 4_000;

export const threadLetters: Pick<LetterWriters, 'thread.posted'> = {
  /** Not sent of a post that was removed meanwhile. */
  async 'thread.posted'({ db, config }, { language, params }) {
    const [post] = await db.select({ body: posts.body, number: posts.number, removedAt: posts.removedAt, author: members.name, title: threads.title }).from(posts).innerJoin(threads, eq(threads.id, posts.threadId)).innerJoin(members, eq(members.id, posts.authorId)).where(eq(posts.id, params.postId));
    if (!post || post.removedAt) return null;
    const t = catalogueOf(language).mail.threads;
    const words = post.body.length > MOST_LETTERS ? `${post.body.slice(0, MOST_LETTERS)} …` : post.body;
    const body = { heading: post.title, paragraphs: [t.wrote(post.author, post.number), words], link: { label: t.see, path: `/debat/traad/${params.threadId}?indlaeg=${post.number}#indlaeg-${post.number}` }, after: config.inbound.answers ? [t.canAnswer] : [] };
    const laid = layOut(config, language, body, t.footer);
    return { subject: t.subject(post.title), ...laid, gist: { heading: post.title, words: `${t.wrote(post.author, post.number)} ${post.body.length > 300 ? `${post.body.slice(0, 299)}…` : post.body}`, link: body.link } };
  },
};
