import { describe, expect, it } from 'vitest';
import { belongs, mergePosts, postsOf } from '~/app/live/posts';
import type { PostView } from '~/server/domain/threads/queries';

const post = (number: number, more: Partial<PostView> = {}): PostView => ({ id: `p${number}`, number, version: 1, at: '2027-03-01T09:00:00.000Z', editedAt: null, authorId: 'm1', author: 'Medlem', organisation: null, html: `<p>${number}</p>`, replyTo: null, removed: null, ...more });

describe('posts on an open page', () => {
  it('stand in the order of their numbers, each once, however they come', () => {
    expect(mergePosts([post(1), post(3)], [post(2), post(3), post(5), post(4)]).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  it('are not taken back to an earlier wording by what comes late', () => {
    const removed = post(1, { version: 3, html: null, removed: { at: '2027-03-01T10:00:00.000Z', rule: 'abuse', reason: 'R' } });
    expect(mergePosts([removed], [post(1, { version: 2, html: '<p>ny</p>' })])).toEqual([removed]);
    expect(mergePosts([post(1)], [removed])).toEqual([removed]);
  });

  it.each([
    ['the last page takes what is written after it', { from: 51, posts: [post(51)], newest: true }, [50, 51, 52, 99], [false, true, true, true]],
    ['an earlier page keeps to its own', { from: 1, posts: [post(1), post(2)], newest: false }, [1, 2, 3], [true, true, false]],
    ['an empty thread takes the first', { from: 1, posts: [], newest: true }, [1], [true]],
  ])('%s', (_what, stretch, numbers, expected) => {
    expect(numbers.map((number) => belongs(stretch, post(number)))).toEqual(expected);
  });

  it('are read from the events that carry one', () => {
    const event = (type: string, more: object) => ({ stream: 'thread:1', seq: 1, type, at: '', ...more });
    expect(postsOf([event('thread.created', {}), event('thread.post_created', { post: post(1) }), event('thread.post_removed', { post: null }), event('meeting.edited', { post: post(2) })])).toEqual([post(1)]);
  });
});
