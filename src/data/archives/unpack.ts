import { FormatError } from '../../core/errors.ts';
import { loadPackage } from '../load-package.ts';
import { inflate } from './inflate.ts';
import { unpackLz4Frame } from './lz4-frame.ts';

/** No codec packs more than this into one byte, but for runs that no page of numbers has. */
const MAX_RATIO = 2 ** 16;

/**
 * Unpacks bytes by one of the codecs of Parquet and Arrow; the libraries for them are loaded when
 * they are needed.
 *
 * @param codec - as these formats name it: SNAPPY, ZSTD, LZ4_FRAME...
 * @param size - what they must unpack to, exactly.
 * @param at - where in the file they are, for messages.
 * @throws FormatError if it is damaged or packed by a codec that is not read.
 */
export async function unpack(
  packed: Uint8Array,
  codec: string,
  size: number,
  at: number,
): Promise<Uint8Array> {
  if (size > packed.length * MAX_RATIO + 1024) {
    throw new FormatError(`${packed.length} packed bytes claim to hold ${size}`, at);
  }
  const unpacked = await unpackWith(packed, codec, size, at);
  if (unpacked.length !== size) {
    throw new FormatError(`it unpacks to ${unpacked.length} bytes, not ${size}`, at);
  }
  return unpacked;
}

async function unpackWith(
  packed: Uint8Array,
  codec: string,
  size: number,
  at: number,
): Promise<Uint8Array> {
  if (codec === 'UNCOMPRESSED') return packed;
  if (codec === 'LZ4_FRAME') return guarded(at, () => unpackLz4Frame(packed, size));
  if (codec === 'GZIP') return inflate(packed, 'gzip', { maxBytes: size, size });
  if (codec === 'SNAPPY') {
    const { snappyUncompress } = await loadPackage('hyparquet', () => import('hyparquet'));
    const output = new Uint8Array(size);
    guarded(at, () => snappyUncompress(packed, output));
    return output;
  }
  const library = await loadPackage('hyparquet-compressors', () => import('hyparquet-compressors'));
  return guarded(at, () => {
    if (codec === 'ZSTD') {
      checkZstdSize(packed, size);
      return library.decompressZstd(packed, new Uint8Array(size));
    }
    if (codec === 'BROTLI') return library.decompressBrotli(packed, size);
    if (codec === 'LZ4_RAW') return library.decompressLz4Raw(packed, size);
    if (codec === 'LZ4') return library.decompressLz4(packed, size);
    throw new FormatError(`what is packed with ${codec} is not read`);
  });
}

/** A zstd frame says how much it holds, unless it was made as a stream (RFC 8878, 3.1.1.1). */
function checkZstdSize(packed: Uint8Array, size: number): void {
  if (packed.length < 9) throw new FormatError('a zstd frame is cut short');
  const descriptor = packed[4];
  const single = (descriptor >> 5) & 1;
  const bytes = [single, 2, 4, 8][descriptor >> 6];
  const at = 5 + (1 - single) + [0, 1, 2, 4][descriptor & 3];
  let held = bytes === 2 ? 256 : 0;
  for (let i = 0; i < bytes; i++) held += (packed[at + i] ?? 0) * 2 ** (8 * i);
  if (bytes > 0 && held !== size) throw new FormatError(`a zstd frame holds ${held}, not ${size}`);
}

/** Runs a codec: libraries throw errors without a type, ours don't know the place. */
function guarded<T>(at: number, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof FormatError ? cause.message : 'it is damaged';
    throw new FormatError(`what is packed can't be read: ${reason}`, at, { cause });
  }
}
