import { serviceWorkerUrl } from './assets.ts';

/** Keeps the page in the browser, so that it opens without a network; where that is refused, it goes on. */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  // Once all is idle: the first view needs the network and the processor more.
  addEventListener('load', () => {
    setTimeout(() => navigator.serviceWorker.register(serviceWorkerUrl()).catch(() => {}), 1000);
  });
}
