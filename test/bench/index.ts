// `npm run bench`: what the program can do on one core, beside references measured in the same run. Loopback only.
// `--quick` runs all of it in little time, to prove that it runs; its figures mean nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '~/db/client';
import { startEmbedded } from '~/db/embedded';
import { migrateDatabase } from '~/db/migrate';
import { firstStart } from '~/db/seed/first-start';
import { readConfig } from '~/server/config';
import { makeLog } from '~/server/log';
import { makeServices } from '~/server/services';
import { freePort, keepApart, memoryOf, startNode, until, type Started } from './machine';
import { grow, seedMembers, type Network } from './network';
import { once } from './load';
import { goals, print, printGoals } from './print';
import { fanOut, pagesAt, underWrites, writes, type Bench } from './measures';
import { weigh } from './weight';

const quick = process.argv.includes('--quick');
const root = fileURLToPath(new URL('../..', import.meta.url));
const sizes = quick ? [1_000] : [1_000, 10_000, 100_000];
const crowds = quick ? [10, 20] : [100, 500, 1_000];

async function startProgram(cores: Bench['cores'], env: Record<string, string>): Promise<{ program: Started; port: number; milliseconds: number }> {
  const port = await freePort();
  const began = performance.now();
  const program = startNode(['--enable-source-maps', path.join(root, 'build/start.js')], { NODE_ENV: 'production', WORKERS: '1', TRUST_PROXY: 'true', PORT: String(port), ...env }, cores);
  await until('the first page', program, async () => (await once(port, { path: '/' })).status === 200);
  return { program, port, milliseconds: performance.now() - began };
}

async function main(): Promise<void> {
  const began = performance.now();
  const cores = keepApart();
  print('server_on_one_core', cores.pinned ? 1 : 0, cores.pinned ? 'yes: held to it by taskset' : 'no taskset: one process, held to no core');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'ogp-forum-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  try {
    const embedded = await startEmbedded({ dataDir, log: () => undefined, maxConnections: 200 });
    undo.push(() => embedded.stop());
    await migrateDatabase(embedded.url, path.join(root, 'db/migrations'));
    const connection = connect(embedded.url);
    undo.push(() => connection.close());
    const read = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    if ('problems' in read) throw new Error(read.problems.join('; '));
    await firstStart(makeServices(read.config, connection, makeLog('silent')));
    const cookies = await seedMembers(connection, quick ? 60 : 400);

    let network: Network | null = null;
    let posts = 0;
    const { program, port } = await startProgram(cores, { DATABASE_URL: embedded.url, DATA_DIR: dataDir });
    undo.push(() => program.stop());
    const idle = memoryOf(program.pid);
    if (idle !== null) print('memory.idle', idle, 'MB');
    const bench: Bench = { port, pid: program.pid, cookies, databaseUrl: embedded.url, cores, dataDir, seconds: quick ? 0.3 : 2, rounds: quick ? 1 : 3, repeats: quick ? 4 : 40 };
    for (const size of sizes) {
      network = await grow(connection, { network, posts }, size);
      posts = size;
      await pagesAt(bench, network, size, size === sizes[0]);
    }
    if (!network) return;
    await underWrites(bench, network);
    await fanOut(bench, network, crowds);
    await writes(bench, network);
    const weight = quick ? null : await weigh(`http://127.0.0.1:${port}/debat/traad/${network.fifty}`);
    if (weight) {
      print('page_weight.thread', weight.bytes / 1_024, 'KB');
      print('page_weight.thread.requests', weight.requests, 'requests');
      goals('page_weight.thread', weight.bytes / 1_024, 'under', 120, 'KB');
    } else if (!quick) print('page_weight.thread', NaN, 'KB (no browser to weigh it with)');
    await undo.pop()?.();
    await undo.pop()?.();
    await undo.pop()?.();
    // As `npm start` starts, with all of that in its database.
    const again = await startProgram(cores, { DATA_DIR: dataDir });
    print('start_to_first_page', again.milliseconds, 'ms');
    await again.program.stop();
    printGoals();
    print('bench', (performance.now() - began) / 1_000, 's');
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

await main();
