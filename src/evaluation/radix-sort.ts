const DIGIT = 11;
const DIGITS = 2 ** DIGIT;
const PASSES = 3;

/**
 * Sorts float32 keys in place, ascending, each with a flag: by three passes of 11 bits over the keys
 * as whole numbers. Not for NaN. Some ten times as fast as sorting by comparisons.
 */
export class RadixSorter {
  readonly keys: Float32Array;
  readonly flags: Uint8Array;
  readonly #bits: Uint32Array;
  readonly #spareBits: Uint32Array;
  readonly #spareFlags: Uint8Array;
  readonly #starts = new Uint32Array(DIGITS);

  constructor(count: number) {
    this.keys = new Float32Array(count);
    this.flags = new Uint8Array(count);
    this.#bits = new Uint32Array(this.keys.buffer);
    this.#spareBits = new Uint32Array(count);
    this.#spareFlags = new Uint8Array(count);
  }

  sort(): void {
    const bits = this.#bits;
    // Whole numbers in the order of the floats; -0 counts as 0.
    for (let i = 0; i < bits.length; i++) {
      const value = bits[i] === 0x80000000 ? 0 : bits[i];
      bits[i] = value & 0x80000000 ? ~value : value | 0x80000000;
    }
    let [from, to] = [bits, this.#spareBits];
    let [fromFlags, toFlags] = [this.flags, this.#spareFlags];
    for (let pass = 0; pass < PASSES; pass++) {
      this.#scatter(from, fromFlags, to, toFlags, pass * DIGIT);
      [from, to] = [to, from];
      [fromFlags, toFlags] = [toFlags, fromFlags];
    }
    // An odd number of passes ends in the spare arrays.
    for (let i = 0; i < from.length; i++) {
      bits[i] = from[i] & 0x80000000 ? from[i] & 0x7fffffff : ~from[i];
    }
    this.flags.set(fromFlags);
  }

  #scatter(
    from: Uint32Array,
    fromFlags: Uint8Array,
    to: Uint32Array,
    toFlags: Uint8Array,
    shift: number,
  ): void {
    const starts = this.#starts.fill(0);
    for (let i = 0; i < from.length; i++) starts[(from[i] >>> shift) & (DIGITS - 1)]++;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = starts[digit];
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < from.length; i++) {
      const place = starts[(from[i] >>> shift) & (DIGITS - 1)]++;
      to[place] = from[i];
      toFlags[place] = fromFlags[i];
    }
  }
}
