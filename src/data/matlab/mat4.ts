import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { countOf, type DType, itemSize, readValues } from '../arrays/numeric.ts';
import type { MatVariable } from './mat5.ts';

/** The digit P of the type word: how values are stored. */
const STORED: readonly DType[] = ['float64', 'float32', 'int32', 'int16', 'uint16', 'uint8'];
/** The digit T. */
const KINDS = ['float64', 'char array', 'sparse array'];

const HEADER = 20;
const MAX_NAME = 1024;

/**
 * Lists the variables of a MATLAB Level 4 file (MathWorks, "MAT-File Format"; what MATLAB saves
 * with -v4 and what Octave and scipy still write), in both byte orders. Every array of the format
 * is a matrix of doubles, perhaps stored in a smaller type.
 *
 * Cost: none until a variable is read; then at most one copy.
 *
 * @throws FormatError with the byte offset.
 */
export function listMat4(bytes: Uint8Array): MatVariable[] {
  const variables: MatVariable[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { variable, next } = variableAt(bytes, at);
    if (variables.some(({ name }) => name === variable.name)) {
      throw new FormatError(`there are two variables ${variable.name}`, at);
    }
    variables.push(variable);
    at = next;
  }
  return variables;
}

function variableAt(bytes: Uint8Array, at: number): { variable: MatVariable; next: number } {
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
  const complex = imaginary === 1;
  const read: MatVariable['read'] = async () => {
    if (kind !== 'float64') {
      throw new InvalidArgumentError(`${name} must be an array of numbers, but is a ${kind}`);
    }
    if (complex) {
      throw new InvalidArgumentError(`${name} must be real, but is complex: save its real part`);
    }
    const values = readValues(bytes, start, count, stored, littleEndian);
    return { shape, dtype: 'float64', values, fortranOrder: true };
  };
  return { variable: { name, kind, shape, complex, read }, next };
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
