import { checkWhole, refuse } from '../core/checks.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';

/** How the codewords of the classes are made; see `classCodewords`. */
export const CODEWORD_KINDS = ['separated', 'balanced', 'hadamard'] as const;
export type CodewordKind = (typeof CODEWORD_KINDS)[number];

/** Settings of `classCodewords`. */
export interface CodewordOptions {
  /** Default `separated`. */
  readonly kind?: CodewordKind | undefined;
  /** Seed of the random draws, 0..2^32-1. Default 0. */
  readonly seed?: number | undefined;
  /**
   * Bits after which the codewords repeat themselves. Default: 5 a class. Longer codes then hold
   * the same dichotomies again and again, and neighbours stay within small Hamming radii.
   */
  readonly distinct?: number | undefined;
}

/** Random columns among which each bit of `separated` is chosen. */
const CANDIDATES = 64;

/**
 * One codeword a class: classes x bits, -1 or +1. A bit divides the classes in two; what a hasher
 * makes of codewords is an error-correcting output code (Dietterich and Bakiri, JAIR 1995).
 *
 * - `balanced`: each bit has half of the classes on each side, at random.
 * - `separated`: each bit is the one of 64 balanced ones that best keeps apart the classes that are
 *   nearest so far: it minimises the sum of 2^-distance over pairs of classes. The first bits of
 *   long codewords are those of short ones.
 * - `hadamard`: columns 1, 2, ... of a Hadamard matrix (Sylvester's) of the smallest order that
 *   has a row for each class, dealt to them at random: after order - 1 bits all
 *   codewords are equally far from each other, and the columns repeat.
 *
 * Cost: bits x 64 x classes^2 for `separated`, bits x classes for the others.
 */
export function classCodewords(
  classes: number,
  bits: number,
  options: CodewordOptions = {},
): Int8Array {
  checkOptions('classCodewords', options, { kind: 1, seed: 1, distinct: 1 });
  const { kind = 'separated', seed = 0, distinct = 5 * classes } = options;
  checkWhole('classes', classes, 2, 2 ** 16);
  checkWhole('bits', bits, 1, MAX_BITS);
  checkWhole('distinct', distinct, 1, Number.MAX_SAFE_INTEGER);
  if (!CODEWORD_KINDS.includes(kind)) {
    refuse('kind of codewords', `one of ${CODEWORD_KINDS.join(', ')}`, kind);
  }
  const random = new RandomState(seed);
  const columns = columnsOf(kind, classes, Math.min(bits, distinct), random);
  const out = new Int8Array(classes * bits);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < bits; j++) out[c * bits + j] = columns[j % columns.length][c];
  }
  return out;
}

function columnsOf(
  kind: CodewordKind,
  classes: number,
  count: number,
  random: RandomState,
): Int8Array[] {
  if (kind === 'hadamard') return hadamardColumns(classes, count, random);
  const columns: Int8Array[] = [];
  // 2^-distance of each pair of classes; a bit that parts a pair halves it.
  const nearness = new Float64Array(classes * classes).fill(1);
  for (let j = 0; j < count; j++) {
    const column =
      kind === 'balanced' ? balancedColumn(classes, random) : bestColumn(classes, nearness, random);
    columns.push(column);
    for (let a = 0; a < classes; a++) {
      for (let b = 0; b < a; b++) if (column[a] !== column[b]) nearness[a * classes + b] /= 2;
    }
  }
  return columns;
}

/** Half of the classes at -1, the others at +1; an odd one is on either side by chance. */
function balancedColumn(classes: number, random: RandomState): Int8Array {
  const order = random.permutation(classes);
  const negative = (classes + (classes % 2 === 1 ? random.randint(0, 2) : 0)) >>> 1;
  const column = new Int8Array(classes).fill(1);
  for (let i = 0; i < negative; i++) column[order[i]] = -1;
  return column;
}

/** The sum of 2^-distance falls by half of 2^-distance for each pair that the bit parts. */
function bestColumn(classes: number, nearness: Float64Array, random: RandomState): Int8Array {
  let best = balancedColumn(classes, random);
  let most = parted(best, nearness);
  for (let i = 1; i < CANDIDATES; i++) {
    const column = balancedColumn(classes, random);
    const gain = parted(column, nearness);
    if (gain > most) {
      best = column;
      most = gain;
    }
  }
  return best;
}

function parted(column: Int8Array, nearness: Float64Array): number {
  const classes = column.length;
  let sum = 0;
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < a; b++) if (column[a] !== column[b]) sum += nearness[a * classes + b];
  }
  return sum;
}

function hadamardColumns(classes: number, count: number, random: RandomState): Int8Array[] {
  let order = 1;
  while (order < classes) order *= 2;
  const rows = random.permutation(order);
  return Array.from({ length: count }, (_, j) => {
    const column = 1 + (j % (order - 1));
    return Int8Array.from({ length: classes }, (_, c) => (oddBits(rows[c] & column) ? -1 : 1));
  });
}

function oddBits(value: number): boolean {
  let parity = 0;
  for (let rest = value; rest > 0; rest >>>= 1) parity ^= rest & 1;
  return parity === 1;
}
