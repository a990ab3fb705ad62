/** How long work keeps the event loop waiting, about. */
const SLICE_MS = 30;

/** Lets waiting tasks have their turn, and throws the signal's reason if it is aborted by then. */
export async function pause(signal?: AbortSignal): Promise<void> {
  await nextTask();
  // Node handles a signal of the system one round after it came.
  await nextTask();
  signal?.throwIfAborted();
}

/** Resolves after waiting tasks had their turn; unlike a timer, not slowed down by browsers. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    // As in jsdom, and in Cloudflare Workers with an older compatibility date.
    if (typeof MessageChannel !== 'function') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * A function to call between pieces of work: lets the event loop run about every 30 ms, and throws
 * the signal's reason once it is aborted.
 */
export function pauses(signal?: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > SLICE_MS) {
      await nextTask();
      since = performance.now();
    }
    signal?.throwIfAborted();
  };
}
