import { FormatError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import type { NumericArray } from '../arrays/numeric.ts';

/** The letters of a flat index; those of other indexes of codes begin with IB too. */
const FLAT = 'IBxF';
/** The four letters, dimensions, bytes a code, count, whether it is trained, the metric. */
const HEADER = 4 + 4 + 4 + 8 + 1 + 4;
/** The number of bytes that follow. */
const CODES_AT = HEADER + 8;
/** 4096 bits, as in a hash code. */
const MAX_CODE_BYTES = 512;

/** Whether a file begins as a flat index of codes that faiss wrote: its letters, and sizes that fit. */
export function isFaissBinary(bytes: Uint8Array): boolean {
  if (bytes.length < HEADER || lettersOf(bytes) !== FLAT) return false;
  const view = viewOf(bytes);
  return view.getInt32(4, true) === view.getInt32(8, true) * 8;
}

/** What to do about an index of codes that is not flat; null if the file is none. */
export function otherFaissBinary(bytes: Uint8Array): string | null {
  const letters = lettersOf(bytes);
  if (!/^IB[A-Za-z0-9]{2}$/.test(letters) || letters === FLAT) return null;
  return (
    `this is a binary index of faiss of the kind ${letters}, which is not read: write its codes ` +
    `as a flat one, faiss.IndexBinaryFlat(index.d), or as .npy`
  );
}

/**
 * Reads a flat index of codes, faiss' `write_index_binary` of an `IndexBinaryFlat`: an array of
 * uint8, rows x bytes of a code, a view into the file. Bit j of a code is bit (j & 7), from the least
 * significant on, of its byte (j >>> 3), where faiss' own functions made it.
 *
 * @throws FormatError with the byte offset if it is another index, or not as long as it says.
 */
export function readFaissBinary(file: BytesLike): NumericArray {
  const bytes = asBytes('bytes', file);
  if (lettersOf(bytes) !== FLAT) {
    throw new FormatError(otherFaissBinary(bytes) ?? 'this is no binary index of faiss', 0);
  }
  if (bytes.length < CODES_AT) {
    throw new FormatError('the header of the faiss index is cut short', bytes.length);
  }
  const view = viewOf(bytes);
  const [bits, codeBytes] = [view.getInt32(4, true), view.getInt32(8, true)];
  if (codeBytes < 1 || codeBytes > MAX_CODE_BYTES || bits !== codeBytes * 8) {
    throw new FormatError(`the faiss index has codes of ${bits} bits in ${codeBytes} bytes`, 4);
  }
  const [count, size] = [view.getBigInt64(12, true), view.getBigUint64(HEADER, true)];
  if (count < 0n || size !== count * BigInt(codeBytes)) {
    throw new FormatError(
      `the faiss index has ${count} codes of ${codeBytes} bytes, but says that ${size} bytes follow`,
      HEADER,
    );
  }
  if (BigInt(bytes.length - CODES_AT) !== size) {
    throw new FormatError(
      `the faiss index says that ${size} bytes of codes follow, but there are ` +
        `${bytes.length - CODES_AT}`,
      CODES_AT,
    );
  }
  return {
    shape: [Number(count), codeBytes],
    dtype: 'uint8',
    values: new Uint8Array(bytes.buffer, bytes.byteOffset + CODES_AT, Number(size)),
    fortranOrder: false,
  };
}

function lettersOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
