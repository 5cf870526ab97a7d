import cluster, { type Worker } from 'node:cluster';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AggregatorRegistry, type Registry } from 'prom-client';
import type { Log } from './log';
import type { Hub } from './realtime/hub';

// Several processes behind one address. The first one keeps the database and hands out connections in turn; the workers
// serve. They know of each other only so that a browser that polls, on ever new connections, finds its socket again.

/** What workers say, and are told. */
type FromWorker = { say: 'listening' } | { say: 'ready' } | { say: 'gave up'; line: string } | { say: 'polling'; port: number } | { say: 'metrics?'; asked: number };
type ToWorker = { tell: 'database'; url: string } | { tell: 'peers'; ports: Record<number, number> } | { tell: 'stop' } | { tell: 'metrics'; asked: number; text: string | null };

/** Set for the workers of a start: they hold the port before anything else is begun. Later ones take it when they can answer. */
const LISTENS_FIRST = 'OGP_FORUM_LISTENS_FIRST';
const STOPS_WITHIN = 15_000;
/** A worker that lived no longer is followed by a pause, so that a lasting fault is not a storm. */
const YOUNG = 5_000;

export type Primary = {
  /** Every worker holds the port; null, or why it could not be had. */
  listening: Promise<string | null>;
  /** Lets the workers begin; null when all of them answer, or why one could not. */
  begin(url: string): Promise<string | null>;
  stop(): Promise<void>;
};

/** Starts the workers, and others in place of those that die. */
export function startWorkers(count: number, log: Log): Primary {
  const workers = new Map<number, { worker: Worker; port: number | null }>();
  let url: string | null = null;
  let started = false;
  let stopping = false;
  const figures = new AggregatorRegistry();

  const tell = (worker: Worker, message: ToWorker): void => void (worker.isConnected() && worker.send(message, (error) => error && log.debug({ err: error }, 'a worker could not be told')));
  const tellPeers = (): void => {
    const ports = Object.fromEntries([...workers.values()].flatMap(({ worker, port }) => (port === null ? [] : [[worker.id, port]])));
    for (const { worker } of workers.values()) tell(worker, { tell: 'peers', ports });
  };

  function fork(first: boolean): Worker {
    const began = performance.now();
    const worker = cluster.fork(first ? { [LISTENS_FIRST]: '1' } : {});
    workers.set(worker.id, { worker, port: null });
    worker.on('message', (message: FromWorker) => {
      const known = workers.get(worker.id);
      if (message.say === 'gave up' && started) log.error({ worker: worker.id }, message.line);
      if (message.say === 'metrics?') {
        figures.clusterMetrics().catch((error: unknown) => void log.error({ err: error }, 'metrics failed')).then((text) => tell(worker, { tell: 'metrics', asked: message.asked, text: text ?? null }));
      }
      if (message.say !== 'polling' || !known) return;
      known.port = message.port;
      tellPeers();
    });
    worker.once('exit', (code, signal) => {
      workers.delete(worker.id);
      if (stopping || !started) return;
      log.error({ worker: worker.id, code, signal }, 'a worker ended; another takes its place');
      tellPeers();
      setTimeout(() => void (stopping || fork(false)), performance.now() - began < YOUNG ? 1_000 : 0);
    });
    if (url !== null) tell(worker, { tell: 'database', url });
    return worker;
  }

  /** Null when all have said so, else why one of them will not. */
  const all = async (said: FromWorker['say'], those: Worker[]): Promise<string | null> => {
    const answers = await Promise.all(those.map((worker) => new Promise<string | null>((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if (message.say === said) resolve(null);
        if (message.say === 'gave up') resolve(message.line);
      });
      worker.once('exit', (code, signal) => resolve(`a worker ended while starting (${signal ?? `code ${code}`})`));
    })));
    return answers.find((line) => line !== null) ?? null;
  };

  const firstOnes = Array.from({ length: count }, () => fork(true));
  const ready = all('ready', firstOnes);
  return {
    listening: all('listening', firstOnes),
    async begin(database) {
      url = database;
      for (const worker of firstOnes) tell(worker, { tell: 'database', url });
      const problem = await ready;
      started = true;
      return problem;
    },
    async stop() {
      stopping = true;
      const left = [...workers.values()].map(async ({ worker }) => {
        const ended = once(worker, 'exit');
        tell(worker, { tell: 'stop' });
        const impatient = setTimeout(() => worker.process.kill('SIGKILL'), STOPS_WITHIN);
        await ended;
        clearTimeout(impatient);
      });
      await Promise.all(left);
    },
  };
}

