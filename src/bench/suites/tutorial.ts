import type { HashCodes } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { normaliseAndCentre } from '../../preparation/preprocess.ts';
import { HashTable } from '../../search/hash-table.ts';
import type { BenchCase } from '../harness.ts';
import { popcount } from '../naive/hamming.ts';
import { withinOracle } from '../oracles/hamming.ts';
import { descriptorLike } from '../random-data.ts';

/** The tutorial's database. */
const ROWS = 58682;
const DIMENSIONS = 64;
const QUERIES = 20;
const RADIUS = 10;

/** The tutorial's search: candidates within every radius 0..10, found in one search. */
export const tutorialCases = [16, 32].map(
  (bits) => (backends: readonly Kernels[]) => tutorialCase(backends, bits),
);

function tutorialCase(backends: readonly Kernels[], bits: number): BenchCase {
  const codes = databaseCodes(backends[0], bits);
  const queries = Array.from({ length: QUERIES }, (_, q) => codes.code(q * 997));
  const expected = queries.map(([code]) => withinOracle(codes.words, code, RADIUS).flat());
  const tables = backends.map((kernels) => new HashTable(kernels, codes));
  const contender = (name: string, search: (query: Uint32Array) => ArrayLike<number>) => ({
    name,
    run() {
      for (const query of queries) search(query);
    },
    verify: () =>
      queries.every((query, q) => {
        const rows = search(query);
        return rows.length === expected[q].length && expected[q].every((row, i) => rows[i] === row);
      }),
  });
  return {
    suite: 'tutorial',
    name: `n=${ROWS} bits=${bits} radius=0..${RADIUS}`,
    unit: 'queries/s',
    work: QUERIES,
    contenders: [
      ...tables.map((table, i) =>
        contender(backends[i].name, (query) => table.search(query, { radius: RADIUS }).rows),
      ),
      contender('naive', (query) => naiveCandidates(codes, query)),
    ],
    dispose: () => {
      for (const table of tables) table.dispose();
    },
  };
}

function databaseCodes(kernels: Kernels, bits: number): HashCodes {
  const points = normaliseAndCentre(kernels, descriptorLike(ROWS, DIMENSIONS, 11));
  const hasher = new RandomHyperplanes({ kernels, bits, normalise: false, centre: false });
  const codes = hasher.fitSync(points).encode(points);
  hasher.dispose();
  return codes;
}

/** All rows within the radius, by distance and row: a list per distance, one comparison a row. */
function naiveCandidates(codes: HashCodes, [query]: Uint32Array): number[] {
  const rings: number[][] = Array.from({ length: RADIUS + 1 }, () => []);
  for (let i = 0; i < codes.count; i++) {
    const distance = popcount(codes.words[i] ^ query);
    if (distance <= RADIUS) rings[distance].push(i);
  }
  return rings.flat();
}
