import { kindOf, refuse } from '../../core/checks.ts';
import { FileError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { nextTask } from '../../core/next-task.ts';
import type { Endpoint } from '../endpoint.ts';
import { sendError } from '../error-transport.ts';
import type { SentSource, ToHost } from './protocol.ts';
import type { IndexSource, KeptOrDownloaded, StoredIndex } from './types.ts';

/** What the page copies at once. */
const PIECE_BYTES = 2 ** 22;

/** A source as the worker is told of it, and what the page posts of it itself. */
export interface PlannedSource {
  readonly sent: SentSource;
  /** Posts the bytes of what can't travel. It ends when `signal` is aborted. */
  readonly post?: (endpoint: Endpoint, signal: AbortSignal) => Promise<void>;
}

/** @throws InvalidArgumentError if it is no source. */
export function planSource(source: IndexSource | undefined): PlannedSource {
  if (source === undefined || source === null) return { sent: { kind: 'none' } };
  const kind = kindOf(source);
  if (typeof source === 'string' || kind === 'URL') {
    return { sent: { kind: 'url', url: absolute(source as string | URL) } };
  }
  if (kind === 'Blob' || kind === 'File') return { sent: { kind: 'blob', blob: source as Blob } };
  if (kind === 'Response') {
    return posted((endpoint, signal) => postBody(endpoint, source as Response, signal));
  }
  if (ArrayBuffer.isView(source) || /^(Shared)?ArrayBuffer$/.test(kind)) {
    return posted((endpoint, signal) => postBytes(endpoint, source as BytesLike, signal));
  }
  return { sent: stored(source as StoredIndex | KeptOrDownloaded) };
}

function stored(source: StoredIndex | KeptOrDownloaded): SentSource {
  if (!Object.hasOwn(Object(source), 'else')) {
    checkPlace(source);
    return { kind: 'stored', place: source };
  }
  const { else: address, ...place } = source as KeptOrDownloaded;
  checkPlace(place);
  if (typeof address !== 'string' && kindOf(address) !== 'URL') {
    refuse('else', 'the address of what is opened where nothing is kept', address);
  }
  return { kind: 'stored', place, else: absolute(address) };
}

/** @throws InvalidArgumentError unless it names an index that the browser keeps. */
export function checkPlace(place: StoredIndex): void {
  const given = Object(place) as Record<string, unknown>;
  const names = [given.indexedDB, given.opfs].filter((name) => name !== undefined);
  if (names.length !== 1 || typeof names[0] !== 'string' || names[0] === '') {
    refuse(
      'an index source',
      "an address, a File, Blob, Response, bytes, or the name of what the browser keeps, { indexedDB: 'name' } or { opfs: 'name' }",
      place,
    );
  }
  const folder = given.indexedDB === undefined ? 'directory' : 'database';
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || key === 'indexedDB' || key === 'opfs') continue;
    if (key !== folder) throw new InvalidArgumentError(`an index that is kept has no ${key}`);
    if (typeof value !== 'string') refuse(key, 'a text', value);
  }
}

/** Relative addresses are the page's, and the worker has another one. */
function absolute(url: string | URL): string {
  const { document, location } = globalThis as { document?: Document; location?: Location };
  try {
    return new URL(url, document?.baseURI ?? location?.href).href;
  } catch (cause) {
    throw new InvalidArgumentError(`the source is no address: ${url}`, { cause });
  }
}

type Post = NonNullable<PlannedSource['post']>;

function posted(post: Post): PlannedSource {
  return {
    sent: { kind: 'posted' },
    post: async (endpoint, signal) => {
      try {
        await post(endpoint, signal);
        send(endpoint, { type: 'piece', bytes: null });
      } catch (error) {
        if (!signal.aborted) send(endpoint, { type: 'broken', error: sendError(error) });
      }
    },
  };
}

async function postBytes(endpoint: Endpoint, given: BytesLike, signal: AbortSignal): Promise<void> {
  const bytes = asBytes('the source', given);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    sendPiece(endpoint, new Uint8Array(bytes.subarray(at, at + PIECE_BYTES)));
    await nextTask();
    signal.throwIfAborted();
  }
}

async function postBody(
  endpoint: Endpoint,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const where = `can't load ${response.url || 'the response'}`;
  if (!response.ok) throw new FileError(`${where}: HTTP status ${response.status}`);
  if (response.bodyUsed) throw new FileError(`${where}: its body was read before`);
  const reader = response.body?.getReader();
  const end = () => void reader?.cancel().catch(() => {});
  signal.addEventListener('abort', end);
  try {
    for (;;) {
      const piece = await reader?.read();
      signal.throwIfAborted();
      if (!piece || piece.done) return;
      const { value } = piece;
      const isWhole = value.byteLength === value.buffer.byteLength;
      sendPiece(endpoint, isWhole ? value : value.slice());
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(`${where}: ${reason}`, { cause });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function sendPiece(endpoint: Endpoint, bytes: Uint8Array): void {
  send(endpoint, { type: 'piece', bytes }, [bytes.buffer as ArrayBuffer]);
}

function send(endpoint: Endpoint, message: ToHost, transfer?: ArrayBuffer[]): void {
  endpoint.post(message, transfer);
}
