import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { runMigrations } from 'graphile-worker';
import { connect } from './client';

/** Any number, the same in every process: only one of them migrates, the others wait. */
const LOCK = 7_404_2018;

/** Brings a database to the newest schema, jobs included. Safe when several processes start at once. */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  const { db, sql, close } = connect(url, 1);
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await migrate(db, { migrationsFolder: folder });
    await runMigrations({ connectionString: url });
  } finally {
    await close();
  }
}
