import { expect, test } from 'vitest';
import { readInOrder } from '../../../../src/cli/sql/in-order.ts';
import type { SqlDriver, SqlValue } from '../../../../src/sql/driver.ts';
import type { HasherRow } from '../../../../src/sql/tables/hashers.ts';

const ROWS = 25_001;

/** A driver that has rows 0 to ROWS - 1, and answers what `readInOrder` asks. */
function driverOf(asked: { sql: string; parameters: readonly SqlValue[] }[]): SqlDriver {
  return {
    name: 'fake',
    async query(sql, parameters = []) {
      asked.push({ sql, parameters });
      const after = parameters.length === 0 ? -1 : Number(parameters[0]);
      const count = Math.min(10_000, ROWS - 1 - after);
      return Array.from({ length: count }, (_, i) => ({
        ...{ key: String(after + 1 + i), code: '10', c0: i === 0 ? null : '7', c1: '{"a":1}' },
        vector: '[0.5,-2]',
      }));
    },
    transaction: () => Promise.reject(new Error('not asked for')),
  };
}

const hasher = (id: 'bigint' | 'text') =>
  ({
    settings: {
      ...{ id, columns: { 'a"b': 'int4', doc: 'jsonb' }, substrings: 1, expected: 1, hnsw: false },
      vectors: { type: 'vector', dimensions: 2 },
    },
  }) as unknown as HasherRow;

test('readInOrder gives each row once, from the last id on', async () => {
  const asked: { sql: string; parameters: readonly SqlValue[] }[] = [];
  const ids: string[] = [];
  for await (const batch of readInOrder(driverOf(asked), '"t_h1"', hasher('bigint'))) {
    ids.push(...batch.ids);
    expect(batch.columns['a"b'].slice(0, 2)).toEqual([null, '7']);
    expect(batch.columns.doc[0]).toEqual({ a: 1 });
    expect([...batch.vectors!.row(0)]).toEqual([0.5, -2]);
  }
  expect(ids).toEqual(Array.from({ length: ROWS }, (_, i) => String(i)));
  expect(asked.map(({ parameters }) => parameters)).toEqual([[], ['9999'], ['19999']]);
  expect(asked[1].sql).toContain('"a""b"::text as "c0"');
  expect(asked[1].sql).toContain('where "id" > $1::int8 order by "id" limit 10000');
});

test('readInOrder compares text ids as texts', async () => {
  const asked: { sql: string; parameters: readonly SqlValue[] }[] = [];
  const rows = readInOrder(driverOf(asked), '"t_h1"', hasher('text'));
  await rows.next();
  await rows.next();
  expect(asked[1].sql).toContain('"id" > $1::text');
});

test('readInOrder gives rows without a vector apart from those with one', async () => {
  const driver = driverOf([]);
  const some: SqlDriver = {
    ...driver,
    query: async (sql, parameters) =>
      (await driver.query(sql, parameters)).map((row, i) =>
        i % 3 === 0 ? row : { ...row, vector: null },
      ),
  };
  const seen: [number, number | undefined][] = [];
  for await (const { ids, codes, vectors } of readInOrder(some, '"t_h1"', hasher('bigint'))) {
    expect(codes).toHaveLength(ids.length);
    seen.push([ids.length, vectors?.rows]);
  }
  expect(seen.slice(0, 2)).toEqual([
    [3334, 3334],
    [6666, undefined],
  ]);
  expect(seen.reduce((sum, [rows]) => sum + rows, 0)).toBe(ROWS);
});
