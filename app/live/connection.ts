import type { Socket } from 'socket.io-client';

// The one connection of an open page. It is made when the first page asks for it, and comes back by itself.

export type LiveStatus = 'off' | 'connected' | 'lost';
/** What happened, as the server tells it: the payload beside the envelope. */
export type LiveEvent = { stream: string; seq: number; type: string; at: string } & Record<string, unknown>;
type Answer = { ok: true; events: LiveEvent[]; seq: number; reload?: true } | { ok: false; code: string };

/** Who writes where in a meeting's minutes, for how many milliseconds that is `still` true. Told to those who write there too. */
export type WriterMark = { entryId: string; memberId: string; name: string; still: number };

export type Follower = {
  stream: string;
  /** The last number up to which everything has come. */
  seq: number;
  onEvents(events: LiveEvent[]): void;
  /** There was too much to tell: fetch the page's data again. */
  onReload(): void;
  onStatus(status: LiveStatus): void;
};

const ANSWER_WITHIN = 5_000;
/** A connection that is back at once was not lost. */
const LOST_AFTER = 1_000;
const IDLE_AFTER = 10_000;

const followers = new Set<Follower>();
const hearing = new Set<{ stream: string; tell(writers: WriterMark[]): void }>();
const asking = new Set<string>();
let socket: Socket | null = null;
let loading: Promise<void> | null = null;
let viewer: string | null = null;
let lostTimer: ReturnType<typeof setTimeout> | undefined;
let idleTimer: ReturnType<typeof setTimeout> | undefined;

/** Follows a stream until the answer is called. */
export function follow(follower: Follower): () => void {
  followers.add(follower);
  clearTimeout(idleTimer);
  open();
  ask(follower.stream);
  return () => {
    followers.delete(follower);
    if (![...followers].some(({ stream }) => stream === follower.stream)) socket?.emit('unsubscribe', { stream: follower.stream });
    if (followers.size === 0) idleTimer = setTimeout(() => socket?.disconnect(), IDLE_AFTER);
  };
}

/** Hears who writes where, on a stream that the page follows, until the answer is called. */
export function hearWriters(stream: string, tell: (writers: WriterMark[]) => void): () => void {
  const ear = { stream, tell };
  hearing.add(ear);
  return () => void hearing.delete(ear);
}

/** Tells who looks at the page. Someone else may read other streams: the connection is made anew. */
export function identify(who: string | null): void {
  if (viewer === who) return;
  viewer = who;
  if (socket?.connected) restart();
}

function open(): void {
  if (socket) return void (socket.active || socket.connect());
  loading ??= import('socket.io-client').then(({ io }) => {
    socket = io({ transports: ['websocket', 'polling'], tryAllTransports: true, reconnectionDelay: 400, reconnectionDelayMax: 4_000, randomizationFactor: 0.5, timeout: 8_000 });
    listen(socket);
  }).catch(() => {
    // Without the program the page stays as it was fetched; it is tried again like a connection.
    loading = null;
    lost();
    setTimeout(() => followers.size > 0 && open(), 5_000);
  });
}

function listen(to: Socket): void {
  to.on('connect', () => {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    asking.clear();
    for (const stream of new Set([...followers].map((follower) => follower.stream))) ask(stream);
  });
  to.on('event', (event: LiveEvent) => {
    for (const follower of followers) if (follower.stream === event.stream) take(follower, [event], event.seq);
  });
  to.on('writers', ({ stream, writers }: { stream: string; writers: WriterMark[] }) => hearing.forEach((ear) => ear.stream === stream && ear.tell(writers)));
  to.on('connect_error', lostSoon);
  to.on('disconnect', (reason) => {
    asking.clear();
    if (followers.size === 0) return;
    lostSoon();
    // The server ends connections at sign-out; the page is still open to everyone.
    if (reason === 'io server disconnect') setTimeout(open, 200 + Math.random() * 300);
  });
  addEventListener('online', check);
  addEventListener('offline', lost);
  addEventListener('pageshow', (event) => event.persisted && check());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check());
}

/** After sleep or a change of network: ask everything again, and do not wait for the next try. */
function check(): void {
  if (followers.size === 0) return;
  if (!socket?.connected) return restart();
  for (const stream of new Set([...followers].map((follower) => follower.stream))) ask(stream);
}

function restart(): void {
  socket?.disconnect().connect();
}

function lostSoon(): void {
  lostTimer ??= setTimeout(lost, LOST_AFTER);
}

function lost(): void {
  for (const follower of followers) follower.onStatus('lost');
}

function of(stream: string): Follower[] {
  return [...followers].filter((follower) => follower.stream === stream);
}

function ask(stream: string): void {
  const asked = socket;
  if (!asked?.connected || asking.has(stream) || of(stream).length === 0) return;
  const connection = asked.id;
  asking.add(stream);
  const after = Math.min(...of(stream).map(({ seq }) => seq));
  asked.timeout(ANSWER_WITHIN).emit('subscribe', { stream, after }, (error: Error | null, answer: Answer) => {
    if (asked.id !== connection) return;
    asking.delete(stream);
    if (error) return restart();
    if (!answer.ok) return refused(stream, answer.code);
    for (const follower of of(stream)) {
      follower.onStatus('connected');
      if (answer.reload) {
        follower.seq = answer.seq;
        follower.onReload();
      } else {
        take(follower, answer.events, answer.seq);
      }
    }
  });
}

function refused(stream: string, code: string): void {
  if (code === 'stream_not_found') return of(stream).forEach((follower) => follower.onStatus('off'));
  setTimeout(() => ask(stream), 2_000 + Math.random() * 3_000);
}

/** Gives a follower what it has not had, in order. Where something is missing between, it is asked for. */
function take(follower: Follower, events: LiveEvent[], upTo: number): void {
  const fresh = events.filter(({ seq }) => seq > follower.seq);
  if (upTo > follower.seq + fresh.length) return ask(follower.stream);
  if (fresh.length === 0) return;
  follower.seq = upTo;
  follower.onEvents(fresh);
}
