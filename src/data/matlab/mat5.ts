import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { canInflateTo, inflate, inflatePrefix } from '../archives/inflate.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { type NumericArray, showShape } from '../arrays/numeric.ts';
import {
  type Element,
  HEADER_BYTES,
  type MatHeader,
  MI_COMPRESSED,
  MI_MATRIX,
  readMatHeader,
  readMatValues,
  readTag,
  refuse,
  type Source,
  sourceOf,
} from './mat5-element.ts';

/** MATLAB itself does not write v5 variables of 2 GiB or more: they need v7.3. */
const MAX_VARIABLE_BYTES = 2 ** 31;

/** Length of the header of the file: 116 bytes of text, 8 of offset, version, byte order. */
const FILE_HEADER = 128;

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The generations of MAT files. */
export type MatVersion = 'mat4' | 'mat5' | 'mat7.3';

/** A variable of a MAT file, not yet read. */
export interface MatVariable extends FileArray {
  name: string;
  shape: number[];
  complex: boolean;
}

/** Which MAT file `bytes` begin as, or null. Looks at the first 520 bytes. */
export function matVersion(bytes: Uint8Array): MatVersion | null {
  const hdf5At = (at: number) => HDF5.every((byte, i) => bytes[at + i] === byte);
  if (hdf5At(0) || hdf5At(512)) return 'mat7.3';
  const order = String.fromCharCode(...bytes.subarray(126, FILE_HEADER));
  // A version 5 file begins with text; a zero byte among the first four means version 4.
  const isText = bytes.length >= 4 && !bytes.subarray(0, 4).includes(0);
  if (isText && (order === 'IM' || order === 'MI')) {
    return bytes[order === 'IM' ? 125 : 124] === 2 ? 'mat7.3' : 'mat5';
  }
  if (new TextDecoder().decode(new Uint8Array(bytes.subarray(0, 10))) === 'MATLAB 5.0') {
    return 'mat5';
  }
  return isMat4(bytes) ? 'mat4' : null;
}

/** Version 4 has no magic number; its first words are type, rows, columns, complex, name length. */
function isMat4(bytes: Uint8Array): boolean {
  if (bytes.length < 20) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const type = view.getUint32(0, little) - (little ? 0 : 1000);
    const nameLength = view.getUint32(16, little);
    const known = type >= 0 && type <= 52 && type % 10 <= 2;
    return known && view.getUint32(12, little) <= 1 && nameLength > 0 && nameLength <= 256;
  });
}

/**
 * Lists the variables of a MATLAB Level 5 file (MathWorks, "MAT-File Format"; what MATLAB saves
 * with -v6 and -v7), in both byte orders, plain or compressed, without reading their values.
 *
 * Cost: compressed variables are inflated as far as their headers.
 *
 * @throws FormatError with the byte offset: another format or version, or damage.
 */
export async function listMat5(bytes: Uint8Array): Promise<MatVariable[]> {
  const source = openMat5(bytes);
  const variables: MatVariable[] = [];
  const names = new Set<string>();
  for (let at = FILE_HEADER; at < bytes.length; ) {
    const element = readTag(source, at, bytes.length);
    const variable = await variableAt(source, at, element);
    const { name } = variable;
    if (names.has(name)) throw new FormatError(`there are two variables ${name}`, at);
    // MATLAB keeps data of its own in an array without a name.
    if (name !== '') {
      variables.push(variable);
      names.add(name);
    }
    at = element.next;
  }
  return variables;
}

/**
 * Reads the real numeric arrays of a MATLAB Level 5 file, by name: column-major, of every numeric
 * class and logical. Variables of other kinds are skipped, unless `names` asks for them.
 *
 * Cost: each array is inflated once; without compression, and where byte order and alignment are
 * the machine's, its values are a view into `bytes`.
 *
 * @param options.names - read these only; all must be there. Others are not inflated.
 * @throws FormatError with the byte offset: another format or version, or damage.
 * @throws InvalidArgumentError if one of `names` is missing, complex or not an array of numbers.
 */
export async function readMat5(
  bytes: Uint8Array,
  options: { names?: readonly string[] } = {},
): Promise<Map<string, NumericArray>> {
  const { names } = options;
  const variables = await listMat5(bytes);
  const arrays = new Map<string, NumericArray>();
  const wanted = names
    ? names.map((name) => findVariable(variables, name))
    : variables.filter(({ kind, complex }) => isNumeric(kind) && !complex);
  for (const variable of wanted) arrays.set(variable.name, await variable.read());
  return arrays;
}