/** A worker's side of it. */
export const asWorker = {
  listensFirst: process.env[LISTENS_FIRST] === '1',
  say: (message: FromWorker): Promise<void> => new Promise((resolve) => void (process.send?.(message, undefined, undefined, () => resolve()) ?? resolve())),
  /** The address of the database, once it is ready. */
  database: (): Promise<string> => heard('database').then(({ url }) => url),
  stop: (): Promise<unknown> => heard('stop'),
  number: (): number => cluster.worker?.id ?? 0,
};

/** In a worker: prints the figures of all workers together. Null where there is only one process. */
export function metricsOfAll(own: Registry): (() => Promise<string>) | null {
  if (!cluster.isWorker) return null;
  AggregatorRegistry.setRegistries([own]);
  // Made for what it does to this process: it answers when the first one asks for figures.
  new AggregatorRegistry();
  const waiting = new Map<number, (text: string | null) => void>();
  let asked = 0;
  process.on('message', (message: ToWorker) => {
    if (message.tell !== 'metrics') return;
    waiting.get(message.asked)?.(message.text);
    waiting.delete(message.asked);
  });
  return async () => {
    const text = await new Promise<string | null>((resolve) => {
      waiting.set(++asked, resolve);
      void asWorker.say({ say: 'metrics?', asked });
    });
    if (text === null) throw new Error('the figures of all workers could not be had');
    return text;
  };
}

function heard<K extends ToWorker['tell']>(tell: K): Promise<Extract<ToWorker, { tell: K }>> {
  return new Promise((resolve) => {
    const hear = (message: ToWorker) => {
      if (message.tell !== tell) return;
      process.off('message', hear);
      resolve(message as Extract<ToWorker, { tell: K }>);
    };
    process.on('message', hear);
  });
}

/**
 * Browsers that cannot have a websocket poll, and each poll may come to another worker than the one that knows the socket.
 * The number of that worker stands in the socket's id, and the poll is passed on to it.
 */
export async function sharePolling(http: Server, hub: Hub, log: Log): Promise<void> {
  const own = asWorker.number();
  let ports: Record<number, number> = {};
  hub.io.engine.generateId = () => `${own}.${randomBytes(15).toString('base64url')}`;
  process.on('message', (message: ToWorker) => {
    if (message.tell === 'peers') ports = message.ports;
  });
  const listeners = http.listeners('request') as ((req: IncomingMessage, res: ServerResponse) => void)[];
  const answer = (req: IncomingMessage, res: ServerResponse) => listeners.forEach((listener) => listener.call(http, req, res));
  http.removeAllListeners('request');
  http.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const [, holder] = /^\/socket\.io\/?\?(?:.*&)?sid=(\d+)\./.exec(req.url ?? '') ?? [];
    const port = holder === undefined || Number(holder) === own ? undefined : ports[Number(holder)];
    if (port === undefined) answer(req, res);
    else passOn(req, res, port, log);
  });
  // On this machine only, and not shared out between the workers.
  const inside = createServer(answer);
  inside.listen({ port: 0, host: '127.0.0.1', exclusive: true });
  await once(inside, 'listening');
  inside.unref();
  await asWorker.say({ say: 'polling', port: (inside.address() as AddressInfo).port });
}

function passOn(req: IncomingMessage, res: ServerResponse, port: number, log: Log): void {
  const passed = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers: req.headers }, (answered) => {
    res.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(res);
  });
  passed.on('error', (error) => {
    log.debug({ err: error }, 'a poll was not passed on');
    // The browser begins anew, as with every lost connection.
    if (res.headersSent) res.destroy();
    else res.writeHead(400).end();
  });
  res.on('close', () => passed.destroy());
  req.pipe(passed);
}

export const isWorker = (): boolean => cluster.isWorker;
