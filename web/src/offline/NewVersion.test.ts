import { expect, test } from 'vitest';
import { settled } from '../testing/FakeClock';
import { NewVersion, type Workers } from './NewVersion.svelte';

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly told: unknown[] = [];
  postMessage(data: unknown) {
    this.told.push(data);
  }
  becomes(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  looks = 0;
  async update() {
    this.looks++;
  }
  /** The server has another worker, which waits. */
  finds() {
    const worker = (this.installing = new FakeWorker());
    this.dispatchEvent(new Event('updatefound'));
    this.installing = null;
    this.waiting = worker;
    worker.becomes('installed');
    return worker;
  }
}

async function page({ isFirst = false, waiting = null as FakeWorker | null } = {}) {
  const registration = new FakeRegistration();
  registration.waiting = waiting;
  const workers = Object.assign(new EventTarget(), { controller: isFirst ? null : {}, register: async () => registration });
  let reloads = 0;
  const newVersion = new NewVersion(workers as unknown as Workers, () => reloads++);
  await newVersion.keepPage();
  await settled();
  return { newVersion, registration, takenOver: () => workers.dispatchEvent(new Event('controllerchange')), reloads: () => reloads };
}

test('a new version is told, and takes over when somebody says so', async () => {
  const { newVersion, registration, takenOver, reloads } = await page();
  expect(newVersion.isThere).toBe(false);
  const worker = registration.finds();
  expect(newVersion.isThere).toBe(true);
  expect(worker.told).toEqual([]);
  newVersion.takeOver();
  expect(worker.told).toEqual(['take over']);
  expect(reloads()).toBe(0);
  takenOver();
  expect(reloads()).toBe(1);
});

test('the first version is no news', async () => {
  const { newVersion, takenOver, reloads } = await page({ isFirst: true });
  takenOver();
  expect([newVersion.isThere, reloads()]).toEqual([false, 0]);
});

test('one that waits already when the page opens takes over at once', async () => {
  const waiting = new FakeWorker();
  const { takenOver, reloads } = await page({ waiting });
  expect(waiting.told).toEqual(['take over']);
  takenOver();
  expect(reloads()).toBe(1);
});

test('a page whose worker another tab replaced says so and is not reloaded under the hands of its reader', async () => {
  const { newVersion, takenOver, reloads } = await page();
  takenOver();
  expect([newVersion.isThere, reloads()]).toEqual([true, 0]);
  newVersion.takeOver();
  expect(reloads()).toBe(1);
});

test('asks the server at most once a minute', async () => {
  const { newVersion, registration } = await page();
  for (const at of [100_000, 120_000, 159_999, 160_000]) newVersion.look(at);
  expect(registration.looks).toBe(2);
});

test('a browser without service workers is none to trouble', async () => {
  await expect(new NewVersion(undefined).keepPage()).resolves.toBeUndefined();
});
