import { expect, test } from 'vitest';
import { applyToken } from './applyToken';

test('puts a token that fits on the end', () => expect(applyToken('Hel', 3, 'lo')).toBe('Hello'));
test('takes nothing twice', () => expect(applyToken('Hello', 3, 'lo')).toBe('Hello'));
test('trims what overlaps', () => expect(applyToken('Hello', 3, 'lo world')).toBe('Hello world'));
test('an old token inside the text changes nothing', () => expect(applyToken('Hello world', 2, 'll')).toBe('Hello world'));
test('a gap is not papered over', () => expect(applyToken('Hello', 6, 'x')).toBeNull());
test('counts in UTF-16, as the server does', () => expect(applyToken('😀', 2, '!')).toBe('😀!'));
