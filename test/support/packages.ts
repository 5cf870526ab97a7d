import { spawnSync } from 'node:child_process';

/** Installs Debian packages, as root or by a sudo that asks for no password; false where that cannot be done. */
export function installByApt(...packages: string[]): boolean {
  const root = process.getuid?.() === 0;
  const command = (args: string[]) => (root ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args]);
  if (spawnSync('apt-get', ['--version']).status !== 0) return false;
  return [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...packages]].every((args) => {
    const [program = '', ...rest] = command(args);
    return spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  });
}
