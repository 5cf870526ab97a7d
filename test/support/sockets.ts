import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Actor } from '~/server/context';
import { makeHub } from '~/server/realtime/hub';
import type { StreamMessage } from '~/server/realtime/present';
import type { Services } from '~/server/services';

export type Answer = { ok: boolean; events: StreamMessage[]; seq: number; code?: string; reload?: true };
type Open = { end(): Promise<unknown> };
const opened: Open[] = [];

/** Ends every server and socket that a test opened. */
export async function endSockets(): Promise<void> {
  for (const one of opened.splice(0).reverse()) await one.end();
}

/** A process of its own, as far as sockets go: an HTTP server with its hub. */
export async function aHub(services: Services): Promise<{ url: string; hub: Awaited<ReturnType<typeof makeHub>> }> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const hub = await makeHub(services, http);
  opened.push({ end: () => hub.close() });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, hub };
}

/** What a browser holds: a socket, and everything that was pushed to it. */
export type Reader = { socket: Socket; pushed: StreamMessage[]; subscribe(stream: unknown, after?: unknown): Promise<Answer> };

export async function aReader(url: string, services: Services, actor: Actor | null = null, options: { transports?: string[] } = {}): Promise<Reader & { sessionId: string | null }> {
  const cookie = actor && (await services.sessions.begin(actor.id));
  const socket = io(url, { forceNew: true, reconnection: false, transports: options.transports ?? ['websocket'], extraHeaders: cookie ? { cookie: `${cookie.name}=${cookie.value}` } : {} });
  opened.push({ end: async () => void socket.disconnect() });
  const pushed: StreamMessage[] = [];
  socket.on('event', (message: StreamMessage) => pushed.push(message));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return { socket, pushed, sessionId: cookie?.value ?? null, subscribe: (stream, after = 0) => socket.timeout(10_000).emitWithAck('subscribe', { stream, after }) as Promise<Answer> };
}

/** Looks until it is so, at most ten seconds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(10)) if (await isSo()) return;
  throw new Error(`waited in vain: ${what}`);
}

export const seqs = (messages: StreamMessage[]): number[] => messages.map(({ seq }) => seq);
export const upTo = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
