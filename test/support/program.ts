import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { connect } from '~/db/client';
import { temporaryFolder } from './folder';
import { randomUUID } from 'node:crypto';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built program, running as `npm start` runs it. */
export type Program = { url: string; dataDir: string; databaseUrl: string; child: ChildProcess; output(): string; kill(signal: NodeJS.Signals): Promise<void>; restart(signal: NodeJS.Signals, meanwhile?: () => Promise<void>): Promise<Program>; stop(): Promise<void> };

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks again until the answer is there; the bound only ends a run that would never end. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>, what: string, bound = 30_000): Promise<T> {
  const until = Date.now() + bound;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** An empty database beside the others of the run. */
export async function emptyDatabase(): Promise<string> {
  const name = `program_${randomUUID().replaceAll('-', '')}`;
  const admin = connect(inject('databaseUrl'), 1);
  await admin.sql.unsafe(`create database ${name} template template_forum strategy wal_log`);
  await admin.close();
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

type Options = { databaseUrl?: string | null; dataDir?: string; port?: number; env?: Record<string, string>; ownsData?: boolean };

/** Starts build/start.js. `databaseUrl: null` lets it start its own PostgreSQL in dataDir. */
export async function startProgram(options: Options = {}): Promise<Program> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? (await temporaryFolder('program'));
  const ownsData = options.ownsData ?? options.dataDir === undefined;
  const databaseUrl = options.databaseUrl === null ? '' : (options.databaseUrl ?? (await emptyDatabase()));
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'build/start.js')], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', PORT: String(port), BASE_URL: url, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn', WORKERS: '1', ...options.env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${output}`);
    return fetch(`${url}/klar`).then((answer) => answer.status === 200, () => false);
  }, '/klar', 90_000);
  return {
    url, dataDir, databaseUrl, child, output: () => output, kill,
    /** Ends it and starts it where it was: the same address, files and database. `meanwhile` is done while nobody answers. */
    async restart(signal, meanwhile) {
      await kill(signal);
      await meanwhile?.();
      return startProgram({ ...options, port, dataDir, databaseUrl: options.databaseUrl === null ? null : databaseUrl, ownsData });
    },
    async stop() {
      await kill('SIGTERM');
      if (ownsData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
