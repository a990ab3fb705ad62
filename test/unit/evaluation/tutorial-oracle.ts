// The tutorial's job once more, in plain loops and float64: what runTutorial must find.
import { RandomState } from '../../../src/core/random/random-state.ts';

export interface OraclePartition {
  readonly points: number[][];
  readonly labels: readonly number[];
  readonly queries: number[];
  readonly database: number[];
  readonly train: number[];
}

/** Normalises, centres and splits as the tutorial does: twice the first rows of a permutation. */
export function oraclePartition(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  sizes: { queries: number; train: number; seed: number },
): OraclePartition {
  const unit = rows.map((row) => row.map((value) => value / Math.hypot(...row)));
  const mean = unit[0].map((_, d) => unit.reduce((sum, row) => sum + row[d], 0) / unit.length);
  const points = unit.map((row) => row.map((value, d) => value - mean[d]));
  const order = Array.from(new RandomState(sizes.seed).permutation(rows.length));
  const rest = order.slice(sizes.queries);
  const second = Array.from(new RandomState(sizes.seed).permutation(rest.length), (i) => rest[i]);
  return {
    points,
    labels,
    queries: order.slice(0, sizes.queries),
    train: second.slice(0, sizes.train),
    database: second.slice(sizes.train),
  };
}

/** Hyperplanes of LSH: bits x dimensions, from numpy's randn(dimensions, bits). */
export function oracleHyperplanes(seed: number, dimensions: number, bits: number): number[][] {
  const random = new RandomState(seed);
  const planes = Array.from({ length: bits }, () => new Array<number>(dimensions));
  for (let d = 0; d < dimensions; d++) {
    for (let j = 0; j < bits; j++) planes[j][d] = random.randn();
  }
  return planes;
}

/** Codes as strings of 0 and 1; fails where a projection is too near to 0 to compare float32. */
export function oracleCodes(
  points: readonly (readonly number[])[],
  hyperplanes: readonly ArrayLike<number>[],
): string[] {
  return points.map((point) =>
    hyperplanes
      .map((plane) => {
        const projection = point.reduce((sum, value, d) => sum + value * plane[d], 0);
        if (Math.abs(projection) < 1e-6) throw new Error(`the projection ${projection} is near 0`);
        return projection >= 0 ? '1' : '0';
      })
      .join(''),
  );
}

function hamming(a: string, b: string): number {
  return Array.from(a).filter((bit, j) => bit !== b[j]).length;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, d) => sum + value * b[d], 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}

/** Candidates re-ranked by cosine, and the share of the first `top` that carry the query's label. */
function precision(partition: OraclePartition, query: number, rows: number[], top: number): number {
  const { points, labels } = partition;
  const ranked = rows
    .map((row) => ({ row, similarity: cosine(points[query], points[row]) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, top);
  return ranked.filter(({ row }) => labels[row] === labels[query]).length / top;
}

export function oracleCurve(
  partition: OraclePartition,
  codes: readonly string[],
  settings: { top: number; maxRadius: number },
) {
  const { queries, database } = partition;
  return Array.from({ length: settings.maxRadius + 1 }, (_, radius) => {
    let sum = 0;
    let empty = 0;
    let candidates = 0;
    for (const query of queries) {
      const rows = database.filter((row) => hamming(codes[row], codes[query]) <= radius);
      candidates += rows.length;
      if (rows.length === 0) empty++;
      sum += precision(partition, query, rows, settings.top);
    }
    const answered = queries.length - empty;
    return {
      radius,
      precisionAtK: answered === 0 ? null : sum / answered,
      precisionAtKEmptyAsZero: sum / queries.length,
      emptyQueries: empty,
      meanCandidates: candidates / queries.length,
    };
  });
}

export function oracleExactPrecision(partition: OraclePartition, top: number): number {
  const { queries, database } = partition;
  const sum = queries.reduce(
    (total, query) => total + precision(partition, query, database, top),
    0,
  );
  return sum / queries.length;
}

/** Mean average precision of the full Hamming ranking, ties in every order with equal weight. */
export function oracleMeanAveragePrecision(
  partition: OraclePartition,
  codes: readonly string[],
): number {
  const { queries, database, labels } = partition;
  const precisions = queries.map((query) => {
    const items = database.map((row) => ({
      distance: hamming(codes[row], codes[query]),
      hit: labels[row] === labels[query],
    }));
    let sum = 0;
    for (const { distance, hit } of items) {
      if (!hit) continue;
      const before = items.filter((other) => other.distance < distance);
      const tied = items.filter((other) => other.distance === distance);
      const hitsBefore = before.filter((other) => other.hit).length;
      const otherHits = tied.filter((other) => other.hit).length - 1;
      // The item is at each place of its tie with equal probability; t others precede it then.
      for (let t = 0; t < tied.length; t++) {
        const tiedHits = tied.length === 1 ? 0 : (t * otherHits) / (tied.length - 1);
        sum += (hitsBefore + tiedHits + 1) / (before.length + t + 1) / tied.length;
      }
    }
    return sum / items.filter(({ hit }) => hit).length;
  });
  return precisions.reduce((sum, value) => sum + value, 0) / precisions.length;
}

export function oracleBuckets(codes: readonly string[]) {
  const sizes = new Map<string, number>();
  for (const code of codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
  return {
    count: sizes.size,
    meanSize: codes.length / sizes.size,
    largest: Math.max(...sizes.values()),
  };
}
