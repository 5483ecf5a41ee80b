import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { isPageAddress } from '../pageAddresses';

declare const self: ServiceWorkerGlobalScope & {
  /** The files of the page; the build writes them here. */
  __PAGE_FILES__: PrecacheEntry[];
};

// The built page and nothing else: what the server answers, files and messages never lie in this cache.
precacheAndRoute(self.__PAGE_FILES__);
cleanupOutdatedCaches();
registerRoute(({ request, url, sameOrigin }) => sameOrigin && request.mode === 'navigate' && isPageAddress(url.pathname), createHandlerBoundToURL('/index.html'));

// The first version serves the page that installed it at once; a later one waits until the page asks for it.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});
