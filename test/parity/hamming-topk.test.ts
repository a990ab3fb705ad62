import { describe, expect, test } from 'vitest';
import { HashCodes, hammingDistance } from '../../src/core/hash-codes.ts';
import { selectNearest } from '../../src/core/select-nearest.ts';
import type { Codes, Kernels } from '../../src/kernels/api.ts';
import { allBackends } from '../support/backends.ts';
import { complement, randomCodes, randomSource } from '../support/inputs.ts';
import { withinOf } from '../support/kernel-calls.ts';
import { bytesOf, soiled, whileResident } from '../support/parity-case.ts';
import { soil } from './cases/lifetimes.ts';

// Around the widths of words, chunks of planes and powers of two, where layouts change.
const BITS = [
  1, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 127, 128, 129, 255, 256, 257, 511,
  512, 1024, 1025,
];
const COUNTS = [0, 1, 15, 16, 17, 127, 128, 129, 1023, 1025, 5000];

interface Nearest {
  readonly positions: Uint32Array;
  readonly distances: Uint16Array;
}

function nearestOf(codes: Codes, queries: HashCodes, k: number): Nearest {
  const size = Math.min(k, codes.count);
  const positions = soiled(new Uint32Array(queries.count * size + 2));
  const distances = soiled(new Uint16Array(queries.count * size + 2));
  const [untouched] = positions;
  expect(codes.nearest(queries.words, queries.count, k, positions, distances)).toBe(size);
  expect([...positions.slice(-2)]).toEqual([untouched, untouched]);
  return { positions: positions.slice(0, -2), distances: distances.slice(0, -2) };
}

/** All distances, ranked by the bounded heap. */
function bruteForce(codes: HashCodes, queries: HashCodes, k: number): Nearest {
  return ranked(allDistances(codes, queries), codes.count, k);
}

function ranked(distances: readonly Uint16Array[], count: number, k: number): Nearest {
  const size = Math.min(k, count);
  const nearest = {
    positions: new Uint32Array(distances.length * size),
    distances: new Uint16Array(distances.length * size),
  };
  distances.forEach((all, q) => {
    const positions = nearest.positions.subarray(q * size);
    selectNearest(all, null, count, k, positions, nearest.distances.subarray(q * size));
  });
  return nearest;
}

/** Per query the distance of every code. */
function allDistances(codes: HashCodes, queries: HashCodes): Uint16Array[] {
  const rows = Array.from({ length: codes.count }, (_, i) => codes.code(i));
  return Array.from({ length: queries.count }, (_, q) => {
    const query = queries.code(q);
    return Uint16Array.from(rows, (row) => hammingDistance(row, query));
  });
}

/** Typed arrays are slow to compare one by one, so that is left to those that differ. */
function expectSame(actual: Nearest, expected: Nearest, message?: string): void {
  const bytes = ({ positions, distances }: Nearest) => bytesOf(positions, distances);
  if (Buffer.compare(bytes(actual), bytes(expected)) !== 0) {
    expect(actual, message).toEqual(expected);
    expect.unreachable(message);
  }
}

/** Random codes, one of the database and its complement. */
function queriesFor(codes: HashCodes, count: number): HashCodes {
  const queries = randomCodes(count, codes.bits, 99);
  if (codes.count > 0) {
    const known = codes.code(codes.count >> 1);
    queries.words.set(known, 0);
    if (count > 1) queries.words.set(complement(known, codes.bits), codes.wordsPerCode);
  }
  return queries;
}

function concatenated(parts: readonly HashCodes[]): HashCodes {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const words = Uint32Array.from(parts.flatMap((part) => [...part.words]));
  return new HashCodes(words, count, parts[0].bits);
}

/** On every backend, the same as brute force. */
function check(backends: readonly Kernels[], codes: HashCodes, queries: HashCodes, ks: number[]) {
  const distances = allDistances(codes, queries);
  const expected = ks.map((k) => ranked(distances, codes.count, k));
  for (const kernels of backends) {
    whileResident(kernels.createCodes(codes), (resident) => {
      ks.forEach((k, i) => {
        expectSame(nearestOf(resident, queries, k), expected[i], `${kernels.name}, k = ${k}`);
      });
    });
  }
}

