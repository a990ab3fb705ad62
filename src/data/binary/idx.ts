import { FormatError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { countOf, type DType, itemSize, type NumericArray, readValues } from '../arrays/numeric.ts';

const TYPES: Readonly<Record<number, DType>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/** Whether `bytes` begin as an IDX file does: 0, 0, a known type, at least one dimension. */
export function isIdx(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    TYPES[bytes[2]] !== undefined &&
    bytes[3] > 0
  );
}

/**
 * Reads an IDX file, the format of MNIST and Fashion-MNIST (http://yann.lecun.com/exdb/mnist):
 * 0, 0, type, number of dimensions n; n big-endian uint32 sizes; big-endian values, the last index
 * running fastest. Files packed with gzip are inflated by the caller.
 *
 * Cost: none for bytes, which are a view into the file; otherwise one copy.
 *
 * @throws FormatError with the byte offset if it is not IDX, or not as long as its header says.
 */
export function readIdx(given: BytesLike): NumericArray {
  const bytes = asBytes('bytes', given);

  if (bytes.length < 4) throw new FormatError('the IDX file is cut short', bytes.length);
  if (bytes[0] !== 0 || bytes[1] !== 0) throw new FormatError('this is no IDX file', 0);
  const dtype = TYPES[bytes[2]];
  if (dtype === undefined) throw new FormatError(`IDX type ${bytes[2]} is unknown`, 2);
  const dimensions = bytes[3];
  if (dimensions === 0) throw new FormatError('the IDX file has no dimensions', 3);
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw new FormatError('the IDX header is cut short', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = countOf(shape);
  const expected = count * itemSize(dtype);
  if (bytes.length - start !== expected) {
    throw new FormatError(
      `the IDX header gives ${shape.join(' x ')} values of ${dtype}, ${expected} bytes, ` +
        `but ${bytes.length - start} follow`,
      start,
    );
  }
  return {
    shape,
    dtype,
    values: readValues(bytes, start, count, dtype, false),
    fortranOrder: false,
  };
}
