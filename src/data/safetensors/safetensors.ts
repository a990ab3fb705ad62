import { show } from '../../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { arrayInMemory, type FileArray, unreadArray } from '../arrays/file-array.ts';
import {
  countOf,
  type DType,
  itemSize,
  type NumericArray,
  readValues,
  showShape,
} from '../arrays/numeric.ts';
import {
  type ArrayToWrite,
  bytesOf,
  checkArrayToWrite,
  ofItsType,
} from '../arrays/numeric-bytes.ts';
import { parseSafetensorsHeader, type TensorEntry } from './safetensors-header.ts';

/** What a safetensors file holds. */
export interface Safetensors {
  /** The tensors by name, in the order of the header. */
  tensors: Map<string, NumericArray>;
  /** The entries of `__metadata__`; empty if there is none. */
  metadata: Map<string, string>;
}

/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

/** Dtypes of the format that are read; BF16 and F16 are widened to float32. */
const DTYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ['BOOL', 'bool'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['I32', 'int32'],
  ['U32', 'uint32'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
]);

const NAMES = new Map([...DTYPES].map(([name, dtype]) => [dtype, name]));

/** Whether `bytes` begin as a safetensors file does: a header's length that can be, then `{`. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  const length = headerLength(bytes);
  return length >= 2 && length <= MAX_HEADER_BYTES;
}

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors): the length of the header
 * as uint64, a JSON object of dtype, shape and place of each tensor, then the values,
 * little-endian in C order. As strict as the format: values must follow one another without gaps,
 * overlaps or a rest, and no key may be given twice.
 *
 * Cost: none for values that are aligned (they are a view into `bytes`), otherwise one copy.
 *
 * @throws FormatError with the byte offset: damage, or a dtype that is not read (8-bit floats and
 * smaller, complex numbers).
 */
export function readSafetensors(given: BytesLike): Safetensors {
  const bytes = asBytes('bytes', given);

  const { start, entries, metadata } = openSafetensors(bytes);
  const tensors = new Map<string, NumericArray>();
  for (const [name, entry] of entries) tensors.set(name, readTensor(bytes, start, name, entry));
  return { tensors, metadata };
}

/** Texts are the keys of all maps here. */
function checkMap(name: string, map: ReadonlyMap<string, unknown>): void {
  if (map instanceof Map && [...map.keys()].every((key) => typeof key === 'string')) return;
  throw new InvalidArgumentError(`${name} must be a Map by name, not ${show(map)}`);
}

/**
 * Lists the tensors of a safetensors file; those of a dtype that is not read are listed only. Cost
 * and errors as of {@link readSafetensors}.
 */
export function listSafetensors(bytes: Uint8Array): {
  arrays: FileArray[];
  metadata: Map<string, string>;
} {
  const { start, entries, metadata } = openSafetensors(bytes);
  const arrays = [...entries].map(([name, entry]): FileArray => {
    const { dtype: code, shape } = entry;
    if (DTYPES.has(code)) return arrayInMemory(name, readTensor(bytes, start, name, entry));
    return unreadArray(name, code, shape, 'convert it with .to(torch.float32) before saving');
  });
  return { arrays, metadata };
}

function openSafetensors(bytes: Uint8Array) {
  if (bytes.length < 10) throw new FormatError('the safetensors file is cut short', bytes.length);
  const length = headerLength(bytes);
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(`a safetensors header of ${length} bytes is too long`, 0);
  }
  const start = 8 + length;
  if (start > bytes.length) {
    throw new FormatError('the safetensors header is cut short', bytes.length);
  }
  if (bytes[8] !== 0x7b) throw new FormatError('a safetensors header must begin with {', 8);
  const { entries, metadata } = parseSafetensorsHeader(bytes, 8, start);
  checkPlaces(entries, bytes.length - start);
  return { start, entries, metadata };
}

/** The uint64 at the front; beyond 2^53 it is rounded, and far too long anyway. */
function headerLength(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
}

