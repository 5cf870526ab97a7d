import type { events } from '~/db/schema';
import type { Services } from '../services';
import type { StreamMessage } from './hub';

/** The stored events as they travel. Posts travel with their text as it stands now, rendered once for all. */
export async function present(_services: Services, rows: (typeof events.$inferSelect)[]): Promise<StreamMessage[]> {
  return rows.map(({ stream, seq, type, actor, at, payload }) => ({ ...payload, stream, seq, type, actor, at: at.toISOString(), payload }));
}
