import { InvalidArgumentError } from '../core/errors.ts';
import { checkCodes, type HashCodes, popcount } from '../core/hash-codes.ts';

/** How well the bits of some codes are used. */
export interface CodeStatistics {
  /** Mean over bits of 1 - |2 p - 1|, p the share of ones: 1 if all bits split the points evenly. */
  readonly bitBalance: number;
  /** Bits that are the same for every point. */
  readonly constantBits: number;
  /**
   * Mean |Pearson correlation| over pairs of bits that are not constant; null if there are none.
   */
  readonly bitCorrelation: number | null;
  /** Distinct codes. */
  readonly buckets: number;
  readonly largestBucket: number;
}

/**
 * Balance and correlation of the bits, and how many buckets they make.
 * Cost: O(count x bits + bits^2 count / 32).
 *
 * @throws InvalidArgumentError if there are no codes.
 */
export function codeStatistics(codes: HashCodes): CodeStatistics {
  checkCodes('codes', codes);
  if (codes.count === 0) throw new InvalidArgumentError('statistics need at least one code');
  const columns = bitColumns(codes);
  const ones = columns.map((column) => column.reduce((sum, word) => sum + popcount(word), 0));
  const shares = ones.map((n) => n / codes.count);
  const varying = columns.flatMap((column, j) =>
    ones[j] > 0 && ones[j] < codes.count ? [{ column, share: shares[j] }] : [],
  );
  return {
    bitBalance: shares.reduce((sum, p) => sum + 1 - Math.abs(2 * p - 1), 0) / codes.bits,
    constantBits: codes.bits - varying.length,
    bitCorrelation: meanCorrelation(varying, codes.count),
    ...bucketSizes(codes),
  };
}

/** Bit j of all codes, 32 codes a word, for each j. */
function bitColumns({ words, count, bits, wordsPerCode }: HashCodes): Uint32Array[] {
  const columns = Array.from({ length: bits }, () => new Uint32Array((count + 31) >>> 5));
  for (let i = 0; i < count; i++) {
    const first = i * wordsPerCode;
    for (let j = 0; j < bits; j++) {
      const bit = (words[first + (j >>> 5)] >>> (j & 31)) & 1;
      columns[j][i >>> 5] |= bit << (i & 31);
    }
  }
  return columns;
}

function meanCorrelation(
  bits: readonly { column: Uint32Array; share: number }[],
  count: number,
): number | null {
  if (bits.length < 2) return null;
  let sum = 0;
  bits.forEach((a, i) => {
    for (const b of bits.slice(0, i)) {
      let both = 0;
      for (let w = 0; w < a.column.length; w++) both += popcount(a.column[w] & b.column[w]);
      const spread = Math.sqrt(a.share * (1 - a.share) * b.share * (1 - b.share));
      sum += Math.abs(both / count - a.share * b.share) / spread;
    }
  });
  return sum / ((bits.length * (bits.length - 1)) / 2);
}

function bucketSizes(codes: HashCodes): { buckets: number; largestBucket: number } {
  const sizes = new Map<string, number>();
  for (let i = 0; i < codes.count; i++) {
    const key = String.fromCharCode(...new Uint16Array(codes.code(i).slice().buffer));
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  let largestBucket = 0;
  for (const size of sizes.values()) largestBucket = Math.max(largestBucket, size);
  return { buckets: sizes.size, largestBucket };
}
