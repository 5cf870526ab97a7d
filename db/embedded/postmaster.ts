import { link, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unless } from './unless';
import { identity, isPostmaster } from './process';

/** What postmaster.pid says; pid 0 while the file is still empty. */
export type PidFile = { pid: number; port: number; status: string; text: string };

const fileOf = (cluster: string) => join(cluster, 'postmaster.pid');

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await unless(readFile(fileOf(cluster), 'utf8'), 'ENOENT');
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]) || 0, port: Number(lines[3]) || 0, status: lines[7]?.trim() ?? '', text };
}

/** Removes a postmaster.pid whose process is no server of this cluster. */
export async function clearStale(cluster: string, judged: PidFile): Promise<void> {
  const file = fileOf(cluster);
  const aside = `${file}.stale-${await identity()}`;
  await unless(rename(file, aside), 'ENOENT');
  // A server that started in between has written its own: that one is put back.
  const moved = await unless(readFile(aside, 'utf8'), 'ENOENT');
  if (moved !== undefined && moved !== judged.text) await unless(link(aside, file), 'EEXIST');
  await rm(aside, { force: true });
}

async function goneWithin(milliseconds: number, pid: number, cluster: string): Promise<boolean> {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(20)) {
    if (!(await isPostmaster(pid, cluster))) return true;
  }
  return false;
}

/** Fast shutdown; after ten seconds the immediate one, which the next start recovers from. */
export async function stopServer(pid: number, cluster: string): Promise<void> {
  for (const [signal, patience] of [['SIGINT', 10_000], ['SIGQUIT', 5_000]] as const) {
    if (!(await isPostmaster(pid, cluster))) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      // ESRCH: it ended since we looked.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if (await goneWithin(patience, pid, cluster)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) in ${cluster} did not stop.`);
}
