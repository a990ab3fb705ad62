// The TypeScript backend, to which the parity suite compares the others, against plain oracles.
import { describe, expect, test } from 'vitest';
import { METRICS } from '../../src/kernels/api.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import {
  distancesOf,
  nearestBatchOf,
  nearestOf,
  probeOf,
  withinOf,
} from '../support/kernel-calls.ts';
import {
  columnSumsOracle,
  encodeOracle,
  groupSumsOracle,
  hammingOracle,
  neighbourSumsOracle,
  normaliseOracle,
  projectOracle,
  ranked,
  rankOf,
  subtractOracle,
} from '../support/oracles.ts';
import { bytesOf, whileResident } from '../support/parity-case.ts';
import { batchInputs, distanceInputs } from './cases/distances.ts';
import { graphInputs, groupSums, sumsOverNeighbours } from './cases/graph.ts';
import { hammingInputs, histogramsOf, nearestCodesOf } from './cases/hamming.ts';
import { columnSums, normalised, preprocessingInputs, subtracted } from './cases/preprocessing.ts';
import { probingInputs } from './cases/probing.ts';
import { encodeInto, projectInto, projectionInputs } from './cases/projection.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

type Values = Parameters<typeof bytesOf>[0];

/** Far quicker than `expect` on typed arrays. */
function same(a: Values, b: Values): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

/** `results` and behind them the four values that kernels must leave as they were. */
function withTail<T extends Values>(results: ArrayLike<number>, array: new (n: number) => T): T {
  const all = new array(results.length + 4).fill(77) as T;
  all.set(results);
  return all;
}

/** Names of the first inputs on which `isRight` does not hold. */
function wrong<T>(
  inputs: Iterable<T>,
  nameOf: (input: T) => string,
  isRight: (input: T) => boolean,
): string[] {
  const names: string[] = [];
  for (const input of inputs) if (!isRight(input)) names.push(nameOf(input));
  return names.slice(0, 5);
}

describe('a projector', () => {
  test('takes float32 sums in order, and their signs', () => {
    const failed = wrong(
      projectionInputs(),
      ({ kind, hyperplanes: h }) => `${kind}, ${h.cols} dimensions, ${h.rows} bits`,
      (input) => {
        const rows = 5;
        const { points, hyperplanes, offsets } = input;
        const codes = encodeOracle(points, rows, hyperplanes, offsets);
        const projections = projectOracle(points, rows, hyperplanes, offsets);
        return (
          same(encodeInto(kernels, input, rows), withTail(codes, Uint32Array)) &&
          same(projectInto(kernels, input, rows), withTail(projections, Float32Array))
        );
      },
    );
    expect(failed).toEqual([]);
  });
});

describe.each(METRICS)('vectors under the metric %s', (metric) => {
  test('have float32 distances over eight lanes, and the nearest are the first of them', () => {
    const failed = wrong(
      distanceInputs(),
      ({ kind, database }) => `${kind}, ${database.rows} x ${database.cols}`,
      ({ database, queries, idLists }) =>
        whileResident(kernels.createVectors(database), (vectors) =>
          idLists.every((ids) => {
            const query = queries.row(1);
            const rows = ids ?? Uint32Array.from({ length: database.rows }, (_, i) => i);
            const all = Array.from(rows, (id) => ({
              id,
              distance: rankOf(query, database.row(id), metric),
            }));
            const expected = ranked(all).slice(0, 6);
            const near = nearestOf(vectors, query, metric, ids, 6);
            return (
              same(
                distancesOf(vectors, query, metric, ids),
                withTail(
                  all.map(({ distance }) => distance),
                  Float32Array,
                ),
              ) &&
              near.found === expected.length &&
              expected.every(
                ({ id, distance }, i) =>
                  near.ids[i] === id && Object.is(near.distances[i], Math.fround(distance)),
              )
            );
          }),
        ),
    );
    expect(failed).toEqual([]);
  });
});

describe.each(METRICS)('batches of queries under the metric %s', (metric) => {
  test('find what each query finds by itself', () => {
    const failed = wrong(
      batchInputs(),
      ({ kind, database, queries }) =>
        `${kind}, ${database.rows} x ${database.cols}, ${queries.rows} queries`,
      ({ database, queries }) =>
        whileResident(kernels.createVectors(database), (vectors) => {
          const k = 6;
          const size = Math.min(k, database.rows);
          const rows = Array.from({ length: database.rows }, (_, id) => id);
          const expected = Array.from({ length: queries.rows }, (_, q) =>
            ranked(
              rows.map((id) => ({
                id,
                distance: rankOf(queries.row(q), database.row(id), metric),
              })),
            ).slice(0, k),
          ).flat();
          const { found, ids, distances } = nearestBatchOf(vectors, queries, metric, k);
          return (
            found === size &&
            expected.length === queries.rows * size &&
            expected.every(
              ({ id, distance }, i) =>
                ids[i] === id && Object.is(distances[i], Math.fround(distance)),
            ) &&
            ids.subarray(expected.length).every((id) => id === 77)
          );
        }),
    );
    expect(failed).toEqual([]);
  });
});