describe('the k nearest codes', () => {
  const backends = allBackends();
  for (const kernels of backends) soil(kernels, 2 ** 20);

  test.each(BITS)('are those of brute force, %d bits', (bits) => {
    for (const count of COUNTS) {
      const codes = randomCodes(count, bits, count);
      check(backends, codes, queriesFor(codes, 3), [1, 10, 100, count, count + 7]);
    }
  });

  test.each([8, 32, 64, 256])('rank ties by position, %d bits', (bits) => {
    const few = randomCodes(5, bits, 1);
    const random = randomSource(bits);
    const codes = few.select(Array.from({ length: 3000 }, () => Math.floor(random() * 5)));
    check(backends, codes, queriesFor(codes, 4), [1, 2, 599, 600, 601, 2999]);
    const equal = few.select(new Uint8Array(1000));
    check(backends, equal, queriesFor(equal, 2), [1, 128, 129, 999]);
  });

  test.each([16, 40, 128])('are kept when ever nearer ones come in, %d bits', (bits) => {
    // The list of hits overflows many times.
    const target = randomCodes(1, bits, 3);
    const steps = Array.from({ length: bits + 1 }, (_, flips) => {
      const code = target.code(0).slice();
      for (let j = 0; j < bits - flips; j++) code[j >>> 5] ^= 1 << (j & 31);
      return new HashCodes(code, 1, bits).select(new Uint8Array(Math.ceil(9000 / bits)));
    });
    check(backends, concatenated(steps), target, [1, 100, 1000, 4000]);
    check(backends, concatenated(steps.reverse()), target, [1, 100, 1000, 4000]);
  });

  test.each([
    [4096, 2],
    [2048, 130],
    [1000, 200],
  ])('are found up to the largest width, %d bits', (bits, count) => {
    const codes = randomCodes(count, bits, 5);
    check(backends, codes, queriesFor(codes, 2), [1, 50, count]);
  });

  test.each([16, 32, 64, 100, 512])('of a batch are those of single queries, %d bits', (bits) => {
    const codes = randomCodes(4500, bits, 7);
    const queries = queriesFor(codes, 150);
    for (const kernels of backends) {
      whileResident(kernels.createCodes(codes), (resident) => {
        for (const k of [1, 20]) {
          const batch = nearestOf(resident, queries, k);
          for (let q = 0; q < queries.count; q++) {
            const part = {
              positions: batch.positions.slice(q * k, (q + 1) * k),
              distances: batch.distances.slice(q * k, (q + 1) * k),
            };
            expectSame(part, nearestOf(resident, queries.select([q]), k));
          }
        }
      });
    }
  });

  test('stay right when the memory grows and widths take turns', () => {
    for (const kernels of allBackends()) {
      const stores = [1024, 16, 80, 33, 300].map((bits) => {
        const codes = randomCodes(2000, bits, bits);
        return { codes, resident: kernels.createCodes(codes) };
      });
      for (let round = 0; round < 3; round++) {
        for (const { codes, resident } of stores) {
          const queries = queriesFor(codes, 2);
          expectSame(nearestOf(resident, queries, 30), bruteForce(codes, queries, 30));
          const before = kernels.memoryBytes;
          kernels.createCodes(randomCodes(60_000, 64, round)).dispose();
          soil(kernels, Math.max(before, 2 ** 16));
        }
      }
      for (const { resident } of stores) resident.dispose();
    }
  });

  test('need no room for no query and no neighbour', () => {
    for (const kernels of backends) {
      whileResident(kernels.createCodes(randomCodes(10, 20, 1)), (resident) => {
        const none = [new Uint32Array(0), new Uint16Array(0)] as const;
        expect(resident.nearest(new Uint32Array(0), 0, 4, ...none)).toBe(4);
        expect(resident.nearest(new Uint32Array(1), 1, 0, ...none)).toBe(0);
      });
    }
  });
});

describe('scans of more codes than one batch takes', () => {
  const COUNT = 70_001;

  test.each([16, 32, 64, 100])('find all within a radius and count distances, %d bits', (bits) => {
    const codes = randomCodes(COUNT, bits, 3);
    const queries = queriesFor(codes, 3);
    const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 7);
    const distances = allDistances(codes, queries);
    for (const kernels of allBackends()) {
      whileResident(kernels.createCodes(codes), (resident) => {
        for (const radius of [0, bits >>> 2, bits >>> 1, bits]) {
          expectSame(withinOf(resident, queries.code(0), radius), near(distances[0], radius));
        }
        const total = new Uint32Array(3 * (bits + 1));
        const relevant = total.slice();
        const own = Int32Array.of(0, 3, 9);
        resident.addDistanceHistograms(queries.words, 3, own, labels, total, relevant);
        distances.forEach((all, q) => {
          all.forEach((distance, i) => {
            total[q * (bits + 1) + distance]--;
            if (labels[i] === own[q]) relevant[q * (bits + 1) + distance]--;
          });
        });
        expect([...total, ...relevant].every((left) => left === 0)).toBe(true);
      });
    }
  });

  test.each([17, 64, 65, 256])('keep the codes once, %d bits', (bits) => {
    for (const kernels of allBackends()) {
      const codes = randomCodes(COUNT, bits, 1);
      const before = kernels.memoryBytes;
      whileResident(kernels.createCodes(codes), () => {
        // Besides the codes: the upload's scratch and the rest of a block and a page.
        const most = codes.words.byteLength + 2 ** 17 + 2 ** 16 + 128 * 4 * codes.wordsPerCode;
        expect(kernels.memoryBytes - before).toBeLessThanOrEqual(most);
      });
    }
  });
});

function near(all: Uint16Array, radius: number): Nearest {
  const positions = Uint32Array.from(all.keys()).filter((i) => all[i] <= radius);
  return { positions, distances: Uint16Array.from(positions, (i) => all[i]) };
}
