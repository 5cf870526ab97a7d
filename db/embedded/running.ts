import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, passing, withSql } from './connect';
import { clearStale, readPidFile } from './postmaster';
import { isPostmaster } from './process';

/** A server that was there before us, and what it says of itself. */
export type Running = { pid: number; port: number; owner: string; durable: boolean; maxConnections: number };

type Answer = Omit<Running, 'pid' | 'port'>;

async function ask(port: number, password: string): Promise<Answer | undefined> {
  try {
    const [row] = await withSql(port, password, (sql) => sql<Answer[]>`
      select coalesce(current_setting('ogpforum.owner', true), '') as owner,
        current_setting('fsync')::boolean as durable,
        current_setting('max_connections')::int as "maxConnections"`);
    return row;
  } catch (error) {
    if (passing.includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** The server on this cluster, once it answers; undefined when there is none or it has shut down. */
export async function findRunning(cluster: string, password: string): Promise<Running | undefined> {
  const begun = Date.now();
  let last;
  while (Date.now() < begun + 30_000) {
    const file = await readPidFile(cluster);
    if (!file) return undefined;
    last = file.pid;
    if (file.pid === 0 && Date.now() < begun + 1_000) {
      // A server that starts makes the file first and fills it at once; a crash leaves it empty.
    } else if (!(await isPostmaster(file.pid, cluster))) {
      await clearStale(cluster, file);
      continue;
    } else if (file.status === 'ready') {
      const answer = await ask(file.port, password);
      if (answer) return { pid: file.pid, port: file.port, ...answer };
    }
    await sleep(25);
  }
  throw new Error(`Another PostgreSQL (process ${last}) holds ${cluster} but does not answer. End it, then start again.`);
}
