import type { Dataset as H5Dataset, Group as H5Group } from 'h5wasm';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { canInflateTo } from '../archives/inflate.ts';
import {
  countOf,
  type DType,
  itemSize,
  type NumericArray,
  readValues as valuesAt,
} from '../arrays/numeric.ts';
import type { MatVariable } from './mat5.ts';

type H5Module = typeof import('h5wasm');

/** HDF5's classes of whole numbers, floats and enumerations (booleans of h5py). */
const INTEGER = 0;
const FLOAT = 1;
const ENUM = 8;

let opened = 0;

/**
 * Lists the variables of a MATLAB v7.3 file, which is an HDF5 file (read by h5wasm, which is loaded
 * only now). Arrays of MATLAB are column-major; those of an HDF5 file that MATLAB didn't write,
 * without its attribute MATLAB_class, are row-major.
 *
 * Cost: the file is copied into the memory of h5wasm, and a variable is copied out of it.
 *
 * @param maxBytes - the most bytes that a variable may take.
 * @throws FormatError if it is damaged. HDF5 does not say at which byte: the offset is 0.
 */
export async function listMat73(bytes: Uint8Array, maxBytes: number): Promise<MatVariable[]> {
  return withFile(bytes, (file) => {
    const variables: MatVariable[] = [];
    for (const name of file.keys()) {
      // MATLAB keeps what cells refer to in a group of its own.
      if (name !== '#refs#' && name !== '#subsystem#') {
        variables.push(variableOf(bytes, file, name, maxBytes));
      }
    }
    return variables;
  });
}

function variableOf(bytes: Uint8Array, file: H5Group, name: string, maxBytes: number): MatVariable {
  const entity = file.get(name);
  if (!isDataset(entity))
    return unread(name, (entity as { type?: string } | null)?.type === 'Group' ? 'struct' : 'link');
  const { type, size, signed, vlen } = entity.metadata;
  const shape = checkShape(entity.metadata.shape, name);
  const matlabClass = attribute(entity, 'MATLAB_class');
  if (attribute(entity, 'MATLAB_sparse') !== null) return unread(name, 'sparse array');
  const stored = vlen ? null : dtypeOf(type, size, signed);
  if (stored === null || (matlabClass !== null && !CLASSES.has(String(matlabClass)))) {
    return unread(name, matlabClass === null ? 'object' : `${matlabClass} array`, shape);
  }
  const count = attribute(entity, 'MATLAB_empty') === null ? countOf(shape) : 0;
  const kind = matlabClass === 'logical' ? 'logical' : stored;
  const dtype = kind === 'logical' ? 'uint8' : stored;
  const order = matlabClass !== null;
  const shown = order ? [...shape].reverse() : shape;
  const read = async (): Promise<NumericArray> => {
    const length = count * itemSize(stored);
    // Chunks that were never written take no room in the file.
    if (length > maxBytes || !canInflateTo(bytes.length, length)) {
      throw new FormatError(`${name} claims ${length} bytes in a file of ${bytes.length}`, 0);
    }
    const values = count === 0 ? new Float64Array(0) : await readValues(bytes, name, stored, count);
    const empty = count === 0 && countOf(shown) > 0;
    return { shape: empty ? [0, 0] : shown, dtype, values, fortranOrder: order };
  };
  return { name, kind, shape: shown, complex: false, read };
}

/** MATLAB's classes of numbers. */
const CLASSES = new Set([
  'double',
  'single',
  'logical',
  ...['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'],
]);

function unread(name: string, kind: string, shape: number[] = []): MatVariable {
  const read = async () => {
    throw new InvalidArgumentError(`${name} must be an array of numbers, but is a ${kind}`);
  };
  return { name, kind, shape, complex: false, read };
}

function isDataset(entity: unknown): entity is H5Dataset {
  return (entity as { type?: string } | null)?.type === 'Dataset';
}

function attribute(dataset: H5Dataset, name: string): unknown {
  const found = dataset.attrs[name];
  return found === undefined ? null : found.value;
}

function checkShape(shape: readonly number[] | null | undefined, name: string): number[] {
  const sizes = [...(shape ?? [])].map(Number);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new FormatError(`the dimensions of ${name} can't be ${sizes.join(' x ')}`, 0);
  }
  return sizes;
}

function dtypeOf(type: number, size: number, signed: boolean): DType | null {
  if (type === FLOAT) return size === 4 ? 'float32' : size === 8 ? 'float64' : null;
  if ((type !== INTEGER && type !== ENUM) || ![1, 2, 4, 8].includes(size)) return null;
  return `${signed ? '' : 'u'}int${8 * size}` as DType;
}

/**
 * The library's own way ignores that reading failed, and hands out memory as it was: here the
 * status counts.
 */
function readValues(bytes: Uint8Array, name: string, stored: DType, count: number) {
  return withFile(bytes, (file, { Module }) => {
    const size = count * itemSize(stored);
    const memory = Module as unknown as HeapModule;
    const place = memory._malloc(size);
    if (place === 0) throw new FormatError(`${name} claims ${size} bytes, too many to allocate`, 0);
    try {
      const rank = BigInt(place);
      const status = Module.get_dataset_data(file.file_id, name, null, null, null, rank);
      if (status < 0) throw new FormatError(`the values of ${name} are damaged`, 0);
      // HDF5 has put them into the byte order of WebAssembly.
      return valuesAt(memory.HEAPU8.slice(place, place + size), 0, count, stored, true);
    } finally {
      memory._free(place);
    }
  });
}

/** What Emscripten adds to a module. */
interface HeapModule {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(place: number): void;
}

/** Runs `use` on the file, which lies in h5wasm's own file system meanwhile. */
async function withFile<T>(
  bytes: Uint8Array,
  use: (file: H5Group, library: H5Module) => T,
): Promise<T> {
  const library = await loadLibrary();
  const path = `/hashplane-${opened++}.h5`;
  library.FS?.writeFile(path, bytes);
  let file: InstanceType<H5Module['File']> | null = null;
  try {
    try {
      file = new library.File(path, 'r');
      return use(file, library);
    } finally {
      // Within the other: HDF5 may trip over the damage as late as here.
      file?.close();
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError('the HDF5 file is damaged', 0, { cause });
  } finally {
    library.FS?.unlink(path);
  }
}

let loading: Promise<H5Module> | undefined;

async function loadLibrary(): Promise<H5Module> {
  loading ??= import('h5wasm').then(async (library) => {
    await library.ready;
    silence(library.FS as unknown as FileSystem);
    return library;
  });
  return loading;
}

/** What HDF5 finds wrong it prints to stderr, in pages; ours is one line. */
function silence(files: FileSystem): void {
  files.close(files.getStream(2));
  files.open('/dev/null', 'w');
}

/** Emscripten's file system, as far as the library's types leave it out. */
interface FileSystem {
  getStream(descriptor: number): unknown;
  close(stream: unknown): void;
  open(path: string, flags: string): unknown;
}
