import { expect, test } from 'vitest';
import { FakeClock } from '../testing/FakeClock';
import { TypingSignal } from './TypingSignal';

test('tells at once, then every three seconds, and the end after four idle ones', async () => {
  const clock = new FakeClock();
  const told: [number, boolean][] = [];
  const begin = clock.now();
  const typing = new TypingSignal(clock, (isTyping) => told.push([clock.now() - begin, isTyping]));
  for (let i = 0; i < 8; i++) {
    typing.typed();
    await clock.pass(1000);
  }
  await clock.pass(10_000);
  expect(told).toEqual([[0, true], [3000, true], [6000, true], [11_000, false]]);
});

test('says nothing after a message was sent', async () => {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const typing = new TypingSignal(clock, (isTyping) => told.push(isTyping));
  typing.typed();
  typing.sent();
  await clock.pass(10_000);
  expect(told).toEqual([true]);
});
