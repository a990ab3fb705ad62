import { FormatError } from '../../core/errors.ts';
import { countOf, type DType, itemSize } from '../arrays/numeric.ts';
import type { H5Dataset, H5Metadata, OpenHdf5 } from './library.ts';

/** HDF5's classes of types, as far as they are told apart. */
export const H5_CLASS = {
  integer: 0,
  float: 1,
  string: 3,
  bitfield: 4,
  compound: 6,
  reference: 7,
  enumeration: 8,
  list: 9,
  array: 10,
} as const;

const KINDS: Readonly<Record<number, string>> = {
  2: 'time',
  5: 'opaque type',
  6: 'compound type',
  7: 'reference',
  9: 'lists of different lengths',
};

/** Filters that HDF5 has built in: deflate, shuffle, fletcher32, nbit, scaleoffset. */
const FILTERS_READ = new Set([1, 2, 3, 5, 6]);
/** Others by their registered numbers. */
const FILTERS: Readonly<Record<number, string>> = {
  4: 'szip',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

/** What is known of a dataset before it is read. */
export interface DatasetLayout {
  /** From the root of the file, without the first slash. */
  readonly path: string;
  readonly metadata: H5Metadata;
  /** Dimensions, those of its elements included; empty for a single value. */
  readonly shape: number[];
  /** Whether it has values at all: `h5py.Empty` has none. */
  readonly isEmpty: boolean;
  /** Element type; null where it is no number. */
  readonly dtype: DType | null;
  readonly kind: string;
  /** Why a sound dataset can't be read; null if it can. */
  readonly obstacle: string | null;
}

/** Throws FormatError for dimensions that can't be. */
export function datasetLayout(file: OpenHdf5, dataset: H5Dataset, path: string): DatasetLayout {
  const { metadata } = dataset;
  const own = sizesOf(metadata.shape, path);
  const element = metadata.type === H5_CLASS.array ? metadata.array_type : undefined;
  const shape = element ? [...own, ...sizesOf(element.shape, path)] : own;
  const dtype = metadata.vlen ? null : dtypeOf(element ?? metadata);
  // HDF5 fills as much memory as elements claim to take.
  const each = element ? countOf(sizesOf(element.shape, path)) : 1;
  if (dtype !== null && Number(metadata.size) !== each * itemSize(dtype)) {
    throw new FormatError(`the element type of ${path} is damaged`, 0);
  }
  const isText = metadata.vlen || metadata.type === H5_CLASS.string;
  const kind = dtype ?? (isText ? 'text' : (KINDS[metadata.type] ?? 'object'));
  const obstacle = obstacleOf(file, dataset);
  return { path, metadata, shape, isEmpty: metadata.shape === null, dtype, kind, obstacle };
}

function sizesOf(shape: readonly number[] | null | undefined, path: string): number[] {
  const sizes = [...(shape ?? [])].map(Number);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new FormatError(`the dimensions of ${path} can't be ${sizes.join(' x ')}`, 0);
  }
  return sizes;
}

function dtypeOf({ type, size, signed, enum_type }: H5Metadata): DType | null {
  if (type === H5_CLASS.float) {
    return ([2, 4, 8].includes(size) ? `float${8 * size}` : null) as DType | null;
  }
  if (type === H5_CLASS.bitfield) return size === 1 ? 'bool' : null;
  const isBool = enum_type !== undefined && 'TRUE' in enum_type.members;
  if (type === H5_CLASS.enumeration && isBool && size === 1) return 'bool';
  if (type !== H5_CLASS.integer && type !== H5_CLASS.enumeration) return null;
  return [1, 2, 4, 8].includes(size) ? (`${signed ? '' : 'u'}int${8 * size}` as DType) : null;
}

/**
 * Where its values are, and how they are packed. HDF5 gives zeros for a source that is missing, and
 * loses its way in virtual ones that refer to each other.
 */
function obstacleOf({ root }: OpenHdf5, dataset: H5Dataset): string | null {
  for (const { file_name, dset_name } of dataset.metadata.virtual_sources ?? []) {
    if (file_name !== '.') {
      return `is virtual: its values lie in another file, ${JSON.stringify(file_name)}`;
    }
    const source = root.get(dset_name) as { type?: string } | null;
    const shown = JSON.stringify(dset_name);
    if (source?.type !== 'Dataset') return `is virtual, but its source ${shown} is not there`;
    if ((source as H5Dataset).metadata.virtual_sources) {
      return `is virtual, and so is its source ${shown}: that is not read`;
    }
  }
  const filter = dataset.filters.find(({ id }) => !FILTERS_READ.has(id));
  if (!filter) return null;
  const name = FILTERS[filter.id] ?? (filter.name || `filter ${filter.id}`);
  return `is packed with ${name}, which is not read: write it again with compression="gzip"`;
}
