import type { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import type { Metric } from '../../../src/kernels/api.ts';
import type {
  CodeLists,
  EstimatedRows,
  QuantisedKernels,
  Quantiser,
  QuantiserModel,
} from '../../../src/kernels/quantised/api.ts';
import { quantisedKernels } from '../../../src/kernels/quantised/kernels.ts';
import { ROUNDS, rotatedDimensions } from '../../../src/kernels/quantised/layout.ts';
import { KINDS, operands } from '../../support/inputs.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';

// Rotations of 2^k and of 3 x 2^k, with padding and without; blocks of 32 codes, whole and begun; all
// nibbles in one sum of 16 bits, and in several.
const SIZES = [
  { rows: 1, cols: 1, bits: 1, coded: 32, centres: 1, metric: 'euclidean' },
  { rows: 33, cols: 5, bits: 2, coded: 32, centres: 3, metric: 'dot' },
  { rows: 70, cols: 65, bits: 1, coded: 64, centres: 1, metric: 'cosine' },
  { rows: 64, cols: 96, bits: 4, coded: 96, centres: 2, metric: 'euclidean' },
  { rows: 31, cols: 130, bits: 1, coded: 192, centres: 5, metric: 'cosine' },
  { rows: 40, cols: 300, bits: 4, coded: 384, centres: 1, metric: 'dot' },
] as const;
// Once for all kinds: these take a while.
const WIDE = [
  { rows: 9, cols: 2100, bits: 2, coded: 3072, centres: 2, metric: 'euclidean' },
  { rows: 700, cols: 128, bits: 1, coded: 96, centres: 1, metric: 'dot' },
  { rows: 700, cols: 64, bits: 2, coded: 64, centres: 7, metric: 'cosine' },
] as const;

interface Size {
  readonly rows: number;
  readonly cols: number;
  readonly bits: 1 | 2 | 4;
  readonly coded: number;
  readonly centres: number;
  readonly metric: Metric;
}

function modelOf({ cols, bits, coded, centres, metric }: Size, points: Matrix): QuantiserModel {
  const random = new RandomState(cols);
  const rotated = rotatedDimensions(cols, bits);
  const signs = Uint32Array.from(
    { length: ROUNDS * rotated },
    () => random.randint(0, 2) * 2 ** 31,
  );
  // Rows themselves, so that there are residuals of nothing.
  const rows = Array.from({ length: centres }, (_, c) => (c * 7) % points.rows);
  const own = points.selectRows(rows);
  const mean = own.row(0);
  const sizes = { metric, dimensions: cols, bitsPerDimension: bits, codedDimensions: coded };
  return { ...sizes, signs, centres: own, mean };
}

function told({ rows, distances, factors, step }: EstimatedRows): Uint8Array {
  return bytesOf(rows, distances, factors, Float32Array.of(step));
}

function answers(lists: CodeLists, queries: Matrix, centres: number): Uint8Array[] {
  const all = Uint32Array.from({ length: centres }, (_, c) => centres - 1 - c);
  const own = Float32Array.from(all, (c) => c * 0.25);
  const excluded = new Uint8Array(Math.ceil(lists.count / 8)).fill(0b01010001);
  const parts: Uint8Array[] = [];
  for (let q = 0; q < queries.rows; q++) {
    const query = queries.row(q);
    parts.push(told(lists.nearest(query, { lists: all, own }, 5, null)));
    parts.push(told(lists.nearest(query, { lists: all.slice(0, 1), own }, 40, excluded)));
  }
  if (centres > 1) return parts;
  for (const count of [1, queries.rows]) {
    const some = queries.slice(0, count);
    const given = new Float32Array(count).fill(0.5);
    parts.push(...lists.nearestBatch(some.data, count, given, 7, excluded).map(told));
  }
  return parts;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function run({ createQuantiser }: QuantisedKernels, kind: string, size: Size): Uint8Array {
  const { left: points, right: queries } = operands(kind, size.rows, 3, size.cols);
  const clusters = Uint16Array.from({ length: size.rows }, (_, i) => (i * 5) % size.centres);
  const codes = new Uint8Array((size.rows * size.coded * size.bits) / 8);
  const factors = soiled(new Float32Array(size.rows * 2));
  const own = size.centres === 1 ? null : clusters;
  const model = modelOf(size, points);
  return whileResident(createQuantiser(model), (quantiser: Quantiser) => {
    const { unfit, spread } = quantiser.encode(points.data, size.rows, own, codes, factors);
    const outcome = bytesOf(Float64Array.of(unfit, spread));
    if (unfit < size.rows) return outcome;
    const rows = { codes, factors, clusters: own ?? new Uint16Array(0) };
    return whileResident(quantiser.createLists(rows), (lists) => {
      const read = lists.read();
      return joined([
        outcome,
        codes,
        bytesOf(factors),
        ...answers(lists, queries, size.centres),
        read.codes,
        bytesOf(read.factors, read.clusters),
      ]);
    });
  });
}

/** Cases for the kernels that `kernelsOf` gives on a backend. */
export function* quantisedCases(kernelsOf = quantisedKernels): Generator<ParityCase> {
  for (const kind of Object.keys(KINDS)) {
    for (const size of kind === 'ordinary' ? [...SIZES, ...WIDE] : SIZES) {
      const { rows, cols, bits, coded, centres, metric } = size;
      yield {
        family: `codes and estimates of rows that are ${kind}`,
        name: `${metric}, ${rows} x ${cols} to ${coded} of ${bits} bits about ${centres}`,
        run: (kernels) => run(kernelsOf(kernels), kind, size),
      };
    }
  }
}
