import { readFile, readlink } from 'node:fs/promises';
import { unless } from './unless';

const onLinux = process.platform === 'linux';

/** Where /proc is missing only "does it exist" can be told. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    // EPERM: it exists but is another user's.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') return true;
    throw error;
  }
}

const procFile = (pid: number, name: string) => unless(readFile(`/proc/${pid}/${name}`, 'utf8'), 'ENOENT', 'ESRCH');

/** When a process began, in clock ticks since boot; undefined when it is gone or a zombie. */
export async function beganAt(pid: number): Promise<string | undefined> {
  if (!onLinux) return exists(pid) ? '0' : undefined;
  const stat = await procFile(pid, 'stat');
  // The name in brackets may hold spaces, so the fields are counted from its end.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? undefined : fields?.[19];
}

/** This process as text that no later process shares: a pid alone is used again. */
export async function identity(): Promise<string> {
  return `${process.pid}-${await beganAt(process.pid)}`;
}

export async function isLive(of: string): Promise<boolean> {
  const [pid, began] = of.split('-');
  return began !== undefined && (await beganAt(Number(pid))) === began;
}

/** Is this pid the postgres that serves this cluster, and not a stranger that got the same number? */
export async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (!(pid > 0) || (await beganAt(pid)) === undefined) return false;
  if (!onLinux) return true;
  if ((await procFile(pid, 'comm'))?.trim() !== 'postgres') return false;
  const cwd = await unless(readlink(`/proc/${pid}/cwd`), 'ENOENT', 'ESRCH', 'EACCES');
  if (cwd !== undefined) return cwd === cluster;
  // Root in a container without CAP_SYS_PTRACE may not see cwd; the command line is open to all.
  return (await procFile(pid, 'cmdline'))?.split('\0').includes(cluster) ?? false;
}
