import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';
import { firstView } from './scripts/firstView.ts';

const server = process.env.CONFAB_SERVER ?? 'http://127.0.0.1:8765';

export default defineConfig({
  plugins: [svelte(), pageFiles(), precompressed(), firstView()],
  build: {
    outDir: '../src/Confab.Server/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    // New enough for light-dark(), so that it is not written out as fallbacks.
    cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
    // An inlined asset would be a data: URL that the content security policy refuses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/offline/worker/worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    proxy: { '/ws': { target: server, ws: true }, '/api': server },
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
  test: { include: ['src/**/*.test.ts'] },
});

/** Tells the service worker which files make up the page, each with a mark that changes when it does. */
function pageFiles(): Plugin {
  let folder = '';
  return {
    name: 'page-files',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      sequential: true,
      handler() {
        const files = filesIn(folder).filter((name) => name !== 'worker.js' && !name.startsWith('icons/')).sort();
        // A name in assets/ has the mark in it.
        const entries = files.map((name) => ({ url: `/${name}`, revision: name.startsWith('assets/') ? null : markOf(join(folder, name)) }));
        const worker = join(folder, 'worker.js');
        const code = readFileSync(worker, 'utf8');
        if (!code.includes('self.__PAGE_FILES__')) throw new Error('worker.js does not ask for the files of the page');
        if (/^(import|export)\b/m.test(code)) throw new Error('worker.js shares code with the page; a classic worker cannot');
        writeFileSync(worker, code.replace('self.__PAGE_FILES__', JSON.stringify(entries)));
      },
    },
  };
}

/** Writes a .br and a .gz beside each file, so that the server compresses nothing. */
function precompressed(): Plugin {
  let folder = '';
  return {
    name: 'precompressed',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      sequential: true,
      handler() {
        for (const name of filesIn(folder)) {
          if (!/\.(html|js|css|svg|webmanifest)$/.test(name)) continue;
          const bytes = readFileSync(join(folder, name));
          writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
          writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        }
      },
    },
  };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

const markOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
