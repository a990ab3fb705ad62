import { FormatError } from '../../core/errors.ts';
import { type DType, itemSize } from '../arrays/numeric.ts';

/** What an .npy file holds. */
export type NpyType =
  | { readonly is: 'numbers'; readonly dtype: DType; readonly littleEndian: boolean }
  /** Texts of `size` bytes each, filled up with zeros: UTF-32, or bytes (`wide` false). */
  | {
      readonly is: 'texts';
      readonly wide: boolean;
      readonly size: number;
      readonly littleEndian: boolean;
    }
  /** What it is, and the same with what to do about it. */
  | { readonly is: 'unread'; readonly kind: string; readonly advice: string };

type TextType = Extract<NpyType, { is: 'texts' }>;

const DTYPES: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** The kinds of dtype that are not read. */
const UNREAD: Readonly<Record<string, readonly [string, string]>> = {
  O: [
    'Python objects',
    'Python objects (pickled): convert it with .astype(np.float32) before saving',
  ],
  c: ['complex numbers', 'complex numbers: save its real part or its magnitude'],
  V: ['raw bytes', 'raw bytes or records: save one numeric field'],
  M: ['dates', 'dates: convert it with .astype(np.int64) before saving'],
  m: ['time spans', 'time spans: convert it with .astype(np.int64) before saving'],
  f: ['extended floats', 'extended floats: convert it with .astype(np.float32) before saving'],
};

/** More than any text of an array takes. */
const MAX_TEXT_BYTES = 2 ** 24;

/**
 * Reads a dtype string such as '<f4': byte order, kind, bytes. `null` stands for a list of fields.
 *
 * @param at - where in the file it is, for messages.
 */
export function npyType(descr: string | null, at: number): NpyType {
  if (descr === null) {
    const advice = 'records (a structured dtype): save one field';
    return { is: 'unread', kind: 'records', advice };
  }
  const order = descr[0];
  const type = descr.slice(1);
  const littleEndian = order !== '>';
  const dtype = Object.hasOwn(DTYPES, type) ? DTYPES[type] : undefined;
  if (dtype !== undefined && (itemSize(dtype) === 1 ? '|<>' : '<>').includes(order)) {
    return { is: 'numbers', dtype, littleEndian };
  }
  const text = /^([SU])(\d+)$/.exec(type);
  if (text && '|<>'.includes(order)) {
    const wide = text[1] === 'U';
    const size = Number(text[2]) * (wide ? 4 : 1);
    if (size <= MAX_TEXT_BYTES) return { is: 'texts', wide, size, littleEndian };
  }
  const unread = Object.hasOwn(UNREAD, type[0] ?? '') ? UNREAD[type[0]] : undefined;
  if (unread === undefined || dtype !== undefined) {
    throw new FormatError(`the .npy dtype ${JSON.stringify(descr)} is unknown`, at);
  }
  return { is: 'unread', kind: unread[0], advice: unread[1] };
}

/** The first `count` texts in `bytes`, which the caller has checked to be there. */
export function npyTexts(
  bytes: Uint8Array,
  { wide, size, littleEndian }: TextType,
  count: number,
): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, i) => {
    const start = i * size;
    if (!wide) {
      const text = bytes.subarray(start, start + size);
      const end = text.indexOf(0);
      return decoder.decode(new Uint8Array(end === -1 ? text : text.subarray(0, end)));
    }
    let text = '';
    for (let at = start; at < start + size; at += 4) {
      const code = view.getUint32(at, littleEndian);
      if (code === 0) break;
      text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    return text;
  });
}
