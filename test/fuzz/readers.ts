import { gzipSync } from 'node:zlib';
import type { FileArray } from '../../src/data/arrays/file-array.ts';
import { toLabels, toMatrix } from '../../src/data/arrays/numeric.ts';
import { toHashCodes } from '../../src/data/arrays/packed-codes.ts';
import { openFormat, readContents } from '../../src/data/contents.ts';
import { readDataset } from '../../src/data/dataset/dataset.ts';
import type { DataFormat } from '../../src/data/detect.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import type { FileCase } from '../support/cases/case.ts';
import { JSON_CASES } from '../support/cases/json-cases.ts';
import { TABLE_CASES } from '../support/cases/table-cases.ts';
import { WORD_CASES } from '../support/cases/word-cases.ts';
import { tarOf, zipOf } from '../support/make-archives.ts';
import { fixture, matFile, matVariable, npy } from '../support/make-files.ts';

/** A reader, good files for it, and how to read one. */
export interface Fuzzed {
  readonly name: string;
  readonly files: readonly Uint8Array[];
  read(bytes: Uint8Array): Promise<unknown>;
}

/** Memory that a reader may take for a file. */
export const MAX_BYTES = 2 ** 25;

const text = (lines: string) => new TextEncoder().encode(lines);
const npyFile = fixture('npy-f4.npy');

const bigEndianMat = matFile(
  [
    matVariable({ name: 'X', shape: [2, 2], values: [1, 2, 3, 4], compress: true }, false),
    matVariable({ name: 'X_class', shape: [1, 2], values: [1, 2] }, false),
  ],
  false,
);

const JSON_LINES = [
  '{"embedding": [0.5, -1e3, 2], "label": "a"}\n{"embedding": [1, 2, 3], "label": "b"}\n',
  '[1, 2, 3]\n[4, 5, 6]\n',
].map(text);

const contentOf = ({ content }: FileCase) =>
  typeof content === 'string' ? text(content) : content;
const CSV = [
  fixture('table.csv'),
  text('a\tb\tclass\n1\t2\t"x ""y"\t\nz"\n3\t4\tw\n'),
  text('1,2\n3,4'),
  ...TABLE_CASES.map(contentOf),
];
const jsonOf = (extension: string) =>
  JSON_CASES.filter(({ file }) => file.endsWith(extension)).map(contentOf);
const wordsOf = (pattern: RegExp) =>
  WORD_CASES.filter(({ file, kind }) => pattern.test(`${file} ${kind}`)).map(contentOf);

const PARQUET = ['plain', 'snappy', 'zstd-v2', 'gzip', 'lz4-f16', 'brotli-split'].map((name) =>
  fixture(`pair-${name}.parquet`),
);

/** Reads all arrays of a file as what they may be used for. */
async function readAll(arrays: readonly FileArray[]): Promise<void> {
  const errors: unknown[] = [];
  for (const array of arrays) {
    for (const use of [
      async () => toMatrix(await array.read()),
      async () => toLabels(await array.read()),
      async () => array.readTexts?.(),
    ]) {
      await use().catch((error) => errors.push(error));
    }
  }
  // An array that is no matrix is no fault; whatever is not one of our errors is found in any case.
  const strange = errors.find((error) => !(error as { code?: string }).code?.startsWith('ERR_'));
  if (strange) throw strange;
  const fault = errors.find((error) => (error as { code?: string }).code === 'ERR_FORMAT');
  if (fault) throw fault;
}

function reader(
  format: Exclude<DataFormat, 'gzip'>,
  files: readonly Uint8Array[],
  wrap: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
  name: string = format,
): Fuzzed {
  return {
    name,
    files,
    async read(bytes) {
      const { arrays } = await openFormat(wrap(bytes), format, { maxBytes: MAX_BYTES });
      await readAll(arrays);
    },
  };
}

const fixtures = (...names: string[]) => names.map(fixture);

/** Every reader of the package. */
export const READERS: readonly Fuzzed[] = [
  reader('mat4', fixtures('v4-double.mat')),
  reader('mat5', [
    ...fixtures('v5-double-compressed.mat', 'v5-double-plain.mat', 'v5-single-int.mat'),
    bigEndianMat,
  ]),
  reader('mat7.3', fixtures('v73.mat')),
  reader('npy', [npyFile, ...fixtures('npy-f8-fortran.npy', 'npy-f4-big.npy', 'npy-i8.npy')]),
  reader('npz', [...fixtures('pair.npz'), zipOf({ 'X.npy': npyFile }, 0)]),
  // With sound checksums, so that what lies within is reached.
  reader('npz', [npyFile], (bytes) => zipOf({ 'X.npy': bytes }), 'npz, within'),
  reader('safetensors', fixtures('pair.safetensors')),
  reader('idx', fixtures('tiny-idx3-ubyte', 'tiny-idx1-ubyte')),
  {
    name: 'faiss-binary',
    files: fixtures('codes.faiss'),
    async read(bytes) {
      const { arrays } = await openFormat(bytes, 'faiss-binary', { maxBytes: MAX_BYTES });
      return toHashCodes(await arrays[0].read());
    },
  },
  {
    name: 'packed codes',
    files: fixtures('codes-binary.npy', 'codes-ubinary.npy'),
    read: async (bytes) => toHashCodes(readNpy(bytes), { order: 'big' }),
  },
  reader('cifar10', [fixture('tiny-cifar10.bin').slice(0, 2 * 3073)]),
  reader('tar', [
    tarOf('cifar-10-batches-bin/data_batch_1.bin', fixture('tiny-cifar10.bin').slice(0, 3073)),
  ]),
  reader('fvecs', fixtures('tiny.fvecs')),
  reader('bvecs', fixtures('tiny.bvecs')),
  reader('ivecs', fixtures('tiny.ivecs')),
  reader('csv', CSV),
  reader('json', jsonOf('.json')),
  reader('jsonl', [...JSON_LINES, ...jsonOf('.jsonl')]),
  reader('word-vectors', wordsOf(/GloVe|fastText|word with|one dimension/)),
  reader('word2vec', wordsOf(/^x\.bin/)),
  reader('svmlight', wordsOf(/svmlight|columns|zeros/)),
  {
    name: 'text',
    files: [...TABLE_CASES, ...JSON_CASES, ...WORD_CASES].map(contentOf),
    read: async (bytes) =>
      readAll((await readContents(bytes, { maxBytes: MAX_BYTES, missing: 'zero' })).arrays),
  },
  reader('parquet', PARQUET),
  {
    name: 'gzip',
    files: [...fixtures('tiny-idx3-ubyte.gz'), gzipSync(fixture('tiny.fvecs'))],
    read: async (bytes) => readAll((await readContents(bytes, { maxBytes: MAX_BYTES })).arrays),
  },
  {
    name: 'dataset',
    files: [
      ...fixtures('pair.npz', 'table.csv', 'v4-double.mat'),
      ...JSON_LINES,
      npy([1, 2], [2, 1]),
    ],
    read: (bytes) =>
      readDataset(bytes, { name: 'x', labels: fixture('tiny-idx1-ubyte'), maxBytes: MAX_BYTES }),
  },
];
