import { open, rename, stat } from 'node:fs/promises';
import { unless } from './unless';

const limit = 10 * 1024 * 1024;

/** Opens the server's log to add to; tail() gives the last lines since now. */
export async function openLog(path: string) {
  // Kept to two files of this size, as nothing else cleans up here.
  if (((await unless(stat(path), 'ENOENT'))?.size ?? 0) > limit) await rename(path, `${path}.1`);
  const handle = await open(path, 'a+', 0o600);
  const from = (await handle.stat()).size;
  const tail = async (lines = 15): Promise<string> => {
    const { size } = await handle.stat();
    const start = Math.max(from, size - 16_384);
    const { buffer } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8').trim().split('\n').slice(-lines).join('\n');
  };
  return { fd: handle.fd, tail, close: () => handle.close() };
}
