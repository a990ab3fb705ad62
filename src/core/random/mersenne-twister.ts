import { checkWhole } from '../checks.ts';

const SIZE = 624;
const MIDDLE = 397;

/**
 * MT19937, the 32-bit Mersenne Twister, seeded by one integer as numpy's legacy generator is.
 *
 * Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
 * pseudo-random number generator", 1998; seeding by their `init_genrand` of 2002.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;

  /**
   * @param seed - a whole number from 0 to 2^32 - 1.
   * @throws InvalidArgumentError for any other seed.
   */
  constructor(seed: number) {
    checkWhole('seed', seed, 0, 2 ** 32 - 1);
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(previous, 1812433253) + i;
    }
  }

  /** The next draw: a whole number from 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.#next === SIZE) this.#refill();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #refill(): void {
    const state = this.#state;
    let i = 0;
    // Three stretches instead of remainders by 624: each reads its neighbours at a fixed offset.
    for (; i < SIZE - MIDDLE; i++) state[i] = state[i + MIDDLE] ^ twist(state[i], state[i + 1]);
    for (; i < SIZE - 1; i++) state[i] = state[i + MIDDLE - SIZE] ^ twist(state[i], state[i + 1]);
    state[i] = state[MIDDLE - 1] ^ twist(state[i], state[0]);
    this.#next = 0;
  }
}

/** The recurrence's linear map on the top bit of `upper` joined to the other bits of `lower`. */
function twist(upper: number, lower: number): number {
  const joined = (upper & 0x80000000) | (lower & 0x7fffffff);
  return (joined >>> 1) ^ (-(joined & 1) & 0x9908b0df);
}
