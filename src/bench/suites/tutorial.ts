import { HashCodes, hammingDistance } from '../../core/hash-codes.ts';
import { gaussianHyperplanes } from '../../core/random/gaussian-hyperplanes.ts';
import { RandomState } from '../../core/random/random-state.ts';
import { normaliseAndCentre } from '../../data/preprocess.ts';
import type { Kernels } from '../../kernels/api.ts';
import { HashTable } from '../../search/hash-table.ts';
import type { BenchCase } from '../harness.ts';
import { descriptorLike } from '../random-data.ts';

const ROWS = 58682;
const DIMENSIONS = 64;
const QUERIES = 20;
const RADIUS = 10;

/** The tutorial's search: candidates within every radius 0..10, found in one search. */
export function tutorialCases(backends: readonly Kernels[]): (() => BenchCase)[] {
  return [16, 32].map((bits) => () => {
    const points = normaliseAndCentre(backends[0], descriptorLike(ROWS, DIMENSIONS, 11));
    const projector = backends[0].createProjector(
      gaussianHyperplanes(new RandomState(0), DIMENSIONS, bits),
    );
    const words = new Uint32Array(ROWS);
    projector.encode(points.data, ROWS, words);
    projector.dispose();
    const codes = new HashCodes(words, ROWS, bits);
    const queries = Array.from({ length: QUERIES }, (_, q) => codes.code(q * 997));
    const naive = (query: Uint32Array) => naiveCandidates(codes, query);
    const expected = queries.map((query) => naive(query).join());
    const tables = backends.map((kernels) => new HashTable(kernels, codes));
    const contender = (name: string, search: (query: Uint32Array) => ArrayLike<number>) => ({
      name,
      run() {
        for (const query of queries) search(query);
      },
      verify: () => queries.every((q, i) => Array.from(search(q)).join() === expected[i]),
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
        contender('naive', naive),
      ],
      dispose: () => {
        for (const table of tables) table.dispose();
      },
    };
  });
}

/** All rows within the radius, by distance and row: a list per distance, one comparison a row. */
function naiveCandidates(codes: HashCodes, query: Uint32Array): number[] {
  const rings: number[][] = Array.from({ length: RADIUS + 1 }, () => []);
  for (let i = 0; i < codes.count; i++) {
    const distance = hammingDistance(codes.code(i), query);
    if (distance <= RADIUS) rings[distance].push(i);
  }
  return rings.flat();
}
