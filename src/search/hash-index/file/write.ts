import { refuse } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import type { Hasher } from '../../../core/hasher.ts';
import type { DType, NumericValues } from '../../../data/arrays/numeric.ts';
import { littleEndianBytes } from '../../../data/arrays/numeric-bytes.ts';
import type { Metric } from '../../../kernels/api.ts';
import { Float32Vectors } from '../float32-vectors.ts';
import type { TableCodes } from '../hamming/table-codes.ts';
import { Int8Vectors } from '../int8-vectors.ts';
import type { Segment } from '../segment.ts';
import type { Id, VectorForm } from '../types.ts';
import { writeContainer } from './container.ts';

/** What an index file holds. */
export interface IndexToWrite {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  readonly dimensions: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly hashers: readonly Hasher[];
  /** The first number for ids that are left out. */
  readonly nextId: number;
  /** Null if the index is empty. */
  readonly segment: Segment | null;
}

/** The bytes of an index file; see container.ts. */
export function writeIndex(index: IndexToWrite): Uint8Array<ArrayBuffer> {
  const { metric, keepVectors, dimensions, hashers, nextId, segment } = index;
  const sections = new Map<string, Uint8Array>();
  for (const [table, hasher] of hashers.entries()) sections.set(`hasher${table}`, hasher.save());
  const ids = segment?.ids ?? [];
  const isNumbers = ids.every((id) => typeof id === 'number');
  sections.set('ids', isNumbers ? bytesOf('float64', Float64Array.from(ids)) : textBytes(ids));
  for (const [table, codes] of ((segment?.codes as TableCodes)?.tables ?? []).entries()) {
    sections.set(`codes${table}`, bytesOf('uint32', codes.words));
  }
  const vectors = segment?.vectors;
  if (vectors instanceof Float32Vectors) {
    sections.set('vectors', bytesOf('float32', vectors.points.data));
  }
  if (vectors instanceof Int8Vectors) {
    sections.set('vectors', bytesOf('int8', vectors.values));
    sections.set('scales', bytesOf('float32', vectors.scales));
  }
  const header = {
    metric,
    keepVectors,
    dimensions,
    size: ids.length,
    bits: hashers.map(({ bits }) => bits),
    ids: isNumbers ? 'numbers' : 'json',
    nextId,
    metadata: plainJson(index.metadata),
  };
  return writeContainer({ header, sections });
}

function bytesOf(dtype: DType, values: NumericValues): Uint8Array {
  return littleEndianBytes('values', { dtype, shape: [values.length], values });
}

function textBytes(ids: readonly Id[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(ids));
}

/** The metadata as it will be read again. */
function plainJson(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  try {
    const value = JSON.parse(JSON.stringify(metadata));
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch (cause) {
    throw new InvalidArgumentError("metadata can't be written as JSON", { cause });
  }
  refuse('metadata', 'an object', metadata);
}
