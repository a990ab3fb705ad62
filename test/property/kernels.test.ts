import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HashCodes, wordsFor } from '../../src/core/hash-codes.ts';
import { Matrix } from '../../src/core/matrix.ts';
import { type Kernels, METRICS } from '../../src/kernels/api.ts';
import { allBackends } from '../support/backends.ts';
import { allCodes, distinctCodes, operands } from '../support/inputs.ts';
import { distancesOf, nearestOf, probeOf, withinOf } from '../support/kernel-calls.ts';
import {
  distanceInFloat64,
  encodeOracle,
  hammingOracle,
  norm,
  ranked,
  rankOf,
} from '../support/oracles.ts';
import { whileResident } from '../support/parity-case.ts';

const ULP = 2 ** -24;

// Any finite float32, and numbers that meet halfway: zeros, ties and cancellation.
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true });
const smallWhole = fc.integer({ min: -3, max: 3 });
const moderate = fc.float({ min: -1000, max: 1000, noNaN: true });

function matrixOf(values: fc.Arbitrary<number>, rows: number, cols: number): fc.Arbitrary<Matrix> {
  return fc
    .array(values, { minLength: rows * cols, maxLength: rows * cols })
    .map((data) => new Matrix(Float32Array.from(data), rows, cols));
}

/** Two matrices of the same number of columns. */
function twoMatrices(values: fc.Arbitrary<number>, rows: number): fc.Arbitrary<[Matrix, Matrix]> {
  const size = fc.integer({ min: 1, max: rows });
  return fc
    .tuple(size, size, fc.integer({ min: 1, max: 20 }))
    .chain(([m, n, cols]) => fc.tuple(matrixOf(values, m, cols), matrixOf(values, n, cols)));
}

/** Codes of any width up to `maxBits`, and one more to look for. */
function codesAndQuery(maxBits: number): fc.Arbitrary<{ codes: HashCodes; query: Uint32Array }> {
  return fc.tuple(fc.integer({ min: 1, max: maxBits }), fc.nat(40)).chain(([bits, count]) =>
    fc
      .array(fc.uint8Array({ minLength: 8, maxLength: 8 }), {
        minLength: count + 1,
        maxLength: count + 1,
      })
      .map((seeds) => {
        const stride = wordsFor(bits);
        const words = new Uint32Array(seeds.length * stride);
        seeds.forEach((places, i) => {
          // Few bits are set, so that small radii find something.
          for (const place of places) {
            words[i * stride + ((place % bits) >>> 5)] ^= 1 << (place % bits);
          }
        });
        const codes = new HashCodes(words.subarray(stride), count, bits);
        return { codes, query: words.subarray(0, stride) };
      }),
  );
}

function encode(kernels: Kernels, points: Matrix, hyperplanes: Matrix): HashCodes {
  const words = new Uint32Array(points.rows * wordsFor(hyperplanes.rows));
  whileResident(kernels.createProjector(hyperplanes), (projector) =>
    projector.encode(points.data, points.rows, words),
  );
  return new HashCodes(words, points.rows, hyperplanes.rows);
}

function rowsOf(matrix: Matrix): Float32Array[] {
  return Array.from({ length: matrix.rows }, (_, i) => matrix.row(i));
}

