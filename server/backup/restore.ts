import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { migrateDatabase } from '~/db/migrate';
import type { Services } from '../services';
import type { Manifest } from './dump';
import { migrationsOf, tablesInOrder } from './tables';

/** Why a backup cannot be restored, as a sentence. */
export class NotRestored extends Error {}

type Place = { url: string; migrations: string };

/**
 * Fills an empty installation from a backup: every table in one transaction, then the jobs and the files. The archive is read
 * and checked whole before anything is written. Refuses (as `NotRestored`) an archive that is broken, cut off or of a newer
 * version, and a database that holds anything already. A backup of an older version is brought to this one.
 */
export async function restore(services: Services, source: string, { url, migrations }: Place): Promise<Manifest> {
  await mkdir(services.config.dataDir, { recursive: true });
  const folder = await mkdtemp(path.join(services.config.dataDir, '.restore-'));
  try {
    await unpack(source, folder);
    const manifest = await readManifest(folder);
    await migrateDatabase(url, migrations, manifest.migrations.length);
    await ensureFits(services, manifest);
    await services.sql.begin(async (sql) => {
      const here = await tablesInOrder(sql);
      for (const { name } of here) {
        const table = manifest.tables.find((one) => one.name === name);
        if (!table) continue;
        await pipeline(createReadStream(path.join(folder, 'tables', name)), await sql`copy ${sql(name)} (${sql(table.columns)}) from stdin`.writable());
      }
      for (const { name, rows } of manifest.tables) {
        const [count] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)}`;
        if (count?.n !== rows) throw new NotRestored(`table ${name} has ${count?.n ?? 0} rows instead of ${rows}`);
      }
      const jobs = JSON.parse(await readFile(path.join(folder, 'jobs.json'), 'utf8')) as { task: string; payload: unknown; runAt: string; maxAttempts: number; key: string | null }[];
      for (const job of jobs) await sql`select graphile_worker.add_job(${job.task}, payload := ${JSON.stringify(job.payload)}::json, run_at := ${job.runAt}::timestamptz, job_key := ${job.key}, max_attempts := ${job.maxAttempts})`;
    });
    for (const file of manifest.files.filter((one) => one.archived !== null)) {
      await services.files.put(file.key, () => createReadStream(path.join(folder, 'files', file.key)), file);
    }
    await migrateDatabase(url, migrations);
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each entry goes to a file of its own name; nothing in the archive can lead elsewhere. */
async function unpack(source: string, folder: string): Promise<void> {
  for (const inner of ['tables', 'files']) await mkdir(path.join(folder, inner));
  const reader = extract();
  const reading = pipeline(createReadStream(source), createGunzip(), reader);
  reading.catch(() => undefined);
  try {
    for await (const entry of reader) {
      if (!/^(manifest\.json|jobs\.json|tables\/[a-z_]+|files\/[\da-f-]{36})$/.test(entry.header.name)) throw new NotRestored(`the archive holds ${entry.header.name}, which no backup of ours does`);
      await pipeline(entry, createWriteStream(path.join(folder, entry.header.name), { mode: 0o600 }));
    }
    await reading;
  } catch (error) {
    if (error instanceof NotRestored) throw error;
    throw new NotRestored(`${source} is no whole backup (${(error as Error).message})`);
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new NotRestored('the archive was cut off: it has no manifest');
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new NotRestored(`the archive is of format ${String(manifest.format)}, this version reads format 1`);
  const parts = [...manifest.tables.map(({ name, sha256 }) => ({ name: `tables/${name}`, sha256 })), ...manifest.files.flatMap(({ key, archived }) => (archived === null ? [] : [{ name: `files/${key}`, sha256: archived }]))];
  for (const { name, sha256 } of parts) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path.join(folder, name)), hash).catch(() => {
      throw new NotRestored(`${name} is missing from the archive`);
    });
    if (hash.digest('hex') !== sha256) throw new NotRestored(`${name} in the archive was changed`);
  }
  return manifest;
}

async function ensureFits({ sql }: Services, manifest: Manifest): Promise<void> {
  const here = await migrationsOf(sql);
  if (manifest.migrations.some((hash, at) => here[at] !== hash)) throw new NotRestored('the backup is of a newer or another version of the program; restore it with that version');
  for (const { name } of await tablesInOrder(sql)) {
    const [any] = await sql`select 1 from ${sql(name)} limit 1`;
    if (any) throw new NotRestored(`the database is not empty (${name} has rows); restore into a new DATA_DIR or an empty DATABASE_URL, before the first start`);
  }
}
