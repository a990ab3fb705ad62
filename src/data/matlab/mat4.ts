import { checkRange } from '../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { textArray } from '../arrays/file-array.ts';
import {
  countOf,
  type DType,
  itemSize,
  type NumericArray,
  type NumericValues,
  readValues,
} from '../arrays/numeric.ts';
import { checkDense } from '../arrays/sparse.ts';
import { charRows } from './char-rows.ts';
import type { MatVariable } from './mat-variable.ts';

/** The digit P of the type word: how values are stored. */
const STORED: readonly DType[] = ['float64', 'float32', 'int32', 'int16', 'uint16', 'uint8'];
/** The digit T. */
const KINDS = ['float64', 'char array', 'sparse array'];

const HEADER = 20;
const MAX_NAME = 1024;

/**
 * Lists the variables of a MATLAB Level 4 file (MathWorks, "MAT-File Format"; what MATLAB saves
 * with -v4 and what Octave and scipy still write), in both byte orders. Every array of the format
 * is a matrix of doubles, perhaps stored in a smaller type; char arrays are lists of texts, sparse
 * ones are read as dense ones.
 *
 * Cost: none until a variable is read; then at most one copy.
 *
 * @param maxBytes - the most bytes that a sparse variable may take as a dense one.
 * @throws FormatError with the byte offset.
 */
export function listMat4(given: BytesLike, maxBytes: number = 2 ** 31): MatVariable[] {
  const bytes = asBytes('bytes', given);
  checkRange('maxBytes', maxBytes, 0, Number.POSITIVE_INFINITY);
  const variables: MatVariable[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { variable, next } = variableAt(bytes, at, maxBytes);
    if (variables.some(({ name }) => name === variable.name)) {
      throw new FormatError(`there are two variables ${variable.name}`, at);
    }
    variables.push(variable);
    at = next;
  }
  return variables;
}

function variableAt(bytes: Uint8Array, at: number, maxBytes: number) {
  if (at + HEADER > bytes.length) throw new FormatError('a variable is cut short', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian, stored, kind } = typeOf(view, at);
  const word = (index: number) => view.getInt32(at + 4 * index, littleEndian);
  const shape = [word(1), word(2)];
  const [imaginary, nameLength] = [word(3), word(4)];
  if (shape.some((size) => size < 0)) {
    throw new FormatError(`dimensions of ${shape.join(' x ')} can't be`, at + 4);
  }
  if (imaginary !== 0 && imaginary !== 1) {
    throw new FormatError('the flag for complex numbers is neither 0 nor 1', at + 12);
  }
  if (nameLength < 1 || nameLength > MAX_NAME) {
    throw new FormatError(`a name of ${nameLength} bytes can't be`, at + 16);
  }
  const start = at + HEADER + nameLength;
  const count = countOf(shape);
  const next = start + count * itemSize(stored) * (imaginary + 1);
  if (next > bytes.length) {
    throw new FormatError(
      `a variable claims ${shape.join(' x ')} values of ${stored}, but ends with the file`,
      at,
    );
  }
  const name = nameOf(bytes, at + HEADER, start);
  const values = () => readValues(bytes, start, count, stored, littleEndian);
  const complex = imaginary === 1;
  const about = { name, shape, complex, at: start, maxBytes };
  return { variable: variableOf(about, kind, values), next };
}

interface About {
  readonly name: string;
  readonly shape: number[];
  readonly complex: boolean;
  readonly at: number;
  readonly maxBytes: number;
}

function variableOf(about: About, kind: string, values: () => NumericValues): MatVariable {
  const { name, shape, complex } = about;
  const [rows, cols] = shape;
  if (kind === 'char array') {
    const texts = async () => charRows(values(), rows, cols);
    return { ...textArray(name, cols === 0 ? 0 : rows, texts), shape: [rows], complex };
  }
  const read = async (): Promise<NumericArray> => {
    if (complex) {
      throw new InvalidArgumentError(`${name} must be real, but is complex: save its real part`);
    }
    if (kind === 'sparse array') return dense(about, values());
    return { shape, dtype: 'float64', values: values(), fortranOrder: true };
  };
  if (kind !== 'sparse array') return { name, kind, shape, complex, read };
  const own = rows > 0 && cols === 3 ? sparseShape(values(), rows) : shape;
  return { name, kind: 'sparse float64', shape: own, complex: complex || cols === 4, read };
}

/** A sparse matrix is a list of row, column and value, from 1; its last line has the dimensions. */
function sparseShape(values: NumericValues, lines: number): number[] {
  return [Number(values[lines - 1]), Number(values[2 * lines - 1])];
}

function dense({ name, shape, at, maxBytes }: About, values: NumericValues): NumericArray {
  const lines = shape[0];
  const [rows, cols] = sparseShape(values, lines);
  const damaged = new FormatError(`the sparse matrix ${name} is damaged`, at);
  const isSize = (size: number) => Number.isSafeInteger(size) && size >= 0;
  if (shape[1] !== 3 || lines < 1 || !isSize(rows) || !isSize(cols)) throw damaged;
  checkDense(name, [rows, cols], lines - 1, maxBytes);
  const filled = new Float64Array(rows * cols);
  for (let i = 0; i < lines - 1; i++) {
    const [row, col] = [Number(values[i]) - 1, Number(values[lines + i]) - 1];
    if (!isSize(row) || !isSize(col) || row >= rows || col >= cols) throw damaged;
    filled[row * cols + col] += Number(values[2 * lines + i]);
  }
  return { shape: [rows, cols], dtype: 'float64', values: filled, fortranOrder: false };
}

/** The type word is MOPT in decimal: byte order, 0, storage, kind. */
function typeOf(view: DataView, at: number) {
  for (const littleEndian of [true, false]) {
    const type = view.getUint32(at, littleEndian);
    const [order, zero, storage, kind] = [1000, 100, 10, 1].map(
      (unit) => Math.floor(type / unit) % 10,
    );
    const isKnown = type < 10_000 && zero === 0 && STORED[storage] && KINDS[kind];
    if (isKnown && order === (littleEndian ? 0 : 1)) {
      return { littleEndian, stored: STORED[storage], kind: KINDS[kind] };
    }
  }
  throw new FormatError("a variable's type is unknown", at);
}

function nameOf(bytes: Uint8Array, start: number, end: number): string {
  const text = String.fromCharCode(...bytes.subarray(start, end));
  const zero = text.indexOf('\0');
  return zero === -1 ? text : text.slice(0, zero);
}
