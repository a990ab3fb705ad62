import { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';
import { naiveNearestCodes } from '../naive/hamming.ts';
import { nearestOracle } from '../oracles/hamming.ts';
import { randomWords } from '../random-data.ts';
import { inTurns } from '../turns.ts';

const COUNT = 1_000_000;
const TOP = 100;
const WIDTHS = [16, 32, 64, 128, 256];
const BATCHES = [16, 1];

/** Top-100 by Hamming distance in a million codes, in batches of queries and one by one. */
export const hammingCases = WIDTHS.flatMap((bits) =>
  BATCHES.map((batch) => (backends: readonly Kernels[]) => hammingCase(backends, bits, batch)),
);

/** Codes to search in, queries to search for, and what there is to find. */
export function hammingProblem(bits: number, batch: number, count = COUNT) {
  const codes = new HashCodes(randomWords(count, bits, 5), count, bits);
  const queries = randomWords(batch, bits, 6);
  const perCode = codes.wordsPerCode;
  const query = (q: number) => queries.subarray(q * perCode, (q + 1) * perCode);
  const expected = Array.from({ length: batch }, (_, q) =>
    nearestOracle(codes.words, perCode, query(q), TOP),
  );
  return { codes, queries, query, expected, top: TOP, name: nameOf(bits, batch, count) };
}

function nameOf(bits: number, batch: number, count: number): string {
  return `n=${count} bits=${bits} k=${TOP} batch=${batch}`;
}

/** The nearest of `count` codes, for `batch` queries at a time. */
export function hammingCase(
  backends: readonly Kernels[],
  bits: number,
  batch: number,
  count = COUNT,
): BenchCase {
  const { codes, queries, query, expected, name } = hammingProblem(bits, batch, count);
  const positions = new Uint32Array(batch * TOP);
  const distances = new Uint16Array(batch * TOP);
  const stores = backends.map((kernels) => kernels.createCodes(codes));
  const isRight = () =>
    expected.every(
      (list, q) =>
        list.positions.every((position, i) => positions[q * TOP + i] === position) &&
        list.distances.every((distance, i) => distances[q * TOP + i] === distance),
    );
  const naive = (q: number) => {
    const found = naiveNearestCodes(codes.words, count, codes.wordsPerCode, query(q), TOP);
    for (const [i, { position, distance }] of found.entries()) {
      positions[q * TOP + i] = position;
      distances[q * TOP + i] = distance;
    }
  };
  const allQueries = expected.map((_, q) => q);
  return {
    suite: 'hamming',
    name,
    unit: 'Gcodes/s',
    work: (count * batch) / 1e9,
    contenders: [
      ...stores.map((store, i) => {
        const run = () => {
          store.nearest(queries, batch, TOP, positions, distances);
        };
        return { name: backends[i].name, run, verify: () => verified(run) };
      }),
      {
        name: 'naive',
        work: count / 1e9,
        run: inTurns(allQueries, naive),
        verify: () => verified(() => allQueries.forEach(naive)),
      },
    ],
    dispose: () => {
      for (const store of stores) store.dispose();
    },
  };

  function verified(scan: () => void): boolean {
    positions.fill(0);
    distances.fill(0);
    scan();
    return isRight();
  }
}
