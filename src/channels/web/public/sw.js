/** Keeps the page's shell for weak networks, and an offline page; what people write never passes through a cache. */
const version = new URL(location.href).searchParams.get('v') ?? '';
const CACHE = `homeward-${version}`;
const FILES = ['colours.css', 'base.css', 'offline.js'];
const SHELL = ['/offline', ...FILES.map((name) => `/assets/${version}/${name}`)];

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  skipWaiting();
});

addEventListener('activate', (event) => {
  const stale = (names) =>
    Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(stale)
      .then(() => clients.claim()),
  );
});

async function fromCache(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    const ours = pathname === '/' || pathname === '/desk';
    if (ours) event.respondWith(fetch(request).catch(() => caches.match('/offline')));
  } else if (pathname.startsWith(`/assets/${version}/`)) {
    event.respondWith(fromCache(request));
  }
});
