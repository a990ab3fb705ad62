import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, test } from 'vitest';
import { hammingDistance } from '../../../src/core/hash-codes.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { pglite } from '../../../src/sql/adapters/pglite.ts';
import type { SqlDriver } from '../../../src/sql/driver.ts';
import { SqlCodeStore } from '../../../src/sql/store.ts';
import type { SqlColumnType, SqlStoreOptions } from '../../../src/sql/types.ts';
import { randomCodes } from '../../support/inputs.ts';

const db = await PGlite.create();
const driver = pglite(db);
afterAll(() => db.close());

const COUNT = 6000;
const codes = randomCodes(COUNT, 48, 11);
const ids = Array.from({ length: COUNT }, (_, i) => i);
let stores = 0;

const create = (options: Partial<SqlStoreOptions> = {}, from: SqlDriver = driver) =>
  SqlCodeStore.create(from, { table: `photos${stores++}`, bits: 48, ...options });

const big = await create({ table: 'big', expected: COUNT });
await big.add(ids, codes);

function nearest(query: Uint32Array, k: number) {
  return ids
    .map((id) => ({ id, distance: hammingDistance(codes.code(id), query) }))
    .sort((a, b) => a.distance - b.distance || a.id - b.id)
    .slice(0, k);
}

describe('the plan', () => {
  test('uses the index of every substring, also before PostgreSQL has sampled the codes', async () => {
    const { plan, lookups, strategy } = await big.explain(codes.select([5]), { radius: 4 });
    expect(strategy).toBe('multi-index');
    expect(lookups).toBeGreaterThan(4);
    for (let t = 0; t < 4; t++) expect(plan.join('\n')).toContain(`Index Scan on big_h1_s${t}`);
    expect(plan.join('\n')).not.toContain('Seq Scan');
  });

  test('is a sequential scan for an expression with one cast more', async () => {
    const where = (expression: string) =>
      driver.query(`explain select * from big_h1 where ${expression} = 77`);
    const plan = async (expression: string) =>
      (await where(expression)).map((row) => row['QUERY PLAN']).join('\n');
    expect(await plan('substring(code, 1, 12)::int4')).toContain('big_h1_s0');
    expect(await plan('substring(code, 1, 12)::bit(12)::int4')).toContain('Seq Scan');
  });

  test('is a scan where that should cost less, and says why', async () => {
    const far = await big.explain(codes.select([5]), { radius: 20 });
    expect(far).toMatchObject({ strategy: 'scan', lookups: 0 });
    expect(far.why).toMatch(/look-ups for radius 20 should take \d+ ms, a scan of 6000 rows/);
    const small = await create();
    expect(await small.explain(codes.select([5]), { k: 3 })).toMatchObject({ strategy: 'scan' });
    const asked = await big.explain(codes.select([5]), { k: 3, strategy: 'scan' });
    expect(asked.why).toBe('it was asked for');
  });

  test('is a scan of what a filter leaves, if that is little', async () => {
    const filter = { sql: 'id = any($1::int8[])', parameters: ['{3,5,7}'] };
    const { strategy, why } = await big.explain(codes.select([5]), { k: 10, filter });
    expect(strategy).toBe('scan');
    expect(why).toMatch(/rows are left/);
  });
});

test('all rows that there are take no steps, also where looking up was asked for', async () => {
  const query = codes.select([5]);
  const all = { k: COUNT, strategy: 'multi-index' } as const;
  const { neighbours, statements } = await big.search(query, all);
  expect(statements).toBe(1);
  expect(neighbours).toEqual(nearest(query.code(0), COUNT));
  const filter = { sql: 'id = any($1::int8[])', parameters: ['{3,5,7}'] };
  const few = await big.search(query, { k: 10, strategy: 'multi-index', filter });
  expect(few).toMatchObject({ statements: 1, strategy: 'scan' });
  expect(few.neighbours.map(({ id }) => id).sort()).toEqual([3, 5, 7]);
});

test('codes of more than 512 bits are scanned, without an index', async () => {
  const long = randomCodes(300, 1024, 5);
  const store = await create({ bits: 1024 });
  await store.add(ids.slice(0, 300), long);
  const { neighbours, strategy } = await store.search(long.select([7]), { k: 300 });
  expect(neighbours).toHaveLength(300);
  expect(neighbours).toContainEqual({ id: 7, distance: 0 });
  expect(strategy).toBe('scan');
  expect((await store.explain(long.select([7]), { k: 1 })).why).toMatch(/no indexes/);
  expect((await store.stats()).substrings).toBe(0);
  const insist = store.search(long.select([7]), { k: 1, strategy: 'multi-index' });
  await expect(insist).rejects.toThrow(/no indexes of substrings: create it/);
  await store.reindex();
  const same = await store.search(long.select([9]), { radius: 0 });
  expect(same.neighbours).toContainEqual({ id: 9, distance: 0 });
});

