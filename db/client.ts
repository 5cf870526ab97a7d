import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema';

export type Db = PostgresJsDatabase<typeof schema>;
/** Hears of each query before it is asked. */
export type Listener = (query: string, params: unknown[]) => void;
export type Connection = {
  db: Db; sql: postgres.Sql;
  /** Runs a task; every query that it asks through `db` is told first. */
  listen<T>(listener: Listener, task: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** One pool of connections; the caller closes it. */
export function connect(url: string, max = 10): Connection {
  const sql = postgres(url, { max, onnotice: () => undefined, connection: { application_name: 'ogp-forum' } });
  const listeners = new AsyncLocalStorage<Listener>();
  const logger = { logQuery: (query: string, params: unknown[]) => listeners.getStore()?.(query, params) };
  return { db: drizzle(sql, { schema, logger }), sql, listen: (listener, task) => listeners.run(listener, task), close: () => sql.end({ timeout: 5 }) };
}
