import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../../../src/core/hash-codes.ts';
import { TableCodes } from '../../../../../src/search/hash-index/hamming/table-codes.ts';
import { TableForm } from '../../../../../src/search/hash-index/hamming/table-form.ts';
import { TableHashers } from '../../../../../src/search/hash-index/hamming/table-hashers.ts';
import { VersionedCodes } from '../../../../../src/search/hash-index/versions/versioned-codes.ts';
import { kernels, lsh } from '../made.ts';

const forms = [1, 2, 3].map(
  (version) => new TableForm(kernels, new TableHashers([lsh(8, 2), lsh(40, 2)]), version),
);

/** Codes whose values say which row they were, in two tables of one and two words. */
function tables(rows: readonly number[]): TableCodes {
  const one = Uint32Array.from(rows);
  const two = Uint32Array.from(rows.flatMap((row) => [row + 100, row & 3]));
  return new TableCodes([new HashCodes(one, rows.length, 8), new HashCodes(two, rows.length, 40)]);
}

function made(...runs: [version: number, rows: readonly number[]][]): VersionedCodes {
  return new VersionedCodes(
    runs.map(([version, rows]) => ({ form: forms[version - 1]!, codes: tables(rows) })),
  );
}

/** Version and row, row by row, by both tables. */
function read(codes: VersionedCodes): string[] {
  let next = 0;
  return codes.runs.flatMap(({ form, codes: own, first, end }) => {
    expect(first).toBe(next);
    next = end;
    const [one, two] = own.tables as [HashCodes, HashCodes];
    expect([one.count, two.count]).toEqual([end - first, end - first]);
    return Array.from(one.words, (row, i) => {
      expect([...two.code(i)]).toEqual([row + 100, row & 3]);
      return `${form.version}:${row}`;
    });
  });
}

describe('codes of several versions', () => {
  const codes = made([1, [0, 1, 2]], [2, [3]], [1, [4, 5]]);

  test('are in runs, of which neighbours of one version are joined and empty ones left out', () => {
    expect(read(codes)).toEqual(['1:0', '1:1', '1:2', '2:3', '1:4', '1:5']);
    const joined = made([1, [0]], [1, [1, 2]], [2, []], [1, [3]], [3, [4]]);
    expect(joined.runs).toHaveLength(2);
    expect(read(joined)).toEqual(['1:0', '1:1', '1:2', '1:3', '3:4']);
  });

  test('are chosen from', () => {
    expect(read(codes.select([0, 2, 4, 5]))).toEqual(['1:0', '1:2', '1:4', '1:5']);
    expect(codes.select([0, 2, 4, 5]).runs).toHaveLength(1);
    expect(read(codes.select([1, 3]))).toEqual(['1:1', '2:3']);
    expect(read(codes.select([]))).toEqual([]);
  });

  test('follow each other', () => {
    const all = codes.followedBy(made([1, [6]], [3, [7]]));
    expect(read(all)).toEqual(['1:0', '1:1', '1:2', '2:3', '1:4', '1:5', '1:6', '3:7']);
    expect(all.runs).toHaveLength(4);
  });

  test('are replaced within a run: its beginning, its end, its middle and all of it', () => {
    const replaced = (start: number, rows: readonly number[]) =>
      read(codes.with(start, { form: forms[2]!, codes: tables(rows) }));
    expect(replaced(0, [9])).toEqual(['3:9', '1:1', '1:2', '2:3', '1:4', '1:5']);
    expect(replaced(1, [9])).toEqual(['1:0', '3:9', '1:2', '2:3', '1:4', '1:5']);
    expect(replaced(1, [8, 9])).toEqual(['1:0', '3:8', '3:9', '2:3', '1:4', '1:5']);
    expect(replaced(3, [9])).toEqual(['1:0', '1:1', '1:2', '3:9', '1:4', '1:5']);
    expect(replaced(5, [9])).toEqual(['1:0', '1:1', '1:2', '2:3', '1:4', '3:9']);
  });

  test('count the bytes of all runs', () => {
    expect(codes.bytes).toBe(6 * (4 + 8));
    expect(codes.residentBytes).toBe(0);
    codes.runs[0]!.codes.scan(kernels);
    expect(codes.residentBytes).toBeGreaterThan(0);
    codes.release();
    expect(codes.residentBytes).toBe(0);
  });
});
