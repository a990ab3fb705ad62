import { checkWhole, refuse } from '../checks.ts';
import { InvalidArgumentError } from '../errors.ts';
import { log } from './log.ts';
import { MersenneTwister } from './mersenne-twister.ts';

const TWO_32 = 2 ** 32;

/**
 * numpy's legacy generator, `numpy.random.RandomState(seed)`: the same seed gives the same numbers
 * as in Python, on every engine and processor. Uniform numbers, integers and permutations are
 * equal bit by bit; normal deviates are equal after rounding to float32 (as doubles they may differ
 * in the last bit, since numpy's depend on the logarithm of its C library).
 *
 * Not for secrets: the generator is predictable.
 *
 * Source: numpy's documentation of RandomState, whose stream is frozen (NEP 19).
 */
export class RandomState {
  readonly #twister: MersenneTwister;
  /** The second deviate of the last pair, not handed out yet. */
  #spare: number | undefined;

  /**
   * @param seed - a whole number from 0 to 2^32 - 1.
   * @throws InvalidArgumentError for any other seed.
   */
  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. Cost: two draws. */
  randomSample(): number {
    const high = this.#twister.nextUint32() >>> 5;
    const low = this.#twister.nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /**
   * A standard normal deviate (mean 0, variance 1) by Marsaglia's polar method. Deviates come in
   * pairs: every second call returns the stored one, as numpy's does.
   */
  randn(): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return value;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.randomSample() - 1;
      y = 2 * this.randomSample() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * log(square)) / square);
    this.#spare = scale * x;
    return scale * y;
  }

  /** Fills `target` with standard normal deviates, rounded to float32, in order. */
  fillNormal(target: Float32Array): void {
    if (!(target instanceof Float32Array)) {
      refuse('target', 'a Float32Array', target);
    }
    for (let i = 0; i < target.length; i++) target[i] = this.randn();
  }

  /**
   * A uniform whole number in [low, high), as `RandomState.randint` draws it: bits are masked to
   * the range's width and drawn again while they exceed it. Cost: fewer than two tries on average.
   *
   * @throws InvalidArgumentError if the bounds are not safe whole numbers, high is not above low,
   * or high - low exceeds 2^53 - 1.
   */
  randint(low: number, high: number): number {
    checkWhole('low', low, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    checkWhole('high', high, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    if (high <= low) {
      throw new InvalidArgumentError(`high must be above low, ${low}, not ${high}`);
    }
    if (high - low > Number.MAX_SAFE_INTEGER) {
      throw new InvalidArgumentError(`high - low must be at most 2^53 - 1, not ${high - low}`);
    }
    const span = high - low - 1;
    return low + (span < TWO_32 ? this.#upTo(span) : this.#upToWide(span));
  }

  /**
   * The whole numbers 0 to n - 1 in random order, as `RandomState.permutation(n)`: Fisher-Yates
   * from the end. Cost: O(n).
   *
   * @throws InvalidArgumentError if n is not a whole number from 0 to 2^32 - 1.
   */
  permutation(n: number): Uint32Array {
    checkWhole('n', n, 0, TWO_32 - 1);
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i);
      const value = order[i];
      order[i] = order[j];
      order[j] = value;
    }
    return order;
  }

  /** A uniform whole number from 0 to `max`, which is below 2^32; draws nothing if max is 0. */
  #upTo(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    let value: number;
    do value = (this.#twister.nextUint32() & mask) >>> 0;
    while (value > max);
    return value;
  }

  /** The same for `max` from 2^32 to 2^53: two draws a try, the high word first. */
  #upToWide(max: number): number {
    const mask = 0xffffffff >>> Math.clz32(Math.floor(max / TWO_32));
    let value: number;
    do {
      const high = (this.#twister.nextUint32() & mask) >>> 0;
      value = high * TWO_32 + this.#twister.nextUint32();
    } while (value > max);
    return value;
  }
}
