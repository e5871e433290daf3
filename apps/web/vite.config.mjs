import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Served by the gateway at `/`; nothing of it is inline, so that the policy of the page needs no exception. */
export default defineConfig({
  root,
  base: '/',
  publicDir: false,
  cacheDir: join(root, '..', '..', 'node_modules', '.vite-web'),
  logLevel: 'warn',
  resolve: { alias: { '@bourseworks/indicators': join(root, '..', '..', 'libs', 'indicators', 'src', 'index.ts') } },
  build: {
    outDir: join(root, '..', '..', 'dist', 'apps', 'web'),
    emptyOutDir: true,
    target: 'es2023',
    // Beside the code for those who run the platform; the gateway hands them to nobody.
    sourcemap: 'hidden',
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false, bundlerTimings: false } },
  },
});
