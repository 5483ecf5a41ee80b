import { expect, test } from 'vitest';
import { addressOf, addressOfMessage, addressOfPlace, addressOfThread, whereabouts } from './Route.svelte';

test('an address names a room, a place, or nothing', () => {
  expect(whereabouts('/rooms/general')).toEqual({ room: 'general' });
  expect(whereabouts('/playground')).toEqual({ place: 'playground' });
  expect(whereabouts('/models/')).toEqual({ place: 'models' });
  expect(whereabouts('/')).toBeNull();
  expect(whereabouts('/playground/more')).toBeNull();
  expect(whereabouts('/rooms/a/b')).toBeNull();
});

test('the address of a place or room leads back to it', () => {
  expect(whereabouts(addressOfPlace('models'))).toEqual({ place: 'models' });
  expect(whereabouts(addressOf('models'))).toEqual({ room: 'models' });
});

test('the address of a thread or message names its room too', () => {
  expect(whereabouts(addressOfThread('general', 'm-1'))).toEqual({ room: 'general', thread: 'm-1' });
  expect(whereabouts(addressOfMessage('general', 'm-1'))).toEqual({ room: 'general', message: 'm-1' });
  expect(whereabouts('/rooms/general/threads/')).toBeNull();
});
