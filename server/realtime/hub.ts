import type { Server as HttpServer } from 'node:http';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { events, streams } from '~/db/schema';
import { asRefusal } from '../refusal';
import type { Services } from '../services';
import { present } from './present';
import { ensureReadable } from './readable';

const subscription = z.object({ stream: z.string().min(3).max(80), after: z.number().int().min(0).default(0) });
/** After a longer absence the page reloads instead: cheaper than sending everything. */
const CATCH_UP = 500;

export type StreamMessage = { stream: string; seq: number; type: string; actor: string | null; at: string; payload: Record<string, unknown> } & Record<string, unknown>;

/**
 * Relays committed events to the sockets of this process, in order and without gaps.
 * Every process listens to the database by itself; they need not know of each other.
 */
export async function makeHub(services: Services, http: HttpServer) {
  const { log, sessions, sql: pg, config } = services;
  const io = new Server(http, { path: '/socket.io', serveClient: false, maxHttpBufferSize: 10_000, cors: { origin: false }, allowRequest: (req, done) => done(null, sameOrigin(req.headers.origin, req.headers.host, config.baseUrl)) });
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

  async function eventsAfter(stream: string, after: number, limit: number): Promise<StreamMessage[]> {
    const rows = await services.db.select().from(events).where(and(eq(events.stream, stream), gt(events.seq, after))).orderBy(asc(events.seq)).limit(limit);
    return present(services, rows);
  }

  async function headOf(stream: string): Promise<number> {
    const [head] = await services.db.select({ seq: streams.seq }).from(streams).where(eq(streams.stream, stream));
    return head?.seq ?? 0;
  }

  async function relay(stream: string): Promise<void> {
    if (!io.sockets.adapter.rooms.get(stream)?.size) return void sentUpTo.delete(stream);
    for (;;) {
      const fresh = await eventsAfter(stream, sentUpTo.get(stream) ?? 0, CATCH_UP);
      for (const event of fresh) {
        io.to(stream).emit('event', event);
        sentUpTo.set(stream, event.seq);
      }
      if (fresh.length < CATCH_UP) return;
    }
  }

  const announce = (stream: string) => inOrder(stream, () => relay(stream)).catch((error: unknown) => log.error({ err: error, stream }, 'relay failed'));

  io.use((socket, next) => {
    sessions.read(socket.request.headers.cookie).then((seen) => {
      socket.data.actor = seen?.actor ?? null;
      if (seen) void socket.join([`session:${seen.sessionId}`, `member:${seen.actor.id}`]);
      next();
    }, next);
  });

  io.on('connection', (socket: Socket) => {
    let asked = 0;
    socket.on('subscribe', (message: unknown, answer?: unknown) => {
      if (typeof answer !== 'function') return;
      const reply = answer as (body: unknown) => void;
      const wish = subscription.safeParse(message);
      if (!wish.success || ++asked > 200) return reply({ ok: false, code: wish.success ? 'too_many_tries' : 'stream_not_found' });
      const { stream, after } = wish.data;
      inOrder(stream, async () => {
        await ensureReadable(services.makeCtx(socket.data.actor), stream);
        const missed = await eventsAfter(stream, after, CATCH_UP + 1);
        const seq = missed.at(-1)?.seq ?? (await headOf(stream));
        if (missed.length > CATCH_UP) return reply({ ok: true, events: [], seq, reload: true });
        // Readers already in the room first get what came since: nobody is passed over by a newcomer.
        if (sentUpTo.has(stream)) await relay(stream);
        if (!sentUpTo.has(stream)) sentUpTo.set(stream, seq);
        await socket.join(stream);
        reply({ ok: true, events: missed, seq });
      }).catch((error: unknown) => {
        const refusal = asRefusal(error);
        if (!refusal) log.error({ err: error }, 'subscribe failed');
        reply({ ok: false, code: refusal?.code ?? 'failed' });
      });
    });
    socket.on('unsubscribe', (message: unknown) => {
      const wish = subscription.safeParse(message);
      if (wish.success) void socket.leave(wish.data.stream);
    });
  });

  // After a lost database connection nobody knows what was missed: every open room is looked through.
  const streamListener = await pg.listen('stream', (message) => void announce((JSON.parse(message) as { stream: string }).stream), () => {
    for (const room of io.sockets.adapter.rooms.keys()) if (/^(meeting|proposal|thread|initiative|plan):/.test(room)) void announce(room);
  });
  const endListener = await pg.listen('sockets_end', (room) => void io.in(room).disconnectSockets(true));

  return {
    io,
    async close() {
      await streamListener.unlisten();
      await endListener.unlisten();
      await io.close();
    },
  };
}

function sameOrigin(origin: string | undefined, host: string | undefined, baseUrl: string): boolean {
  return origin === undefined || origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === host);
}

/** Ends the sockets of a session (`session:<id>`) or of a person (`member:<id>`) in every process. */
export const endSockets = async (services: Pick<Services, 'db'>, room: string): Promise<void> => {
  await services.db.execute(sql`select pg_notify('sockets_end', ${room})`);
};
