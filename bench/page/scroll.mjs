#!/usr/bin/env node
// Scrolls through a room of 100,000 messages in a real Chromium, on the built page with a real server, in turns with plain pages.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { fillRoom, sentence } from './fill.mjs';
import { startScrolling } from './frames.mjs';
import { serve } from './server.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    speeds: { type: 'string', default: '1500,8000' },
    confab: { type: 'string', default: new URL('../../src/Confab.Cli/bin/Release/net10.0/confab.dll', import.meta.url).pathname },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});
const messages = Number(values.messages);
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const folder = await mkdtemp(join(tmpdir(), 'confab-scroll-'));
const server = await serve(values.confab, folder);
const browser = await chromium.launch({ executablePath: values.chromium, args: flags });
try {
  const rivals = { confab: await openRoom(), 'plain rows': await openRows(messages), 'empty page': await openRows(0) };
  const found = [];
  for (const speed of values.speeds.split(',').map(Number))
    for (let round = 0; round < Number(values.rounds); round++)
      for (const [name, page] of Object.entries(rivals)) found.push({ name, speed, load: loadavg()[0], ...(await measure(page, speed)) });
  print(found);
} finally {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true });
}

async function openPage() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 } });
  return context.newPage();
}

async function openRoom() {
  const page = await openPage();
  await page.goto(server.address);
  console.error(`writing ${messages} messages …`);
  await page.evaluate(`(${fillRoom})({ count: ${messages}, say: ${sentence} })`);
  await page.getByTestId('name-input').fill('reader');
  await page.getByTestId('join-button').click();
  await page.getByTestId('message').first().waitFor();
  return page;
}

/** The same words in plain rows, all laid out before it begins; without rows, as tall as with them. */
async function openRows(count) {
  const page = await openPage();
  await page.setContent(`<style>body { margin: 0; font: 15px/1.5 system-ui; } .scroller { height: 100vh; overflow-y: auto; overflow-anchor: none; } .row { padding: 4px 26px; }</style><div class="scroller"></div>`);
  const rows = Array.from({ length: count }, (_, n) => `<div class="row"><b>writer ${n % 7}</b><p>${sentence(n)}</p></div>`);
  const content = count > 0 ? rows.join('') : `<div style="height: ${messages * 52}px"></div>`;
  await page.evaluate((html) => (document.querySelector('.scroller').innerHTML = html).length, content);
  return page;
}

async function measure(page, speed) {
  await page.bringToFront();
  await page.evaluate(() => {
    const scroller = document.querySelector('.scroller');
    scroller.scrollTop = scroller.scrollHeight;
  });
  await page.waitForTimeout(1_000);
  return page.evaluate(startScrolling, { speed, ms: Number(values.seconds) * 1_000 });
}

function print(found) {
  const percentile = (frames, part) => [...frames].sort((a, b) => a - b)[Math.min(frames.length - 1, Math.floor(frames.length * part))];
  console.log('| px/s | page | frame p50 ms | p95 ms | p99 ms | longest ms | over 50 ms | waited for history | rows in the document, most | passed | load |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const speed of new Set(found.map((one) => one.speed)))
    for (const name of new Set(found.map((one) => one.name))) {
      const mine = found.filter((one) => one.speed === speed && one.name === name);
      const frames = mine.flatMap((one) => one.frames);
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(frames, part).toFixed(1));
      const over = ((frames.filter((ms) => ms > 50).length / frames.length) * 100).toFixed(2);
      const waited = ((mine.reduce((sum, one) => sum + one.waitedMs, 0) / frames.reduce((sum, ms) => sum + ms, 0)) * 100).toFixed(1);
      const passed = Math.round(mine.reduce((sum, one) => sum + one.passedPx, 0) / mine.length);
      const load = (mine.reduce((sum, one) => sum + one.load, 0) / mine.length).toFixed(1);
      console.log(`| ${speed} | ${name} | ${p50} | ${p95} | ${p99} | ${Math.max(...frames).toFixed(0)} | ${over} % | ${waited} % | ${Math.max(...mine.map((one) => one.mostRows))} | ${passed} px | ${load} |`);
    }
}
