import { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import { codesWithin } from '../../search/probe-cost.ts';
import type { BenchCase } from '../harness.ts';
import { naiveProbe, naiveTable } from '../naive/probe.ts';
import { withinOracle } from '../oracles/hamming.ts';
import { fastRandom, randomWords } from '../random-data.ts';

/** Codes that are looked up in, and queries of one run. */
export interface ProbeSizes {
  readonly count: number;
  readonly queries: number;
}

const SIZES: ProbeSizes = { count: 1_000_000, queries: 200 };
const BITS = 32;
const RADII = [2, 3];

/** Looking up every code within a radius of a query among a million distinct codes. */
export const probeCases = RADII.map(
  (radius) => (backends: readonly Kernels[]) => probeCase(backends, radius),
);

/** Codes to look up in, queries at distance 1 of one of them, and what there is to find. */
export function probeProblem(radius: number, { count, queries: asked } = SIZES) {
  const words = distinctWords(count);
  const random = fastRandom(8);
  const queries = Array.from({ length: asked }, () =>
    Uint32Array.of(words[random() % count] ^ (1 << (random() % BITS))),
  );
  const expected = queries.map(([code]) => withinOracle(words, code, radius));
  const name = `n=${count} bits=${BITS} radius=${radius}`;
  const work = (codesWithin(BITS, radius) * asked) / 1e6;
  return { codes: new HashCodes(words, count, BITS), queries, expected, name, work };
}

/** Every code within a radius of each query. */
export function probeCase(
  backends: readonly Kernels[],
  radius: number,
  sizes: ProbeSizes = SIZES,
): BenchCase {
  const { codes, queries, expected, name, work } = probeProblem(radius, sizes);
  const stores = backends.map((kernels) => kernels.createBuckets(codes));
  const positions = new Uint32Array(codes.count);
  const perRadius = new Uint32Array(radius + 1);
  const table = naiveTable(codes.words);
  const naive = ([code]: Uint32Array) => naiveProbe(table, code, BITS, radius);
  return {
    suite: 'probe',
    name,
    unit: 'Mprobes/s',
    work,
    contenders: [
      ...stores.map((store, i) => {
        const probe = (query: Uint32Array) => store.probe(query, radius, positions, perRadius);
        const isRight = (query: Uint32Array, rings: number[][]) => {
          probe(query);
          let end = 0;
          return rings.every((ring, r) => {
            const start = end;
            end += perRadius[r];
            return positions.slice(start, end).sort().join() === ring.join();
          });
        };
        return {
          name: backends[i].name,
          run: () => queries.forEach(probe),
          verify: () => queries.every((query, q) => isRight(query, expected[q])),
        };
      }),
      {
        name: 'naive',
        run: () => queries.forEach(naive),
        verify: () =>
          queries.every(
            (query, q) => ascending(naive(query)).join() === ascending(expected[q].flat()).join(),
          ),
      },
    ],
    dispose: () => {
      for (const store of stores) store.dispose();
    },
  };
}

/** Distinct codes, sorted, as kernels are given them. */
function distinctWords(count: number): Uint32Array<ArrayBuffer> {
  const drawn = new Set(randomWords(count + 2000, BITS, 7));
  return Uint32Array.from(drawn).subarray(0, count).sort();
}

function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}
