import { asBytes, type BytesLike } from '../../../core/given.ts';
import type { Metric } from '../../../kernels/api.ts';
import type { VectorForm } from '../types.ts';
import { INDEX_VERSION, readContainer } from './container.ts';
import { headerOf } from './read.ts';

/** What an index file holds. */
export interface IndexDescription {
  readonly format: 'hashplane index';
  readonly version: number;
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /** Vectors in it. */
  readonly size: number;
  readonly dimensions: number;
  /** Length of the codes in each table. */
  readonly bits: readonly number[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Bytes of each section. */
  readonly sections: Readonly<Record<string, number>>;
}

/**
 * What an index file holds, without loading it. Every byte is checked against its checksum.
 *
 * @throws FormatError if it is no index file, of a newer version, or damaged.
 */
export function describeIndex(bytes: BytesLike): IndexDescription {
  const container = readContainer(asBytes('the index', bytes));
  const { metric, keepVectors, size, dimensions, bits, metadata } = headerOf(container);
  const sections = Object.fromEntries(
    [...container.sections].map(([name, { length }]) => [name, length]),
  );
  return {
    format: 'hashplane index',
    version: INDEX_VERSION,
    metric,
    keepVectors,
    size,
    dimensions,
    bits,
    metadata,
    sections,
  };
}
