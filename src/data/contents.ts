import { checkRange, show } from '../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../core/errors.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import { checkOptions } from '../core/options.ts';
import { inflate, isGzip } from './archives/inflate.ts';
import { arrayInMemory, type FileArray } from './arrays/file-array.ts';
import { columnArrays } from './arrays/number-table.ts';
import { listArrow } from './arrow/arrow.ts';
import { listBigAnn, listGroundTruth } from './binary/big-ann.ts';
import { type Cifar10, readCifar10, readCifar10Tar } from './binary/cifar10.ts';
import { readFaissBinary } from './binary/faiss-binary.ts';
import { readIdx } from './binary/idx.ts';
import { readVecs } from './binary/vecs.ts';
import { Word2vecParser } from './binary/word2vec.ts';
import { bytesInMemory } from './byte-source.ts';
import { checkMissingRule, type MissingRule } from './dataset/missing-rules.ts';
import { type DataFormat, DETECT_BYTES, detectFormat, extensionOf } from './detect.ts';
import { foreignFile } from './foreign.ts';
import { listHdf5 } from './hdf5/hdf5.ts';
import { listMat4 } from './matlab/mat4.ts';
import { listMat5 } from './matlab/mat5.ts';
import { listMat73, MATLAB_HDF5 } from './matlab/mat73.ts';
import { npyArray, readNpyFile, readNpyLayout } from './numpy/npy.ts';
import { listNpz } from './numpy/npz.ts';
import { listParquet } from './parquet/parquet.ts';
import { listSafetensors } from './safetensors/safetensors.ts';
import { CsvParser } from './text/csv.ts';
import { encodingFault } from './text/encoding.ts';
import { readJson } from './text/json.ts';
import { JsonLinesParser } from './text/json-lines.ts';
import { type Fields, type NotRead, readRows, type TableOptions } from './text/row-parser.ts';
import { readSvmlight } from './text/svmlight.ts';
import { WordVectorsParser } from './text/word-vectors.ts';

/** What a file holds. */
export interface FileContents {
  /** Its format; what it unpacks to, if it is gzipped. */
  readonly format: Exclude<DataFormat, 'gzip'>;
  readonly gzipped: boolean;
  readonly arrays: readonly FileArray[];
  /** Texts that the file has about itself, by name; those of safetensors, the columns of tables. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What else is in the file, and why it is not read. */
  readonly notRead?: readonly NotRead[];
  /** What each row of a text has beside its vector, by column or key, where that was asked for. */
  readonly fields?: readonly Fields[];
}

/** Options of {@link readContents}. */
export interface ContentsOptions extends TableOptions {
  /** The file's name, whose extension counts where content is ambiguous. */
  readonly name?: string | undefined;
  /** The most bytes that a packed file or array may unpack to. Default: 2 GiB. */
  readonly maxBytes?: number | undefined;
}

export const DEFAULT_MAX_BYTES = 2 ** 31;

interface Opened {
  readonly arrays: readonly FileArray[];
  readonly metadata?: ReadonlyMap<string, string>;
  readonly notRead?: readonly NotRead[];
  readonly fields?: readonly Fields[];
}

type Open = (
  bytes: Uint8Array,
  options: Required<Pick<ContentsOptions, 'name' | 'maxBytes'>> & TableOptions,
) => Opened | Promise<Opened>;

