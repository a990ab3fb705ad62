import { checkMethod } from '../../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../../core/errors.ts';
import { asBytes, type BytesLike } from '../../../core/given.ts';
import { HashCodes, wordsFor } from '../../../core/hash-codes.ts';
import type { Hasher } from '../../../core/hasher.ts';
import { Matrix } from '../../../core/matrix.ts';
import { checkOptions } from '../../../core/options.ts';
import { type DType, readValues } from '../../../data/arrays/numeric.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { checkMagnitude } from '../../check-magnitude.ts';
import type { CodeForm } from '../code-form.ts';
import { EstimatedForm } from '../estimated/estimated-form.ts';
import { QuantisedCodes } from '../estimated/quantised-codes.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import { estimatedState, formOfHashers } from '../form-settings.ts';
import { TableCodes } from '../hamming/table-codes.ts';
import type { TableForm } from '../hamming/table-form.ts';
import { idsFor, nextAfter } from '../ids.ts';
import { Int8Vectors } from '../int8-vectors.ts';
import type { KeptVectors } from '../kept-vectors.ts';
import { RowSet } from '../row-set.ts';
import { Segment } from '../segment.ts';
import type { Part } from '../snapshot.ts';
import type { HashIndexOptions, Id } from '../types.ts';
import { type Container, damaged, readContainer } from './container.ts';
import { headerOf, type IndexHeader } from './header.ts';

/** Options of `HashIndex.load`. */
export interface HashIndexLoadOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Makes a hasher from the bytes of its `save()`: the library's `loadHasher`, or your own. */
  readonly loadHasher: (kernels: Kernels, bytes: Uint8Array) => Hasher;
}

/** An index as it was written: options of `HashIndex.create`, and what they do not say. */
export interface IndexParts {
  readonly options: Omit<HashIndexOptions, 'kernels'>;
  /** Null where the options make it. */
  readonly form: CodeForm | null;
  readonly parts: readonly Part[];
  readonly nextId: number;
  readonly metadata: Record<string, unknown>;
}

/** Reads what `writeIndex` wrote. @throws FormatError unless every byte of it is sound. */
export function readIndex(bytes: BytesLike, options: HashIndexLoadOptions): IndexParts {
  checkOptions('HashIndex.load', options, { kernels: 1, loadHasher: 1 });
  checkMethod(
    'loadHasher',
    options.loadHasher,
    'call',
    "a function: give the library's own, loadHasher",
  );
  const container = readContainer(asBytes('the index', bytes));
  const header = headerOf(container);
  const { nextId, metadata } = header;
  try {
    const form = readForm(container, header, options);
    const segment = form && header.size > 0 ? segmentOf(container, header, form) : null;
    const parts = segment ? [{ segment, removed: RowSet.empty(segment.size) }] : [];
    return { options: optionsOf(header, form), form, parts, nextId, metadata };
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw damaged(error.message, undefined, error);
    throw error;
  }
}

function optionsOf(
  { metric, keepVectors, settings }: IndexHeader,
  form: CodeForm | null,
): IndexParts['options'] {
  if (settings === null) {
    return { metric, keepVectors, hasher: (form as TableForm).hashers.hashers };
  }
  const { codes, bitsPerDimension, bits, seed } = settings;
  const ofCodes = codes === 'estimated' ? { bitsPerDimension } : {};
  return { metric, keepVectors, codes, seed, ...ofCodes, ...(bits === null ? {} : { bits }) };
}

/** What makes codes; null in an index that has seen no vector yet. */
function readForm(
  container: Container,
  header: IndexHeader,
  { kernels, loadHasher }: HashIndexLoadOptions,
): CodeForm | null {
  const { settings, dimensions, centredOn } = header;
  if (dimensions === 0) return null;
  if (settings?.codes === 'estimated') {
    const centre = values(container, 'centre', 'float32', dimensions) as Float32Array;
    return new EstimatedForm(kernels, estimatedState(settings, dimensions, centre), centredOn);
  }
  const hashers = header.bits.map((bits, table) => {
    const own = loadHasher(kernels, copyOf(section(container, `hasher${table}`)));
    checkMethod('what loadHasher returns', own, 'encode', 'a hasher');
    if (own.bits === bits && own.dimensions === dimensions) return own;
    throw damaged(
      `it says ${bits} bits and ${dimensions} dimensions, but hasher ${table} has ` +
        `${own.bits} and ${own.dimensions}`,
    );
  });
  return formOfHashers(kernels, hashers);
}

function segmentOf(container: Container, header: IndexHeader, form: CodeForm): Segment {
  const { size, nextId } = header;
  const ids = idsFor(readIds(container, header), size, 0);
  if (nextAfter(ids, nextId) !== nextId) throw damaged('an id is larger than it says');
  const codes =
    form instanceof EstimatedForm
      ? readQuantised(container, header, form)
      : readTables(container, header);
  return new Segment(ids, codes, readVectors(container, header), null);
}

function readTables(container: Container, { size, bits }: IndexHeader): TableCodes {
  const tables = bits.map((own, table) => {
    const words = values(container, `codes${table}`, 'uint32', size * wordsFor(own));
    return new HashCodes(words as Uint32Array, size, own);
  });
  return new TableCodes(tables);
}

function readQuantised(
  container: Container,
  { size, spread }: IndexHeader,
  { quantiser }: EstimatedForm,
): QuantisedCodes {
  const codes = copyOf(section(container, 'codes'));
  const factors = values(container, 'factors', 'float32', size * 2) as Float32Array;
  const clusters = new Uint16Array(0);
  return new QuantisedCodes(quantiser.rowsOf({ codes, factors, clusters, spread }));
}

export function readIds(container: Container, { ids, size }: IndexHeader): Id[] {
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
