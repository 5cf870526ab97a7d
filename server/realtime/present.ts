import { inArray } from 'drizzle-orm';
import { posts, type events } from '~/db/schema';
import { postViews, type PostView } from '../domain/threads/queries';
import type { Services } from '../services';
import type { StreamMessage } from './relay';

type StoredEvent = typeof events.$inferSelect;

const carriesPost = ({ type, payload }: StoredEvent): string[] => (/^thread\.post_(created|edited|removed)$/.test(type) && typeof payload.postId === 'string' ? [payload.postId] : []);

/**
 * The stored events as they travel to anyone: with the posts they tell of as those stand now, rendered once for all,
 * and without who acted. Posts say that themselves; who registered for a meeting is nobody's business.
 */
export async function present({ db }: Pick<Services, 'db'>, rows: StoredEvent[]): Promise<StreamMessage[]> {
  const ids = [...new Set(rows.flatMap(carriesPost))];
  const views = ids.length === 0 ? [] : await postViews(db, inArray(posts.id, ids));
  const byId = new Map<string, PostView>(views.map((view) => [view.id, view]));
  return rows.map((row) => {
    const [postId] = carriesPost(row);
    return { ...row.payload, ...(postId && { post: byId.get(postId) ?? null }), stream: row.stream, seq: row.seq, type: row.type, at: row.at.toISOString() };
  });
}
