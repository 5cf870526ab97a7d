import { and, eq, inArray } from 'drizzle-orm';
import { minutes, posts, type events } from '~/db/schema';
import { postViews, type PostView } from '../domain/threads/queries';
import type { Services } from '../services';
import { draftWork } from '../visible';

type StoredEvent = typeof events.$inferSelect;

const carriesPost = ({ type, payload }: StoredEvent): string[] => (/^thread\.post_(created|edited|removed)$/.test(type) && typeof payload.postId === 'string' ? [payload.postId] : []);

/** An event as it travels to open pages. */
export type StreamMessage = { stream: string; seq: number; type: string; at: string } & Record<string, unknown>;

/** The meetings among those of the events whose minutes are a draft. */
async function draftsOf({ db }: Pick<Services, 'db'>, rows: StoredEvent[]): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap(({ type, payload }) => (draftWork.some((work) => work === type) && typeof payload.meetingId === 'string' ? [payload.meetingId] : [])))];
  const found = ids.length === 0 ? [] : await db.select({ id: minutes.meetingId }).from(minutes).where(and(inArray(minutes.meetingId, ids), eq(minutes.state, 'draft')));
  return new Set(found.map(({ id }) => id));
}

/**
 * The stored events as they travel to anyone: with the posts they tell of as those stand now, rendered once for all,
 * and without who acted. Posts say that themselves; who registered for a meeting is nobody's business. Of the work on
 * draft minutes only the number travels, as `private`: open pages of organisers fetch what they may see.
 */
export async function present(services: Pick<Services, 'db'>, rows: StoredEvent[]): Promise<StreamMessage[]> {
  const ids = [...new Set(rows.flatMap(carriesPost))];
  const views = ids.length === 0 ? [] : await postViews(services.db, inArray(posts.id, ids));
  const byId = new Map<string, PostView>(views.map((view) => [view.id, view]));
  const drafts = await draftsOf(services, rows);
  return rows.map((row) => {
    const envelope = { stream: row.stream, seq: row.seq, at: row.at.toISOString() };
    if (draftWork.some((work) => work === row.type) && drafts.has(String(row.payload.meetingId))) return { ...envelope, type: 'private' };
    const [postId] = carriesPost(row);
    return { ...row.payload, ...(postId && { post: byId.get(postId) ?? null }), ...envelope, type: row.type };
  });
}
