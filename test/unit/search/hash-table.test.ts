import { describe, expect, test } from 'vitest';
import { DisposedError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { HashCodes, hammingDistance } from '../../../src/core/hash-codes.ts';
import { HashTable } from '../../../src/search/hash-table.ts';
import { allBackends } from '../../support/backends.ts';
import { bruteForceSearch, codesFromBits, relatedCodes, rowsByCode } from '../../support/codes.ts';

const backends = allBackends();
const [kernels] = backends;

describe.each(backends)('a hash table ($name)', (kernels) => {
  const codes = codesFromBits([
    [1, 1, 0, 0],
    [0, 1, 0, 0],
    [1, 1, 0, 0],
    [1, 1, 1, 1],
    [0, 1, 0, 1],
  ]);
  const query = Uint32Array.of(0b0011);

  test.each(['probe', 'scan'] as const)('finds by distance and then by row (%s)', (strategy) => {
    const table = new HashTable(kernels, codes);
    const found = table.search(query, { radius: 2, strategy });
    expect(found).toEqual({
      rows: Uint32Array.of(0, 2, 1, 3, 4),
      withinRadius: Uint32Array.of(2, 3, 5),
      buckets: 4,
      probes: strategy === 'probe' ? 11 : 4,
      empty: strategy === 'probe' ? 7 : 0,
      candidates: 5,
      strategy,
    });
    table.dispose();
  });

  test.each(['probe', 'scan'] as const)('finds nothing where nothing is near (%s)', (strategy) => {
    const table = new HashTable(kernels, codes);
    const found = table.search(Uint32Array.of(0b1000), { radius: 0, strategy });
    expect(found).toMatchObject({ rows: new Uint32Array(0), buckets: 0 });
    expect(found.withinRadius).toEqual(Uint32Array.of(0));
    table.dispose();
  });

  test('answers the same again after other searches, and owns no result', () => {
    const codes = relatedCodes(200, 16, 3);
    const table = new HashTable(kernels, codes);
    const first = table.search(codes.code(0), { radius: 3 });
    const copy = structuredClone(first);
    for (let i = 1; i < 50; i++) table.search(codes.code(i), { radius: i % 17 });
    expect(first).toEqual(copy);
    expect(table.search(codes.code(0), { radius: 3 })).toEqual(copy);
    table.dispose();
  });

  test('takes a query that lies in a larger array', () => {
    const codes = relatedCodes(100, 40, 4);
    const table = new HashTable(kernels, codes);
    const { rows } = table.search(codes.code(57), { radius: 5 });
    expect(Array.from(rows)).toEqual(bruteForceSearch(codes, codes.code(57), 5).rows);
    table.dispose();
  });

  test('throws once it is disposed of, and can be disposed of again', () => {
    const table = new HashTable(kernels, codes);
    table.search(query, { radius: 1 });
    table.dispose();
    expect(() => table.search(query, { radius: 1 })).toThrow(DisposedError);
    expect(() => table.dispose()).not.toThrow();
  });

  test('gives its memory back', () => {
    const codes = relatedCodes(3000, 64, 5);
    const use = () => {
      const table = new HashTable(kernels, codes);
      table.search(codes.code(0), { radius: 1, strategy: 'probe' });
      table.search(codes.code(0), { radius: 1, strategy: 'scan' });
      table.dispose();
    };
    use();
    const before = kernels.memoryBytes;
    for (let i = 0; i < 50; i++) use();
    expect(kernels.memoryBytes).toBe(before);
  });
});

describe('the statistics of a hash table', () => {
  test.each([3, 16, 33, 70])('are those of a Map of its rows, at %d bits', (bits) => {
    const codes = relatedCodes(400, bits, bits);
    const groups = rowsByCode(codes);
    const table = new HashTable(kernels, codes);
    expect([table.bits, table.size]).toEqual([bits, 400]);
    expect(table.bucketCount).toBe(groups.size);
    const sizes = Array.from(groups.values(), (rows) => rows.length);
    expect(table.largestBucket).toBe(Math.max(...sizes));
    const buckets = [...table.buckets()];
    expect(buckets).toHaveLength(groups.size);
    for (const { index, rows } of buckets) {
      expect(index).toBe(codes.bucketIndex(rows[0]));
      expect(Array.from(rows)).toEqual(groups.get(codes.code(rows[0]).join()));
    }
  });

  test('count the buckets that held candidates', () => {
    const codes = relatedCodes(400, 12, 8);
    const table = new HashTable(kernels, codes);
    const query = codes.code(11);
    for (let radius = 0; radius <= 12; radius++) {
      const { buckets } = table.search(query, { radius });
      const near = [...rowsByCode(codes).values()].filter(
        ([row]) => hammingDistance(codes.code(row), query) <= radius,
      );
      expect(buckets).toBe(near.length);
    }
  });

  test("name a bucket by the tutorial's integer, the first hyperplane most significant", () => {
    const [bucket] = new HashTable(kernels, codesFromBits([[1, 0, 0, 1, 1]])).buckets();
    expect(bucket).toEqual({ index: 0b10011, rows: Uint32Array.of(0) });
  });

  test('hand out buckets that may be written to', () => {
    const table = new HashTable(kernels, codesFromBits([[1], [1]]));
    for (const { rows } of table.buckets()) rows.fill(9);
    expect([...table.buckets()][0].rows).toEqual(Uint32Array.of(0, 1));
  });
});

describe('a hash table refuses', () => {
  const table = new HashTable(kernels, relatedCodes(20, 8, 1));
  const wide = new HashTable(kernels, relatedCodes(20, 65, 1));
  const code = Uint32Array.of(1);

  test('to be made of no codes', () => {
    const none = new HashCodes(new Uint32Array(0), 0, 8);
    expect(() => new HashTable(kernels, none)).toThrow('a hash table needs at least one code');
  });

  test.each([-1, 9, 1.5, Number.NaN, '2' as never])('the radius %s at 8 bits', (radius) => {
    expect(() => table.search(code, { radius })).toThrow(InvalidArgumentError);
    expect(() => table.search(code, { radius })).toThrow(
      'radius must be a whole number from 0 to 8',
    );
  });

  test('a code of another length', () => {
    expect(() => table.search(Uint32Array.of(1, 0), { radius: 1 })).toThrow(
      'a code of 8 bits has 1 words, not 2',
    );
    expect(() => wide.search(Uint32Array.of(1), { radius: 1 })).toThrow('has 3 words, not 1');
  });

  test.each(['probe', 'scan'] as const)('a code with bits beyond its length (%s)', (strategy) => {
    const search = () => table.search(Uint32Array.of(0x100), { radius: 1, strategy });
    expect(search).toThrow(InvalidArgumentError);
    expect(search).toThrow('8 bits must have zeros beyond them, but its last word is 256');
  });

  test('codes with bits beyond their length', () => {
    expect(() => new HashCodes(Uint32Array.of(255, 256), 2, 8)).toThrow('its last word is 256');
    expect(() => new HashCodes(Uint32Array.of(2 ** 32 - 1, 2), 1, 33)).toThrow(
      InvalidArgumentError,
    );
    expect(() => new HashCodes(Uint32Array.of(2 ** 32 - 1, 1), 1, 33)).not.toThrow();
    expect(() => new HashCodes(Uint32Array.of(2 ** 32 - 1), 1, 32)).not.toThrow();
  });

  test('to probe codes of more than 64 bits', () => {
    const query = relatedCodes(1, 65, 2).code(0);
    expect(() => wide.search(query, { radius: 0, strategy: 'probe' })).toThrow(
      "probing needs codes of at most 64 bits, not 65: use 'scan'",
    );
    expect(wide.search(query, { radius: 0 }).strategy).toBe('scan');
  });

  test('a strategy that it does not know', () => {
    expect(() => table.search(code, { radius: 1, strategy: 'guess' as never })).toThrow(
      'strategy must be probe or scan, not "guess"',
    );
  });
});
