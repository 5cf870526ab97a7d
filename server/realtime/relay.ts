import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import { events, streams } from '~/db/schema';
import type { Services } from '../services';
import { present, type StreamMessage } from './present';

/** After a longer absence the page reloads instead: cheaper than sending everything. */
export const CATCH_UP = 500;

/** An event as it travels: the payload beside the envelope, and the post where it tells of one. */
/** `reload`: there is too much to tell, or the reader comes from another history; the page must be fetched again. */
export type Answer = { ok: true; events: StreamMessage[]; seq: number; reload?: true };

type Rooms = { isOpen(stream: string): boolean; open(): string[]; send(message: StreamMessage): void };

/**
 * Brings the events of each stream to its room in order and without gaps. Everybody in a room has been sent all up to the
 * same number; a newcomer is brought to that number before joining.
 */
export function makeRelay(services: Pick<Services, 'db' | 'log'>, rooms: Rooms) {
  const { db, log } = services;
  const queues = new Map<string, Promise<unknown>>();
  const sentUpTo = new Map<string, number>();

  /** One thing at a time for each stream, so that answers and pushes keep their order. */
  function inOrder<T>(stream: string, task: () => Promise<T>): Promise<T> {
    const run = (queues.get(stream) ?? Promise.resolve()).then(task);
    const settled = run.then(() => undefined, () => undefined);
    queues.set(stream, settled);
    void settled.then(() => queues.get(stream) === settled && queues.delete(stream));
    return run;
  }

  async function eventsBetween(stream: string, after: number, upTo: number, limit: number): Promise<StreamMessage[]> {
    if (after >= upTo) return [];
    return present(services, await db.select().from(events).where(and(eq(events.stream, stream), gt(events.seq, after), lte(events.seq, upTo))).orderBy(asc(events.seq)).limit(limit));
  }

  async function headOf(stream: string): Promise<number> {
    const [head] = await db.select({ seq: streams.seq }).from(streams).where(eq(streams.stream, stream));
    return head?.seq ?? 0;
  }

  async function bringUp(stream: string): Promise<void> {
    for (let fresh: StreamMessage[] | null = null; fresh === null || fresh.length === CATCH_UP;) {
      if (!rooms.isOpen(stream)) return void sentUpTo.delete(stream);
      fresh = await eventsBetween(stream, sentUpTo.get(stream) ?? 0, Number.MAX_SAFE_INTEGER, CATCH_UP);
      for (const event of fresh) {
        rooms.send(event);
        sentUpTo.set(stream, event.seq);
      }
    }
  }

  return {
    /** Sends the room what it has not had yet. `seq`: the number announced, where it is known. */
    announce: (stream: string, seq = Number.MAX_SAFE_INTEGER): Promise<void> => inOrder(stream, async () => {
      if (rooms.isOpen(stream) && (sentUpTo.get(stream) ?? 0) >= seq) return;
      await bringUp(stream);
    }).catch((error: unknown) => log.error({ err: error, stream }, 'relay failed')),

    /** Looks whether a room was told less than there is: the net under lost announcements and failed relays. */
    async lookThrough(): Promise<string[]> {
      const open = rooms.open();
      if (open.length === 0) return [];
      const heads = await db.select({ stream: streams.stream, seq: streams.seq }).from(streams).where(inArray(streams.stream, open));
      return heads.filter(({ stream, seq }) => seq > (sentUpTo.get(stream) ?? 0)).map(({ stream }) => stream);
    },

    /** Answers what came after `after` and calls `join` at once after: what comes next is pushed. */
    admit: (stream: string, after: number, join: (answer: Answer) => void): Promise<void> => inOrder(stream, async () => {
      // Those in the room first get what came since: nobody is passed over by a newcomer.
      await bringUp(stream);
      const seq = rooms.isOpen(stream) ? (sentUpTo.get(stream) ?? 0) : await headOf(stream);
      const missed = await eventsBetween(stream, after, seq, CATCH_UP + 1);
      sentUpTo.set(stream, seq);
      join(missed.length > CATCH_UP || after > seq ? { ok: true, events: [], seq, reload: true } : { ok: true, events: missed, seq });
    }),

    forget: (room: string): void => void sentUpTo.delete(room),
  };
}
