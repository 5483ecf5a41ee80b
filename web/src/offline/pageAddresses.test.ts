import { expect, test } from 'vitest';
import { places } from '../places/places';
import { addressOf, addressOfMessage, addressOfPlace, addressOfThread } from '../ui/Route.svelte';
import { isPageAddress } from './pageAddresses';

test('whatever address the page has, it opens there without a connection too', () => {
  const inRoom = [addressOf('general'), addressOfThread('general', 'm-1'), addressOfMessage('general', 'm-1')];
  for (const address of ['/', ...inRoom, ...places.map(({ name }) => addressOfPlace(name))]) expect(isPageAddress(address)).toBe(true);
});

test('what the server answers itself is left to it', () => {
  for (const address of ['/api/files/f-1', '/api/rooms', '/ws', '/health', '/metrics', '/worker.js', '/index.html', '/rooms/a/files/b', '/rooms/'])
    expect(isPageAddress(address)).toBe(false);
});
