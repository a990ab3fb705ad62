import fc from 'fast-check';
import { join } from '../support/make-files.ts';

/** A change of a file, which is the same for the same file. */
type Mutation = (file: Uint8Array) => Uint8Array;

/** Places: anywhere, or near the front, where headers are, or near the end, where directories are. */
const place: fc.Arbitrary<(length: number) => number> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map((x) => (n: number) => Math.floor(x * (n - 1))),
  fc.nat(200).map((at) => (n: number) => Math.min(at, n - 1)),
  fc.nat(200).map((back) => (n: number) => Math.max(0, n - 1 - back)),
);

function bytesOf(value: number, size: number, littleEndian: boolean): Uint8Array {
  const bytes = Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256);
  return Uint8Array.from(littleEndian ? bytes : bytes.reverse());
}

/** Sizes that overflow, signs that turn, and what is just too much. */
const absurd = fc.constantFrom(
  0,
  1,
  127,
  255,
  256,
  65535,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
);

const word = fc.oneof(
  fc.tuple(absurd, fc.constantFrom(1, 2, 4, 8), fc.boolean()).map((parts) => bytesOf(...parts)),
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
);

const flip = fc.tuple(place, fc.nat(7)).map(
  ([at, bit]): Mutation =>
    (file) => {
      const copy = file.slice();
      if (copy.length > 0) copy[at(copy.length)] ^= 1 << bit;
      return copy;
    },
);

const overwrite = fc.tuple(place, word).map(
  ([at, bytes]): Mutation =>
    (file) => {
      const copy = file.slice();
      const from = at(Math.max(1, copy.length));
      copy.set(bytes.subarray(0, Math.max(0, copy.length - from)), from);
      return copy;
    },
);

const cut = place.map(
  (at): Mutation =>
    (file) =>
      file.slice(0, at(Math.max(1, file.length))),
);

const insert = fc.tuple(place, word).map(
  ([at, bytes]): Mutation =>
    (file) => {
      const from = at(file.length + 1);
      return join(file.slice(0, from), bytes, file.slice(from));
    },
);

const remove = fc.tuple(place, fc.nat(16)).map(
  ([at, count]): Mutation =>
    (file) => {
      const from = at(Math.max(1, file.length));
      return join(file.slice(0, from), file.slice(from + count));
    },
);

/** A stretch of the file comes twice. */
const repeat = fc.tuple(place, place).map(
  ([at, to]): Mutation =>
    (file) => {
      const [from, end] = [at(file.length + 1), to(file.length + 1)].sort((a, b) => a - b);
      return join(
        file.slice(0, end),
        file.slice(from, Math.min(end, from + 4096)),
        file.slice(end),
      );
    },
);

const DIGITS = fc.constantFrom('9'.repeat(20), '-1', '1e308', '4294967296', '0', 'NaN', '');
const MARKS = fc.constantFrom(
  '"',
  '[',
  '{',
  ',',
  '\n',
  '\\u0000',
  '"__proto__":',
  '[[[[[[[[',
  '\\',
);

/** A number of a text, or of a header that is text, becomes another; a mark comes in. */
const text = fc.tuple(place, fc.oneof(DIGITS, MARKS)).map(
  ([at, to]): Mutation =>
    (file) => {
      let start = at(Math.max(1, file.length));
      const isDigit = (i: number) => file[i] >= 0x30 && file[i] <= 0x39;
      while (start < file.length && !isDigit(start)) start++;
      let end = start;
      while (end < file.length && isDigit(end)) end++;
      return join(file.slice(0, start), new TextEncoder().encode(to), file.slice(end));
    },
);

/** The beginning of another file comes before the rest of this. */
function swapHeader(others: readonly Uint8Array[]): fc.Arbitrary<Mutation> {
  return fc.tuple(fc.constantFrom(...others), fc.nat(128)).map(
    ([other, length]): Mutation =>
      (file) =>
        join(other.slice(0, length), file.slice(length)),
  );
}

/** One of `files`, spoiled by one to four changes. */
export function spoiled(
  files: readonly Uint8Array[],
  others: readonly Uint8Array[],
): fc.Arbitrary<Uint8Array> {
  const mutation = fc.oneof(
    { weight: 4, arbitrary: flip },
    { weight: 4, arbitrary: overwrite },
    { weight: 1, arbitrary: cut },
    { weight: 2, arbitrary: insert },
    { weight: 1, arbitrary: remove },
    { weight: 1, arbitrary: repeat },
    { weight: 2, arbitrary: text },
    { weight: 1, arbitrary: swapHeader(others) },
  );
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });
  return fc
    .tuple(fc.constantFrom(...files), mutations)
    .map(([file, changes]) => changes.reduce((bytes, change) => change(bytes), file));
}
