import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { HashplaneError } from '../../src/core/errors.ts';

/** A file of test/fixtures/files, in bytes of its own. */
export function fixture(name: string): Uint8Array {
  const url = new URL(`../fixtures/files/${name}`, import.meta.url);
  return new Uint8Array(readFileSync(url));
}

/** A file of test/fixtures/kinds, which scripts/golden/binary-kinds.py wrote. */
export function kind(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/kinds/${name}`, import.meta.url)));
}

/** What the fixtures hold. */
export const expected = JSON.parse(new TextDecoder().decode(fixture('expected.json'))) as {
  X: number[][];
  X_class: number[];
  images: number[][];
};

/** The error that `run` fails with; anything but one of hashplane's own fails the test. */
export async function failure(run: () => unknown): Promise<HashplaneError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof HashplaneError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

export function join(...parts: (Uint8Array | number[])[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Writers of numbers by numpy's type names: [bytes, put]. */
const PUT: Record<string, [number, (v: DataView, at: number, x: number, le: boolean) => void]> = {
  b1: [1, (v, at, x) => v.setUint8(at, x)],
  i1: [1, (v, at, x) => v.setInt8(at, x)],
  u1: [1, (v, at, x) => v.setUint8(at, x)],
  i2: [2, (v, at, x, le) => v.setInt16(at, x, le)],
  u2: [2, (v, at, x, le) => v.setUint16(at, x, le)],
  i4: [4, (v, at, x, le) => v.setInt32(at, x, le)],
  u4: [4, (v, at, x, le) => v.setUint32(at, x, le)],
  i8: [8, (v, at, x, le) => v.setBigInt64(at, BigInt(x), le)],
  u8: [8, (v, at, x, le) => v.setBigUint64(at, BigInt(x), le)],
  f2: [2, (v, at, x, le) => v.setUint16(at, halfBits(x), le)],
  f4: [4, (v, at, x, le) => v.setFloat32(at, x, le)],
  f8: [8, (v, at, x, le) => v.setFloat64(at, x, le)],
};

export const NPY_TYPES = Object.keys(PUT);

/** binary16 of a whole number below 2048, which it holds exactly. */
function halfBits(x: number): number {
  if (x === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const fraction = (Math.abs(x) / 2 ** exponent - 1) * 1024;
  return (x < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

export function pack(values: ArrayLike<number>, type: string, littleEndian: boolean): Uint8Array {
  const [size, put] = PUT[type];
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) put(view, i * size, values[i], littleEndian);
  return bytes;
}

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** An .npy file with this header text. */
export function npyWith(header: string, data: Uint8Array, major = 1): Uint8Array {
  const length = header.length;
  const size = pack([length], major === 1 ? 'u2' : 'u4', true);
  return join([0x93], ascii('NUMPY'), [major, 0], size, ascii(header), data);
}

/** An .npy file; `values` in the order of the file. */
export function npy(
  values: ArrayLike<number>,
  shape: number[],
  { type = 'f4', order = '<', fortran = false, major = 1 } = {},
): Uint8Array {
  const python = `(${shape.map((size) => `${size},`).join(' ')})`;
  const descr = (type.endsWith('1') ? '|' : order) + type;
  const flag = fortran ? 'True' : 'False';
  const header = `{'descr': '${descr}', 'fortran_order': ${flag}, 'shape': ${python}, }\n`;
  return npyWith(header, pack(values, type, order !== '>'), major);
}

export function idx(values: ArrayLike<number>, shape: number[], code = 8, type = 'u1'): Uint8Array {
  return join([0, 0, code, shape.length], pack(shape, 'u4', false), pack(values, type, false));
}

export interface MatVariableSpec {
  name: string;
  shape: number[];
  classId?: number;
  flags?: number;
  /** Element type and numpy type of the stored values. */
  stored?: [number, string];
  values: number[];
  compress?: boolean;
  /** Bytes instead of the values' element, or after it. */
  tail?: Uint8Array;
}

function element(type: number, data: Uint8Array, le: boolean): Uint8Array {
  const padding = new Array<number>((8 - (data.length % 8)) % 8).fill(0);
  return join(pack([type, data.length], 'u4', le), data, padding);
}

/** A variable of a MAT v5 file: a whole element. */
export function matVariable(spec: MatVariableSpec, le = true): Uint8Array {
  const { classId = 6, flags = 0, stored = [9, 'f8'] } = spec;
  const body = join(
    element(6, pack([flags | classId, 0], 'u4', le), le),
    element(5, pack(spec.shape, 'i4', le), le),
    element(1, ascii(spec.name), le),
    element(stored[0], pack(spec.values, stored[1], le), le),
    spec.tail ?? [],
  );
  const whole = element(14, body, le);
  if (!spec.compress) return whole;
  const packed = deflateSync(whole);
  return join(pack([15, packed.length], 'u4', le), packed);
}

export function matFile(parts: Uint8Array[], le = true): Uint8Array {
  const header = new Uint8Array(128).fill(0x20);
  header.set(ascii('MATLAB 5.0 MAT-file'));
  header.set(le ? [0, 1, 0x49, 0x4d] : [1, 0, 0x4d, 0x49], 124);
  return join(header, ...parts);
}
