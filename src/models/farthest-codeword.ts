import { checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import { RandomState } from '../core/random/random-state.ts';

/** Settings of `farthestCodeword`. */
export interface FarthestCodewordOptions {
  /** Seed of the codewords that the search starts from, 0..2^32-1. Default 0. */
  readonly seed?: number | undefined;
}

/** Random codewords from which bits are flipped. */
const STARTS = 16;
/** Passes over the bits; a handful leaves nothing to gain. */
const MOST_PASSES = 20;
/** What a bit that has more classes on one side costs, beside the distances. */
const BALANCE = 0.3;

/**
 * A codeword for one more class, far from those that there are: of 16 random codewords, each
 * improved by flipping one bit after another while that lowers the sum of 2^-distance to the others
 * (and, less, the imbalance of the bit), the one with the least sum.
 *
 * Cost: at most 16 x 20 x bits x classes; a third of the passes, as a rule.
 *
 * @param codewords - of the classes so far, classes x bits, -1 or +1; `classCodewords` makes them.
 * @throws InvalidArgumentError if they are not whole codewords of -1 and +1.
 */
export function farthestCodeword(
  codewords: Int8Array,
  bits: number,
  options: FarthestCodewordOptions = {},
): Int8Array {
  checkOptions('farthestCodeword', options, { seed: 1 });
  const { seed = 0 } = options;
  checkWhole('bits', bits, 1, MAX_BITS);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  if (!(codewords instanceof Int8Array)) refuse('codewords', 'an Int8Array', codewords);
  if (codewords.length % bits !== 0 || codewords.some((sign) => sign !== 1 && sign !== -1)) {
    throw new InvalidArgumentError(`codewords must be classes x ${bits} values of -1 and +1`);
  }
  const random = new RandomState(seed);
  const sides = columnSums(codewords, bits);
  let best = new Int8Array(bits);
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < STARTS; start++) {
    const word = Int8Array.from({ length: bits }, () => (random.randomSample() < 0.5 ? -1 : 1));
    for (let pass = 0; pass < MOST_PASSES && flipBits(word, codewords, sides); pass++);
    const sum = nearness(word, codewords).reduce((all, each) => all + each, 0);
    // The first of equals, so that without other classes it is simply random.
    if (sum < least) {
      least = sum;
      best = word;
    }
  }
  return best;
}

/** One pass over the bits; whether one was flipped. */
function flipBits(word: Int8Array, codewords: Int8Array, sides: Float64Array): boolean {
  const bits = word.length;
  const near = scaled(nearness(word, codewords));
  const imbalance = (BALANCE / bits) * near.reduce((all, each) => all + each, 0);
  let hasFlipped = false;
  for (let j = 0; j < bits; j++) {
    let change = -2 * imbalance * word[j] * sides[j];
    for (let c = 0, at = j; c < near.length; c++, at += bits) {
      change += codewords[at] === word[j] ? -near[c] / 2 : near[c];
    }
    if (change >= -1e-12) continue;
    for (let c = 0, at = j; c < near.length; c++, at += bits) {
      near[c] *= codewords[at] === word[j] ? 0.5 : 2;
    }
    word[j] = -word[j];
    hasFlipped = true;
  }
  return hasFlipped;
}

/** 2^-distance to each codeword; 2^-1000 at least, since smaller ones would be 0. */
function nearness(word: Int8Array, codewords: Int8Array): Float64Array {
  const bits = word.length;
  return Float64Array.from({ length: codewords.length / bits }, (_, c) => {
    let distance = 0;
    for (let j = 0; j < bits; j++) if (codewords[c * bits + j] !== word[j]) distance++;
    return 2 ** -Math.min(1000, distance);
  });
}

/** About the largest. */
function scaled(near: Float64Array): Float64Array {
  const most = near.reduce((largest, each) => Math.max(largest, each), 0);
  return near.map((each) => each / most);
}

function columnSums(codewords: Int8Array, bits: number): Float64Array {
  const sums = new Float64Array(bits);
  for (let i = 0; i < codewords.length; i++) sums[i % bits] += codewords[i];
  return sums;
}
