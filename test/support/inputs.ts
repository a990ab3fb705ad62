// Deterministic inputs of the parity cases: ordinary ones, and those that bring faults to light.
import { HashCodes, wordsFor } from '../../src/core/hash-codes.ts';
import { Matrix } from '../../src/core/matrix.ts';

/** Numbers of [0, 1), the same on every machine and in every run (mulberry32). */
export type Random = () => number;

export function randomSource(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomInteger(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** The numbers 0..n-1 in random order. */
export function permutation(random: Random, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = randomInteger(random, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The same values as a subarray of a larger buffer, `offset` elements from its start. */
export function embed(values: Float32Array, offset: number): Float32Array {
  if (offset === 0) return values;
  const buffer = new Float32Array(values.length + 2 * offset).fill(Number.NaN);
  buffer.set(values, offset);
  return buffer.subarray(offset, offset + values.length);
}

/** Rows for both sides of a dot product: points and hyperplanes, or database and queries. */
export interface Operands {
  readonly left: Matrix;
  readonly right: Matrix;
}

type Fill = (left: Float32Array, right: Float32Array, cols: number, random: Random) => void;

/** Every value of both sides is drawn by `draw`. */
function drawn(draw: (random: Random) => number): Fill {
  return (left, right, _cols, random) => {
    for (let i = 0; i < left.length; i++) left[i] = draw(random);
    for (let i = 0; i < right.length; i++) right[i] = draw(random);
  };
}

function oneOf(...values: number[]): (random: Random) => number {
  return (random) => values[randomInteger(random, values.length)] * (random() < 0.5 ? -1 : 1);
}

const anyMagnitude = (random: Random) => (random() - 0.5) * 2 ** (randomInteger(random, 28) - 14);

/**
 * Columns come in pairs: equal values on the right, opposite ones on the left. The exact product is
 * 0 (or one unit in the last place of one value), so what comes out is rounding alone, and its sign
 * hangs on the order of additions.
 */
const cancelling: Fill = (left, right, cols, random) => {
  const order = permutation(random, cols);
  const fillPairs = (data: Float32Array, sign: number) => {
    for (let start = 0; start < data.length; start += cols) {
      for (let pair = 0; pair + 1 < cols; pair += 2) {
        const value = Math.fround(anyMagnitude(random));
        data[start + order[pair]] = value;
        data[start + order[pair + 1]] = sign * value;
      }
      if (cols % 2 === 1) data[start + order[cols - 1]] = (random() - 0.5) * 2 ** -30;
    }
  };
  fillPairs(left, -1);
  fillPairs(right, 1);
  for (let start = 0; start < left.length; start += 3 * cols) {
    left[start] *= 1 + 2 ** -23;
  }
};

/** Right rows are left rows times a power of two, a few values moved by some units in the last place. */
const nearDuplicates: Fill = (left, right, cols, random) => {
  for (let i = 0; i < left.length; i++) left[i] = random() * 2 - 0.5;
  for (let start = 0; start < right.length; start += cols) {
    const source = randomInteger(random, left.length / cols) * cols;
    const scale = 2 ** (randomInteger(random, 7) - 3);
    for (let k = 0; k < cols; k++) {
      const units = random() < 0.3 ? randomInteger(random, 9) - 4 : 0;
      right[start + k] = scale * left[source + k] * (1 + units * 2 ** -23);
    }
  }
};

/** Few distinct rows, so that distances tie and many products are exactly 0. */
const repeatedRows: Fill = (left, right, cols, random) => {
  const distinct = Float32Array.from({ length: 3 * cols }, () => randomInteger(random, 3) - 1);
  for (const side of [left, right]) {
    for (let start = 0; start < side.length; start += cols) {
      const source = randomInteger(random, 3) * cols;
      side.set(distinct.subarray(source, source + cols), start);
    }
  }
};

/** Every third row is 0, one of those in turn -0. */
const zeroRows: Fill = (left, right, cols, random) => {
  drawn((r) => r() - 0.5)(left, right, cols, random);
  for (const side of [left, right]) {
    for (let row = 0; row * cols < side.length; row += 3) {
      side.fill(row % 2 === 0 ? 0 : -0, row * cols, (row + 1) * cols);
    }
  }
};

/** Ordinary rows, among them, on the left, rows whose products overflow. */
const hugeRows: Fill = (left, right, cols, random) => {
  drawn((r) => r() - 0.5)(left, right, cols, random);
  for (let start = 0; start < left.length; start += cols) {
    if (random() < 0.5) continue;
    for (let k = start; k < start + cols; k++) left[k] *= 6e38;
  }
};

export const KINDS: Readonly<Record<string, Fill>> = {
  ordinary: drawn((random) => random() * 2 - 1),
  'of any magnitude': drawn(anyMagnitude),
  cancelling,
  'nearly parallel': nearDuplicates,
  repeated: repeatedRows,
  'partly zero': zeroRows,
  'of small whole numbers': drawn((random) => randomInteger(random, 3) - 1),
  'of signed zeros and subnormals': drawn(
    oneOf(0, 0, 2 ** -149, 2 ** -140, 2 ** -126, 2 ** -75, 1),
  ),
  'too small to square': drawn(oneOf(2 ** -76, 2 ** -75, 3 * 2 ** -76, 2 ** -74)),
  'partly overflowing': hugeRows,
  overflowing: drawn(oneOf(3.4e38, 2e38, 1e30, 1e20, 1.7e19, 1, 1e-20)),
};

/** Processors take a hundred cycles for an operation on subnormals. */
export const SLOW_KINDS = ['of signed zeros and subnormals', 'too small to square'];

/** Two matrices of `cols` columns, both subarrays of larger buffers where `offset` is above 0. */
export function operands(
  kind: string,
  leftRows: number,
  rightRows: number,
  cols: number,
  offset = (leftRows + rightRows + cols) % 3,
): Operands {
  const left = new Float32Array(leftRows * cols);
  const right = new Float32Array(rightRows * cols);
  if (leftRows > 0 || kind !== 'nearly parallel') {
    KINDS[kind](left, right, cols, randomSource(leftRows * 7919 + rightRows * 104729 + cols));
  }
  return {
    left: new Matrix(embed(left, offset), leftRows, cols),
    right: new Matrix(embed(right, offset), rightRows, cols),
  };
}

/** Random codes; each word is random or near to the code before, so that all distances occur. */
export function randomCodes(count: number, bits: number, seed: number): HashCodes {
  const random = randomSource(seed * 31 + bits);
  const stride = wordsFor(bits);
  const words = new Uint32Array(count * stride);
  for (let i = 0; i < count; i++) {
    const near = i > 0 && random() < 0.6;
    for (let w = 0; w < stride; w++) {
      words[i * stride + w] = near ? words[(i - 1) * stride + w] : random() * 2 ** 32;
    }
    for (let flips = randomInteger(random, 4); near && flips > 0; flips--) {
      const bit = randomInteger(random, bits);
      words[i * stride + (bit >>> 5)] ^= 1 << (bit & 31);
    }
    words[(i + 1) * stride - 1] &= paddingMask(bits);
  }
  return new HashCodes(words, count, bits);
}

/** The code with all bits of `code` flipped. */
export function complement(code: Uint32Array, bits: number): Uint32Array {
  const flipped = code.map((word) => ~word);
  flipped[flipped.length - 1] &= paddingMask(bits);
  return flipped;
}

/** All codes of `bits` bits. */
export function allCodes(bits: number): HashCodes {
  return new HashCodes(
    Uint32Array.from({ length: 2 ** bits }, (_, i) => i),
    2 ** bits,
    bits,
  );
}

/** The distinct ones of `codes`, ascending as numbers. */
export function distinctCodes(codes: HashCodes): HashCodes {
  const { count, bits, wordsPerCode } = codes;
  const seen = new Set<string>();
  const first: Uint32Array[] = [];
  for (let i = 0; i < count; i++) {
    const code = codes.code(i);
    const key = code.join();
    if (!seen.has(key)) first.push(code);
    seen.add(key);
  }
  first.sort((a, b) => {
    let w = wordsPerCode - 1;
    while (w > 0 && a[w] === b[w]) w--;
    return a[w] - b[w];
  });
  const words = new Uint32Array(first.length * wordsPerCode);
  first.forEach((code, i) => {
    words.set(code, i * wordsPerCode);
  });
  return new HashCodes(words, first.length, bits);
}

function paddingMask(bits: number): number {
  return bits % 32 === 0 ? -1 : 2 ** (bits % 32) - 1;
}

/** A graph whose rows have bits and a class. */
export interface GraphInput {
  readonly bits: number;
  /** rows x bits of -1 and +1. */
  readonly signs: Int8Array;
  /** The class of each row, of four. */
  readonly groups: Uint32Array;
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
}
