import { expect, test } from 'vitest';
import { addressOf, addressOfMessage, addressOfPlace, addressOfThread, whereabouts } from './Route.svelte';

test('an address names a room, a message of it, a place, or nothing', () => {
  expect(whereabouts('/rooms/general')).toEqual({ room: 'general' });
  expect(whereabouts('/rooms/general/messages/0197-m1')).toEqual({ room: 'general', message: '0197-m1' });
  expect(whereabouts('/playground')).toEqual({ place: 'playground', query: '' });
  expect(whereabouts('/models/')).toEqual({ place: 'models', query: '' });
  expect(whereabouts('/search', '?q=tea')).toEqual({ place: 'search', query: 'q=tea' });
  expect(whereabouts('/')).toBeNull();
  expect(whereabouts('/playground/more')).toBeNull();
  expect(whereabouts('/rooms/a/b')).toBeNull();
  expect(whereabouts('/rooms/a/messages/')).toBeNull();
});

test('the address of a place, room or message leads back to it', () => {
  expect(whereabouts(addressOfPlace('models'))).toEqual({ place: 'models', query: '' });
  expect(whereabouts(addressOf('models'))).toEqual({ room: 'models' });
  const [path, query] = addressOfPlace('search', 'q=tea').split('?');
  expect(whereabouts(path!, query)).toEqual({ place: 'search', query: 'q=tea' });
});

test('the address of a thread or message names its room too', () => {
  expect(whereabouts(addressOfThread('general', 'm-1'))).toEqual({ room: 'general', thread: 'm-1' });
  expect(whereabouts(addressOfMessage('general', 'm-1'))).toEqual({ room: 'general', message: 'm-1' });
  expect(whereabouts('/rooms/general/threads/')).toBeNull();
});