/** How each format is opened. */
const OPEN: Readonly<Record<Exclude<DataFormat, 'gzip'>, Open>> = {
  mat4: (bytes, { maxBytes }) => ({ arrays: listMat4(bytes, maxBytes) }),
  mat5: async (bytes, { maxBytes }) => ({ arrays: await listMat5(bytes, maxBytes) }),
  'mat7.3': async (bytes, { maxBytes }) => ({ arrays: await listMat73(bytes, maxBytes) }),
  // Variables of MATLAB may be in any HDF5 file; paths are those of HDF5.
  hdf5: (bytes, { maxBytes }) => listHdf5(bytes, maxBytes, { ...MATLAB_HDF5, separator: '/' }),
  npy: (bytes) => {
    const file = readNpyFile(bytes);
    // Of a file that holds nothing else, why it is not read is told at once.
    if (file.type.is === 'unread') readNpyLayout(bytes);
    return { arrays: [npyArray('', file, async () => bytes)] };
  },
  npz: async (bytes, { maxBytes }) => ({ arrays: await listNpz(bytes, maxBytes) }),
  idx: (bytes) => ({ arrays: [arrayInMemory('', readIdx(bytes))] }),
  'faiss-binary': (bytes) => ({ arrays: [arrayInMemory('codes', readFaissBinary(bytes))] }),
  safetensors: listSafetensors,
  parquet: async (bytes, { maxBytes, ...table }) => {
    const columns = await listParquet(bytesInMemory(bytes), maxBytes);
    return columnArrays(columns, table, maxBytes, bytes.length - 8);
  },
  arrow: async (bytes, { maxBytes, ...table }) => {
    const columns = await listArrow([bytesInMemory(bytes)], maxBytes);
    return columnArrays(columns, table, maxBytes, 0);
  },
  tar: (bytes) => cifar10Arrays(readCifar10Tar(bytes)),
  cifar10: (bytes) => cifar10Arrays(readCifar10([bytes])),
  fvecs: (bytes) => ({ arrays: [arrayInMemory('', readVecs(bytes, 'fvecs'))] }),
  bvecs: (bytes) => ({ arrays: [arrayInMemory('', readVecs(bytes, 'bvecs'))] }),
  ivecs: (bytes) => ({ arrays: [arrayInMemory('', readVecs(bytes, 'ivecs'))] }),
  fbin: (bytes) => ({ arrays: listBigAnn(bytes, 'fbin') }),
  f16bin: (bytes) => ({ arrays: listBigAnn(bytes, 'f16bin') }),
  u8bin: (bytes) => ({ arrays: listBigAnn(bytes, 'u8bin') }),
  i8bin: (bytes) => ({ arrays: listBigAnn(bytes, 'i8bin') }),
  ibin: (bytes) => ({ arrays: listBigAnn(bytes, 'ibin') }),
  'ground-truth': (bytes) => ({ arrays: listGroundTruth(bytes) }),
  csv: (bytes, { name, maxBytes, ...table }) => {
    const delimiter = extensionOf(name) === 'tsv' ? '\t' : undefined;
    return readRows(bytes, new CsvParser(table, delimiter), maxBytes);
  },
  json: (bytes, { maxBytes, ...table }) => readJson(bytes, table, maxBytes),
  jsonl: (bytes, { maxBytes, ...table }) => readRows(bytes, new JsonLinesParser(table), maxBytes),
  'word-vectors': (bytes, { maxBytes, ...table }) =>
    readRows(bytes, new WordVectorsParser(table), maxBytes),
  word2vec: (bytes, { maxBytes, ...table }) => readRows(bytes, new Word2vecParser(table), maxBytes),
  svmlight: (bytes, { maxBytes, ...table }) => readSvmlight(bytes, table, maxBytes),
};

/**
 * Opens a file of any format that is read, which is found by content: its arrays by name, each of
 * which is read when it is asked for. Gzipped files are unpacked once.
 *
 * @param given - the file's bytes: a buffer, or a view of any type of one.
 * @throws FormatError with the byte offset (of the unpacked file): an unknown or damaged file.
 */
