import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';

/** Whether processes can be held to one core: the server gets the first one, load and database the others. */
function canPin(): boolean {
  if (process.platform !== 'linux' || availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    // No such program: nothing is held to a core, and the figures say so.
    return false;
  }
}

function allowedCores(): number[] {
  const list = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' }).split(':').at(-1)?.trim() ?? '';
  return list.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
}

/** Keeps this process, and the database that it will start, off the server's core. */
export function keepApart(): { pinned: boolean; core: string } {
  if (!canPin()) return { pinned: false, core: '' };
  const [own = 0, ...others] = allowedCores();
  // All threads: those that node has already started too.
  execFileSync('taskset', ['-a', '-cp', others.join(','), String(process.pid)], { stdio: 'ignore' });
  return { pinned: true, core: String(own) };
}

export type Started = { child: ChildProcess; pid: number; output(): string; stop(): Promise<void> };

/** Starts node on the server's core. */
export function startNode(args: string[], env: Record<string, string>, { pinned, core }: ReturnType<typeof keepApart>): Started {
  const command = pinned ? ['taskset', '-c', core, process.execPath, ...args] : [process.execPath, ...args];
  const [file = '', ...rest] = command;
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } as unknown as NodeJS.ProcessEnv });
  let output = '';
  // The log of requests is read and thrown away, as whoever collects logs would.
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
  const exited = once(child, 'exit');
  return {
    child, pid: child.pid ?? 0, output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Waits until it is so; a program that ended meanwhile says why. */
export async function until(what: string, program: Started, isSo: () => Promise<boolean>, bound = 60_000): Promise<void> {
  for (const end = performance.now() + bound; performance.now() < end;) {
    if (program.child.exitCode !== null) throw new Error(`${what}: the program ended with ${program.child.exitCode}\n${program.output()}`);
    if (await isSo().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`never came: ${what}\n${program.output()}`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resident memory in megabytes; null where the system does not tell. */
export function memoryOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
}

/** Seconds that a process has computed; null where the system does not tell. */
export function computedBy(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // In hundredths of a second, as Linux counts for programs.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
