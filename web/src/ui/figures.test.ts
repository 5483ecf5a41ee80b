import { expect, test } from 'vitest';
import { about, bytes, count, perSecond, span } from './figures';

test('sizes have three digits and the unit that suits them', () => {
  expect([0, 999, 1000, 491_400_032, 999_600_000, 1_500_000_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.00 kB', '491 MB', '1.00 GB', '1.50 TB']);
});

test('weights are counted in millions and billions', () => {
  expect([64, 494_032_768, 7_241_732_096].map(count)).toEqual(['64', '494 M', '7.24 B']);
});

test('spans grow from hundredths to hours', () => {
  expect([31, 9_994, 12_340, 59_960, 75_000, 3_599_600, 5_400_000].map(span)).toEqual([
    '0.03 s', '9.99 s', '12.3 s', '1 min 0 s', '1 min 15 s', '1 h 0 min', '1 h 30 min',
  ]);
});

test('what is to come is told roughly, and never as nothing', () => {
  expect([0, 3_390, 59_900, 61_000, 3_599_000, 5_400_000].map(about)).toEqual(['1 s', '4 s', '1 min', '1 min', '1 h 0 min', '1 h 30 min']);
});

test('a speed keeps three digits', () => {
  expect([0.456, 21.34, 99.96, 1234.5].map(perSecond)).toEqual(['0.46 tok/s', '21.3 tok/s', '100 tok/s', '1235 tok/s']);
});
