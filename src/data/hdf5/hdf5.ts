import { FormatError } from '../../core/errors.ts';
import { type FileArray, textArray, unreadArray } from '../arrays/file-array.ts';
import { countOf } from '../arrays/numeric.ts';
import { checkDense, denseOf } from '../arrays/sparse.ts';
import { type DatasetLayout, datasetLayout, H5_CLASS } from './dataset.ts';
import { type H5Dataset, type H5Group, type OpenHdf5, withHdf5 } from './library.ts';
import { type Hdf5Source, readNumbers, readTexts } from './values.ts';

/** What an HDF5 file holds. */
export interface Hdf5Contents {
  readonly arrays: FileArray[];
  /** The attributes of the file itself that are texts. */
  readonly metadata: Map<string, string>;
}

/** How arrays of a program that writes HDF5 files differ from plain ones. */
export interface Hdf5Convention {
  /** What stands between the names of a path. */
  readonly separator: string;
  /** Groups and datasets that are the program's own affair. */
  skips(name: string): boolean;
  /** The array that a dataset is, or null if it is a plain one. */
  datasetArray(
    name: string,
    layout: DatasetLayout,
    dataset: H5Dataset,
    file: OpenHdf5,
    source: Hdf5Source,
  ): FileArray | null;
  /** The array that a group is, or null if it is a group of others. */
  groupArray(name: string, group: H5Group, file: OpenHdf5, source: Hdf5Source): FileArray | null;
}

/** HDF5 as it is: a sparse matrix of AnnData is the one group that is an array. */
export const PLAIN_HDF5: Hdf5Convention = {
  separator: '/',
  skips: () => false,
  datasetArray: () => null,
  groupArray: anndataSparse,
};

/** Groups may contain each other, in circles too. */
const MAX_DEPTH = 8;
const MAX_ARRAYS = 10_000;
/** Attributes of the file that are read, and how long they may be. */
const MAX_ATTRIBUTES = 100;
const MAX_ATTRIBUTE = 4096;

/**
 * Lists the arrays of an HDF5 file, of all its groups: `features/clip` is the array `clip` of the
 * group `features`. Numbers of every type and byte order, float16 and booleans are read, row-major;
 * texts as lists of texts. Links to other files, compound types and lists of different lengths are
 * listed only.
 *
 * Cost: the file is copied into the memory of h5wasm, which is loaded only now; an array is copied
 * out of it.
 *
 * @param maxBytes - the most bytes that an array may take.
 * @throws FormatError if it is damaged. HDF5 does not say at which byte: the offset is 0.
 */
export async function listHdf5(
  bytes: Uint8Array,
  maxBytes: number,
  convention: Hdf5Convention = PLAIN_HDF5,
): Promise<Hdf5Contents> {
  const source = { bytes, maxBytes };
  return withHdf5(bytes, (file) => {
    const arrays: FileArray[] = [];
    const visit = (group: H5Group, prefix: string, depth: number) => {
      for (const key of group.keys()) {
        if (convention.skips(key)) continue;
        if (arrays.length === MAX_ARRAYS) {
          throw new FormatError(`the HDF5 file has more than ${MAX_ARRAYS} arrays`, 0);
        }
        const name = prefix + key;
        const entity = group.get(key);
        if (isDataset(entity)) {
          arrays.push(arrayOf(file, entity, name, source, convention));
        } else if (isGroup(entity)) {
          const own = convention.groupArray(name, entity, file, source);
          if (own) arrays.push(own);
          else if (depth === MAX_DEPTH) arrays.push(unreadArray(name, 'group'));
          else visit(entity, name + convention.separator, depth + 1);
        } else arrays.push(unreadArray(name, linkKind(entity)));
      }
    };
    visit(file.root, '', 1);
    return { arrays, metadata: metadataOf(file.root) };
  });
}

function isDataset(entity: unknown): entity is H5Dataset {
  return (entity as { type?: string } | null)?.type === 'Dataset';
}

function isGroup(entity: unknown): entity is H5Group {
  return (entity as { type?: string } | null)?.type === 'Group';
}

