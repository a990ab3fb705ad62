import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { findLabels, isIdName, isLabelName } from '../known-names.ts';
import type { TableOptions } from '../text/row-parser.ts';
import { type FileArray, isNumericKind } from './file-array.ts';
import type { NumericArray, NumericValues } from './numeric.ts';
import type { StreamedArray } from './row-batches.ts';

/** A column of a table. Columns of single numbers can be read piece by piece. */
export interface TableColumn extends FileArray {
  /** The numbers in order, NaN where one is missing; null if it is no column of single numbers. */
  readonly numbers: (() => AsyncGenerator<NumericValues>) | null;
}

/** What is needed to know about tables of columns. */
export type ColumnTableOptions = Pick<TableOptions, 'labelColumn' | 'pointsColumn'> & {
  /** Any rule but `error` leaves missing numbers NaN. Default: `error`. */
  readonly missing?: string;
};

/** The arrays of a file of columns, and the names of those that make the vectors. */
export interface ColumnArrays {
  readonly arrays: FileArray[];
  readonly metadata: Map<string, string>;
}

/** Bytes of memory that a number takes. */
const BYTES = 8;

/**
 * The arrays that the columns of a file make. Where one holds vectors they are the columns as they
 * are. In a table of numbers, as a CSV file has it, the columns of single numbers make the vectors,
 * but for labels and for ids; they become one array, `points`, in their place.
 *
 * @param maxBytes - the most bytes that the vectors may take when they are read whole.
 * @param at - the byte of the file that says how large they are, for messages.
 */
export function columnArrays(
  columns: readonly TableColumn[],
  options: ColumnTableOptions,
  maxBytes: number,
  at: number,
): ColumnArrays {
  const { pointsColumn = POINTS } = options;
  const label = labelColumn(columns, options.labelColumn);
  const isVector = ({ shape, kind }: TableColumn) => shape.length > 1 && isNumericKind(kind);
  // A place names no column: of those that may be labels only the one that it means is left.
  const wanted = options.labelColumn;
  const isPlace = wanted !== undefined && label !== -1 && columns[label].name !== String(wanted);
  const beside = (others: readonly TableColumn[]) => (isPlace ? [columns[label]] : others);
  const vectors = columns.filter((column, i) => isVector(column) && i !== label);
  if (vectors.length > 0 || pointsColumn !== POINTS) {
    const arrays = isPlace ? [...vectors, columns[label]] : [...columns];
    return { arrays, metadata: new Map() };
  }
  const scalars = columns.filter(({ numbers }) => numbers !== null).map(({ name }) => name);
  const features = columns.filter(
    ({ name, numbers, kind }, i) =>
      numbers !== null &&
      kind !== 'bool' &&
      i !== label &&
      !isIndexName(name) &&
      !isLabelName(name, scalars),
  );
  // A single column of numbers is a list: of labels, perhaps.
  if (features.length < (label === -1 ? 2 : 1)) {
    return { arrays: [...beside(columns)], metadata: new Map() };
  }
  const points = tablePoints(features, options, maxBytes, at);
  const others = columns.filter((column) => !features.includes(column));
  return {
    arrays: [points, ...beside(others)],
    metadata: new Map([['columns', features.map(({ name }) => name).join(', ')]]),
  };
}

/** The name of the array that columns make. */
const POINTS = 'points';

/** pandas keeps an index without a name so. */
function isIndexName(name: string): boolean {
  return name.trim() === '' || isIdName(name) || /^__index_level_\d+__$/.test(name);
}

/**
 * The place of the column of labels: as asked for, by a well-known name, or -1. One that is asked for
 * and not there may be in a file of its own.
 */
function labelColumn(columns: readonly TableColumn[], wanted: string | number | undefined): number {
  const names = columns.map(({ name }) => name);
  if (wanted === undefined) {
    const scalars = columns.filter(({ numbers }) => numbers !== null);
    return findLabels(
      names,
      scalars.map(({ name }) => name),
    );
  }
  const named = names.indexOf(String(wanted));
  if (named !== -1) return named;
  const place = Number(wanted);
  const isPlace = Number.isInteger(place) && place !== 0 && Math.abs(place) <= names.length;
  if (!isPlace) return -1;
  return place > 0 ? place - 1 : names.length + place;
}