function readTensor(
  bytes: Uint8Array,
  start: number,
  name: string,
  { dtype: code, shape, begin, end, at }: TensorEntry,
): NumericArray {
  const shown = JSON.stringify(name);
  const dtype = DTYPES.get(code);
  if (dtype === undefined) {
    const known = [...DTYPES.keys()].join(', ');
    throw new FormatError(
      `the tensor ${shown} is of dtype ${JSON.stringify(code)}: only ${known} are read`,
      at,
    );
  }
  const count = countOf(shape);
  if (end - begin !== count * itemSize(dtype)) {
    throw new FormatError(
      `the tensor ${shown} is ${showShape(shape)} of ${dtype}, ${count * itemSize(dtype)} bytes, ` +
        `but its place has ${end - begin}`,
      at,
    );
  }
  const values = readValues(bytes, start + begin, count, dtype, true);
  return { shape, dtype, values, fortranOrder: false };
}

/** Throws unless the tensors fill the `length` bytes of values exactly. */
function checkPlaces(entries: ReadonlyMap<string, TensorEntry>, length: number): void {
  const places = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const [name, entry] of places) {
    if (entry.begin !== at || entry.end < entry.begin || entry.end > length) {
      throw new FormatError(
        `the tensor ${JSON.stringify(name)} lies in bytes ${entry.begin} to ${entry.end} of the ` +
          `values, but must begin at ${at} and end within ${length}`,
        entry.at,
      );
    }
    at = entry.end;
  }
  if (at !== length) {
    throw new FormatError(`the tensors take ${at} bytes, but ${length} follow the header`, 0);
  }
}

/**
 * The bytes of a safetensors file. Tensors of larger items come first, as the reference
 * implementation puts them, so that all values are aligned; the header is padded to 8 bytes.
 *
 * @param tensors - by name; values in C order.
 * @param metadata - strings for `__metadata__`; none is written if it is empty.
 * @throws InvalidArgumentError for a name or dtype that can't be written, or values that don't fill
 * their shape.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, ArrayToWrite>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  checkMap('tensors', tensors);
  checkMap('metadata', metadata);
  for (const [key, value] of metadata) {
    if (typeof value === 'string') continue;
    throw new InvalidArgumentError(`the metadata ${show(key)} must be a string`);
  }
  const checked = new Map<string, ArrayToWrite>();
  for (const [name, array] of tensors) {
    if (name === '__metadata__') {
      throw new InvalidArgumentError('a tensor must not be called __metadata__');
    }
    const what = `the tensor ${show(name)}`;
    checkArrayToWrite(what, array);
    checked.set(name, ofItsType(what, array));
  }
  return safetensorsBytes(checked, metadata);
}

/** As `writeSafetensors`, of arrays that are sound and have values of their dtype, as hashers have. */
export function safetensorsBytes(
  tensors: ReadonlyMap<string, ArrayToWrite>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const parts = [...tensors].map(([name, array]) => ({
    name,
    ...array,
    bytes: bytesOf(array.values),
  }));
  parts.sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  let length = 0;
  const members = parts.map(({ name, dtype, shape, bytes }) => {
    const begin = length;
    length += bytes.length;
    const entry = { dtype: NAMES.get(dtype), shape, data_offsets: [begin, length] };
    return `${JSON.stringify(name)}:${JSON.stringify(entry)}`;
  });
  if (metadata.size > 0) members.unshift(`"__metadata__":${metadataText(metadata)}`);
  const header = new TextEncoder().encode(`{${members.join(',')}}`);
  const start = 8 + Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(start + length).fill(0x20, 8, start);
  new DataView(file.buffer).setUint32(0, start - 8, true);
  file.set(header, 8);
  for (let i = 0, at = start; i < parts.length; at += parts[i++].bytes.length) {
    file.set(parts[i].bytes, at);
  }
  return file;
}

/** Not by way of an object, whose keys could be special. */
function metadataText(metadata: ReadonlyMap<string, string>): string {
  const members = [...metadata].map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return `{${members.join(',')}}`;
}