describe('codes', () => {
  const nameOf = ({ codes }: { codes: { count: number; bits: number } }) =>
    `${codes.count} codes of ${codes.bits} bits`;

  test('within a radius are those whose distance is at most the radius', () => {
    const failed = wrong(hammingInputs(), nameOf, ({ codes, queries, radii }) =>
      whileResident(kernels.createCodes(codes), (resident) =>
        queries.every((query) => {
          const distances = hammingOracle(codes, query);
          return radii.every((radius) => {
            const positions = distances.flatMap((d, i) => (d <= radius ? [i] : []));
            const result = withinOf(resident, query, radius);
            return (
              result.found === positions.length &&
              same(result.positions, Uint32Array.from(positions)) &&
              same(
                result.distances,
                Uint16Array.from(positions, (i) => distances[i]),
              )
            );
          });
        }),
      ),
    );
    expect(failed).toEqual([]);
  });

  test('nearest to a query are the first by distance, then by position', () => {
    const failed = wrong(hammingInputs(), nameOf, ({ codes, queries }) =>
      whileResident(kernels.createCodes(codes), (resident) => {
        const { size, positions, distances } = nearestCodesOf(resident, queries, 10);
        return queries.every((query, q) => {
          const all = hammingOracle(codes, query).map((distance, id) => ({ id, distance }));
          const expected = ranked(all).slice(0, 10);
          const own = [q * size, (q + 1) * size] as const;
          return (
            size === expected.length &&
            same(
              positions.slice(...own),
              Uint32Array.from(expected, ({ id }) => id),
            ) &&
            same(
              distances.slice(...own),
              Uint16Array.from(expected, ({ distance }) => distance),
            )
          );
        });
      }),
    );
    expect(failed).toEqual([]);
  });

  test('are counted by distance and label on top of what was counted before', () => {
    const failed = wrong(hammingInputs(), nameOf, (input) =>
      whileResident(kernels.createCodes(input.codes), (resident) => {
        const { codes, queries, labels, queryLabels } = input;
        const bins = codes.bits + 1;
        const total = new Uint32Array(queries.length * bins).fill(77);
        const relevant = total.slice();
        queries.forEach((query, q) => {
          hammingOracle(codes, query).forEach((d, i) => {
            total[q * bins + d]++;
            if (labels[i] === queryLabels[q]) relevant[q * bins + d]++;
          });
        });
        const result = histogramsOf(resident, input);
        return same(result.total, total) && same(result.relevant, relevant);
      }),
    );
    expect(failed).toEqual([]);
  });

  test('found by probing are those within the radius, in order of distance', () => {
    const failed = wrong(probingInputs(), nameOf, ({ codes, queries, radius }) =>
      whileResident(kernels.createBuckets(codes), (buckets) =>
        queries.every((query) => {
          const distances = hammingOracle(codes, query);
          const { positions, perRadius } = probeOf(buckets, query, radius);
          const found = Array.from(positions, (i) => distances[i]);
          return (
            new Set(positions).size === distances.filter((d) => d <= radius).length &&
            positions.length === new Set(positions).size &&
            found.every((d, i) => i === 0 || d >= found[i - 1]) &&
            perRadius.every((n, r) => n === distances.filter((d) => d === r).length)
          );
        }),
      ),
    );
    expect(failed).toEqual([]);
  });
});

describe('preprocessing', () => {
  test('normalises rows, adds up columns and subtracts a row', () => {
    const failed = wrong(
      preprocessingInputs(),
      ({ kind, points }) => `${kind}, ${points.rows} x ${points.cols}`,
      (input) => {
        const { points, offset } = input;
        return (
          same(columnSums(kernels, input), columnSumsOracle(points, offset)) &&
          same(normalised(kernels, input), withTail(normaliseOracle(points), Float32Array)) &&
          same(subtracted(kernels, input), withTail(subtractOracle(points, offset), Float32Array))
        );
      },
    );
    expect(failed).toEqual([]);
  });
});

describe('the graph step', () => {
  test('sums bits by class and over neighbours', () => {
    const failed = wrong(
      graphInputs(),
      ({ groups, bits }) => `${groups.length} rows of ${bits} bits`,
      (input) =>
        same(groupSums(kernels, input), groupSumsOracle(input)) &&
        same(sumsOverNeighbours(kernels, input), neighbourSumsOracle(input)),
    );
    expect(failed).toEqual([]);
  });
});