test('a store that is dropped by another says that it must be opened again', async () => {
  const store = await create();
  await store.add([1, 2], codes.select([1, 2]));
  const other = await SqlCodeStore.open(driver, { table: store.table });
  const unused = await SqlCodeStore.open(driver, { table: store.table });
  await other.search(codes.select([1]), { k: 1 });
  await store.drop();
  for (const opened of [other, unused]) {
    for (const call of ['search', 'explain'] as const) {
      await expect(opened[call](codes.select([1]), { k: 1 })).rejects.toThrow(/open it again/);
    }
    for (const call of ['analyse', 'reindex'] as const) {
      await expect(opened[call]()).rejects.toThrow(/open it again/);
    }
    const kernels = createKernelsSync({ backend: 'typescript' });
    await expect(opened.hasher(kernels)).rejects.toThrow(/open it again/);
    await expect(opened.add([3], codes.select([3]))).rejects.toThrow(/open the store again/);
    await expect(opened.remove([3])).rejects.toThrow(/no store/);
  }
  // A table of the app's own that its filter names is another matter.
  const filter = { sql: 'exists (select from nowhere)' };
  await expect(big.search(codes.select([1]), { k: 1, filter })).rejects.toThrow(/"nowhere"/);
});

test('a store that was opened when it was small notices that another filled it', async () => {
  const writer = await create({ expected: COUNT });
  const reader = await SqlCodeStore.open(driver, { table: writer.table });
  const plan = () => reader.explain(codes.select([5]), { radius: 4 });
  expect((await plan()).strategy).toBe('scan');
  await writer.add(ids, codes);
  for (let i = 0; i < 50; i++) await reader.search(codes.select([i]), { radius: 0 });
  expect((await plan()).strategy).toBe('multi-index');
  // Of a large table too it would be taken for as small as it was.
  const more = randomCodes(4 * COUNT, 48, 12);
  await writer.add(
    Array.from({ length: 4 * COUNT }, (_, i) => COUNT + i),
    more,
  );
  for (let i = 0; i < 50; i++) await reader.search(codes.select([i]), { radius: 0 });
  expect((await plan()).why).toContain(`a scan of ${5 * COUNT} rows`);
});

describe('search', () => {
  test('takes a code as HashCodes and as words', async () => {
    const expected = nearest(codes.code(77), 12);
    for (const strategy of ['auto', 'scan', 'multi-index'] as const) {
      for (const query of [codes.select([77]), codes.code(77)]) {
        const found = await big.search(query, { k: 12, strategy });
        expect(found.neighbours).toEqual(expected);
        expect(found.statements).toBeGreaterThan(0);
      }
    }
  });

  test('of several queries gives what each gives alone', async () => {
    const queries = codes.select([1, 2, 3]);
    const found = await big.searchBatch(queries, { k: 5 });
    expect(found.map(({ neighbours }) => neighbours)).toEqual(
      [1, 2, 3].map((i) => nearest(codes.code(i), 5)),
    );
  });

  test('gives all rows where k is more', async () => {
    const store = await create();
    await store.add([4, 2], codes.select([0, 1]));
    expect((await store.search(codes.code(0), { k: 9 })).neighbours).toHaveLength(2);
  });

  test('stops for its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(big.search(codes.code(0), { k: 3, signal })).rejects.toThrow('enough');
  });

  test.each([
    [{}, /k rows or for a radius/],
    [{ k: 3, radius: 2 }, /k rows or for a radius/],
    [{ k: 0 }, /k must be/],
    [{ radius: 49 }, /radius must be a whole number from 0 to 48/],
    [{ k: 3, strategy: 'fast' }, /strategy/],
    [{ k: 3, strategy: 'hnsw' }, /hnsw: true/],
    [{ radius: 3, strategy: 'hnsw' }, /nothing within a radius/],
    [{ k: 3, hasher: 99 }, /hasher must be one of the store's, 1, not 99/],
    [{ k: 3, rerank: 2 }, /rerank/],
    [{ k: 3, rerank: 9 }, /keeps vectors/],
    [{ k: 3, filter: { sql: 'nonsense = 1' } }, /nonsense/],
  ])('refuses %j', async (options, message) => {
    await expect(big.search(codes.code(0), options as never)).rejects.toThrow(message);
  });

  test('refuses codes of another length before SQL pads them', async () => {
    await expect(big.search(randomCodes(1, 64, 1), { k: 3 })).rejects.toThrow(/48 bits .* not 64/);
    await expect(big.search(codes.select([1, 2]), { k: 3 })).rejects.toThrow(/codes of a query/);
    await expect(big.add([1], randomCodes(1, 32, 1))).rejects.toThrow(/48 bits/);
    await expect(big.search([1, 2, 3], { k: 3 })).rejects.toThrow(/backend/);
  });
});