describe.each(allBackends().map((kernels) => ({ kernels, name: kernels.name })))(
  'the backend $name',
  ({ kernels }) => {
    test('encodes by the sign of float32 sums in order, whatever the numbers', () => {
      fc.assert(
        fc.property(twoMatrices(fc.oneof(anyFloat, smallWhole), 40), ([points, hyperplanes]) => {
          const { words } = encode(kernels, points, hyperplanes);
          expect(words).toEqual(encodeOracle(points, points.rows, hyperplanes));
        }),
      );
    });

    // Inputs are fixed, so that it is known how many bits are too close to zero to call.
    test.each([
      { kind: 'ordinary', closeToZero: 8, differing: 0 },
      { kind: 'cancelling', closeToZero: 6600, differing: 3330 },
    ])('encodes $kind points as float64 does but for known bits close to zero', (expected) => {
      const { left: points, right: hyperplanes } = operands(expected.kind, 100, 66, 513);
      const codes = encode(kernels, points, hyperplanes);
      const norms = rowsOf(hyperplanes).map(norm);
      const count = { closeToZero: 0, differing: 0, wrong: 0 };
      rowsOf(points).forEach((x, i) => {
        const bound = x.length * ULP * norm(x);
        rowsOf(hyperplanes).forEach((w, j) => {
          const projection = -distanceInFloat64(x, w, 'dot');
          const isClose = Math.abs(projection) <= bound * norms[j];
          const isEqual = codes.bit(i, j) === Number(projection >= 0);
          if (isClose) count.closeToZero++;
          if (!isEqual) count.differing++;
          if (!isEqual && !isClose) count.wrong++;
        });
      });
      const { closeToZero, differing } = expected;
      expect(count).toEqual({ closeToZero, differing, wrong: 0 });
    });

    test.each(METRICS)('has %s distances within float32 rounding of float64', (metric) => {
      fc.assert(
        fc.property(twoMatrices(moderate, 9), ([database, queries]) => {
          whileResident(kernels.createVectors(database), (vectors) => {
            for (const query of rowsOf(queries)) {
              const distances = distancesOf(vectors, query, metric, null);
              rowsOf(database).forEach((row, i) => {
                const scale = norm(row) * norm(query);
                // Subnormal norms have no digits to speak of.
                if (metric === 'cosine' && scale > 0 && norm(row) < 2 ** -126) return;
                const expected = distanceInFloat64(query, row, metric);
                const size = { cosine: 2, dot: scale, euclidean: expected }[metric];
                const tolerance = (query.length + 16) * ULP * size + 1e-40;
                expect(Math.abs(distances[i] - expected)).toBeLessThanOrEqual(tolerance);
              });
            }
          });
        }),
      );
    });

    test('finds the nearest that a full sort of its distances finds', () => {
      const candidates = fc.option(fc.array(fc.nat(), { maxLength: 60 }));
      fc.assert(
        fc.property(
          twoMatrices(fc.oneof(smallWhole, anyFloat), 30),
          fc.constantFrom(...METRICS),
          candidates,
          fc.integer({ min: 1, max: 40 }),
          ([database, queries], metric, chosen, k) => {
            const ids = chosen ? Uint32Array.from(chosen, (n) => n % database.rows) : null;
            whileResident(kernels.createVectors(database), (vectors) => {
              const query = queries.row(0);
              const distances = distancesOf(vectors, query, metric, ids);
              const count = ids ? ids.length : database.rows;
              const all = Array.from({ length: count }, (_, c) => {
                const id = ids ? ids[c] : c;
                return {
                  id,
                  distance: distances[c],
                  rank: rankOf(query, database.row(id), metric),
                };
              });
              const expected = ranked(all.map(({ id, rank }) => ({ id, distance: rank })));
              const near = nearestOf(vectors, query, metric, ids, k);
              expect(near.found).toBe(Math.min(k, count));
              expect(
                Array.from({ length: near.found }, (_, i) => ({
                  id: near.ids[i],
                  distance: near.distances[i],
                })),
              ).toEqual(
                expected
                  .slice(0, k)
                  .map(({ id }) => ({ id, distance: all.find((own) => own.id === id)?.distance })),
              );
            });
          },
        ),
      );
    });

    test('finds every code within a radius, at its Hamming distance', () => {
      fc.assert(
        fc.property(codesAndQuery(200), fc.nat(12), ({ codes, query }, radius) => {
          const distances = hammingOracle(codes, query);
          const positions = distances.flatMap((d, i) => (d <= radius ? [i] : []));
          whileResident(kernels.createCodes(codes), (resident) => {
            const result = withinOf(resident, query, radius);
            expect([...result.positions]).toEqual(positions);
            expect([...result.distances]).toEqual(positions.map((i) => distances[i]));
          });
        }),
      );
    });

    test('counts every code once in a histogram, at its Hamming distance', () => {
      const labels = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 40, maxLength: 40 });
      fc.assert(
        fc.property(codesAndQuery(200), labels, ({ codes, query }, someLabels) => {
          const bins = codes.bits + 1;
          const expected = { total: new Uint32Array(bins), relevant: new Uint32Array(bins) };
          hammingOracle(codes, query).forEach((d, i) => {
            expected.total[d]++;
            if (someLabels[i] === 1) expected.relevant[d]++;
          });
          const total = new Uint32Array(bins);
          const relevant = new Uint32Array(bins);
          const ofCodes = Int32Array.from(someLabels.slice(0, codes.count));
          whileResident(kernels.createCodes(codes), (resident) =>
            resident.addDistanceHistograms(query, 1, Int32Array.of(1), ofCodes, total, relevant),
          );
          expect({ total, relevant }).toEqual(expected);
        }),
      );
    });

    test('finds by probing what it finds by scanning', () => {
      fc.assert(
        fc.property(codesAndQuery(64), fc.nat(70), ({ codes, query }, limit) => {
          const distinct = distinctCodes(codes);
          const radius = Math.min(limit, codes.bits > 24 ? 3 : codes.bits > 12 ? 5 : 70);
          whileResident(kernels.createBuckets(distinct), (buckets) =>
            whileResident(kernels.createCodes(distinct), (scanned) => {
              const { positions, perRadius } = probeOf(buckets, query, radius);
              const { positions: expected, distances } = withinOf(scanned, query, radius);
              let start = 0;
              perRadius.forEach((count, r) => {
                const ring = [...positions.subarray(start, start + count)].sort((a, b) => a - b);
                expect(ring).toEqual([...expected.filter((_, i) => distances[i] === r)]);
                start += count;
              });
              expect(start).toBe(positions.length);
            }),
          );
        }),
      );
    });

    test.each([1, 2, 5, 11])('finds every one of all codes of %d bits at full radius', (bits) => {
      const codes = allCodes(bits);
      whileResident(kernels.createBuckets(codes), (buckets) => {
        const { positions, perRadius } = probeOf(buckets, codes.code(codes.count >> 1), bits);
        expect([...positions].sort((a, b) => a - b)).toEqual([...codes.words]);
        let binomial = 1;
        for (let r = 0; r <= bits; r++) {
          expect(perRadius[r]).toBe(binomial);
          binomial = (binomial * (bits - r)) / (r + 1);
        }
      });
    });
  },
);
