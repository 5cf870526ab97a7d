import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../folder';
import { ensureKey, isKey, type FileStore } from './store';

/** Files in `DATA_DIR/files`, in 256 folders by the end of their key. */
export function makeDiskStore(dataDir: string): FileStore {
  const root = path.join(dataDir, 'files');
  const folderOf = (key: string) => (ensureKey(key), path.join(root, key.slice(-2)));
  const placeOf = (key: string) => path.join(folderOf(key), key);
  return {
    async put(key, source) {
      const folder = folderOf(key);
      await makeFolder(folder);
      // Under its own name only once it is whole and on the disk.
      const part = path.join(folder, `.${key}.${randomUUID()}`);
      try {
        await writeThrough(part, source());
        await rename(part, placeOf(key));
        await flush(folder);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },

    async get(key) {
      const file = await open(placeOf(key)).catch(unlessMissing);
      return file && createReadStream('', { fd: file });
    },

    remove: (key) => rm(placeOf(key), { force: true }),

    async *list() {
      for (const shard of (await readdir(root).catch(unlessMissing)) ?? []) {
        if (!/^[\da-f]{2}$/.test(shard)) continue;
        for (const name of await readdir(path.join(root, shard))) {
          const found = isKey(name) ? await stat(path.join(root, shard, name)).catch(unlessMissing) : null;
          if (found) yield { key: name, storedAt: found.mtime };
        }
      }
    },

    async check() {
      await makeFolder(root);
      const trial = path.join(root, `.${randomUUID()}`);
      await writeFile(trial, '');
      await rm(trial);
    },
  };
}

async function writeThrough(place: string, source: Readable): Promise<void> {
  const file = await open(place, 'wx');
  try {
    await pipeline(source, async (parts: AsyncIterable<Buffer>) => {
      for await (const part of parts) await file.write(part);
    });
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name in a folder is on the disk when the folder is. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

/** Null for what is not there. */
function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
