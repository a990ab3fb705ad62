import { FileError } from '../../../core/errors.ts';
import { nextTask } from '../../../core/next-task.ts';

/** What a download says of itself, and asks of whoever takes its bytes. */
export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** The first bytes, by which versions of the file are told apart; null until they are there. */
  readonly fingerprint: () => Uint8Array | null;
  /** Bytes of the whole file; null until it says so. */
  readonly total: () => number | null;
  /** How long to wait before each new attempt, in ms; they begin again where bytes came. */
  readonly waits?: readonly number[];
}

const WAITS = [0, 500, 1000, 2000, 4000];
/** What servers answer that may go well the next time. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/**
 * Downloads a file in one stream, whose bytes come in order. Where it breaks off it goes on from that
 * byte on, by a Range request where the server takes such; where it sends the file anew, what was there
 * is passed over. Another version of the file is never mixed in: `If-Range` asks for that where the
 * page's own server gives an ETag, a whole file must begin as the first did, and whoever takes the bytes
 * checks each part.
 *
 * @param take - told the bytes; what it throws ends the download.
 * @throws FileError if the file can't be fetched, or has changed meanwhile.
 */
export async function download(
  url: string,
  options: DownloadOptions,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const { signal, total, waits = WAITS } = options;
  const state: DownloadState = { url, options, take, received: 0, etag: null };
  for (let attempt = 0; ; attempt++) {
    const before = state.received;
    let cause: unknown;
    try {
      if (await receive(state)) return;
      // It did not break off, and has not even a header: nothing would come of asking again.
      if (total() === null) return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Broken)) throw error;
      cause = error.cause;
    }
    if (total() !== null && state.received >= (total() as number)) return;
    if (state.received > before) attempt = 0;
    // What never began is told at once.
    if (state.received === 0 || attempt >= waits.length) throw cannotLoad(url, cause);
    await sleep(waits[attempt], signal);
  }
}

interface DownloadState {
  readonly url: string;
  readonly options: DownloadOptions;
  readonly take: (bytes: Uint8Array) => void;
  received: number;
  etag: string | null;
}

/** A download that may go on. */
class Broken extends Error {
  constructor(cause: unknown) {
    super('the download broke off', { cause });
  }
}

/** One request. @returns whether there is nothing more to come. */
async function receive(state: DownloadState): Promise<boolean> {
  const { url, received } = state;
  const { signal } = state.options;
  let response: Response;
  try {
    response = await fetch(url, { headers: headersOf(state), signal });
  } catch (cause) {
    throw new Broken(cause);
  }
  const { status } = response;
  // There is nothing behind what came: the file is shorter than it says.
  if (status === 416 && received > 0) return true;
  if (PASSING.includes(status) && received > 0)
    throw new Broken(new Error(`HTTP status ${status}`));
  if (!response.ok) throw new FileError(`can't load ${url}: HTTP status ${status}`);
  if (response.headers.get('Content-Type')?.startsWith('text/html')) {
    throw new FileError(`can't load ${url}: the server sent a page of HTML in its place`);
  }
  if (status === 206) checkStart(state, response);
  state.etag ??= response.headers.get('ETag');
  await readBody(state, response, status === 206 ? 0 : received);
  return false;
}

function headersOf({ url, received, etag }: DownloadState): Record<string, string> {
  if (received === 0) return {};
  const range = { Range: `bytes=${received}-` };
  // A weak one would be refused, and another server's would have to allow the header first.
  const isStrong = etag !== null && !etag.startsWith('W/');
  const { location } = globalThis as { location?: Location };
  const isOwn = !location || new URL(url).origin === location.origin;
  return isStrong && isOwn ? { ...range, 'If-Range': etag } : range;
}

/** Other origins need not show the header: parts are checked anyway. */
function checkStart({ url, received }: DownloadState, { headers }: Response): void {
  const start = /^bytes (\d+)-/.exec(headers.get('Content-Range') ?? '')?.[1];
  if (start === undefined || Number(start) === received) return;
  throw new FileError(
    `can't load ${url}: asked for byte ${received}, the server sent byte ${start}`,
  );
}

/** @param known - so many bytes were there before. */
async function readBody(state: DownloadState, { body }: Response, known: number): Promise<void> {
  if (!body) return;
  const reader = body.getReader();
  let at = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause) => {
        throw new Broken(cause);
      });
      if (done) return;
      if (at < known) checkSame(state, value, at);
      const fresh = value.subarray(Math.min(value.length, Math.max(0, known - at)));
      at += value.length;
      if (fresh.length === 0) continue;
      state.received += fresh.length;
      state.take(fresh);
      // What has come already is read without a break.
      await nextTask();
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** @throws FileError if a file that comes anew begins otherwise than before. */
function checkSame({ url, options }: DownloadState, bytes: Uint8Array, at: number): void {
  const first = options.fingerprint();
  const expected = first?.subarray(at, at + bytes.length) ?? [];
  for (let i = 0; i < expected.length; i++) {
    if (bytes[i] === expected[i]) continue;
    throw new FileError(`${url} has changed while it was loaded: open it again`);
  }
}

function cannotLoad(url: string, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : 'it broke off';
  return new FileError(`can't load ${url}: ${reason}`, { cause });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
