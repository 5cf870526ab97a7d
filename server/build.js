// Builds what `npm start` runs: the pages with Vite, the server as one file with esbuild.
// Nothing is built again while no source has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildPages } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = path.join(root, 'build/stamp');

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(full) : [full];
  });
}

function digest() {
  const sources = ['app', 'server', 'db'].flatMap((folder) => filesBelow(path.join(root, folder)));
  const single = ['package-lock.json', 'tsconfig.json', 'vite.config.ts', 'remix.config.js'].map((file) => path.join(root, file));
  const hash = createHash('sha256');
  for (const file of [...sources, ...single].sort()) if (statSync(file).isFile()) hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

const now = digest();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  process.env.NODE_ENV = 'production';
  process.chdir(root);
  await buildPages({ root, logLevel: 'warn' });
  await buildPages({ root, logLevel: 'warn', build: { ssr: true } });
  await bundle({
    entryPoints: { start: 'server/index.ts', admin: 'server/admin.ts', backup: 'server/backup.ts', restore: 'server/restore.ts', 'verify-log': 'server/verify-log.ts', seed: 'db/seed/run.ts' },
    outdir: 'build', bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: true, logLevel: 'warning',
  });
  writeFileSync(stamp, now);
}
