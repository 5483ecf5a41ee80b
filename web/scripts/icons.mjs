// Draws public/icons/*.png from the mark in public/favicon.svg. Run it when the mark changes: node scripts/icons.mjs
// It needs a Chromium: on the PATH, or named by CHROMIUM=/path/to/chromium.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const mark = readFileSync(join(web, 'public/favicon.svg'), 'utf8');
const chromium = process.env.CHROMIUM || 'chromium';

// Of a maskable icon only the inner four fifths are sure to be seen; it and Apple's fill the whole square.
const icons = [
  { name: 'icon-192.png', size: 192, part: 0.94 },
  { name: 'icon-512.png', size: 512, part: 0.94 },
  { name: 'maskable-192.png', size: 192, part: 0.58, background: '#f4f7f7' },
  { name: 'maskable-512.png', size: 512, part: 0.58, background: '#f4f7f7' },
  { name: 'apple-touch-icon.png', size: 180, part: 0.72, background: '#f4f7f7' },
];

const folder = mkdtempSync(join(tmpdir(), 'confab-icons-'));
mkdirSync(join(web, 'public/icons'), { recursive: true });
try {
  for (const { name, size, part, background = 'transparent' } of icons) {
    const page = join(folder, 'icon.html');
    const style = `html{background:${background}}body{margin:0;display:grid;place-items:center;height:${size}px}svg{width:${size * part}px}`;
    writeFileSync(page, `<!doctype html><style>${style}</style>${mark}`);
    execFileSync(chromium, [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--default-background-color=00000000', `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${size},${size}`, `--screenshot=${join(web, 'public/icons', name)}`, `file://${page}`,
    ], { stdio: 'ignore', timeout: 60_000 });
    console.log(`public/icons/${name}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
