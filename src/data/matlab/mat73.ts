import { checkRange } from '../../core/checks.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { type FileArray, textArray, unreadArray } from '../arrays/file-array.ts';
import { countOf } from '../arrays/numeric.ts';
import { type DatasetLayout, datasetLayout, H5_CLASS } from '../hdf5/dataset.ts';
import {
  attributeOf,
  type Hdf5Convention,
  listHdf5,
  PLAIN_HDF5,
  sparseArray,
} from '../hdf5/hdf5.ts';
import { type H5Dataset, type OpenHdf5, withHdf5 } from '../hdf5/library.ts';
import { type Hdf5Source, readNumbers, readRaw } from '../hdf5/values.ts';
import { charRows } from './char-rows.ts';
import type { MatVariable } from './mat-variable.ts';

/** MATLAB's classes of numbers. */
const CLASSES = new Set([
  'double',
  'single',
  'logical',
  ...['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'],
]);

/**
 * How MATLAB writes HDF5 files (v7.3): its class in an attribute, arrays column-major with their
 * dimensions reversed, texts as UTF-16 codes, cells as references, structs as groups, sparse
 * matrices as groups of three lists. Arrays without that attribute are plain HDF5.
 */
export const MATLAB_HDF5: Hdf5Convention = {
  separator: '.',
  // What cells refer to, and what objects are made of.
  skips: (name) => name === '#refs#' || name === '#subsystem#',
  datasetArray: matlabArray,
  groupArray: (name, group, file, source) => {
    const rows = attributeOf(group, 'MATLAB_sparse');
    if (rows === null) return PLAIN_HDF5.groupArray(name, group, file, source);
    const starts = group.get('jc') as H5Dataset | null;
    const cols = Number(starts?.metadata?.shape?.[0] ?? 0) - 1;
    const members = { starts: 'jc', places: 'ir', values: 'data' };
    return sparseArray(name, [Number(rows), cols], true, group, file, source, members);
  },
};

/**
 * Lists the variables of a MATLAB v7.3 file, which is an HDF5 file; see `listHdf5`. Fields of
 * structs are variables of their own, `data.X`.
 *
 * @param maxBytes - the most bytes that a variable may take.
 * @throws FormatError if it is damaged. HDF5 does not say at which byte: the offset is 0.
 */
export async function listMat73(given: BytesLike, maxBytes: number): Promise<MatVariable[]> {
  const bytes = asBytes('bytes', given);
  checkRange('maxBytes', maxBytes, 0, Number.POSITIVE_INFINITY);
  const { arrays } = await listHdf5(bytes, maxBytes, MATLAB_HDF5);
  return arrays.map((array) => ({ ...array, shape: [...array.shape], complex: false }));
}

function matlabArray(
  name: string,
  layout: DatasetLayout,
  dataset: H5Dataset,
  file: OpenHdf5,
  source: Hdf5Source,
): FileArray | null {
  const given = attributeOf(dataset, 'MATLAB_class');
  if (given === null) return null;
  const matlabClass = String(given);
  const shape = [...layout.shape].reverse();
  // An empty array is stored as the list of its dimensions.
  const isEmpty = attributeOf(dataset, 'MATLAB_empty') !== null;
  if (matlabClass === 'char' && layout.dtype !== null) {
    const rows = isEmpty || countOf(shape) === 0 ? 0 : (shape[0] ?? 0);
    return textArray(name, rows, () =>
      withHdf5(source.bytes, (again) => (isEmpty ? [] : charsOf(again, source, layout))),
    );
  }
  if (matlabClass === 'cell' && layout.metadata.type === H5_CLASS.reference && !isEmpty) {
    return cellArray(name, layout, shape, file, source);
  }
  if (layout.dtype === null || !CLASSES.has(matlabClass)) {
    return unreadArray(name, `${matlabClass} array`, shape);
  }
  const isLogical = matlabClass === 'logical';
  const kind = isLogical ? 'logical' : layout.dtype;
  const read = async () => {
    if (isEmpty) {
      return {
        shape: [0, 0],
        dtype: layout.dtype ?? 'float64',
        values: new Float64Array(0),
        fortranOrder: true,
      };
    }
    const array = await withHdf5(source.bytes, (again) => readNumbers(again, source, layout));
    const dtype = isLogical ? 'uint8' : array.dtype;
    return { ...array, shape, dtype, fortranOrder: true };
  };
  return { name, kind, shape: isEmpty ? [0, 0] : shape, read };
}

/** A cell array of texts; of the first cell it is told what the others are. */
function cellArray(
  name: string,
  layout: DatasetLayout,
  shape: number[],
  file: OpenHdf5,
  source: Hdf5Source,
): FileArray {
  const count = countOf(shape);
  const cellsOf = (open: OpenHdf5) => {
    const raw = readRaw(open, source, layout);
    const size = Number(layout.metadata.size);
    return (i: number) => cellAt(open, raw.slice(i * size, (i + 1) * size));
  };
  if (count === 0 || cellClass(cellsOf(file)(0)) !== 'char') {
    return unreadArray(name, 'cell array', shape, 'only cells of texts are read');
  }
  return textArray(name, count, () =>
    withHdf5(source.bytes, (again) => {
      const cell = cellsOf(again);
      return Array.from({ length: count }, (_, i) => textOf(again, source, cell(i)));
    }),
  );
}

function cellAt(file: OpenHdf5, reference: Uint8Array): H5Dataset | null {
  const entity = file.root.get(file.referenced(reference)) as { type?: string } | null;
  return entity?.type === 'Dataset' ? (entity as unknown as H5Dataset) : null;
}

function cellClass(cell: H5Dataset | null): string | null {
  return cell && String(attributeOf(cell, 'MATLAB_class'));
}

/** A cell without characters is an empty text. */
function textOf(file: OpenHdf5, source: Hdf5Source, cell: H5Dataset | null): string {
  if (!cell || attributeOf(cell, 'MATLAB_empty') !== null) return '';
  const layout = datasetLayout(file, cell, cell.path.replace(/^\//, ''));
  if (layout.dtype === null) return '';
  return charsOf(file, source, layout).join('');
}

function charsOf(file: OpenHdf5, source: Hdf5Source, layout: DatasetLayout): string[] {
  const { shape, values } = readNumbers(file, source, layout);
  const [width, rows = 1] = shape.length === 1 ? [shape[0]] : shape;
  return charRows(values, rows, width);
}
