import { io, type Socket } from 'socket.io-client';

export type Crowd = {
  /** Milliseconds from now until the last of them has heard the next event; `cause` brings it about. */
  heardByAll(cause: () => Promise<unknown>): Promise<number>;
  /** What was heard last. */
  last(): unknown;
  close(): void;
};

/** So many readers, each with a connection of its own, who follow one stream. */
export async function gather(port: number, stream: string, count: number): Promise<Crowd> {
  let left = 0;
  let all = () => undefined as void;
  let heard: unknown = null;
  const sockets: Socket[] = [];
  // Not all at the same instant: they do not come so in life either, and it is not their coming that is measured.
  for (let n = 0; n < count; n += 50) {
    const more = await Promise.all(Array.from({ length: Math.min(50, count - n) }, async () => {
      const socket = io(`http://127.0.0.1:${port}`, { forceNew: true, transports: ['websocket'], reconnection: false });
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      socket.on('event', (message: unknown) => {
        heard = message;
        left -= 1;
        if (left === 0) all();
      });
      const answer = (await socket.timeout(30_000).emitWithAck('subscribe', { stream, after: 0 })) as { ok: boolean };
      if (!answer.ok) throw new Error('a reader was not admitted');
      return socket;
    }));
    sockets.push(...more);
  }
  return {
    async heardByAll(cause) {
      left = count;
      const everyone = new Promise<void>((resolve) => (all = resolve));
      const began = performance.now();
      const caused = cause();
      await everyone;
      const took = performance.now() - began;
      await caused;
      return took;
    },
    last: () => heard,
    close: () => sockets.forEach((socket) => socket.disconnect()),
  };
}
