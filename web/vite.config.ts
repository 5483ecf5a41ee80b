import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

const server = process.env.CONFAB_SERVER ?? 'http://127.0.0.1:8765';

export default defineConfig({
  plugins: [svelte(), precompressed()],
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

/** Writes a .br and a .gz beside each file, so that the server compresses nothing. */
function precompressed(): Plugin {
  let folder = '';
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(html|js|css|svg|webmanifest)$/.test(name)) continue;
        const bytes = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
