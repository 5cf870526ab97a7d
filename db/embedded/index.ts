import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { usableBinaries } from './binaries';
import { ensureCluster } from './cluster';
import { answers, ensureDatabase, urlOf } from './connect';
import { launch, type Server, type Setup } from './launch';
import { choosePlace } from './place';
import { stopServer } from './postmaster';
import { isLive } from './process';
import { findRunning, type Running } from './running';

export type Embedded = { url: string; stop(): Promise<void> };
export type Options = { dataDir: string; log(line: string): void; durable?: boolean; maxConnections?: number };

/** Uses a server that was there before us; undefined when that one is stopped or stopping. */
async function adopt(running: Running, s: Setup): Promise<Server | undefined> {
  const { pid, port } = running;
  const fits = running.durable === s.durable && running.maxConnections === s.maxConnections;
  if (await isLive(running.owner)) {
    const owner = running.owner.split('-')[0];
    s.log(`PostgreSQL (process ${pid}) already runs for process ${owner}; sharing it${fits ? '' : ', with the settings it has'}`);
    // Stopping it would take the database away from the process that started it.
    return { port, stop: async () => s.log(`PostgreSQL is left running for process ${owner}`) };
  }
  if (!fits) {
    s.log(`PostgreSQL (process ${pid}) was left running with other settings; starting it anew`);
    await stopServer(pid, s.place.cluster);
    return undefined;
  }
  // Asked again now that the owner is surely gone: its death may be what brings this server down.
  if (!(await answers(port, s.password))) return undefined;
  s.log(`Taking over PostgreSQL (process ${pid}), left running by a process that is gone`);
  let stopping: Promise<void> | undefined;
  return { port, stop: () => (stopping ??= stopServer(pid, s.place.cluster)) };
}

async function obtain(s: Setup): Promise<Server> {
  // Several rounds, since another start or a dying server may hold the cluster for a moment.
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    const running = await findRunning(s.place.cluster, s.password);
    const server = (running && (await adopt(running, s))) ?? (await launch(s));
    if (server) return server;
  }
  throw new Error(`The database in ${s.place.cluster} is held by another PostgreSQL; see ${s.logFile}`);
}

/** PostgreSQL from npm, with its data in dataDir, on a free port of this machine only. */
export async function startEmbedded({ dataDir, log, durable = true, maxConnections = 100 }: Options): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  const place = await choosePlace(folder, log);
  const binaries = await usableBinaries(place.home, place.account, log);
  const password = await ensureCluster(place, binaries, { durable, log });
  const server = await obtain({ place, binaries, password, durable, maxConnections, log, logFile: join(folder, 'postgres.log') });
  try {
    await ensureDatabase(server.port, password);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: urlOf(server.port, password), stop: server.stop };
}
