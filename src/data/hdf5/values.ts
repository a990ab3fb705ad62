import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { canInflateTo } from '../archives/inflate.ts';
import { countOf, type DType, itemSize, type NumericArray, readValues } from '../arrays/numeric.ts';
import type { DatasetLayout } from './dataset.ts';
import type { OpenHdf5 } from './library.ts';

/** Whose file it is: its bytes, and what an array may take. */
export interface Hdf5Source {
  readonly bytes: Uint8Array;
  readonly maxBytes: number;
}

/**
 * The values of a dataset of numbers, row-major.
 *
 * @throws FormatError if they are damaged or claim too much; InvalidArgumentError if they are sound
 * but not read: packed by another filter, or in another file.
 */
export function readNumbers(
  file: OpenHdf5,
  source: Hdf5Source,
  layout: DatasetLayout,
): NumericArray {
  const { isEmpty, path } = layout;
  const dtype = layout.dtype as DType;
  const shape = isEmpty ? [0] : layout.shape;
  const size = checkedSize(source, layout, itemSize(dtype));
  const count = countOf(shape);
  if (count === 0) return { shape, dtype, values: new Float64Array(0), fortranOrder: false };
  // HDF5 puts them into the byte order of WebAssembly.
  const values = readValues(bytesOf(file, path, size, layout), 0, count, dtype, true);
  return { shape, dtype, values, fortranOrder: false };
}

/** The bytes of a dataset of references, or texts of one length. Errors as of readNumbers. */
export function readRaw(file: OpenHdf5, source: Hdf5Source, layout: DatasetLayout): Uint8Array {
  const size = checkedSize(source, layout, Number(layout.metadata.size));
  return size === 0 ? new Uint8Array(0) : bytesOf(file, layout.path, size, layout);
}

/** The texts of a dataset, in order. Errors as of readNumbers. */
export function readTexts(file: OpenHdf5, source: Hdf5Source, layout: DatasetLayout): string[] {
  const { metadata, shape } = layout;
  const count = layout.isEmpty ? 0 : countOf(shape);
  if (count === 0) return [];
  if (metadata.vlen) return readVariableTexts(file, source, layout, count);
  const raw = readRaw(file, source, layout);
  const decoder = new TextDecoder();
  const size = Number(metadata.size);
  return Array.from({ length: count }, (_, i) => {
    const text = raw.subarray(i * size, (i + 1) * size);
    const end = text.indexOf(0);
    const own = decoder.decode(end === -1 ? text : text.subarray(0, end));
    return metadata.strpad === SPACES ? own.trimEnd() : own;
  });
}

/** How Fortran fills up its texts. */
const SPACES = 2;
/** Bytes that HDF5 may copy at a time, if each text were as long as the file. */
const TEXTS_BYTES = 2 ** 26;
const POINTER_BYTES = 4;

/** Some at a time: a short file may name a long text again and again, and HDF5 copies each. */
function readVariableTexts(
  file: OpenHdf5,
  source: Hdf5Source,
  layout: DatasetLayout,
  count: number,
): string[] {
  const { path, shape } = layout;
  checkedSize(source, layout, POINTER_BYTES);
  const decoder = new TextDecoder();
  const [rows = 1, ...others] = shape;
  const atOnce = Math.max(1, Math.floor(TEXTS_BYTES / source.bytes.length / (count / rows)));
  const texts: string[] = [];
  let left = source.maxBytes;
  for (let first = 0; first < rows; first += atOnce) {
    const from = [first, ...others.map(() => 0)];
    const slab = { from, count: [Math.min(atOnce, rows - first), ...others] };
    for (const text of file.readTexts(path, shape.length === 0 ? undefined : slab, left)) {
      left -= text.length;
      texts.push(decoder.decode(text));
    }
  }
  return texts;
}

/** Throws unless the bytes that a dataset claims can be there, and can be read at all. */
function checkedSize(source: Hdf5Source, layout: DatasetLayout, bytesEach: number): number {
  const { path, shape, obstacle } = layout;
  if (obstacle !== null) throw new InvalidArgumentError(`${path} ${obstacle}`);
  const size = layout.isEmpty ? 0 : countOf(shape) * bytesEach;
  // Chunks that were never written take no room in the file.
  if (size > source.maxBytes || !canInflateTo(source.bytes.length, size)) {
    throw new FormatError(`${path} claims ${size} bytes in a file of ${source.bytes.length}`, 0);
  }
  return size;
}

/** Values that lie in one piece and are not packed fail only where they are not in the file. */
function bytesOf(file: OpenHdf5, path: string, size: number, layout: DatasetLayout): Uint8Array {
  try {
    return file.readBytes(path, size);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    const { chunks, virtual_sources } = layout.metadata;
    if (chunks !== null || virtual_sources) {
      throw new FormatError(`the values of ${path} are damaged`, 0, { cause });
    }
    throw new InvalidArgumentError(
      `the values of ${path} are not in this file: they lie in another one (external storage), or ` +
        'it is cut short',
      { cause },
    );
  }
}
