import { asBytes, type BytesLike } from '../../../core/given.ts';
import type { Metric } from '../../../kernels/api.ts';
import type { BitsPerDimension } from '../../../kernels/quantised/api.ts';
import type { CodeFormName, VectorForm } from '../types.ts';
import { readContainer } from './container.ts';
import { headerOf } from './header.ts';

/** What an index file holds. */
export interface IndexDescription {
  readonly format: 'hashplane index';
  readonly version: number;
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  readonly codes: CodeFormName;
  /** Of codes `estimated`, else null. */
  readonly bitsPerDimension: BitsPerDimension | null;
  /** Vectors in it. */
  readonly size: number;
  readonly dimensions: number;
  /** Length of the codes, one entry a table. */
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
  const header = headerOf(container);
  const { metric, keepVectors, size, dimensions, bits, metadata, settings } = header;
  const sections = Object.fromEntries(
    [...container.sections].map(([name, { length }]) => [name, length]),
  );
  return {
    format: 'hashplane index',
    version: container.version,
    metric,
    keepVectors,
    codes: settings?.codes ?? 'hamming',
    bitsPerDimension: settings?.codes === 'estimated' ? settings.bitsPerDimension : null,
    size,
    dimensions,
    bits,
    metadata,
    sections,
  };
}
