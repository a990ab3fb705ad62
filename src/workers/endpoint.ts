/** What the pool needs of a worker: a browser's `Worker` and Node's both have it. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): unknown;
}

interface BrowserWorker extends WorkerLike {
  addEventListener(type: string, listener: (event: Event) => void): void;
}

interface NodeWorker extends WorkerLike {
  on(type: string, listener: (value: unknown) => void): void;
  ref(): void;
  unref(): void;
}

/** One worker, wherever we are. */
export interface Endpoint {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  terminate(): Promise<void>;
  /** Whether the worker keeps the process alive; means nothing in browsers. */
  keepAlive(keep: boolean): void;
}

/** What a worker tells. */
export interface EndpointEvents {
  message(message: unknown): void;
  /** The worker is of no use any more: it ended, failed to load or threw where nobody caught. */
  death(cause: Error): void;
}

/** Hides the difference between the workers of browsers and of Node. */
export function connect(worker: WorkerLike, events: EndpointEvents): Endpoint {
  if ('on' in worker) return connectNode(worker as NodeWorker, events);
  return connectBrowser(worker as BrowserWorker, events);
}

function connectNode(worker: NodeWorker, events: EndpointEvents): Endpoint {
  worker.on('message', events.message);
  worker.on('messageerror', (cause) => events.death(unreadable(cause)));
  worker.on('error', (cause) => events.death(asError(cause)));
  worker.on('exit', (code) => events.death(new Error(`it ended with exit code ${code}`)));
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    terminate: async () => void (await worker.terminate()),
    keepAlive: (keep) => (keep ? worker.ref() : worker.unref()),
  };
}

function connectBrowser(worker: BrowserWorker, events: EndpointEvents): Endpoint {
  worker.addEventListener('message', (event) => events.message((event as MessageEvent).data));
  worker.addEventListener('messageerror', () => events.death(unreadable()));
  worker.addEventListener('error', (event) => {
    // Handled here: it need not show up as the page's own uncaught error too.
    event.preventDefault();
    const { error, message } = event as ErrorEvent;
    if (error instanceof Error) events.death(error);
    // A script that can't be loaded gives an event without a message.
    else events.death(new Error(message || 'its script could not be loaded'));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    terminate: async () => void worker.terminate(),
    keepAlive: () => {},
  };
}

function unreadable(cause?: unknown): Error {
  return new Error('a message from it could not be read', { cause });
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
