import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A folder of a test's own, removed by the test. Open to others: run by root, PostgreSQL belongs to another user, and a
 * closed folder would send its files to /var/lib, where they would stay.
 */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `ogp-forum-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}
