import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountFor, isRoot, run, type Account } from './account';
import { exists } from './files';
import { unless } from './unless';

const openBase = '/var/lib/ogp-forum';

/** Where the cluster lives: home holds it together with its password. */
export type Place = { home: string; cluster: string; account: Account };

async function placeIn(home: string): Promise<Place & { reachable: boolean }> {
  const cluster = join(home, 'postgres');
  const account = await accountFor(cluster);
  // Asked of the system itself: modes, ACLs and mounts cannot be judged from outside.
  const reachable = account.uid === undefined || (await run(account, 'test', ['-x', home])).ok;
  return { home, cluster, account, reachable };
}

function unreachable(place: Place): Error {
  return new Error(`The user ${place.account.name} cannot enter ${place.home}, where the database is, and PostgreSQL will not run as root. Let that user enter it (chmod o+x on each folder of the path), or start as the owner.`);
}

/** dataDir itself, or for root a folder under /var/lib when the account may not enter dataDir. */
export async function choosePlace(dataDir: string, log: (line: string) => void): Promise<Place> {
  const pointer = join(dataDir, 'postgres.location');
  const named = (await unless(readFile(pointer, 'utf8'), 'ENOENT'))?.trim();
  if (named) {
    // A new empty database here would look like the loss of all data.
    if (!(await exists(named))) {
      throw new Error(`${pointer} says that the database is in ${named}, but that folder is missing. Bring it back, or remove ${pointer} to begin with an empty database.`);
    }
    const place = await placeIn(await realpath(named));
    if (!place.reachable) throw unreachable(place);
    log(`The database is in ${place.home} (from ${pointer})`);
    return place;
  }
  const here = await placeIn(dataDir);
  if (here.reachable) return here;
  if (!isRoot() || (await exists(here.cluster))) throw unreachable(here);

  const home = join(openBase, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  await mkdir(home, { recursive: true });
  // Said outright, since a strict umask would shut the account out again.
  await chmod(openBase, 0o755);
  await chmod(home, 0o711);
  const place = await placeIn(await realpath(home));
  if (!place.reachable) throw unreachable(place);
  await writeFile(pointer, `${home}\n`, { flush: true });
  log(`The user ${place.account.name} cannot enter ${dataDir}, so the database is kept in ${home} (noted in ${pointer})`);
  return place;
}
