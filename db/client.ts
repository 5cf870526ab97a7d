import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema';

export type Db = PostgresJsDatabase<typeof schema>;
export type Connection = { db: Db; sql: postgres.Sql; close(): Promise<void> };

/** One pool of connections; the caller closes it. */
export function connect(url: string, max = 10): Connection {
  const sql = postgres(url, { max, onnotice: () => undefined, connection: { application_name: 'ogp-forum' } });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
