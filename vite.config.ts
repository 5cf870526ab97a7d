import { fileURLToPath } from 'node:url';
import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

declare module '@remix-run/server-runtime' {
  interface Future {
    v3_singleFetch: true;
  }
}

export default defineConfig({
  publicDir: 'app/public',
  plugins: [remix(remixConfig)],
  resolve: { alias: { '~': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  // Fonts and icons stay files of their own: the CSP allows no data: fonts.
  build: { assetsInlineLimit: 0, target: 'es2022' },
  optimizeDeps: { exclude: ['@node-rs/argon2'] },
  ssr: { external: ['@node-rs/argon2'] },
});
