import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection, Db, Listener } from '~/db/client';
import { makeSessions, type Sessions } from './auth/sessions';
import type { Config } from './config';
import type { Actor, Ctx } from './context';
import { makeFileStore } from './files';
import type { FileStore } from './files/store';
import type { Log } from './log';

/** What lives as long as the process. Made once, in index.ts (or by a test), and handed on. */
export type Services = {
  config: Config;
  db: Db;
  sql: Connection['sql'];
  log: Log;
  now: () => Date;
  sessions: Sessions;
  files: FileStore;
  makeCtx(actor: Actor | null): Ctx;
  /** Runs a task and tells what its answer comes from: each query, and that the clock was looked at. */
  observe<T>(seen: { query: Listener; clock: () => void }, task: () => Promise<T>): Promise<T>;
};

export function makeServices(config: Config, connection: Connection, log: Log, clock: () => Date = () => new Date()): Services {
  const clockSeen = new AsyncLocalStorage<() => void>();
  const now = () => {
    clockSeen.getStore()?.();
    return clock();
  };
  const { db, sql } = connection;
  const files = makeFileStore(config);
  return {
    config, db, sql, log, now, files,
    sessions: makeSessions(db, config.baseUrl.startsWith('https:')),
    makeCtx: (actor) => ({ db, now, log, config, files, actor }),
    observe: (seen, task) => clockSeen.run(seen.clock, () => connection.listen(seen.query, task)),
  };
}