export async function readContents(
  given: BytesLike,
  options: ContentsOptions = {},
): Promise<FileContents> {
  const bytes = asBytes('bytes', given);
  checkContentsOptions('readContents', options);
  const { name = '', maxBytes = DEFAULT_MAX_BYTES, ...table } = options;
  if (bytes.length === 0) throw new FormatError('the file is empty', 0);
  const gzipped = isGzip(bytes);
  const file = gzipped ? await unpackGzip(bytes, maxBytes) : bytes;
  const found = detectFormat(file, name);
  if (found === null) {
    throw new FormatError(
      foreignFile(file) ??
        encodingFault(file.subarray(0, DETECT_BYTES)) ??
        'the format is not known: none of .mat, HDF5, .npy, IDX, .npz, safetensors, Parquet, Arrow, ' +
          'CIFAR-10, CSV and other tables, JSON, word vectors, svmlight, codes of faiss, nor .fvecs, ' +
          '.bvecs, .ivecs, .fbin, .u8bin or .i8bin by name',
      0,
    );
  }
  if (found === 'gzip') throw new FormatError('gzip within gzip is not read: unpack it once', 0);
  const opened = await openFormat(file, found, { name, maxBytes, ...table });
  return { format: found === 'tar' ? 'cifar10' : found, gzipped, ...opened };
}

/** Throws unless these are options of `readContents`, each of its kind. */
export function checkContentsOptions(what: string, options: ContentsOptions): void {
  const table = { labelColumn: 1, pointsColumn: 1, header: 1, missing: 1, readLabels: 1 } as const;
  checkOptions(what, options, { name: 1, maxBytes: 1, onWarning: 1, readFields: 1, ...table });
  checkReading(options);
}

/** Throws unless what options of readers have in common is of its kind. */
export function checkReading(options: {
  readonly name?: string;
  readonly maxBytes?: number;
  readonly array?: string;
  readonly pointsColumn?: string;
  readonly labelColumn?: string | number;
  readonly header?: boolean;
  readonly readLabels?: boolean;
  readonly readFields?: boolean;
  readonly missing?: MissingRule;
}): void {
  const { maxBytes, labelColumn, missing } = options;
  for (const key of ['name', 'array', 'pointsColumn'] as const)
    checkType(key, options[key], 'string');
  for (const key of ['header', 'readLabels', 'readFields'] as const)
    checkType(key, options[key], 'boolean');
  if (typeof labelColumn !== 'number') checkType('labelColumn', labelColumn, 'string');
  if (maxBytes !== undefined) checkRange('maxBytes', maxBytes, 0, Number.POSITIVE_INFINITY);
  if (missing !== undefined) checkMissingRule(missing);
}

function checkType(name: string, value: unknown, type: 'string' | 'boolean'): void {
  if (value === undefined || typeof value === type) return;
  const what = type === 'string' ? 'a text' : 'true or false';
  throw new InvalidArgumentError(`${name} must be ${what}, not ${show(value)}`);
}

/** Opens a file of a format that is known. See {@link readContents}. */
export async function openFormat(
  bytes: Uint8Array,
  format: Exclude<DataFormat, 'gzip'>,
  options: ContentsOptions = {},
): Promise<Pick<FileContents, 'arrays' | 'metadata' | 'notRead' | 'fields'>> {
  const { name = '', maxBytes = DEFAULT_MAX_BYTES, ...table } = options;
  const opened = await OPEN[format](bytes, { name, maxBytes, ...table });
  const { arrays, metadata = new Map(), notRead = [], fields } = opened;
  const read = { arrays, metadata, ...(notRead.length > 0 && { notRead }) };
  return fields ? { ...read, fields } : read;
}

/** The stream is one whole: where it is damaged can't be told. */
async function unpackGzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await inflate(bytes, 'gzip', { maxBytes });
  } catch (cause) {
    if (!(cause instanceof FormatError) || cause.offset !== undefined) throw cause;
    throw new FormatError(cause.message, 0, { cause });
  }
}

/** Names by which the dataset finds points and labels. */
export function cifar10Arrays({ images, labels }: Cifar10): Opened {
  return { arrays: [arrayInMemory('images', images), arrayInMemory('labels', labels)] };
}