describe('rows', () => {
  test('are put in the place of those of the same ids, the later of two in one call', async () => {
    for (const from of [driver, { ...driver, copy: undefined } as SqlDriver]) {
      const store = await create({ columns: { year: 'int4' } }, from);
      const many = ids.slice(0, 500);
      await store.add(many, codes.select(many), { columns: { year: many } });
      await store.add(many, codes.select(many), { columns: { year: many } });
      await store.add([7, 8, 7], codes.select([1, 2, 3]), { columns: { year: [1, 2, 3] } });
      expect((await store.stats()).rows).toBe(500);
      const filter = { sql: 'id = 7 and year = 3' };
      const found = await store.search(codes.code(3), { radius: 0, filter });
      expect(found.neighbours).toEqual([{ id: 7, distance: 0 }]);
    }
  });

  test('have ids of 64 bits, and texts in the order of their bytes', async () => {
    const store = await create();
    const wide = [2n ** 62n, -(2n ** 62n), 5n];
    await store.add(wide, codes.select([0, 0, 0]));
    const found = await store.search(codes.code(0), { radius: 0 });
    expect(found.neighbours.map(({ id }) => id)).toEqual([-(2n ** 62n), 5, 2n ** 62n]);
    const texts = await create({ id: 'text' });
    await texts.add(['b', 'A', 'a', '\u00e4', 'B'], codes.select([0, 0, 0, 0, 0]));
    const named = await texts.search(codes.code(0), { k: 5 });
    expect(named.neighbours.map(({ id }) => id)).toEqual(['A', 'B', 'a', 'b', '\u00e4']);
    expect(await texts.remove(['a', 'zz'])).toBe(1);
  });

  test('keep values of every type of column, by COPY and by arrays', async () => {
    const columns = {
      ...{ bool: 'bool', day: 'date', real: 'float8', small: 'int2', large: 'int8' },
      ...{ tags: 'jsonb', exact: 'numeric', title: 'text', at: 'timestamptz' },
    } as const;
    const values = {
      ...{ bool: true, day: '2026-01-31', real: 0.1, small: -7, large: 2n ** 60n },
      ...{ tags: { a: ["'"] }, exact: '12345678901234567890.5', title: 'x\ty"\\', at: new Date(0) },
    };
    const copied = Object.fromEntries(
      Object.entries(columns).filter(([name]) => !['day', 'exact', 'at'].includes(name)),
    ) as Record<string, SqlColumnType>;
    for (const some of [columns, copied] as Record<string, SqlColumnType>[]) {
      const store = await create({ columns: some });
      const table = `${store.table}_h${(await store.stats()).hashers[0].id}`;
      const many = ids.slice(0, 300);
      const given = Object.fromEntries(
        Object.keys(some).map((name) => [
          name,
          many.map((i) => (i === 299 ? null : values[name as keyof typeof values])),
        ]),
      );
      await store.add(many, codes.select(many), { columns: given });
      const list = Object.keys(some).map((name) => `${name}::text as ${name}`);
      const [row, last] = await driver.query(
        `select ${list.join(', ')} from ${table} where id in (298, 299) order by id`,
      );
      expect(row).toMatchObject({ bool: 'true', real: '0.1', small: '-7', title: 'x\ty"\\' });
      expect(row).toMatchObject({ large: String(2n ** 60n), tags: `{"a": ["'"]}` });
      expect(new Set(Object.values(last))).toEqual(new Set([null]));
    }
  });

  test('are written in batches, whose number is told, until the signal', async () => {
    const store = await create();
    const stop = new AbortController();
    const told: number[] = [];
    const added = store.add(ids, codes, {
      ...{ batch: 1000, signal: stop.signal },
      onProgress: ({ done, total }) => {
        expect(total).toBe(COUNT);
        told.push(done);
        if (done === 2000) stop.abort(new Error('enough'));
      },
    });
    await expect(added).rejects.toThrow('enough');
    expect(told).toEqual([1000, 2000]);
    expect((await store.stats()).rows).toBe(2000);
  });

  test.each([
    [[1], {}, /2 rows need as many ids, not 1/],
    [[1, 2], { columns: { other: [1, 2] } }, /no column "other"/],
    [[1, 2], { columns: { year: [1] } }, /column year must have 2 values/],
    [[1, 2], { columns: { year: [1, 'soon'] } }, /soon/],
    [[1, 2], { columns: { year: [1, {}] } }, /column year must be one of int4/],
    [[1, 2], { columns: { year: [1, new Date(Number.NaN)] } }, /column year must be a date/],
    [[1, 2], { batch: 0 }, /batch/],
    [[1, 2], { columns: [] }, /columns must be an object/],
  ])('that do not fit are refused: %j %j', async (given, options, message) => {
    const store = await create({ columns: { year: 'int4' } });
    await expect(store.add(given, codes.select([0, 1]), options as never)).rejects.toThrow(message);
    expect((await store.stats()).rows).toBe(0);
  });
});