function linkKind(entity: unknown): string {
  const type = (entity as { type?: string } | null)?.type;
  if (type === 'ExternalLink') return 'link to another file';
  return type === 'Datatype' ? 'type' : 'broken link';
}

function arrayOf(
  file: OpenHdf5,
  dataset: H5Dataset,
  name: string,
  source: Hdf5Source,
  convention: Hdf5Convention,
): FileArray {
  const layout = datasetLayout(file, dataset, dataset.path.replace(/^\//, ''));
  const own = convention.datasetArray(name, layout, dataset, file, source);
  if (own) return own;
  const { kind, dtype, shape, isEmpty } = layout;
  if (dtype !== null) {
    const read = () => withHdf5(source.bytes, (again) => readNumbers(again, source, layout));
    return { name, kind, shape: isEmpty ? [0] : shape, read };
  }
  if (kind !== 'text') return unreadArray(name, kind, shape);
  const count = isEmpty ? 0 : countOf(shape);
  return textArray(name, count, () =>
    withHdf5(source.bytes, (again) => readTexts(again, source, layout)),
  );
}

/** The value of an attribute, or null. */
export function attributeOf(entity: H5Dataset | H5Group, name: string): unknown {
  const found = entity.attrs[name];
  return found === undefined ? null : found.value;
}

function metadataOf(root: H5Group): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const [name, attribute] of Object.entries(root.attrs).slice(0, MAX_ATTRIBUTES)) {
    const { shape, metadata: about } = attribute;
    const isText = about.type === H5_CLASS.string && (shape === null || shape.length === 0);
    const value = isText && Number(about.size) <= MAX_ATTRIBUTE ? attribute.value : null;
    if (typeof value === 'string' && value.length <= MAX_ATTRIBUTE) metadata.set(name, value);
  }
  return metadata;
}

/** A sparse matrix as AnnData writes it: a group of data, indices and indptr. */
function anndataSparse(
  name: string,
  group: H5Group,
  file: OpenHdf5,
  source: Hdf5Source,
): FileArray | null {
  const encoding = String(attributeOf(group, 'encoding-type') ?? '');
  if (encoding !== 'csr_matrix' && encoding !== 'csc_matrix') return null;
  const shape = Array.from((attributeOf(group, 'shape') ?? []) as ArrayLike<number>, Number);
  return sparseArray(name, shape, encoding === 'csc_matrix', group, file, source, {
    starts: 'indptr',
    places: 'indices',
    values: 'data',
  });
}

/** The members of a group that is a sparse matrix. */
export interface SparseMembers {
  readonly starts: string;
  readonly places: string;
  readonly values: string;
}

/** A sparse matrix whose parts are datasets of a group. */
export function sparseArray(
  name: string,
  shape: readonly number[],
  byColumns: boolean,
  group: H5Group,
  file: OpenHdf5,
  source: Hdf5Source,
  members: SparseMembers,
): FileArray {
  const part = (key: string): DatasetLayout | null => {
    const entity = group.get(key);
    return isDataset(entity) ? datasetLayout(file, entity, entity.path.replace(/^\//, '')) : null;
  };
  const [starts, places, values] = [members.starts, members.places, members.values].map(part);
  const [rows, cols] = shape;
  const isMatrix =
    shape.length === 2 && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  // A matrix without entries needs no places and no values.
  if (!isMatrix || !starts?.dtype || (places && !places.dtype) || (values && !values.dtype)) {
    return unreadArray(name, 'sparse array', shape);
  }
  const read = async () => {
    checkDense(name, shape, places ? countOf(places.shape) : 0, source.maxBytes);
    return withHdf5(source.bytes, (again) => {
      const numbers = (layout: DatasetLayout | null) =>
        layout ? readNumbers(again, source, layout).values : [];
      const parts = { starts: numbers(starts), places: numbers(places), values: numbers(values) };
      return denseOf({ name, rows, cols, byColumns, ...parts }, 0);
    });
  };
  return { name, kind: `sparse ${values?.dtype ?? 'float64'}`, shape, read };
}
