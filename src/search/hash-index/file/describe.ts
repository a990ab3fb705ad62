import { asBytes, type BytesLike } from '../../../core/given.ts';
import type { Metric } from '../../../kernels/api.ts';
import type { BitsPerDimension } from '../../../kernels/quantised/api.ts';
import { type Bits, bitsFor, countBits } from '../documents/bits.ts';
import type { CodeFormName, FieldStats, VectorForm } from '../types.ts';
import { type Container, readContainer } from './container.ts';
import { headerOf, type IndexHeader } from './header.ts';
import { SectionReader } from './sections.ts';

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
  /** Vectors that have a document. */
  readonly documents: number;
  /** What the documents have; `bytes` are those of the file. */
  readonly fields: readonly FieldStats[];
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
    ...documentsIn(container, header),
    metadata,
    sections,
  };
}

function documentsIn(
  { sections }: Container,
  { fields, size }: IndexHeader,
): Pick<IndexDescription, 'documents' | 'fields'> {
  if (!fields) return { documents: 0, fields: [] };
  const words = bitsFor(size).length;
  const filled = new SectionReader(sections).values('documents', 'uint32', words);
  return {
    documents: countBits(filled as Bits),
    fields: fields.map(({ name, kind }, i) => {
      const own = [...sections].filter(([section]) => section.split('.')[0] === `field${i}`);
      return { name, kind, bytes: own.reduce((sum, [, { length }]) => sum + length, 0) };
    }),
  };
}
