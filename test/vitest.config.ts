import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

// Without the Remix plugin: the tests take the code as it is, the browser tests the built program.
export default defineConfig({
  root,
  cacheDir: `${root}/.cache/vitest`,
  resolve: { alias: { '~': root } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
