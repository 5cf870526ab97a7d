import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '~/server/config';
import { temporaryFolder } from '../support/folder';
import { eventually, startProgram, type Program } from '../support/program';
import { signIn, type Visitor } from '../support/visitor';

// Many processes start here, each with all of the program: slow where others work too.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const open: { end(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.end();
});

async function start(options: Parameters<typeof startProgram>[0] = {}): Promise<Program> {
  const program = await startProgram({ ...options, env: { WORKERS: '3', ...options.env } });
  open.push({ end: () => program.stop() });
  return program;
}

/** The processes that a process has started and that still run. */
function childrenOf(pid: number | undefined): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' }).split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter(([, parent, state, name]) => Number(parent) === pid && !state?.startsWith('Z') && !name?.startsWith('ps')).map(([child]) => Number(child));
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // Nobody has that number any more.
    return false;
  }
};

async function aMember(program: Program, email = 'member@example.org'): Promise<Visitor> {
  const password = (await readFile(path.join(program.dataDir, 'example-password'), 'utf8')).trim();
  return signIn(program.url, email, password);
}
async function aThread(member: Visitor, program: Program): Promise<string> {
  const started = await member.post('/debat/nyt', { about: 'general', title: 'Flere processer', body: 'Det første indlæg.' });
  return new URL(started.headers.get('location') ?? '', program.url).pathname;
}

/** A socket that has been admitted to a stream, and what it was pushed. */
async function follow(program: Program, stream: string, transport: 'websocket' | 'polling'): Promise<{ socket: Socket; seq: number; heard: number[] }> {
  const socket = io(program.url, { forceNew: true, transports: [transport], reconnection: false, agent: new Agent({ keepAlive: false }) as never });
  open.push({ end: async () => void socket.disconnect() });
  const heard: number[] = [];
  socket.on('event', ({ seq }: { seq: number }) => heard.push(seq));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const answer = (await socket.timeout(20_000).emitWithAck('subscribe', { stream, after: 1 })) as { ok: boolean; seq: number };
  expect(answer.ok).toBe(true);
  return { socket, seq: answer.seq, heard };
}

describe('several processes behind one address', () => {
  it('serve together, say once that they are ready, and follow each other when one dies', async () => {
    const program = await start();
    const first = childrenOf(program.child.pid);
    expect(first).toHaveLength(3);
    await expect.poll(() => program.output().split('is ready').length).toBe(2);
    const [victim = 0] = first;
    process.kill(victim, 'SIGKILL');
    await eventually(async () => {
      const now = childrenOf(program.child.pid);
      return now.length === 3 && !now.includes(victim);
    }, 'another worker');
    // The new one takes its turn when it can answer: nobody is told to wait.
    const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(`${program.url}/klar`, { headers: { connection: 'close' } }).then(({ status }) => status)));
    expect(new Set(answers)).toEqual(new Set([200]));
    await program.kill('SIGTERM');
    expect([program.child.exitCode, first.filter(isAlive)]).toEqual([0, []]);
  });

  it.each(['websocket', 'polling'] as const)('bring every event to sockets of all of them by %s', async (transport) => {
    const program = await start();
    const member = await aMember(program);
    const thread = await aThread(member, program);
    const followers = await Promise.all(Array.from({ length: 9 }, () => follow(program, `thread:${thread.split('/').at(-1)}`, transport)));
    for (const body of ['Andet indlæg', 'Tredje indlæg', 'Fjerde indlæg']) expect((await member.post(`${thread}/indlaeg`, { body, back: thread })).status).toBe(303);
    await eventually(async () => followers.every(({ heard }) => heard.length === 3), 'three events at each');
    for (const { seq, heard } of followers) expect(heard).toEqual([seq + 1, seq + 2, seq + 3]);
  });

  it('hold one session, one count of tries and one truth', async () => {
    const program = await start();
    const member = await aMember(program);
    const thread = await aThread(member, program);
    for (let n = 2; n <= 8; n += 1) {
      const body = `Indlæg nummer ${n}, som alle ser.`;
      await member.post(`${thread}/indlaeg`, { body, back: thread });
      const pages = await Promise.all(Array.from({ length: 6 }, () => fetch(`${program.url}${thread}`, { headers: { accept: 'text/html', connection: 'close' } }).then((page) => page.text())));
      expect(pages.filter((html) => !html.includes(body)).length).toBe(0);
      expect(await (await member.get(thread)).text()).toContain(body);
    }
  });

  it('count together', async () => {
    const METRICS_TOKEN = 'a-token-of-more-than-24-letters';
    const program = await start({ env: { METRICS_TOKEN } });
    for (let n = 0; n < 12; n += 1) await fetch(`${program.url}/`, { headers: { accept: 'text/html', connection: 'close' } });
    for (let n = 0; n < 3; n += 1) {
      const text = await (await fetch(`${program.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}`, connection: 'close' } })).text();
      expect(Number(/http_request_seconds_count\{method="GET",status="2xx"\} (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(12);
      expect(text.match(/^ogp_forum_http_requests_open /gm)?.length).toBe(1);
    }
  });

  it('end with the first process, however it ends, and leave a database that starts again', async () => {
    const dataDir = await temporaryFolder('cluster');
    open.push({ end: () => rm(dataDir, { recursive: true, force: true }) });
    const first = await start({ databaseUrl: null, dataDir, env: { EXAMPLE_DATA: 'none' } });
    const left = childrenOf(first.child.pid);
    expect(left.length).toBe(4);
    await first.kill('SIGKILL');
    await eventually(async () => left.filter(isAlive).length === 0, 'the end of workers and database');
    const second = await start({ databaseUrl: null, dataDir, env: { EXAMPLE_DATA: 'none' } });
    expect((await fetch(`${second.url}/klar`)).status).toBe(200);
  });
});

it.each([['0', 'WORKERS must be from 1 to 64 (it is “0”)'], ['65', 'WORKERS must be from 1 to 64 (it is “65”)'], ['to', 'WORKERS must be a whole number (it is “to”)']])('WORKERS=%s is refused', (WORKERS, problem) => {
  expect(readConfig({ WORKERS })).toEqual({ problems: [problem] });
});

it('takes as many processes as there are cores, and no more than four, unless told', () => {
  const workersOf = (env: Record<string, string>) => {
    const read = readConfig(env);
    return 'config' in read ? read.config.workers : 0;
  };
  expect([workersOf({ WORKERS: '7' }), workersOf({}) >= 1, workersOf({}) <= 4]).toEqual([7, true, true]);
});
