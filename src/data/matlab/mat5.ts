import { checkRange, show } from '../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { checkOptions } from '../../core/options.ts';
import { canInflateTo, inflate, inflatePrefix } from '../archives/inflate.ts';
import { type FileArray, textArray, unreadArray } from '../arrays/file-array.ts';
import { findArray } from '../arrays/find-array.ts';
import { countOf, type NumericArray } from '../arrays/numeric.ts';
import type { MatVariable } from './mat-variable.ts';
import { FILE_HEADER, matVersion } from './mat-version.ts';
import {
  type Element,
  HEADER_BYTES,
  type MatHeader,
  MI_COMPRESSED,
  MI_MATRIX,
  readMatHeader,
  readTag,
  refuse,
  type Source,
  sourceOf,
} from './mat5-element.ts';
import {
  innerArray,
  type MatPlace,
  readMatCells,
  readMatChars,
  readMatFields,
  readMatNumbers,
  readMatSparse,
} from './mat5-values.ts';

/** MATLAB itself does not write v5 variables of 2 GiB or more: they need v7.3. */
const MAX_VARIABLE_BYTES = 2 ** 31;

/** Structs within structs. */
const MAX_DEPTH = 8;

/**
 * Lists the variables of a MATLAB Level 5 file (MathWorks, "MAT-File Format"; what MATLAB saves
 * with -v6 and -v7), in both byte orders, plain or compressed, without reading their values. The
 * fields of a struct are variables of their own, `data.X`; sparse matrices are read as dense ones,
 * char arrays and cells of texts as lists of texts.
 *
 * Cost: compressed variables are inflated as far as their headers, structs as a whole.
 *
 * @param maxBytes - the most bytes that a variable may take.
 * @throws FormatError with the byte offset: another format or version, or damage.
 */
export async function listMat5(
  given: BytesLike,
  maxBytes: number = MAX_VARIABLE_BYTES,
): Promise<MatVariable[]> {
  const bytes = asBytes('bytes', given);
  checkRange('maxBytes', maxBytes, 0, Number.POSITIVE_INFINITY);
  const source = openMat5(bytes);
  const variables: MatVariable[] = [];
  const names = new Set<string>();
  for (let at = FILE_HEADER; at < bytes.length; ) {
    const element = readTag(source, at, bytes.length);
    const { name, own } = await variablesAt(source, at, element, maxBytes);
    if (names.has(name)) throw new FormatError(`there are two variables ${name}`, at);
    // MATLAB keeps data of its own in an array without a name.
    if (name !== '') {
      variables.push(...own);
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
  bytes: BytesLike,
  options: { names?: readonly string[] } = {},
): Promise<Map<string, NumericArray>> {
  checkOptions('readMat5', options, { names: 1 });
  const { names } = options;
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
  if (names !== undefined && !isList) {
    throw new InvalidArgumentError(`names must be an array of texts, not ${show(names)}`);
  }
  const variables = await listMat5(bytes);
  const arrays = new Map<string, NumericArray>();
  const wanted = names
    ? names.map((name) => findArray(variables, name))
    : variables.filter(({ kind, complex }) => isNumeric(kind) && !complex);
  for (const variable of wanted) arrays.set(variable.name, await variable.read());
  return arrays;
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

/** The variable at an element, or those of its fields. */
async function variablesAt(source: Source, at: number, element: Element, maxBytes: number) {
  if (element.type === MI_COMPRESSED) return compressedVariables(source, at, element, maxBytes);
  if (element.type !== MI_MATRIX) {
    return refuse(source, `a variable can't be an element of type ${element.type}`, at);
  }
  const header = readMatHeader(source, element.start, element.end);
  const own = variablesOf({ source, header, limit: element.end }, maxBytes, 1);
  return { name: header.name, own };
}

/** A variable whose array, a whole element with its tag, is one zlib stream. */
async function compressedVariables(
  file: Source,
  at: number,
  element: Element,
  maxBytes: number,
): Promise<{ name: string; own: MatVariable[] }> {
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
  const open = async (): Promise<MatPlace> => {
    const bytes = await located(at, () => inflate(packed, 'deflate', { maxBytes: size, size }));
    return { source: sourceOf(bytes, file.littleEndian, at), header, limit: size };
  };
  const { name, kind } = header;
  // What structs and cells hold stands behind their headers.
  const isNested = (kind === 'struct' || kind === 'cell array') && name !== '' && size <= maxBytes;
  const own = isNested
    ? variablesOf(await open(), maxBytes, 1)
    : [variableOf(header, maxBytes, open)];
  return { name, own };
}

/** An array as it is, or the fields of a struct, whose names begin with its own. */
function variablesOf(place: MatPlace, maxBytes: number, depth: number): MatVariable[] {
  const { source, header, limit } = place;
  const { kind, name, shape } = header;
  if (kind === 'cell array') return [cellVariable(place)];
  if (kind !== 'struct' || depth > MAX_DEPTH || countOf(shape) !== 1) {
    return [variableOf(header, maxBytes, async () => place)];
  }
  const fields = readMatFields(place);
  let { at } = fields;
  return fields.names.flatMap((field) => {
    const inner = innerArray(source, at, limit, `${name}.${field}`);
    at = inner.next;
    return inner.place ? variablesOf(inner.place, maxBytes, depth + 1) : [];
  });
}

/** A list of texts, if the first cell is one. */
function cellVariable(place: MatPlace): MatVariable {
  const { source, header, limit } = place;
  const { name, kind, shape, dataAt } = header;
  const count = countOf(shape);
  // A cell takes eight bytes at least.
  if (count * 8 > limit - dataAt) refuse(source, `${name} claims ${count} cells`, dataAt);
  const first = count > 0 ? innerArray(source, dataAt, limit, name).place : null;
  if (count > 0 && (first?.header.kind ?? 'char array') === 'char array') {
    return described(textArray(name, count, async () => readMatCells(place)));
  }
  return described(unreadArray(name, kind, shape, 'only cells of texts are read'));
}

function variableOf(
  header: MatHeader,
  maxBytes: number,
  open: () => Promise<MatPlace>,
): MatVariable {
  const { name, kind, dtype, shape, complex } = header;
  if (dtype !== null) {
    return { name, kind, shape, complex, read: async () => readMatNumbers(await open()) };
  }
  if (kind === 'char array' && shape.length === 2) {
    const rows = countOf(shape) === 0 ? 0 : shape[0];
    return described(textArray(name, rows, async () => readMatChars(await open())));
  }
  if (kind === 'sparse array' && shape.length === 2) {
    const read = async () => readMatSparse(await open(), maxBytes);
    return { name, kind: 'sparse float64', shape, complex, read };
  }
  return described(unreadArray(name, kind, shape));
}

function described(array: FileArray): MatVariable {
  return { ...array, shape: [...array.shape], complex: false };
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
