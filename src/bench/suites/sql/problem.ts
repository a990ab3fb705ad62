import { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import { RandomHyperplanes } from '../../../models/random-hyperplanes.ts';
import { ClusteredVectors } from '../../clusters.ts';
import { nearestOracle } from '../../oracles/hamming.ts';

/** Neighbours that are looked for. */
export const TOP = 10;
export const QUERIES = 32;

/** Codes in a table, queries that are not among them, and what there is to find. */
export interface CodesProblem {
  readonly codes: HashCodes;
  readonly queries: readonly HashCodes[];
  /** By query, as `plain` writes them. */
  readonly expected: readonly string[];
  /** The distance of the last neighbour of each query. */
  readonly radii: readonly number[];
}

/** A neighbour as every contender finds it. */
export interface Found {
  readonly id: number | bigint | string;
  readonly distance: number;
}

const SETTINGS = { clusters: 1000, dimensions: 32, noise: 0.7, seed: 1 };

/** LSH codes of 1,000 Gaussian clusters in 32 dimensions, and queries from the same clusters. */
export function clusteredCodes(kernels: Kernels, bits: number, rows: number) {
  const vectors = new ClusteredVectors(SETTINGS);
  const hasher = new RandomHyperplanes({ kernels, bits }).fitSync(vectors.next(10_000));
  // The queries first: they are the same for any number of rows.
  const queries = vectors.codes(hasher, QUERIES);
  const codes = vectors.codes(hasher, rows);
  hasher.dispose();
  return { codes, queries };
}

/** The first `rows` of codes that were made before, with what each query has to find. */
export function problemOf(
  { codes, queries }: { readonly codes: HashCodes; readonly queries: HashCodes },
  rows: number,
): CodesProblem {
  const { wordsPerCode, bits } = codes;
  const some = new HashCodes(codes.words.subarray(0, rows * wordsPerCode), rows, bits);
  const lists = Array.from({ length: queries.count }, (_, q) =>
    nearestOracle(some.words, wordsPerCode, queries.code(q), TOP),
  );
  return {
    codes: some,
    queries: lists.map((_, q) => queries.select([q])),
    expected: lists.map(({ positions, distances }) =>
      plain(Array.from(positions, (id, i) => ({ id, distance: distances[i] }))),
    ),
    radii: lists.map(({ distances }) => distances[distances.length - 1]),
  };
}

/** The first TOP neighbours as text. */
export function plain(found: readonly Found[]): string {
  return found
    .slice(0, TOP)
    .map(({ id, distance }) => `${id}:${distance}`)
    .join(' ');
}
