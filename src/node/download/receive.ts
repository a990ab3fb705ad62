/** A fault of the network or the server. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  /** Whether another attempt is useless. */
  readonly isFinal: boolean;

  constructor(reason: string, isFinal = false) {
    super(reason);
    this.isFinal = isFinal;
  }
}

/** The end of a file, as it arrives. */
export interface Received {
  /** Byte of the file at which it starts. */
  readonly start: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A server that is silent for so long is given up. */
const SILENCE_MILLIS = 30_000;

/**
 * Asks for a file from byte `start` on. A server that doesn't know ranges sends it whole: the
 * answer says where it starts. Redirects are followed.
 *
 * @param size - of the whole file: more is refused while it arrives.
 * @param signal - aborting ends the connection.
 * @throws NetworkError
 */
export async function receive(
  url: string,
  start: number,
  size: number,
  signal?: AbortSignal,
): Promise<Received> {
  const abort = new AbortController();
  const ended = signal ? AbortSignal.any([abort.signal, signal]) : abort.signal;
  const headers = start > 0 ? { range: `bytes=${start}-` } : undefined;
  const response = await within(abort, () => fetch(url, { headers, signal: ended }));
  const { status, body } = response;
  if ((status !== 200 && status !== 206) || body === null) {
    abort.abort();
    // Of what the server can't do now it may be capable later.
    const isFinal = status < 500 && status !== 408 && status !== 416 && status !== 429;
    if (status === 416) return receive(url, 0, size, signal);
    throw new NetworkError(`the server answers ${status} ${response.statusText}`.trim(), isFinal);
  }
  const from = status === 206 ? rangeStart(response.headers.get('content-range')) : 0;
  if (from !== 0 && from !== start) {
    abort.abort();
    throw new NetworkError(`the server sends bytes from ${from}, not from ${start}`, true);
  }
  return { start: from, body: chunks(body, abort, size - from) };
}

function rangeStart(range: string | null): number {
  const start = /^bytes (\d+)-/.exec(range ?? '')?.[1];
  return start === undefined ? 0 : Number(start);
}

async function* chunks(
  body: ReadableStream<Uint8Array>,
  abort: AbortController,
  most: number,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await within(abort, () => reader.read());
      if (done) return;
      length += value.length;
      if (length > most) throw new NetworkError('the server sends more than the file', true);
      yield value;
    }
  } finally {
    abort.abort();
  }
}

/** Runs a step of the network, which must not be silent for too long. */
async function within<T>(abort: AbortController, step: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => abort.abort(), SILENCE_MILLIS);
  try {
    return await step();
  } catch (error) {
    throw new NetworkError(reasonOf(error, abort.signal.aborted));
  } finally {
    clearTimeout(timer);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "its server can't be found: is there a network?",
  EAI_AGAIN: "its server can't be found: is there a network?",
  ECONNREFUSED: 'its server refuses the connection',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENETUNREACH: 'there is no network',
};

function reasonOf(error: unknown, aborted: boolean): string {
  if (aborted) return `the server was silent for ${SILENCE_MILLIS / 1000} s`;
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  const [reason] = (REASONS[cause?.code ?? ''] ?? cause?.message ?? message).split('\n');
  return reason;
}
