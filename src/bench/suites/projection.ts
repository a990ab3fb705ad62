import { wordsFor } from '../../core/hash-codes.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { BenchCase } from '../harness.ts';
import { naiveEncode } from '../naive/projection.ts';
import { randomMatrix } from '../random-data.ts';

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

/** Sign projection and packing. */
export function projectionCases(backends: readonly Kernels[]): (() => BenchCase)[] {
  return SIZES.map(({ n, bits }) => () => {
    const d = DIMENSIONS;
    const points = randomMatrix(n, d, 1);
    const hyperplanes = randomMatrix(bits, d, 2);
    const expected = new Uint32Array(n * wordsFor(bits));
    naiveEncode(points.data, n, d, hyperplanes.data, bits, expected);
    const out = new Uint32Array(expected.length);
    const repeats = Math.max(1, Math.floor(MIN_ROWS / n));
    const projectors = backends.map((kernels) => kernels.createProjector(hyperplanes));
    const isRight = () =>
      disagreements(points.data, hyperplanes.data, d, bits, expected, out) === 0;
    const repeat = (encode: () => void) => () => {
      for (let i = 0; i < repeats; i++) encode();
    };
    const contender = (name: string, encode: () => void) => ({
      name,
      run: repeat(encode),
      verify() {
        out.fill(0);
        encode();
        return isRight();
      },
    });
    return {
      suite: 'projection',
      name: `n=${n} d=${d} bits=${bits}`,
      unit: 'GF/s',
      work: (2 * n * d * bits * repeats) / 1e9,
      contenders: [
        ...projectors.map((projector, i) =>
          contender(backends[i].name, () => projector.encode(points.data, n, out)),
        ),
        contender('naive', () => naiveEncode(points.data, n, d, hyperplanes.data, bits, out)),
      ],
      dispose: () => {
        for (const projector of projectors) projector.dispose();
      },
    };
  });
}

/** Bits that differ from the float64 oracle although its projection is outside float32 rounding. */
function disagreements(
  points: Float32Array,
  hyperplanes: Float32Array,
  d: number,
  bits: number,
  expected: Uint32Array,
  found: Uint32Array,
): number {
  const words = wordsFor(bits);
  let count = 0;
  for (let at = 0; at < expected.length; at++) {
    for (let rest = expected[at] ^ found[at]; rest !== 0; rest &= rest - 1) {
      const bit = (at % words) * 32 + 31 - Math.clz32(rest & -rest);
      const row = Math.floor(at / words);
      let sum = 0;
      let scale = 0;
      for (let k = 0; k < d; k++) {
        const product = points[row * d + k] * hyperplanes[bit * d + k];
        sum += product;
        scale += Math.abs(product);
      }
      if (Math.abs(sum) > scale * d * 2 ** -24) count++;
    }
  }
  return count;
}
