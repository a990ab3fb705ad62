import { gzipSync } from 'node:zlib';
import { Matrix } from '../../src/core/matrix.ts';
import type { FileArray } from '../../src/data/arrays/file-array.ts';
import { toLabels } from '../../src/data/arrays/labels.ts';
import { toMatrix } from '../../src/data/arrays/numeric.ts';
import { toHashCodes } from '../../src/data/arrays/packed-codes.ts';
import { openFormat, readContents } from '../../src/data/contents.ts';
import { readDataset } from '../../src/data/dataset/dataset.ts';
import type { DataFormat } from '../../src/data/detect.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { decodePicture } from '../../src/pictures/decode.ts';
import { pictureSize } from '../../src/pictures/size.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import {
  journalHead,
  journalRecord,
  readJournal,
  readJournalNames,
} from '../../src/search/hash-index/journal/journal.ts';
import { replay } from '../../src/search/hash-index/journal/replay.ts';
import type { FileCase } from '../support/cases/case.ts';
import { JSON_CASES } from '../support/cases/json-cases.ts';
import { TABLE_CASES } from '../support/cases/table-cases.ts';
import { WORD_CASES } from '../support/cases/word-cases.ts';
import { tarOf, zipOf } from '../support/make-archives.ts';
import { fixture, join, kind, matFile, matVariable, npy } from '../support/make-files.ts';
import { pictureFile, sealed } from '../support/picture-fixtures.ts';

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

const PARQUET_TABLES = [
  'frame',
  'empty-group',
  'struct',
  'others',
  'null-number',
  'delta-byte-array',
  'delta-length-byte-array',
  'decimals',
  'duckdb-v2',
  'duckdb-flat-v2',
].map((name) => kind(`${name}.parquet`));

const ARROW = ['stream', 'file-f16', 'file-large', 'views', 'struct', 'others', 'null-list'].map(
  (name) => kind(`${name}.arrow`),
);
const ARROW_PACKED = ['stream-lz4', 'file-zstd', 'polars'].map((name) => kind(`${name}.arrow`));

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

const JOURNAL_PARTS = [
  journalHead({ bytes: 1000, crc32: 7 }),
  journalRecord({
    kind: 'add',
    ids: [1, 'a'],
    vectors: new Matrix(Float32Array.of(1, 2, 3, 4), 2, 2),
    documents: [{ title: 'one' }, null],
    replaced: 0,
  }),
  journalRecord({ kind: 'remove', ids: [1] }),
  journalRecord({
    kind: 'upsert',
    ids: ['a'],
    vectors: new Matrix(Float32Array.of(5, 6), 1, 2),
    documents: null,
    replaced: 1,
  }),
];
const kernels = createKernelsSync({ backend: 'typescript' });

/** Reads a journal both ways, which must agree, and makes its changes. */
function readAndReplay(bytes: Uint8Array, options = {}): void {
  const { records, end } = readJournal(bytes, options);
  const names = readJournalNames(bytes, options);
  if (names.end !== end || names.records.length !== records.length) throw new Error('they differ');
  replay(HashIndex.create({ kernels }), records);
}

const JPEGS = ['colour-420.jpg', 'progressive.jpg', 'grey.jpg', 'turned-6.jpg'].map(pictureFile);
const PNGS = ['rgb.png', 'palette-clear.png', 'grey-16.png', 'turned-6.png'].map(pictureFile);
/** Of pictures that claim more, nothing is decoded. */
const MAX_PIXELS = 2 ** 20;

const fixtures = (...names: string[]) => names.map(fixture);
const kinds = (...names: string[]) => names.map(kind);

/** Every reader of the package. */
export const READERS: readonly Fuzzed[] = [
  reader('mat4', [...fixtures('v4-double.mat'), ...kinds('sparse-v4.mat', 'chars-v4.mat')]),
  reader('mat5', [
    ...fixtures('v5-double-compressed.mat', 'v5-double-plain.mat', 'v5-single-int.mat'),
    bigEndianMat,
  ]),
  reader(
    'mat5',
    kinds('cells.mat', 'cells-packed.mat', 'chars.mat', 'sparse.mat', 'struct.mat'),
    (bytes) => bytes,
    'mat5, nested',
  ),
  reader('mat7.3', [...fixtures('v73.mat'), ...kinds('kinds-v73.mat')]),
  reader('hdf5', [...fixtures('plain.h5'), ...kinds('kinds.h5', 'virtual.h5', 'anndata.h5ad')]),
  reader('arrow', ARROW),
  reader('arrow', ARROW_PACKED, (bytes) => bytes, 'arrow, packed'),
  reader('npy', [
    npyFile,
    ...fixtures('npy-f8-fortran.npy', 'npy-f4-big.npy', 'npy-i8.npy'),
    ...kinds('texts.npy', 'fortran-3d.npy'),
  ]),
  reader('npz', [
    ...fixtures('pair.npz'),
    ...kinds('others.npz', 'sparse-csr.npz'),
    zipOf({ 'X.npy': npyFile }, 0),
  ]),
  // With sound checksums, so that what lies within is reached.
  reader('npz', [npyFile], (bytes) => zipOf({ 'X.npy': bytes }), 'npz, within'),
  reader('safetensors', [...fixtures('pair.safetensors'), ...kinds('float8.safetensors')]),
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
  reader('fbin', kinds('base.fbin')),
  reader('u8bin', kinds('base.u8bin')),
  reader('f16bin', kinds('base.f16bin')),
  reader('ground-truth', kinds('truth.bin')),
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
  reader('parquet', PARQUET_TABLES, (bytes) => bytes, 'parquet, tables'),
  {
    name: 'gzip',
    files: [...fixtures('tiny-idx3-ubyte.gz'), gzipSync(fixture('tiny.fvecs'))],
    read: async (bytes) => readAll((await readContents(bytes, { maxBytes: MAX_BYTES })).arrays),
  },
  {
    name: 'journal',
    files: [join(...JOURNAL_PARTS), join(...JOURNAL_PARTS.slice(0, 2))],
    read: async (bytes) => readAndReplay(bytes),
  },
  {
    name: 'picture headers',
    files: [...JPEGS, ...PNGS],
    read: async (bytes) => pictureSize(bytes),
  },
  {
    name: 'jpeg',
    files: JPEGS,
    read: (bytes) => decodePicture(bytes, { maxPixels: MAX_PIXELS }),
  },
  {
    name: 'png',
    files: PNGS,
    // With sound checksums, so that what lies within is reached.
    read: (bytes) => decodePicture(sealed(bytes), { maxPixels: MAX_PIXELS }),
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
