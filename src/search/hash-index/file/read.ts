import { checkMethod } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import { asBytes, type BytesLike } from '../../../core/given.ts';
import { HashCodes, wordsFor } from '../../../core/hash-codes.ts';
import type { Hasher } from '../../../core/hasher.ts';
import { Matrix } from '../../../core/matrix.ts';
import { checkOptions } from '../../../core/options.ts';
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
import type { SegmentCodes } from '../segment-codes.ts';
import type { Part } from '../snapshot.ts';
import type { HashIndexOptions, Id } from '../types.ts';
import { type Container, damaged, readContainer } from './container.ts';
import { readDocuments } from './documents.ts';
import { headerOf, type IndexHeader } from './header.ts';
import { SectionReader } from './sections.ts';

/** Options of `HashIndex.load`. */
export interface HashIndexLoadOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Makes a hasher from the bytes of its `save()`: the library's `loadHasher`, or your own. */
  readonly loadHasher: (kernels: Kernels, bytes: Uint8Array) => Hasher;
  /** As of `HashIndex.create`: told when results can't be what they seem to be. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Vectors that are on their way while a file comes. */
export interface Arriving {
  /** Vectors that are there. */
  readonly present: number;
}

/** An index as it was written: options of `HashIndex.create`, and what they do not say. */
export interface IndexParts {
  readonly options: Omit<HashIndexOptions, 'kernels'>;
  /** Null where the options make it. */
  readonly form: CodeForm | null;
  readonly parts: readonly Part[];
  readonly nextId: number;
  readonly metadata: Record<string, unknown>;
  /** Left out where all are there. */
  readonly arriving?: Arriving | null;
}

/** Reads what `writeIndex` wrote. @throws FormatError unless every byte of it is sound. */
export function readIndex(bytes: BytesLike, options: HashIndexLoadOptions): IndexParts {
  checkLoadOptions(options);
  return readParts(readContainer(asBytes('the index', bytes)), options, readVectors);
}

export function checkLoadOptions(options: HashIndexLoadOptions): void {
  checkOptions('HashIndex.load', options, { kernels: 1, loadHasher: 1, onWarning: 1 });
  checkMethod(
    'loadHasher',
    options.loadHasher,
    'call',
    "a function: give the library's own, loadHasher",
  );
}

/** Makes the kept vectors of a segment, whose codes are there. */
export type VectorsOf = (
  sections: SectionReader,
  header: IndexHeader,
  coded: { readonly form: CodeForm; readonly codes: SegmentCodes },
) => KeptVectors | null;

/** What a file says. @param vectorsOf - reads its vectors, or waits for them. */
export function readParts(
  container: Container,
  options: HashIndexLoadOptions,
  vectorsOf: VectorsOf,
): IndexParts {
  const header = headerOf(container);
  const { nextId, metadata } = header;
  const sections = new SectionReader(container.sections);
  try {
    const form = readForm(sections, header, options);
    const segment = form && header.size > 0 ? segmentOf(sections, header, form, vectorsOf) : null;
    const parts = segment ? [{ segment, removed: RowSet.empty(segment.size) }] : [];
    return { options: optionsOf(header, form), form, parts, nextId, metadata };
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw damaged(error.message, undefined, error);
    throw error;
  }
}

function optionsOf(
  { metric, keepVectors, recall, settings, choosesBits }: IndexHeader,
  form: CodeForm | null,
): IndexParts['options'] {
  if (settings === null) {
    return { metric, keepVectors, recall, hasher: (form as TableForm).hashers.hashers };
  }
  const { codes, bitsPerDimension, bits, seed } = settings;
  const ofCodes = codes === 'estimated' && !choosesBits ? { bitsPerDimension } : {};
  return {
    metric,
    keepVectors,
    recall,
    codes,
    seed,
    ...ofCodes,
    ...(bits === null ? {} : { bits }),
  };
}

/** What makes codes; null in an index that has seen no vector yet. */
function readForm(
  sections: SectionReader,
  header: IndexHeader,
  { kernels, loadHasher }: HashIndexLoadOptions,
): CodeForm | null {
  const { settings, dimensions, centredOn, spread } = header;
  if (dimensions === 0) return null;
  if (settings?.codes === 'estimated') {
    const centre = sections.values('centre', 'float32', dimensions) as Float32Array;
    const state = estimatedState(settings, dimensions, centre);
    return new EstimatedForm(kernels, state, centredOn, spread);
  }
  const hashers = header.bits.map((bits, table) => {
    const own = loadHasher(kernels, sections.bytes(`hasher${table}`));
    checkMethod('what loadHasher returns', own, 'encode', 'a hasher');
    if (own.bits === bits && own.dimensions === dimensions) return own;
    throw damaged(
      `it says ${bits} bits and ${dimensions} dimensions, but hasher ${table} has ` +
        `${own.bits} and ${own.dimensions}`,
    );
  });
  return formOfHashers(kernels, hashers);
}

function segmentOf(
  sections: SectionReader,
  header: IndexHeader,
  form: CodeForm,
  vectorsOf: VectorsOf,
): Segment {
  const { size, nextId } = header;
  const ids = idsFor(readIds(sections, header), size, 0);
  if (nextAfter(ids, nextId) !== nextId) throw damaged('an id is larger than it says');
  const documents = header.fields && readDocuments(sections, header.fields, size);
  const codes =
    form instanceof EstimatedForm
      ? readQuantised(sections, header, form)
      : readTables(sections, header);
  const vectors = vectorsOf(sections, header, { form, codes });
  return new Segment(ids, codes, vectors, documents);
}

function readTables(sections: SectionReader, { size, bits }: IndexHeader): TableCodes {
  const tables = bits.map((own, table) => {
    const words = sections.values(`codes${table}`, 'uint32', size * wordsFor(own));
    return new HashCodes(words as Uint32Array, size, own);
  });
  return new TableCodes(tables);
}

function readQuantised(
  sections: SectionReader,
  { size, spread }: IndexHeader,
  { quantiser }: EstimatedForm,
): QuantisedCodes {
  const codes = sections.bytes('codes');
  const factors = sections.values('factors', 'float32', size * 2) as Float32Array;
  const clusters = new Uint16Array(0);
  return new QuantisedCodes(quantiser.rowsOf({ codes, factors, clusters, spread }));
}

function readIds(sections: SectionReader, { ids, size }: IndexHeader): Id[] {
  if (ids === 'json') return sections.list('ids') as Id[];
  return Array.from(sections.values('ids', 'float64', size) as Float64Array);
}

function readVectors(sections: SectionReader, header: IndexHeader): KeptVectors | null {
  const { keepVectors, size, dimensions } = header;
  if (keepVectors === false) return null;
  if (keepVectors === 'float32') {
    const data = sections.values('vectors', 'float32', size * dimensions) as Float32Array;
    const points = new Matrix(data, size, dimensions);
    checkMagnitude('vectors', points);
    return new Float32Vectors(points);
  }
  const own = sections.values('vectors', 'int8', size * dimensions) as Int8Array;
  const scales = sections.values('scales', 'float32', size) as Float32Array;
  checkScales(scales, dimensions);
  return new Int8Vectors(own, scales, dimensions);
}

/** What 1 stands for: no vector may become longer than one that could have been added. */
export function checkScales(scales: Float32Array, dimensions: number): void {
  if (!scales.every((scale) => scale >= 0 && scale * 128 * Math.sqrt(dimensions) < 1e19)) {
    throw damaged('the scale of a vector is none');
  }
}
