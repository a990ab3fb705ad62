import type { HashCodes } from '../../../src/core/hash-codes.ts';
import { allCodes, complement, distinctCodes, randomCodes } from '../../support/inputs.ts';
import { probeOf } from '../../support/kernel-calls.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';

// 20 and 21 bits are looked up in different tables; 33 bits are the first that take two words.
const BITS = [1, 2, 7, 8, 9, 15, 16, 17, 20, 21, 31, 32, 33, 63, 64];
const COUNTS = [0, 1, 5, 64, 400];

export interface ProbingInput {
  /** Distinct codes, ascending. */
  readonly codes: HashCodes;
  readonly queries: readonly Uint32Array[];
  readonly radius: number;
}

export function* probingInputs(): Generator<ProbingInput> {
  for (const bits of BITS) {
    for (const count of COUNTS) {
      const codes = distinctCodes(randomCodes(count, bits, count));
      const others = randomCodes(2, bits, count + 1);
      const queries = [others.code(0), others.code(1)];
      if (codes.count > 0) queries.push(...nearbyQueries(codes));
      yield { codes, queries, radius: affordableRadius(bits) };
    }
    if (bits <= 9) {
      const codes = allCodes(bits);
      yield { codes, queries: [codes.code(0), codes.code(codes.count - 1)], radius: bits + 2 };
    }
  }
}

/**
 * The smallest code and its complement, the largest, and one with the outermost bits of another
 * code flipped: what is found then takes words with and without their sign bit.
 */
function nearbyQueries(codes: HashCodes): Uint32Array[] {
  const { count, bits } = codes;
  const nudged = codes.code((3 * count) >> 2).slice();
  for (const j of new Set([0, bits - 1])) nudged[j >>> 5] ^= 1 << (j & 31);
  return [
    codes.code(0),
    complement(codes.code(0), bits),
    codes.code(count - 1),
    nudged,
    complement(nudged, bits),
  ];
}

/** Every code of few bits, and beyond the last radius; else the radius of some 50,000 codes. */
function affordableRadius(bits: number): number {
  if (bits <= 16) return bits + 2;
  if (bits <= 21) return 6;
  return bits <= 33 ? 4 : 3;
}

export function* probingCases(): Generator<ParityCase> {
  for (const { codes, queries, radius } of probingInputs()) {
    yield {
      family: 'buckets found by probing',
      name: `${codes.count} codes of ${codes.bits} bits`,
      run: (kernels) =>
        whileResident(kernels.createBuckets(codes), (buckets) =>
          bytesOf(
            ...queries.flatMap((query) =>
              [0, 1, radius].flatMap((r) => {
                const { positions, perRadius } = probeOf(buckets, query, r);
                return [Uint32Array.of(positions.length), positions, perRadius];
              }),
            ),
          ),
        ),
    };
  }
}
