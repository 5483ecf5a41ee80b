import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env.CONFAB_SERVER ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../src/Confab.Server/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // New enough for light-dark(), so that it is not written out as fallbacks.
    cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
    // An inlined asset would be a data: URL that the content security policy refuses.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/ws': { target: server, ws: true }, '/api': server },
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: { include: ['src/**/*.test.ts'] },
});