/**
 * The variable, or array of another file, called `name`.
 *
 * @throws InvalidArgumentError that lists the variables there are.
 */
export function findVariable<T extends FileArray>(variables: readonly T[], name: string): T {
  const found = variables.find((variable) => variable.name === name);
  if (found) return found;
  const shown = variables.slice(0, 20).map((v) => `${v.name} (${showShape(v.shape)} ${v.kind})`);
  if (variables.length > 20) shown.push(`${variables.length - 20} more`);
  const there = shown.length === 0 ? '' : `, but there are ${shown.join(', ')}`;
  throw new InvalidArgumentError(`there is no variable ${name}${there}`);
}

function isNumeric(kind: string): boolean {
  return kind === 'logical' || /^(float|u?int)\d+$/.test(kind);
}

/** Checks the header of the file. */
function openMat5(bytes: Uint8Array): Source {
  const version = matVersion(bytes);
  if (version === 'mat4' || version === 'mat7.3') {
    const what = version === 'mat4' ? 'v4' : 'v7.3 (HDF5)';
    throw new FormatError(`this is a MATLAB ${what} file, which is not read: save it with -v7`, 0);
  }
  if (version === null) throw new FormatError('this is no MATLAB file', 0);
  if (bytes.length < FILE_HEADER) {
    throw new FormatError('the MATLAB file is cut short in its header', bytes.length);
  }
  const littleEndian = bytes[126] === 0x49;
  const source = sourceOf(bytes, littleEndian);
  const number = source.view.getUint16(124, littleEndian);
  if (number !== 0x0100) {
    throw new FormatError(`MATLAB file version 0x${number.toString(16)} is unknown`, 124);
  }
  return source;
}

async function variableAt(source: Source, at: number, element: Element): Promise<MatVariable> {
  if (element.type === MI_COMPRESSED) return compressedVariable(source, at, element);
  if (element.type !== MI_MATRIX) {
    return refuse(source, `a variable can't be an element of type ${element.type}`, at);
  }
  const header = readMatHeader(source, element.start, element.end);
  return describe(header, async () => valuesOf(source, header, element.end));
}

/** A variable whose array, a whole element with its tag, is one zlib stream. */
async function compressedVariable(
  file: Source,
  at: number,
  element: Element,
): Promise<MatVariable> {
  const packed = file.bytes.subarray(element.start, element.end);
  const prefix = await located(at, () => inflatePrefix(packed, 'deflate', HEADER_BYTES));
  const source = sourceOf(prefix, file.littleEndian, at);
  if (prefix.length < 8 || source.view.getUint32(0, file.littleEndian) !== MI_MATRIX) {
    refuse(source, 'a compressed variable holds no array', 0);
  }
  const size = 8 + source.view.getUint32(4, file.littleEndian);
  if (size > MAX_VARIABLE_BYTES || !canInflateTo(packed.length, size)) {
    refuse(source, `${packed.length} compressed bytes claim to hold ${size}`, 4);
  }
  const header = readMatHeader(source, 8, Math.min(size, prefix.length));
  return describe(header, async () => {
    const whole = await located(at, () => inflate(packed, 'deflate', { maxBytes: size, size }));
    return valuesOf(sourceOf(whole, file.littleEndian, at), header, size);
  });
}

function describe(header: MatHeader, read: () => Promise<NumericArray>): MatVariable {
  const { name, kind, shape, complex } = header;
  return { name, kind, shape, complex, read };
}

function valuesOf(source: Source, header: MatHeader, limit: number): NumericArray {
  const { name, kind, dtype, complex } = header;
  if (dtype === null) {
    throw new InvalidArgumentError(`${name} must be an array of numbers, but is a ${kind}`);
  }
  if (complex) {
    throw new InvalidArgumentError(`${name} must be real, but is complex: save its real part`);
  }
  return readMatValues(source, header, dtype, limit);
}

/** Adds the place in the file to the errors of inflating. */
async function located<T>(at: number, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof FormatError) throw new FormatError(cause.message, at, { cause });
    throw cause;
  }
}