/** The vectors that columns of numbers make: rows x columns. */
function tablePoints(
  columns: readonly TableColumn[],
  options: ColumnTableOptions,
  maxBytes: number,
  at: number,
): StreamedArray {
  const rows = columns[0].shape[0];
  const cols = columns.length;
  const isAllowed = options.missing !== undefined && options.missing !== 'error';
  const check = (column: TableColumn, piece: NumericValues, first: number) => {
    if (!isAllowed) checkMissing(column.name, piece, first);
  };
  const read = async (): Promise<NumericArray> => {
    if (rows * cols * BYTES > maxBytes) {
      throw new FormatError(`a table of ${rows} x ${cols} takes more than ${maxBytes} bytes`, at);
    }
    const values = new Float64Array(rows * cols);
    for (const [col, column] of columns.entries()) {
      let row = 0;
      for await (const piece of numbersOf(column)) {
        check(column, piece, row);
        if (row + piece.length > rows) throw uneven(column.name, rows, at);
        for (let i = 0; i < piece.length; i++) values[row++ * cols + col] = Number(piece[i]);
      }
      if (row !== rows) throw uneven(column.name, rows, at);
    }
    return { shape: [rows, cols], dtype: 'float64', values, fortranOrder: false };
  };
  async function* rowBatches(rowsAtOnce: number) {
    const readers = columns.map((column) => new ColumnReader(column, check));
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - first);
      const batch = new Float32Array(count * cols);
      for (const [col, reader] of readers.entries()) {
        if (!(await reader.fill(batch, col, cols, count))) {
          throw uneven(columns[col].name, rows, at);
        }
      }
      yield new Matrix(batch, count, cols);
    }
  }
  return { name: POINTS, kind: 'float64', shape: [rows, cols], read, rowBatches };
}

function numbersOf({ numbers }: TableColumn): AsyncGenerator<NumericValues> {
  return (numbers as () => AsyncGenerator<NumericValues>)();
}

function checkMissing(name: string, piece: NumericValues, first: number): void {
  for (let i = 0; i < piece.length; i++) {
    if (!Number.isNaN(Number(piece[i]))) continue;
    throw new InvalidArgumentError(
      `row ${first + i} (counted from 0): column ${JSON.stringify(name)} has no number (null or NaN)`,
    );
  }
}

function uneven(name: string, rows: number, at: number): FormatError {
  return new FormatError(`column ${JSON.stringify(name)} does not have ${rows} rows`, at);
}

/** A column that is read as far as rows are asked for. */
class ColumnReader {
  readonly #column: TableColumn;
  readonly #check: (column: TableColumn, piece: NumericValues, first: number) => void;
  readonly #pieces: AsyncGenerator<NumericValues>;
  #piece: NumericValues = new Float64Array(0);
  #at = 0;
  #rows = 0;

  constructor(
    column: TableColumn,
    check: (column: TableColumn, piece: NumericValues, first: number) => void,
  ) {
    this.#column = column;
    this.#check = check;
    this.#pieces = numbersOf(column);
  }

  /** Puts the next `count` numbers into column `col` of a batch; false if there are fewer. */
  async fill(batch: Float32Array, col: number, cols: number, count: number): Promise<boolean> {
    for (let row = 0; row < count; ) {
      if (this.#at === this.#piece.length) {
        const { done, value } = await this.#pieces.next();
        if (done) return false;
        this.#check(this.#column, value, this.#rows);
        this.#rows += value.length;
        this.#piece = value;
        this.#at = 0;
        continue;
      }
      const end = Math.min(count, row + this.#piece.length - this.#at);
      while (row < end) batch[row++ * cols + col] = Number(this.#piece[this.#at++]);
    }
    return true;
  }
}
