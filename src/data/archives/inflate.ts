import { FormatError } from '../../core/errors.ts';

/** The containers that {@link inflate} reads: RFC 1950 (zlib), RFC 1952 and RFC 1951. */
export type DeflateFormat = 'deflate' | 'gzip' | 'deflate-raw';

/** Bounds on what a stream may inflate to. */
export interface InflateOptions {
  /** The most bytes that the stream may inflate to; what goes beyond is refused while it streams. */
  maxBytes: number;
  /** The exact number of bytes, where the caller knows it: the output is then allocated once. */
  size?: number;
  /** For 'deflate-raw': the caller checks what comes out, so that what follows needn't be sought. */
  checked?: boolean;
}

/** Input goes in by pieces, so that a refused stream stops early and back-pressure works. */
const PIECE = 1 << 18;

/** Deflate can't pack more than 1032 bytes into one (RFC 1951: 258 bytes in two bits). */
const MAX_RATIO = 1032;

/** Whether `bytes` begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Whether deflate could pack `size` bytes into `packed` bytes at all. */
export function canInflateTo(packed: number, size: number): boolean {
  return size <= packed * MAX_RATIO + 1024;
}

/**
 * Inflates one whole stream with the platform's DecompressionStream, which verifies checksums.
 * Refused besides: output beyond `maxBytes` (or other than `size`), truncated and damaged streams,
 * bytes after the end of the stream, and gzip files of several members (browsers refuse them too).
 *
 * Cost: one pass; the output is allocated once for gzip and where `size` is given, otherwise
 * pieces are joined at the end. 'deflate-raw', which has no checksum, takes a second pass.
 *
 * @throws FormatError with the reason.
 */
export async function inflate(
  bytes: Uint8Array,
  format: DeflateFormat,
  options: InflateOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'gzip') return inflateGzip(bytes, options);
  const sink = new Sink(options);
  let sum = 1;
  await pump(bytes, format, (chunk) => {
    if (format === 'deflate') sum = adler32(sum, chunk);
    sink.add(chunk);
    return true;
  });
  if (format === 'deflate') checkAdler(bytes, sum);
  else if (!options.checked) await checkRawEnd(bytes);
  return sink.finish();
}

/**
 * The first `count` bytes that a stream inflates to, or all where it is shorter. Checksums and
 * what comes after are not looked at. Cost: inflates little more than `count` bytes.
 *
 * @throws FormatError if the stream is damaged before that.
 */
export async function inflatePrefix(
  bytes: Uint8Array,
  format: DeflateFormat,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const prefix = new Uint8Array(count);
  let length = 0;
  await pump(bytes, format, (chunk) => {
    const part = chunk.subarray(0, count - length);
    prefix.set(part, length);
    length += part.length;
    return length < count;
  });
  return prefix.subarray(0, length);
}

/** The trailer tells the size: the output is allocated once, and trailing bytes show. */
async function inflateGzip(
  bytes: Uint8Array,
  { maxBytes, size }: InflateOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.length < 18) throw new FormatError('the gzip data is cut short', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = view.getUint32(bytes.length - 4, true);
  if (!canInflateTo(bytes.length, claimed) || (size !== undefined && size !== claimed)) {
    throw new FormatError(
      `the gzip trailer gives ${claimed} bytes, which can't be: it is cut short, damaged or followed by other data`,
      bytes.length - 4,
    );
  }
  const sink = new Sink({ maxBytes, size: claimed });
  await pump(bytes, 'gzip', (chunk) => {
    sink.add(chunk);
    return true;
  });
  return sink.finish();
}

/** Where inflated bytes go: into place if the size is known, otherwise into a list. */
class Sink {
  length = 0;
  readonly #maxBytes: number;
  readonly #size: number | undefined;
  readonly #whole: Uint8Array<ArrayBuffer> | undefined;
  readonly #parts: Uint8Array[] = [];

  constructor({ maxBytes, size }: InflateOptions) {
    this.#maxBytes = maxBytes;
    this.#size = size;
    if (size === undefined) return;
    if (size > maxBytes) throw tooLarge(maxBytes);
    this.#whole = allocate(size);
  }

  add(chunk: Uint8Array): void {
    const end = this.length + chunk.length;
    if (this.#size !== undefined && end > this.#size) {
      throw new FormatError(`the data inflates to more than the ${this.#size} bytes it claims`);
    }
    if (end > this.#maxBytes) throw tooLarge(this.#maxBytes);
    if (this.#whole) this.#whole.set(chunk, this.length);
    else this.#parts.push(chunk);
    this.length = end;
  }

  finish(): Uint8Array<ArrayBuffer> {
    if (this.#size !== undefined && this.length !== this.#size) {
      throw new FormatError(
        `the data inflates to ${this.length} bytes, not the ${this.#size} it claims`,
      );
    }
    if (this.#whole) return this.#whole;
    const whole = allocate(this.length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

function allocate(size: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new FormatError(`the data inflates to ${size} bytes, too many to allocate`, undefined, {
      cause,
    });
  }
}

function tooLarge(maxBytes: number): FormatError {
  return new FormatError(`the data inflates to more than the ${maxBytes} bytes allowed`);
}

/** Runs `bytes` through a DecompressionStream until its end, or until `take` returns false. */
async function pump(
  bytes: Uint8Array,
  format: DeflateFormat,
  take: (chunk: Uint8Array) => boolean,
): Promise<void> {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // A damaged stream fails on both sides. The reader's error is the one that counts; without this
  // handler the writer's would surface as an unhandled rejection.
  feed(writer, bytes).catch(() => {});
  let ended = false;
  try {
    while (!ended) {
      const { done, value } = await readChunk(reader);
      ended = done;
      if (value && !take(value)) return;
    }
  } finally {
    if (!ended) {
      reader.cancel().catch(() => {});
      writer.abort().catch(() => {});
    }
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    // Copied: streams do not take views of a SharedArrayBuffer.
    await writer.write(new Uint8Array(bytes.subarray(at, at + PIECE)));
  }
  await writer.close();
}

async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    // The platforms word their reasons differently; theirs stays as the cause.
    throw new FormatError('the compressed data is damaged or cut short', undefined, { cause });
  }
}

/**
 * Node 20 ignores what follows the end of a zlib stream. Its last four bytes must be the Adler-32
 * checksum of the output; bytes that follow would stand in their place.
 */
function checkAdler(bytes: Uint8Array, sum: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(bytes.length - 4) !== sum) {
    throw new FormatError('the compressed data is followed by other bytes');
  }
}

/** A raw stream ends with its last byte if it is incomplete without it. */
async function checkRawEnd(bytes: Uint8Array): Promise<void> {
  try {
    await pump(bytes.subarray(0, bytes.length - 1), 'deflate-raw', () => true);
  } catch {
    return;
  }
  throw new FormatError('the compressed data is followed by other bytes');
}

/** Adler-32 (RFC 1950) continued over `chunk`; starts from 1. */
function adler32(sum: number, chunk: Uint8Array): number {
  let a = sum & 0xffff;
  let b = sum >>> 16;
  for (let at = 0; at < chunk.length; ) {
    // 3,800 steps can't carry b beyond 31 bits, so that it stays a small integer.
    const end = Math.min(at + 3800, chunk.length);
    for (; at < end; at++) {
      a += chunk[at];
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
