import { checkMethod } from '../../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../../core/errors.ts';
import { asBytes, type BytesLike } from '../../../core/given.ts';
import { HashCodes, wordsFor } from '../../../core/hash-codes.ts';
import type { Hasher } from '../../../core/hasher.ts';
import { Matrix } from '../../../core/matrix.ts';
import { checkOptions } from '../../../core/options.ts';
import { type DType, readValues } from '../../../data/arrays/numeric.ts';
import { type Kernels, METRICS, type Metric } from '../../../kernels/api.ts';
import { checkMagnitude } from '../../check-magnitude.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import { idsFor, nextAfter } from '../ids.ts';
import { Int8Vectors } from '../int8-vectors.ts';
import type { KeptVectors } from '../kept-vectors.ts';
import { RowSet } from '../row-set.ts';
import { Segment } from '../segment.ts';
import type { Part } from '../snapshot.ts';
import { type Id, VECTOR_FORMS, type VectorForm } from '../types.ts';
import { type Container, damaged, readContainer } from './container.ts';

/** Options of `HashIndex.load`. */
export interface HashIndexLoadOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Makes a hasher from the bytes of its `save()`: the library's `loadHasher`, or your own. */
  readonly loadHasher: (kernels: Kernels, bytes: Uint8Array) => Hasher;
}

/** What a file says of an index, checked. */
export interface IndexHeader {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  readonly dimensions: number;
  readonly size: number;
  /** Length of the codes in each table. */
  readonly bits: readonly number[];
  readonly ids: 'numbers' | 'json';
  readonly nextId: number;
  readonly metadata: Record<string, unknown>;
}

/** An index as it was written. */
export interface IndexParts
  extends Pick<IndexHeader, 'metric' | 'keepVectors' | 'nextId' | 'metadata'> {
  readonly hasher: readonly Hasher[];
  readonly parts: readonly Part[];
}

/** Reads what `writeIndex` wrote. @throws FormatError unless every byte of it is sound. */
export function readIndex(bytes: BytesLike, options: HashIndexLoadOptions): IndexParts {
  checkOptions('HashIndex.load', options, { kernels: 1, loadHasher: 1 });
  const { kernels, loadHasher } = options;
  checkMethod('loadHasher', loadHasher, 'call', "a function: give the library's own, loadHasher");
  const container = readContainer(asBytes('the index', bytes));
  const header = headerOf(container);
  const { metric, keepVectors, nextId, metadata } = header;
  try {
    const hasher = header.bits.map((bits, table) => {
      const own = loadHasher(kernels, copyOf(section(container, `hasher${table}`)));
      checkMethod('what loadHasher returns', own, 'encode', 'a hasher');
      if (own.bits === bits && own.dimensions === header.dimensions) return own;
      throw damaged(
        `it says ${bits} bits and ${header.dimensions} dimensions, but hasher ${table} has ` +
          `${own.bits} and ${own.dimensions}`,
      );
    });
    const segment = header.size === 0 ? null : segmentOf(container, header);
    const parts = segment ? [{ segment, removed: RowSet.empty(segment.size) }] : [];
    return { metric, keepVectors, nextId, metadata, hasher, parts };
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw damaged(error.message, undefined, error);
    throw error;
  }
}

/** The header of an index file. @throws FormatError if it lacks something, or says what can't be. */
export function headerOf({ header }: Container): IndexHeader {
  const { metric, keepVectors, dimensions, size, bits, ids, nextId, metadata } = header;
  const isWhole = (value: unknown, low: number) =>
    Number.isSafeInteger(value) && (value as number) >= low;
  const isSound =
    METRICS.includes(metric as Metric) &&
    VECTOR_FORMS.includes(keepVectors as VectorForm) &&
    isWhole(dimensions, 1) &&
    isWhole(size, 0) &&
    Array.isArray(bits) &&
    bits.length > 0 &&
    bits.every((each) => isWhole(each, 1)) &&
    (ids === 'numbers' || ids === 'json') &&
    // One more than the largest id, which may be the largest safe integer.
    (isWhole(nextId, 0) || nextId === 2 ** 53) &&
    metadata !== null &&
    typeof metadata === 'object' &&
    !Array.isArray(metadata);
  if (!isSound) throw damaged("its header says what can't be");
  return header as unknown as IndexHeader;
}

function segmentOf(container: Container, header: IndexHeader): Segment {
  const { size, bits, nextId } = header;
  const ids = idsFor(readIds(container, header), size, 0);
  if (nextAfter(ids, nextId) !== nextId) throw damaged('an id is larger than it says');
  const codes = bits.map((own, table) => {
    const words = values(container, `codes${table}`, 'uint32', size * wordsFor(own));
    return new HashCodes(words as Uint32Array, size, own);
  });
  return new Segment(ids, codes, readVectors(container, header));
}

function readIds(container: Container, { ids, size }: IndexHeader): Id[] {
  if (ids === 'numbers')
    return Array.from(values(container, 'ids', 'float64', size) as Float64Array);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const list = JSON.parse(decoder.decode(section(container, 'ids')));
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw damaged('its ids are no list');
}

function readVectors(container: Container, header: IndexHeader): KeptVectors | null {
  const { keepVectors, size, dimensions } = header;
  if (keepVectors === false) return null;
  if (keepVectors === 'float32') {
    const data = values(container, 'vectors', 'float32', size * dimensions) as Float32Array;
    const points = new Matrix(data, size, dimensions);
    checkMagnitude('vectors', points);
    return new Float32Vectors(points);
  }
  const own = values(container, 'vectors', 'int8', size * dimensions) as Int8Array;
  const scales = values(container, 'scales', 'float32', size) as Float32Array;
  // What 1 stands for: no vector becomes longer than one that could have been added.
  if (!scales.every((scale) => scale >= 0 && scale * 128 * Math.sqrt(dimensions) < 1e19)) {
    throw damaged('the scale of a vector is none');
  }
  return new Int8Vectors(own, scales, dimensions);
}

/** A copy, so that the index doesn't hold on to the file's bytes. */
function values(container: Container, name: string, dtype: DType, count: number) {
  const bytes = copyOf(section(container, name));
  const width = dtype === 'float64' ? 8 : dtype === 'int8' ? 1 : 4;
  if (bytes.length !== count * width) {
    throw damaged(`${name} must have ${count * width} bytes, not ${bytes.length}`);
  }
  return readValues(bytes, 0, count, dtype, true);
}

function section({ sections }: Container, name: string): Uint8Array {
  const bytes = sections.get(name);
  if (bytes) return bytes;
  throw new FormatError(`the index is damaged: it has no ${name}`);
}

/** Not `slice`: that of a Node Buffer is a view. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
