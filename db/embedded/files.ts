import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { identity, isLive } from './process';
import { unless } from './unless';

export async function exists(path: string): Promise<boolean> {
  return (await unless(stat(path), 'ENOENT', 'ENOTDIR')) !== undefined;
}

const scratchName = /^postgres\.tmp-(\d+-\d+)-/;

/** A new directory beside the cluster for half-made things, so that a rename alone makes them valid. */
export async function scratch(home: string): Promise<string> {
  for (const name of await readdir(home)) {
    const maker = scratchName.exec(name)?.[1];
    // Only what a dead process left behind: another start may be at work at this moment.
    // A dying initdb can still write here, hence the retries.
    if (maker && !(await isLive(maker))) await rm(join(home, name), { recursive: true, force: true, maxRetries: 10 });
  }
  return mkdtemp(join(home, `postgres.tmp-${await identity()}-`));
}

/** Makes renames within a directory outlive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
