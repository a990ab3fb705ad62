import type { Dataset, Group, Metadata } from 'h5wasm';
import { FormatError, HashplaneError } from '../../core/errors.ts';
import { loadPackage } from '../load-package.ts';

export type H5Module = typeof import('h5wasm');
export type H5Dataset = Dataset;
export type H5Group = Group;
export type H5Metadata = Metadata;

/** An HDF5 file that is open in the library. */
export interface OpenHdf5 {
  readonly root: H5Group;
  /** The name of what an object reference refers to. */
  referenced(reference: Uint8Array): string;
  /** All values of a dataset of `size` bytes. @throws FormatError if HDF5 can't read them. */
  readBytes(path: string, size: number): Uint8Array;
  /**
   * Texts of a dataset whose texts are of any length.
   *
   * @param slab - which of them; undefined for a single one.
   * @param maxBytes - the most that they may take together.
   */
  readTexts(path: string, slab: Slab | undefined, maxBytes: number): Uint8Array[];
}

/** Part of a dataset: from where, and how many along each dimension. */
export interface Slab {
  readonly from: readonly number[];
  readonly count: readonly number[];
}

/** What Emscripten adds to a module. */
interface HeapModule {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(place: number): void;
}

/** Pointers of WebAssembly. */
const POINTER_BYTES = 4;

let opened = 0;

/**
 * Runs `use` on an HDF5 file, which lies in the library's own file system meanwhile. The library,
 * h5wasm, is loaded only now.
 *
 * Cost: a copy of the file.
 *
 * @throws FormatError for whatever HDF5 trips over. It does not say at which byte: the offset is 0.
 */
export async function withHdf5<T>(bytes: Uint8Array, use: (file: OpenHdf5) => T): Promise<T> {
  const library = await loadLibrary();
  const path = `/hashplane-${opened++}.h5`;
  library.FS?.writeFile(path, bytes);
  let file: InstanceType<H5Module['File']> | null = null;
  try {
    try {
      file = new library.File(path, 'r');
      return use(openHdf5(file, library.Module));
    } finally {
      // Within the other: HDF5 may trip over the damage as late as here.
      file?.close();
    }
  } catch (cause) {
    if (cause instanceof HashplaneError) throw cause;
    // Each error that the library throws costs some of its stack: after thousands of damaged files
    // none is left, and sound ones fail too.
    if (cause instanceof WebAssembly.RuntimeError) {
      throw new FormatError(
        'HDF5 broke down: the file is damaged, or so many were before that the program must be started anew',
        0,
        { cause },
      );
    }
    throw new FormatError('the HDF5 file is damaged', 0, { cause });
  } finally {
    library.FS?.unlink(path);
  }
}

function openHdf5(root: H5Group, hdf5: H5Module['Module']): OpenHdf5 {
  const memory = hdf5 as unknown as HeapModule;
  return {
    root,
    referenced: (reference) => hdf5.get_referenced_name(root.file_id, reference, true),
    readBytes: (path, size) =>
      withMemory(memory, path, size, (place) => {
        readInto(hdf5, root, path, place);
        // Looked up again: reading may have moved the heap.
        return memory.HEAPU8.slice(place, place + size);
      }),
    readTexts: (path, slab, maxBytes) => {
      const count = slab ? slab.count.reduce((product, size) => product * size, 1) : 1;
      return withMemory(memory, path, count * POINTER_BYTES, (place) => {
        readInto(hdf5, root, path, place, slab);
        try {
          return textsAt(memory.HEAPU8, place, count, maxBytes);
        } finally {
          const { file_id } = root;
          if (slab) {
            const counts = slab.count.map(BigInt);
            hdf5.reclaim_vlen_memory_count(file_id, path, '', BigInt(place), counts);
          } else hdf5.reclaim_vlen_memory(file_id, path, '', BigInt(place));
        }
      });
    },
  };
}

/** Calls `use` with zeroed memory of the library, which is given back afterwards. */
function withMemory<T>(
  memory: HeapModule,
  path: string,
  size: number,
  use: (place: number) => T,
): T {
  const place = memory._malloc(Math.max(1, size));
  if (place === 0) throw new FormatError(`${path} claims ${size} bytes, too many to allocate`, 0);
  try {
    memory.HEAPU8.fill(0, place, place + size);
    return use(place);
  } finally {
    memory._free(place);
  }
}

/** Copies of the `count` texts, ended by zeros, whose pointers lie at `place`. */
function textsAt(heap: Uint8Array, place: number, count: number, maxBytes: number): Uint8Array[] {
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength);
  let left = maxBytes;
  return Array.from({ length: count }, (_, i) => {
    const start = view.getUint32(place + i * POINTER_BYTES, true);
    const end = start === 0 ? 0 : heap.indexOf(0, start);
    left -= end - start;
    if (end === -1 || left < 0) throw new FormatError(`texts take more than ${maxBytes} bytes`, 0);
    return heap.slice(start, end);
  });
}

/**
 * Reads a dataset into memory at `place`. The library's own way ignores that reading failed, and
 * hands out memory as it was: here the status counts.
 */
function readInto(
  hdf5: H5Module['Module'],
  root: H5Group,
  path: string,
  place: number,
  slab?: Slab,
): void {
  const status = hdf5.get_dataset_data(
    root.file_id,
    path,
    slab ? slab.count.map(BigInt) : null,
    slab ? slab.from.map(BigInt) : null,
    slab ? slab.count.map(() => 1n) : null,
    BigInt(place),
  );
  if (status < 0) throw new FormatError(`the values of ${path} can't be read`, 0);
}

let loading: Promise<H5Module> | undefined;

async function loadLibrary(): Promise<H5Module> {
  loading ??= loadPackage('h5wasm', () => import('h5wasm')).then(async (library) => {
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
