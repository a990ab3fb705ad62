import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../../src/core/errors.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../../../../support/points.ts';
import { emptyIndex, kernels, lsh } from '../made.ts';

const points = gaussianPoints(50, 6, 1);

function filled(options: Parameters<typeof emptyIndex>[1] = {}): HashIndex {
  const index = emptyIndex(6, options);
  index.add(points);
  return index;
}

describe('a hasher that is adopted', () => {
  test('codes what is added from then on; what was there is stale', () => {
    const index = filled();
    expect(index.stats).toMatchObject({ stale: 0, versions: [{ version: 1, entries: 50 }] });
    const next = lsh(16, 6, 5);
    index.adoptHasher(next);
    expect(index.hashers).toEqual([next]);
    const versions = [
      { version: 1, entries: 50 },
      { version: 2, entries: 0 },
    ];
    expect(index.stats).toMatchObject({ stale: 50, versions });
    index.add(gaussianPoints(3, 6, 2));
    index.remove([0, 1, 50]);
    index.adoptHasher(lsh(16, 6, 6));
    index.upsert(gaussianPoints(1, 6, 3), [2]);
    expect(index.stats).toMatchObject({
      stale: 49,
      versions: [
        { version: 1, entries: 47 },
        { version: 2, entries: 2 },
        { version: 3, entries: 1 },
      ],
    });
  });

  test('finds by the code of its own version, and by no other', () => {
    const index = filled();
    const [before, after] = [lsh(16, 6), lsh(16, 6, 5)];
    index.adoptHasher(after);
    const added = gaussianPoints(50, 6, 2);
    index.add(added);
    for (const row of [0, 7, 49]) {
      const ids = (radius: number, query: Float32Array) =>
        index.search(query, { radius, k: 100 }).neighbours.map(({ id }) => id);
      // A vector is in its own bucket, whichever hasher made it.
      expect(ids(0, points.row(row))).toContain(row);
      expect(ids(0, added.row(row))).toContain(50 + row);
      const bucket = (hasher: typeof before, all: typeof points, offset: number) => {
        const code = hasher.encode(points.slice(row, row + 1)).bucketIndex(0);
        const codes = hasher.encode(all);
        return Array.from({ length: all.rows }, (_, i) => i)
          .filter((i) => codes.bucketIndex(i) === code)
          .map((i) => offset + i);
      };
      const expected = [...bucket(before, points, 0), ...bucket(after, added, 50)];
      expect((ids(0, points.row(row)) as number[]).sort((a, b) => a - b)).toEqual(expected);
    }
  });

  test('leaves what searches built of the codes that stay', () => {
    const index = filled({ keepVectors: 'int8' });
    index.search([points.row(0)], { candidates: 5 });
    const { resident } = index.stats.bytes;
    expect(resident).toBeGreaterThan(0);
    index.adoptHasher(lsh(16, 6, 5));
    expect(index.stats.bytes.resident).toBe(resident);
    index.add(points.slice(0, 2));
    index.search([points.row(0)], { candidates: 5 });
    const { resident: both } = index.stats.bytes;
    expect(both).toBeGreaterThan(resident);
    index.adoptHasher(lsh(16, 6, 6));
    expect(index.stats.bytes.resident).toBe(both);
  });

  test('probes buckets and works on several tables', () => {
    const index = filled({ hasher: [lsh(8, 6, 1), lsh(5, 6, 2)] });
    index.adoptHasher([lsh(8, 6, 3), lsh(5, 6, 4)]);
    index.add(gaussianPoints(10, 6, 2));
    const [result] = index.search([points.row(3)], { probes: 4 });
    expect(result!.neighbours[0]).toMatchObject({ id: 3 });
    // In each part as many as are asked for.
    expect(result!.probes).toBe(8);
  });

  test('is the only one of an index that is empty', () => {
    const index = emptyIndex(6);
    index.adoptHasher(lsh(16, 6, 5));
    expect(index.stats).toMatchObject({ stale: 0, versions: [{ version: 2, entries: 0 }] });
    const unfilled = HashIndex.create({ kernels, codes: 'hamming' });
    expect(unfilled.stats.versions).toEqual([]);
    unfilled.adoptHasher(lsh(16, 6, 5));
    unfilled.add(points);
    expect(unfilled.stats.versions).toEqual([{ version: 1, entries: 50 }]);
    expect(unfilled.buckets().length).toBeGreaterThan(0);
  });

  test('is followed by rehash, which leaves none stale', () => {
    const index = filled();
    index.adoptHasher(lsh(16, 6, 5));
    index.rehash(lsh(12, 6, 6));
    expect(index.stats).toMatchObject({ stale: 0, versions: [{ version: 3, entries: 50 }] });
    expect(index.buckets().length).toBeGreaterThan(0);
  });

  test('is refused where it does not fit, and the index is as it was', () => {
    const index = filled();
    const bytes = index.save();
    expect(() => index.adoptHasher(lsh(8, 6))).toThrow(
      'the hasher has 8 bits and 6 dimensions where the index has 16 and 6',
    );
    expect(() => index.adoptHasher(lsh(16, 5))).toThrow(
      'the hasher has 16 bits and 5 dimensions where the index has 16 and 6',
    );
    expect(() => index.adoptHasher([lsh(16, 6), lsh(16, 6)])).toThrow(/has 16 \+ 16 bits/);
    expect(() => index.adoptHasher({} as never)).toThrow(InvalidArgumentError);
    expect(index.stats.stale).toBe(0);
    expect(index.save()).toEqual(bytes);
    expect(() => filled({ keepVectors: false }).adoptHasher(lsh(16, 6))).toThrow(
      "an index without vectors can't code them anew: make one with keepVectors: 'float32' or 'int8'",
    );
    const estimated = HashIndex.create({ kernels });
    expect(() => estimated.adoptHasher(lsh(16, 6))).toThrow(/codes: 'estimated' has no hasher/);
    expect(estimated.stats).toMatchObject({ stale: 0, versions: [] });
    index.dispose();
    expect(() => index.adoptHasher(lsh(16, 6))).toThrow(/disposed/);
  });

  test('leaves no buckets to be listed until all is recoded', async () => {
    const index = filled();
    index.adoptHasher(lsh(16, 6, 5));
    expect(() => index.buckets()).toThrow('50 entries have codes of older hashers');
    await index.recode();
    const fresh = filled({ hasher: lsh(16, 6, 5) });
    expect(index.buckets()).toEqual(fresh.buckets());
  });
});
