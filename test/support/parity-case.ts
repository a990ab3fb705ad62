import type { Kernels, Resident } from '../../src/kernels/api.ts';

/** One input on which all backends must give the same bytes. Runs in Node and in a page alike. */
export interface ParityCase {
  /** What is asked of what kind of input: the title under which cases are reported together. */
  readonly family: string;
  /** The sizes within the family. */
  readonly name: string;
  run(kernels: Kernels): Uint8Array;
}

type Values = Float32Array | Float64Array | Uint32Array | Uint16Array | Int32Array;

/**
 * The bytes of `arrays`, one after another. NaNs become one NaN: their sign and payload are the
 * engine's choice, in WebAssembly and in typed arrays.
 */
export function bytesOf(...arrays: Values[]): Uint8Array {
  const parts = arrays.map((array) => {
    const copy = array.slice();
    for (let i = 0; i < copy.length; i++) if (Number.isNaN(copy[i])) copy[i] = Number.NaN;
    return new Uint8Array(copy.buffer);
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Runs `body` and disposes of the resident, however it ends. */
export function whileResident<R extends Resident, T>(resident: R, body: (resident: R) => T): T {
  try {
    return body(resident);
  } finally {
    resident.dispose();
  }
}

/** An output array that is not empty before, with room that must stay as it is. */
export function soiled<T extends Values>(array: T): T {
  array.fill(77);
  return array;
}

/** The cases by family, in order. */
export function familiesOf(cases: Iterable<ParityCase>): Map<string, ParityCase[]> {
  const families = new Map<string, ParityCase[]>();
  for (const parityCase of cases) {
    const family = families.get(parityCase.family);
    if (family) family.push(parityCase);
    else families.set(parityCase.family, [parityCase]);
  }
  return families;
}

/**
 * The cases on which backends do not give the bytes of the first of them, with the place where they
 * part; empty where all is well.
 */
export function differences(
  cases: Iterable<ParityCase>,
  [reference, ...others]: readonly Kernels[],
): string[] {
  const found: string[] = [];
  for (const { family, name, run } of cases) {
    const expected = run(reference);
    for (const kernels of others) {
      const at = firstDifference(expected, run(kernels));
      if (at < 0) continue;
      found.push(
        `${family}, ${name}: ${nameOf(kernels)} and ${reference.name} part at byte ${at} ` +
          `of ${expected.length}`,
      );
    }
  }
  return found;
}

function nameOf({ name, relaxedSimd }: Kernels): string {
  return relaxedSimd ? `${name} with relaxed SIMD` : name;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return -1;
}