describe('a store', () => {
  test('has any name, in any schema', async () => {
    await driver.query('create schema "a ""schema"""');
    const table = `x"; drop table "big_h1"; --`;
    const place = { table, schema: 'a "schema"' };
    const store = await create(place);
    await store.add([1], codes.select([0]));
    const again = await SqlCodeStore.open(driver, place);
    expect((await again.search(codes.code(0), { k: 1 })).neighbours).toHaveLength(1);
    await again.reindex();
    await again.analyse();
    expect(await again.stats()).toMatchObject({ rows: 1, bits: 48 });
    await store.drop();
    await expect(SqlCodeStore.open(driver, place)).rejects.toThrow(/there is no store/);
    await expect(SqlCodeStore.open(driver, { table, schema: 'none' })).rejects.toThrow(/no store/);
  });

  test('is made once, and found by open', async () => {
    await expect(create({ table: 'big' })).rejects.toThrow(/there is a store "big" already/);
    const opened = await SqlCodeStore.open(driver, { table: 'big' });
    expect(String(opened)).toBe('SqlCodeStore big, 48 bits (PGlite)');
    expect(opened.dimensions).toBeUndefined();
    await expect(opened.hasher({ createProjector: () => 0 } as never)).rejects.toThrow(/no model/);
  });

  test.each([
    [{ table: 'y', bits: undefined }, /bits or with a hasher/],
    [{ table: 7 }, /table must be a text/],
    [{ table: 'y', vectors: { type: 'vector', dimensions: 3 } }, /pgvector/],
    [{ table: 'y', kernels: {} }, /kernels/],
    [{ table: 'y', substring: 3 }, /did you mean substrings/],
  ])('is refused with %j, and nothing of it is left', async (options, message) => {
    await expect(create(options as never)).rejects.toThrow(message);
    const left = await driver.query(`select 1 from hp_hasher where store = 'y'`);
    expect(left).toEqual([]);
  });

  test('is over a driver, and not over a database itself', async () => {
    await expect(create({}, db as never)).rejects.toThrow(/driver must be a driver/);
  });

  test('is indexed anew for the rows that there are', async () => {
    const store = await create({ expected: 1e9 });
    await store.add(ids, codes);
    const before = (await store.stats()).substrings;
    await store.reindex();
    const after = (await store.stats()).substrings;
    expect([before, after]).toEqual([2, 4]);
    const found = await store.search(codes.code(9), { k: 7, strategy: 'multi-index' });
    expect(found.neighbours).toEqual(nearest(codes.code(9), 7));
  });
});

test('with one substring it is the table of buckets, of up to 63 bits', async () => {
  for (const bits of [8, 48, 63]) {
    const some = randomCodes(200, bits, 3);
    const store = await create({ bits, substrings: 1 });
    await store.add(ids.slice(0, 200), some);
    const options = { radius: 2, strategy: 'multi-index' } as const;
    const { plan } = await store.explain(some.code(5), options);
    const type = bits === 8 ? 'int4' : 'int8';
    const [{ indexdef }] = await driver.query(
      `select indexdef from pg_indexes where indexname like $1::text`,
      [`${store.table}_h%_s0`],
    );
    expect(indexdef).toContain(type === 'int4' ? '::integer' : '::bigint');
    expect(plan.join('\n')).toMatch(/Index Cond|Seq Scan/);
    const expected = ids
      .slice(0, 200)
      .map((id) => ({ id, distance: hammingDistance(some.code(id), some.code(5)) }))
      .filter(({ distance }) => distance <= 2)
      .sort((a, b) => a.distance - b.distance || a.id - b.id);
    expect((await store.search(some.code(5), options)).neighbours).toEqual(expected);
  }
});
