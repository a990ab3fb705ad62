/** A worker's way to whoever started it. */
export interface Port<In, Out> {
  post(message: Out, transfer: ArrayBuffer[]): void;
  listen(listener: (message: In) => void): void;
}

interface NodePort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(type: 'message', listener: (message: never) => void): void;
}

/** The port of the worker that runs this: of Node's worker threads where we are in one, else the browser's. */
export function findPort<In, Out>(): Port<In, Out> {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: string): { parentPort: NodePort | null } };
  };
  // Looked up while it runs: an import would be the bundlers' to resolve, for browsers too.
  const parent = process?.getBuiltinModule?.('node:worker_threads').parentPort;
  if (parent) {
    return {
      post: (message, transfer) => parent.postMessage(message, transfer),
      listen: (listener) => parent.on('message', listener),
    };
  }
  const scope = globalThis as unknown as {
    postMessage(message: unknown, transfer: ArrayBuffer[]): void;
    addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  };
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen: (listener) => scope.addEventListener('message', ({ data }) => listener(data)),
  };
}
