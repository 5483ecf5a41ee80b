import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What the first view may weigh, compressed. All else is fetched when somebody goes there. */
const most = 130 * 1024;

/** Weighs what must arrive before the page shows anything, and ends the build where that is too much. */
export function firstView(): Plugin {
  return {
    name: 'first-view',
    apply: 'build',
    generateBundle(_, bundle) {
      const needed = new Set<string>();
      const follow = (name: string) => {
        const file = bundle[name];
        if (!file || needed.has(name)) return;
        needed.add(name);
        if (file.type !== 'chunk') return;
        file.imports.forEach(follow);
        (file.viteMetadata?.importedCss ?? new Set()).forEach(follow);
      };
      Object.values(bundle).forEach((file) => file.type === 'chunk' && file.isEntry && file.name === 'index' && follow(file.fileName));

      const weight = [...needed].reduce((sum, name) => sum + brotliCompressSync(contentOf(bundle[name]!)).length, 0);
      const words = `The first view weighs ${(weight / 1024).toFixed(1)} KiB compressed`;
      if (weight > most) this.error(`${words}, more than ${most / 1024}: import() what is not seen at once.`);
      this.info(`${words}.`);
    },
  };
}

const contentOf = (file: { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array }) => (file.type === 'chunk' ? file.code : file.source);
