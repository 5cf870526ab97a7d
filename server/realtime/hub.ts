import type { Server as HttpServer } from 'node:http';
import { inArray, sql } from 'drizzle-orm';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { sessions as sessionRows } from '~/db/schema';
import type { Actor } from '../context';
import { asRefusal } from '../refusal';
import type { Services } from '../services';
import { ensureReadable, isStream } from './readable';
import { makeRelay } from './relay';
import { tellWriters, writersRoom } from './writers';


const wish = z.object({ stream: z.string().refine(isStream), after: z.number().int().min(0).default(0) });
/** How often one socket may ask, and how much it may follow: far more than any page needs. */
const ASKS = { limit: 120, milliseconds: 10_000, streams: 60 };
const LOOK_THROUGH_EVERY = 15_000;

type Asker = { actor: Actor | null };

/**
 * Relays committed events to the sockets of this process, in order and without gaps.
 * Every process listens to the database by itself; they need not know of each other.
 * `shared`: somebody else (Vite, while developing) has websockets on the same server too.
 */
export async function makeHub(services: Services, http: HttpServer, { shared = false } = {}) {
  const { log, sessions, sql: pg, config } = services;
  // A lost connection is noticed within 15 seconds on both sides.
  const io = new Server(http, { path: '/socket.io', serveClient: false, destroyUpgrade: !shared, maxHttpBufferSize: 10_000, pingInterval: 10_000, pingTimeout: 5_000, cors: { origin: false }, allowRequest: (req, done) => done(null, sameOrigin(req.headers.origin, req.headers.host, config.baseUrl)) });
  const { adapter } = io.sockets;
  const relay = makeRelay(services, {
    isOpen: (stream) => (adapter.rooms.get(stream)?.size ?? 0) > 0,
    open: () => [...adapter.rooms.keys()].filter(isStream),
    send: (message) => void io.to(message.stream).emit('event', message),
  });
  adapter.on('delete-room', relay.forget);

  io.use((socket, next) => {
    identify(socket).then(() => next(), (error: unknown) => {
      log.error({ err: error }, 'socket not identified');
      next(new Error('failed'));
    });
  });

  async function identify(socket: Socket): Promise<void> {
    const { cookie } = socket.request.headers;
    const seen = await sessions.read(cookie);
    if (seen) await socket.join([`session:${seen.sessionId}`, `member:${seen.actor.id}`]);
    // Signed out between the reading and the joining: the order to end has passed by.
    const still = seen && (await sessions.read(cookie));
    socket.data = { actor: still?.actor ?? null } satisfies Asker;
  }

  io.on('connection', (socket: Socket) => {
    const mayAsk = limiter();
    socket.on('subscribe', (message: unknown, answer?: unknown) => {
      if (typeof answer !== 'function') return;
      const reply = answer as (body: unknown) => void;
      const asked = wish.safeParse(message);
      if (!asked.success) return reply({ ok: false, code: 'stream_not_found' });
      const { stream, after } = asked.data;
      if (!mayAsk() || (socket.rooms.size > ASKS.streams && !socket.rooms.has(stream))) return reply({ ok: false, code: 'too_many_tries' });
      subscribe(socket, stream, after, reply).catch((error: unknown) => {
        const refusal = asRefusal(error);
        if (!refusal) log.error({ err: error, stream }, 'subscribe failed');
        reply({ ok: false, code: refusal?.code ?? 'failed' });
      });
    });
    socket.on('unsubscribe', (message: unknown) => {
      const left = wish.safeParse(message);
      if (!left.success) return;
      const room = writersRoom((socket.data as Asker).actor, left.data.stream);
      for (const one of [left.data.stream, room]) if (one) void socket.leave(one);
    });
  });

  async function subscribe(socket: Socket, stream: string, after: number, reply: (body: unknown) => void): Promise<void> {
    await ensureReadable(services.makeCtx((socket.data as Asker).actor), stream);
    await relay.admit(stream, after, (answer) => {
      // A socket that has gone meanwhile would stand in the room for ever.
      if (!socket.connected) return;
      const room = writersRoom((socket.data as Asker).actor, stream);
      void socket.join(room ? [stream, room] : stream);
      reply(answer);
    });
  }

  async function lookThrough(): Promise<void> {
    try {
      for (const stream of await relay.lookThrough()) void relay.announce(stream);
    } catch (error) {
      log.warn({ err: error }, 'could not look for missed events');
    }
  }

  /** Orders to end a socket may have been missed as well: the sockets of sessions that are no more go. */
  async function endSignedOut(): Promise<void> {
    const open = [...adapter.rooms.keys()].flatMap((room) => (room.startsWith('session:') ? [room.slice('session:'.length)] : []));
    if (open.length === 0) return;
    const valid = new Set((await services.db.select({ id: sessionRows.id }).from(sessionRows).where(inArray(sessionRows.id, open))).map(({ id }) => id));
    for (const id of open) if (!valid.has(id)) io.in(`session:${id}`).disconnectSockets(true);
  }

  // Called at every (re)connection to the database: after a lost one nobody knows what was missed.
  const streamListener = await pg.listen('stream', (message) => {
    const { stream, seq } = JSON.parse(message) as { stream: string; seq: number };
    void relay.announce(stream, seq);
  }, () => void lookThrough());
  const endListener = await pg.listen('sockets_end', (room) => void io.in(room).disconnectSockets(true), () => {
    endSignedOut().catch((error: unknown) => log.warn({ err: error }, 'could not look for ended sessions'));
  });
  const writersListener = await pg.listen('writers', (meetingId) => {
    tellWriters(services, io, meetingId).catch((error: unknown) => log.warn({ err: error }, 'could not tell who writes'));
  });
  const net = setInterval(() => void lookThrough(), LOOK_THROUGH_EVERY).unref();

  return {
    io,
    async close() {
      clearInterval(net);
      await io.close();
      // Without a database there is nothing to take back, and nothing to wait for.
      for (const listener of [streamListener, endListener, writersListener]) listener.unlisten().catch((error: unknown) => log.debug({ err: error }, 'unlisten failed'));
    },
  };
}

export type Hub = Awaited<ReturnType<typeof makeHub>>;

/** Answers whether one more asking is within the limit. */
function limiter(): () => boolean {
  let began = 0;
  let asked = 0;
  return () => {
    const now = performance.now();
    if (now - began > ASKS.milliseconds) [began, asked] = [now, 0];
    asked += 1;
    return asked <= ASKS.limit;
  };
}

function sameOrigin(origin: string | undefined, host: string | undefined, baseUrl: string): boolean {
  return origin === undefined || origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === host);
}

/** Ends the sockets of a session (`session:<id>`) or of a person (`member:<id>`) in every process. */
export const endSockets = async (services: Pick<Services, 'db'>, room: string): Promise<void> => {
  await services.db.execute(sql`select pg_notify('sockets_end', ${room})`);
};
