/** The files of this build that are kept at once, and a name that changes with any of them; the build puts both here. */
declare const FILES: readonly string[];
declare const VERSION: string;

/** What a worker of this kind finds around it; TypeScript's own library for it excludes that of pages. */
interface ServiceWorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchLike) => void): void;
}

interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchLike extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as ServiceWorkerScope;
/** Caches belong to an origin, which several pages below other paths may share. */
const PREFIX = `hashplane-demo ${new URL('.', location.href).pathname} `;
const CACHE = PREFIX + VERSION;

scope.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers().then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && request.url.startsWith(new URL('.', location.href).href)) {
    event.respondWith(answer(request));
  }
});

/** The network first for the page itself, so that a new build is seen; what it names never changes. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const isPage = request.mode === 'navigate';
  const kept = await cache.match(isPage ? './' : request, { ignoreSearch: true });
  if (kept && !isPage) return kept;
  try {
    const response = await fetch(request);
    // What few need is kept when it is first used. Parts of files can't be.
    if (!isPage && response.status === 200 && request.headers.get('Range') === null) {
      await cache.put(request, response.clone()).catch(() => {});
    }
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}
