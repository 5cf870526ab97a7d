import postgres from 'postgres';

export const user = 'ogpforum';
export const database = 'ogpforum';

export const urlOf = (port: number, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

/** One connection to the maintenance database for one piece of work. */
export async function withSql<T>(port: number, password: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({
    host: '127.0.0.1', port, user, password, database: 'postgres',
    max: 1, connect_timeout: 5, ssl: false, fetch_types: false, onnotice: () => undefined,
  });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export const codeOf = (error: unknown) => (error as { code?: string }).code ?? '';

/** Errors of a server that is on its way up or down. */
export const passing = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT', '57P01', '57P03'];

export async function answers(port: number, password: string): Promise<boolean> {
  try {
    return (await withSql(port, password, (sql) => sql`select 1`)).length === 1;
  } catch (error) {
    if (passing.includes(codeOf(error))) return false;
    throw error;
  }
}

export async function ensureDatabase(port: number, password: string): Promise<void> {
  await withSql(port, password, async (sql) => {
    if ((await sql`select 1 from pg_database where datname = ${database}`).length > 0) return;
    try {
      await sql.unsafe(`create database ${database} template template0`);
    } catch (error) {
      // Both codes say that another start made it just now.
      if (!['42P04', '23505'].includes(codeOf(error))) throw error;
    }
  });
}
