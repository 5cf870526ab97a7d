import { execFile, type SpawnOptions } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { exists } from './files';

/** The OS user that runs PostgreSQL; uid and gid only when it is not the user of this process. */
export type Account = { name: string; uid?: number; gid?: number; wrap: readonly string[] };

export const isRoot = () => process.getuid?.() === 0;

/** How to run a program as the account. The environment is our own: PG* variables and secrets stay out. */
export function asAccount(account: Account, file: string, args: readonly string[], libraries?: string) {
  const env: Record<string, string> = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  if (libraries && process.platform === 'linux') env.LD_LIBRARY_PATH = libraries;
  // The account may not be able to enter our own working directory.
  const options: SpawnOptions = { cwd: '/', env: env as NodeJS.ProcessEnv };
  const [wrapper, ...flags] = account.wrap;
  if (wrapper) return { file: wrapper, args: [...flags, file, ...args], options };
  return { file, args: [...args], options: { ...options, uid: account.uid, gid: account.gid } };
}

export type Outcome = { ok: boolean; output: string };

/** Runs a program to its end as the account. */
export function run(account: Account, file: string, args: readonly string[], libraries?: string): Promise<Outcome> {
  const call = asAccount(account, file, args, libraries);
  return new Promise<Outcome>((resolve) => {
    execFile(call.file, call.args, { ...call.options, encoding: 'utf8', timeout: 120_000 }, (error, stdout, stderr) => {
      resolve({ ok: !error, output: [stdout, stderr, error?.message].filter(Boolean).join('\n').trim() });
    });
    // A change of user that is not allowed is thrown at once rather than handed to the callback.
  }).catch((error: Error) => ({ ok: false, output: error.message }));
}

async function withLauncher(who: Omit<Account, 'wrap'>): Promise<Account> {
  const direct = { ...who, wrap: [] };
  const ids = who.uid === undefined ? [] : [`--reuid=${who.uid}`, `--regid=${who.gid}`, '--clear-groups'];
  // The signal comes after the change of user, which would clear it. setpriv does them in that order.
  const wrapped = { ...who, wrap: ['setpriv', ...ids, '--pdeathsig', 'INT', '--'] };
  if (process.platform === 'linux' && (await run(wrapped, 'test', ['-x', '/'])).ok) return wrapped;
  if (who.uid === undefined) return direct;
  const probe = await run(direct, 'test', ['-x', '/']);
  if (probe.ok) return direct;
  throw new Error(`PostgreSQL will not run as root, and changing to the user ${who.name} failed; start as an ordinary user. ${probe.output}`);
}

/** The account for a cluster: ourselves, or as root its owner, else postgres, else nobody. */
export async function accountFor(cluster: string): Promise<Account> {
  const owner = (await exists(cluster)) ? await stat(cluster) : undefined;
  if (!isRoot()) {
    if (owner && process.getuid && owner.uid !== process.getuid()) {
      throw new Error(`The database in ${cluster} belongs to the user with number ${owner.uid}; start as that user or as root.`);
    }
    return withLauncher({ name: 'this user' });
  }
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  // A cluster of root's is one that root copied; it is given to the account before use.
  if (owner && owner.uid !== 0) {
    const name = users.find((user) => Number(user[2]) === owner.uid)?.[0] ?? `number ${owner.uid}`;
    return withLauncher({ name, uid: owner.uid, gid: owner.gid });
  }
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return withLauncher({ name: user?.[0] ?? 'nobody', uid: Number(user?.[2] ?? 65534), gid: Number(user?.[3] ?? 65534) });
}
