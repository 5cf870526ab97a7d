import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { runMigrations } from 'graphile-worker';
import { connect } from './client';
import { watchTables } from './watched';

/** Any number, the same in every process: only one of them migrates, the others wait. */
const LOCK = 7_404_2018;

/**
 * Brings a database to the newest schema, jobs included, or only through the first `upTo` migrations. Safe when several
 * processes start at once.
 */
export async function migrateDatabase(url: string, folder: string, upTo?: number): Promise<void> {
  const { db, sql, close } = connect(url, 1);
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    if (upTo === undefined) await migrate(db, { migrationsFolder: folder });
    else await withFirst(folder, upTo, (migrationsFolder) => migrate(db, { migrationsFolder }));
    if (upTo === undefined) await watchTables(sql);
    await runMigrations({ connectionString: url });
  } finally {
    await close();
  }
}

/** The migrator knows only whole folders: a copy whose journal ends sooner. */
async function withFirst(folder: string, upTo: number, run: (folder: string) => Promise<void>): Promise<void> {
  const copy = await mkdtemp(path.join(tmpdir(), 'ogp-forum-migrations-'));
  try {
    await cp(folder, copy, { recursive: true });
    const file = path.join(copy, 'meta/_journal.json');
    const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: unknown[] };
    await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, upTo) }));
    await run(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
