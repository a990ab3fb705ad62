import type { HashCodes } from '../../../src/core/hash-codes.ts';
import type {
  MultiIndex,
  MultiIndexHits,
  SearchWork,
} from '../../../src/kernels/multi-index/api.ts';
import { multiIndexKernels } from '../../../src/kernels/multi-index/kernels.ts';
import { complement, randomCodes } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, whileResident } from '../../support/parity-case.ts';

// Substrings that cross words, of unequal length and of one bit; from 129 bits on buckets have
// no copies. 40,000 codes are more than pass through scratch memory at a time.
const SIZES = [
  { bits: 3, substrings: 3, count: 50 },
  { bits: 8, substrings: 1, count: 0 },
  { bits: 16, substrings: 2, count: 300 },
  { bits: 31, substrings: 4, count: 300 },
  { bits: 33, substrings: 2, count: 300 },
  { bits: 64, substrings: 5, count: 500 },
  { bits: 64, substrings: 4, count: 40_000 },
  { bits: 65, substrings: 7, count: 400 },
  { bits: 100, substrings: 9, count: 40_000 },
  { bits: 128, substrings: 11, count: 300 },
  { bits: 129, substrings: 10, count: 40_000 },
  { bits: 257, substrings: 26, count: 200 },
];
const UNLIMITED = Number.POSITIVE_INFINITY;

/** The bytes of a search: what it found, or that it gave up, and its work. */
function told(
  search: (work: SearchWork) => MultiIndexHits | null,
  budget: number,
  lookupCost: number,
): Uint8Array[] {
  const work = { budget, lookupCost, lookups: 77, compared: 77 };
  const hits = search(work);
  const figures = Float64Array.of(hits ? hits.positions.length : -1, work.lookups, work.compared);
  return [bytesOf(figures), hits ? bytesOf(hits.positions, hits.distances) : new Uint8Array(0)];
}

function answers(index: MultiIndex, codes: HashCodes): Uint8Array {
  const { bits, count } = codes;
  const queries = [randomCodes(1, bits, 99).code(0)];
  if (count > 0) queries.push(codes.code(count >> 1), complement(codes.code(0), bits));
  const parts = queries.flatMap((query) => [
    ...[1, 10, Math.min(count + 1, 1000)].flatMap((k) =>
      told((work) => index.nearest(query, k, work), count < 1000 ? UNLIMITED : 30_000, 5),
    ),
    ...[0, 1, Math.min(bits, 9)].flatMap((radius) =>
      told((work) => index.within(query, radius, work), UNLIMITED, 5),
    ),
    ...told((work) => index.within(query, bits, work), 5000, 0.5),
    ...told((work) => index.nearest(query, 5, work), 40, 3),
  ]);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function* multiIndexCases(): Generator<ParityCase> {
  for (const { bits, substrings, count } of SIZES) {
    const codes = randomCodes(count, bits, count + 3);
    yield {
      family: 'codes found by their substrings',
      name: `${count} codes of ${bits} bits in ${substrings}`,
      run: (kernels) =>
        whileResident(multiIndexKernels(kernels).createMultiIndex(codes, substrings), (index) =>
          answers(index, codes),
        ),
    };
  }
}
