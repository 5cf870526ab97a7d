import { randomBytes } from 'node:crypto';
import { chown, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type Account } from './account';
import type { Binaries } from './binaries';
import { user } from './connect';
import { exists, scratch, syncDirectory } from './files';
import { unless } from './unless';
import type { Place } from './place';

type Options = { durable: boolean; log(line: string): void };

async function isComplete(cluster: string): Promise<boolean> {
  return (await exists(join(cluster, 'PG_VERSION'))) && exists(join(cluster, 'global/pg_control'));
}

const own = async (path: string, { uid, gid }: Account) => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

/** The password beside the cluster, made once. */
async function passwordFor({ home, cluster }: Place, work: string): Promise<string> {
  const file = join(home, 'postgres.password');
  if (!(await exists(file))) {
    if (await isComplete(cluster)) throw new Error(`${file}, the password of the database in ${cluster}, is missing. Bring it back from a backup.`);
    const fresh = join(work, 'fresh');
    await writeFile(fresh, randomBytes(24).toString('hex'), { mode: 0o600, flush: true });
    // A link appears whole or not at all; when two starts race, both then use the winner's.
    await unless(link(fresh, file), 'EEXIST');
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Moves aside what an initdb outside our hands left half-made. Nothing is deleted. */
async function setAside({ cluster }: Place, log: Options['log']): Promise<void> {
  if (!(await exists(cluster)) || (await isComplete(cluster))) return;
  const aside = `${cluster}.incomplete-${Date.now()}`;
  await rename(cluster, aside);
  // Another start may have finished its own between the look and the move.
  if (await isComplete(aside)) await rename(aside, cluster);
  else log(`${cluster} was incomplete; moved to ${aside}`);
}

async function initdb(place: Place, binaries: Binaries, password: string, work: string, durable: boolean): Promise<void> {
  const area = join(work, 'initdb');
  const pwfile = join(area, 'password');
  await mkdir(area, { mode: 0o700 });
  await writeFile(pwfile, password, { mode: 0o600 });
  await own(pwfile, place.account);
  await own(area, place.account);
  // The scratch directory itself has to be passable for the account.
  await own(work, place.account);
  const made = await run(place.account, binaries.initdb, [
    '-D', join(area, 'data'), '-U', user, '-A', 'scram-sha-256', `--pwfile=${pwfile}`,
    '--locale-provider=builtin', '--locale=C.UTF-8', '--encoding=UTF8', ...(durable ? [] : ['--no-sync']),
  ], binaries.libraries);
  if (!made.ok) throw new Error(`initdb failed: ${made.output}`);
  // Fails when another start was first; its cluster has the same password.
  await unless(rename(join(area, 'data'), place.cluster), 'ENOTEMPTY', 'EEXIST');
  await syncDirectory(place.home);
}

/** Makes the cluster when there is none; gives its password. */
export async function ensureCluster(place: Place, binaries: Binaries, { durable, log }: Options): Promise<string> {
  const work = await scratch(place.home);
  try {
    await setAside(place, log);
    const password = await passwordFor(place, work);
    if (!(await isComplete(place.cluster))) await initdb(place, binaries, password, work, durable);
    // A cluster that root copied here, say from a backup, is given to the account.
    else if (place.account.uid && (await stat(place.cluster)).uid === 0) {
      const self = { ...place.account, uid: undefined, gid: undefined, wrap: [] };
      const given = await run(self, 'chown', ['-R', `${place.account.uid}:${place.account.gid}`, place.cluster]);
      if (!given.ok) throw new Error(`${place.cluster} could not be given to ${place.account.name}: ${given.output}`);
    }
    return password;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
