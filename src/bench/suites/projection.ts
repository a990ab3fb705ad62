import { wordsFor } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';
import { naiveEncode } from '../naive/projection.ts';
import { projectionOracle, wrongBits } from '../oracles/projection.ts';
import { randomMatrix } from '../random-data.ts';
import { inTurns } from '../turns.ts';

const SIZES = [
  { n: 1200, bits: 16 },
  { n: 1200, bits: 32 },
  { n: 1200, bits: 64 },
  { n: 1200, bits: 128 },
  { n: 60000, bits: 64 },
  { n: 1, bits: 64 },
];
const DIMENSIONS = 512;
/** One run encodes at least this many rows: a single row is too quick to time. */
const MIN_ROWS = 256;
/** Rows that the naive form encodes in a run. */
const NAIVE_ROWS = 1200;

/** Sign projection and packing. */
export const projectionCases = SIZES.map(
  ({ n, bits }) =>
    (backends: readonly Kernels[]) =>
      projectionCase(backends, n, bits),
);

/** Points, hyperplanes and the codes to find. */
export function projectionProblem(n: number, bits: number) {
  const points = randomMatrix(n, DIMENSIONS, 1);
  const hyperplanes = randomMatrix(bits, DIMENSIONS, 2);
  const expected = projectionOracle(points, hyperplanes);
  const isRight = (found: Uint32Array) => wrongBits(points, hyperplanes, expected, found) === 0;
  const name = `n=${n} d=${DIMENSIONS} bits=${bits}`;
  return { points, hyperplanes, isRight, name, work: (2 * n * DIMENSIONS * bits) / 1e9 };
}

/** Encoding `n` points with `bits` hyperplanes. */
export function projectionCase(backends: readonly Kernels[], n: number, bits: number): BenchCase {
  const { points, hyperplanes, isRight, name, work } = projectionProblem(n, bits);
  const words = wordsFor(bits);
  const out = new Uint32Array(n * words);
  const repeats = Math.max(1, Math.floor(MIN_ROWS / n));
  const projectors = backends.map((kernels) => kernels.createProjector(hyperplanes));
  const verified = (encode: () => void) => {
    out.fill(0);
    encode();
    return isRight(out);
  };
  const repeated = (encode: () => void) => () => {
    for (let i = 0; i < repeats; i++) encode();
  };
  const slices = Array.from({ length: Math.ceil(n / NAIVE_ROWS) }, (_, i) => i * NAIVE_ROWS);
  const naive = (first: number) => {
    const end = Math.min(first + NAIVE_ROWS, n);
    const { data, rows } = points.slice(first, end);
    const codes = out.subarray(first * words, end * words);
    naiveEncode(data, rows, DIMENSIONS, hyperplanes.data, bits, codes);
  };
  return {
    suite: 'projection',
    name,
    unit: 'GF/s',
    work: work * repeats,
    contenders: [
      ...projectors.map((projector, i) => {
        const encode = () => projector.encode(points.data, n, out);
        return {
          name: backends[i].name,
          run: repeated(encode),
          verify: () => verified(encode),
        };
      }),
      {
        name: 'naive',
        work: (work * repeats) / slices.length,
        run: repeated(inTurns(slices, naive)),
        verify: () => verified(() => slices.forEach(naive)),
      },
    ],
    dispose: () => {
      for (const projector of projectors) projector.dispose();
    },
  };
}
