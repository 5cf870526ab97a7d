import { connect, type Socket } from 'node:net';

// A client that costs little, so that it is the server that is measured: one request at a time on each of some connections
// that stay open, written and read as bytes.

export type Answer = { status: number; head: string; body: Buffer; first: number; whole: number };

/** A connection that stays open. `ask` answers with the milliseconds to the first byte and to the last. */
export type Line = { ask(request: string): Promise<Answer>; close(): void };

export function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let got: Buffer[] = [];
  let began = 0;
  let first = 0;
  let done: ((answer: Answer) => void) | null = null;
  let failed: ((error: Error) => void) | null = null;
  socket.on('data', (chunk: Buffer) => {
    if (got.length === 0) first = performance.now() - began;
    got.push(chunk);
    const bytes = got.length === 1 ? chunk : Buffer.concat(got);
    got = [bytes];
    const answer = wholeAnswer(bytes);
    if (!answer) return;
    got = [];
    done?.({ ...answer, first, whole: performance.now() - began });
  });
  const fail = (error: Error) => failed?.(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  return new Promise((resolve, reject) => {
    failed = reject;
    socket.once('connect', () => resolve({
      ask: (request) => new Promise<Answer>((answered, broke) => {
        [done, failed, began] = [answered, broke, performance.now()];
        socket.write(request);
      }),
      close: () => void ((failed = null), socket.destroy()),
    }));
  });
}

/** Answers null while something is still to come. */
function wholeAnswer(bytes: Buffer): Pick<Answer, 'status' | 'head' | 'body'> | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const rest = bytes.subarray(end + 4);
  if (length !== undefined) return rest.length >= Number(length) ? { status, head, body: rest } : null;
  if (/\r\ntransfer-encoding: chunked/i.test(head)) return rest.subarray(-5).toString('latin1') === '0\r\n\r\n' ? { status, head, body: unchunk(rest) } : null;
  return { status, head, body: rest };
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    const size = parseInt(bytes.toString('latin1', at, line), 16);
    if (!size) return Buffer.concat(parts);
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

export type Ask = { path: string; method?: string; headers?: Record<string, string>; body?: string };

/** The bytes of a request, as a browser sends them that takes compressed pages. */
export function requestOf(port: number, { path, method = 'GET', headers = {}, body }: Ask): string {
  const all: Record<string, string> = {
    host: `127.0.0.1:${port}`, accept: 'text/html', 'accept-encoding': 'br, gzip', ...headers,
    ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)), origin: `http://127.0.0.1:${port}` }),
  };
  return `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`;
}

export type Figures = { perSecond: number; p50: number; p95: number; p99: number; most: number; n: number };

export function figuresOf(times: number[], seconds: number): Figures {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: sorted.at(-1) ?? 0, n: times.length };
}

/** Asks on `lines` connections, one request after another on each, for some seconds. `next` makes the nth request. Any other answer than `expected` ends the run. */
export async function load(port: number, next: (n: number) => Ask, { seconds, lines = 32, expected = 200, pause = 0 }: { seconds: number; lines?: number; expected?: number; pause?: number }): Promise<Figures> {
  const opened = await Promise.all(Array.from({ length: lines }, () => openLine(port)));
  const times: number[] = [];
  let n = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  await Promise.all(opened.map(async (line) => {
    while (performance.now() < until) {
      const ask = next(n++);
      const { status, whole, body } = await line.ask(requestOf(port, ask));
      if (status !== expected) throw new Error(`${ask.method ?? 'GET'} ${ask.path} answered ${status} instead of ${expected}: ${body.toString('utf8').slice(0, 300)}`);
      times.push(whole);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }));
  const took = (performance.now() - began) / 1_000;
  for (const line of opened) line.close();
  return figuresOf(times, took);
}

/** One request on a connection of its own. */
export async function once(port: number, ask: Ask): Promise<Answer> {
  const line = await openLine(port);
  try {
    return await line.ask(requestOf(port, ask));
  } finally {
    line.close();
  }
}
