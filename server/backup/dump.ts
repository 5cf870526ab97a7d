import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { TransactionSql } from 'postgres';
import { pack, type Pack } from 'tar-stream';
import type { Services } from '../services';
import { migrationsOf, tablesInOrder } from './tables';

/** What a backup says of itself. It stands last in the file: a file that was cut off has none. */
export type Manifest = {
  format: 1; madeAt: string; migrations: string[];
  tables: { name: string; columns: string[]; rows: number; sha256: string }[];
  /** `sha256` as its row says, `archived` as it was found; null where it was not. */
  files: { key: string; bytes: number; sha256: string; mediaType: string; archived: string | null }[];
};

/**
 * Writes the database and the files into one archive while the server runs: all tables as they stood at one instant (one
 * read-only snapshot), and every file that they speak of. The archive takes its name only when it is whole. Files that were
 * taken away between the snapshot and their turn are counted as missing.
 */
export async function backup(services: Services, target: string): Promise<{ tables: number; rows: number; files: number; missing: number }> {
  const part = `${target}.part-${randomUUID().slice(0, 8)}`;
  const folder = await mkdtemp(path.join(path.dirname(path.resolve(target)), '.backup-'));
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(part, { mode: 0o600 }));
  // Failing late, it is told below; failing early, it must not bring the process down first.
  written.catch(() => undefined);
  try {
    const manifest = await services.sql.begin('isolation level repeatable read read only', (sql) => writeAll(services, sql, archive, folder));
    await addBytes(archive, 'manifest.json', Buffer.from(JSON.stringify(manifest, null, 1)));
    archive.finalize();
    await written;
    const file = await open(part, 'r+');
    await file.sync().finally(() => file.close());
    await rename(part, target);
    return { tables: manifest.tables.length, rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0), files: manifest.files.length, missing: manifest.files.filter((one) => one.archived === null).length };
  } catch (error) {
    archive.destroy();
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeAll(services: Services, sql: TransactionSql, archive: Pack, folder: string): Promise<Manifest> {
  const manifest: Manifest = { format: 1, madeAt: services.now().toISOString(), migrations: await migrationsOf(sql), tables: [], files: [] };
  for (const { name, columns } of await tablesInOrder(sql)) {
    const [count] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)}`;
    const rows = await sql`copy ${sql(name)} (${sql(columns)}) to stdout`.readable();
    manifest.tables.push({ name, columns, rows: count?.n ?? 0, sha256: await addStream(archive, `tables/${name}`, rows, folder) });
  }
  const jobs = await sql`select t.identifier as task, j.payload, j.run_at as "runAt", j.max_attempts as "maxAttempts", j.key from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`;
  await addBytes(archive, 'jobs.json', Buffer.from(JSON.stringify(jobs)));
  const files = await sql<{ key: string; bytes: number; sha256: string; mediaType: string }[]>`select storage_key as key, bytes, sha256, media_type as "mediaType" from attachments where removed_at is null order by id`;
  for (const file of files) {
    const content = await services.files.get(file.key);
    manifest.files.push({ ...file, archived: content && (await addStream(archive, `files/${file.key}`, content, folder)) });
  }
  return manifest;
}

const addBytes = (archive: Pack, name: string, bytes: Buffer): Promise<void> => new Promise((resolve, reject) => {
  archive.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
});

/** An entry says its length first, so what flows in is laid aside before it is put in. Answers its SHA-256. */
async function addStream(archive: Pack, name: string, content: Readable, folder: string): Promise<string> {
  const aside = path.join(folder, randomUUID());
  const hash = createHash('sha256');
  content.on('data', (chunk: Buffer) => hash.update(chunk));
  await pipeline(content, createWriteStream(aside, { mode: 0o600 }));
  const { size } = await stat(aside);
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry({ name, size, mode: 0o600 }, (error) => (error ? reject(error) : resolve()));
    pipeline(createReadStream(aside), entry).catch(reject);
  });
  await rm(aside);
  return hash.digest('hex');
}
