import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { asAccount } from './account';
import type { Binaries } from './binaries';
import { answers } from './connect';
import { openLog } from './logfile';
import type { Place } from './place';
import { readPidFile, stopServer } from './postmaster';
import { identity } from './process';

export type Setup = {
  place: Place; binaries: Binaries; password: string; logFile: string;
  durable: boolean; maxConnections: number; log(line: string): void;
};
export type Server = { port: number; stop(): Promise<void> };

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function settings({ durable, maxConnections }: Setup): Promise<string[]> {
  const values = {
    listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC', jit: 'off',
    max_connections: maxConnections, shared_buffers: '128MB', log_min_messages: 'warning',
    // Read by a later start, to tell a server in use from one whose owner was killed.
    'ogpforum.owner': await identity(),
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** True once the child serves on the port; false when `over` says that it ended. */
async function becomesReady(child: ChildProcess, port: number, s: Setup, over: () => boolean): Promise<boolean> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(10)) {
    if (over()) return false;
    const file = await readPidFile(s.place.cluster);
    // The password goes only to our own server: another program may have taken the port first.
    const ours = file?.pid === child.pid && file?.port === port && file.status === 'ready';
    if (ours && (await answers(port, s.password))) return true;
  }
  throw new Error('PostgreSQL was not ready within 30 seconds.');
}

async function start(s: Setup, port: number): Promise<Server | 'port taken' | 'held'> {
  const call = asAccount(s.place.account, s.binaries.postgres, ['-D', s.place.cluster, '-p', `${port}`, ...(await settings(s))], s.binaries.libraries);
  const output = await openLog(s.logFile);
  try {
    // A session of its own, so that Ctrl-C reaches us first and not both at once.
    const child = spawn(call.file, call.args, { ...call.options, detached: true, stdio: ['ignore', output.fd, output.fd] });
    let end: string | undefined;
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => resolve(void (end = error.message)));
      child.once('exit', (code, signal) => resolve(void (end = signal ?? `code ${code}`)));
    });
    try {
      if (await becomesReady(child, port, s, () => end !== undefined)) {
        let stopping: Promise<void> | undefined;
        void ended.then(() => stopping ?? s.log(`PostgreSQL ended unexpectedly (${end}); see ${s.logFile}`));
        return { port, stop: () => (stopping ??= stopServer(child.pid!, s.place.cluster).then(() => ended)) };
      }
    } catch (cause) {
      child.kill('SIGQUIT');
      await ended;
      throw new Error(`${(cause as Error).message}\n${await output.tail()}`, { cause });
    }
    const tail = await output.tail();
    if (/could not create any TCP\/IP sockets/.test(tail)) return 'port taken';
    if (/lock file ".*postmaster\.pid"|pre-existing shared memory block/.test(tail)) return 'held';
    throw new Error(`PostgreSQL did not start (${end}):\n${tail}`);
  } finally {
    await output.close();
  }
}

/** Starts a server on the cluster; undefined when another server got hold of it first. */
export async function launch(s: Setup, pickPort = freePort): Promise<Server | undefined> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const port = await pickPort();
    const result = await start(s, port);
    if (result === 'held') return undefined;
    if (result !== 'port taken') return result;
    s.log(`Port ${port} was taken by another program; trying another port`);
  }
  throw new Error('PostgreSQL found no free port in five attempts.');
}
