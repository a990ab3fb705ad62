import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { ExactSearch } from '../../../src/search/exact-search.ts';
import { pglite } from '../../../src/sql/adapters/pglite.ts';
import type { SqlDriver } from '../../../src/sql/driver.ts';
import { SqlCodeStore } from '../../../src/sql/store.ts';
import type { SqlStoreOptions, SqlVectorBatch } from '../../../src/sql/types.ts';
import { gaussianPoints } from '../../support/points.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const db = await PGlite.create({ extensions: { vector } });
const driver = pglite(db);
afterAll(() => db.close());

const COUNT = 600;
const DIMENSIONS = 8;
const points = gaussianPoints(COUNT, DIMENSIONS, 5);
const ids = Array.from({ length: COUNT }, (_, i) => i);
const hasherOf = (seed: number, bits = 24) =>
  new RandomHyperplanes({ kernels, bits, seed }).fitSync(points);
const TYPES = ['vector', 'halfvec', 'float4[]'] as const;
let stores = 0;

const create = (options: Partial<SqlStoreOptions> = {}) =>
  SqlCodeStore.create(driver, { table: `vectors${stores++}`, kernels, ...options });

const withVectors = (type: (typeof TYPES)[number], columns = {}) =>
  create({ hasher: hasherOf(1), vectors: { type, dimensions: DIMENSIONS }, columns });

test('a value beyond half precision is refused before a row is written', async () => {
  const store = await withVectors('halfvec');
  const far = new Matrix(points.data.slice(), COUNT, DIMENSIONS);
  far.data[(COUNT - 1) * DIMENSIONS] = 65_520;
  await expect(store.add(ids, far, { batch: 100 })).rejects.toThrow(/up to 65504: row 599/);
  expect((await store.stats()).rows).toBe(0);
  far.data[(COUNT - 1) * DIMENSIONS] = 65_519;
  expect(await store.add(ids, far, { batch: 100 })).toBe(COUNT);
});

describe('the hasher', () => {
  test('encodes what is added and searched, and another opening loads it from the table', async () => {
    const hasher = hasherOf(1);
    const store = await create({ hasher });
    await store.add(ids, points);
    const opened = await SqlCodeStore.open(driver, { table: store.table, kernels });
    const loaded = await opened.hasher(kernels);
    const expected = hasher.encode(points).words;
    expect(loaded.encode(points).words.filter((word, i) => word !== expected[i])).toHaveLength(0);
    const query = points.row(4);
    const found = await opened.search(query, { k: 5 });
    expect(found).toEqual(await store.search(hasher.encode(points).code(4), { k: 5 }));
    expect(found.neighbours[0]).toEqual({ id: 4, distance: 0 });
    expect(opened.dimensions).toBe(DIMENSIONS);
    expect((await opened.searchBatch([query, points.row(7)], { k: 5 }))[0]).toEqual(found);
  });

  test('is refused if its bytes are others', async () => {
    const store = await create({ hasher: hasherOf(1) });
    const spoil = `update hp_hasher set model = set_byte(model, length(model) - 1, 1) where store = $1::text`;
    await driver.query(spoil, [store.table]);
    await expect(store.hasher(kernels)).rejects.toThrow(/sha256 is another/);
    const opened = await SqlCodeStore.open(driver, { table: store.table, kernels });
    await expect(opened.add([1], [points.row(0)])).rejects.toThrow(/sha256 is another/);
  });

  test('needs a backend where a store is opened without', async () => {
    const store = await create({ hasher: hasherOf(1) });
    const opened = await SqlCodeStore.open(driver, { table: store.table });
    await expect(opened.add([1], [points.row(0)])).rejects.toThrow(/give kernels/);
    await expect(opened.search(points.row(0), { k: 1 })).rejects.toThrow(/give kernels/);
  });

  test('has as many dimensions as the column of vectors', async () => {
    const vectors = { type: 'float4[]', dimensions: 3 } as const;
    await expect(create({ hasher: hasherOf(1), vectors })).rejects.toThrow(/dimensions of vectors/);
  });
});

describe.each(TYPES)('vectors of the type %s', (type) => {
  test('rank candidates by the cosine distance', async () => {
    const store = await withVectors(type);
    await store.add(ids, points);
    const query = gaussianPoints(1, DIMENSIONS, 9).row(0);
    const { neighbours } = await store.search(query, { k: 6, rerank: COUNT });
    const exact = new ExactSearch(kernels, points, 'cosine').nearest(query, 6);
    expect(neighbours.map(({ id }) => id)).toEqual([...exact.rows]);
    const digits = type === 'halfvec' ? 3 : 6;
    for (const [i, { distance }] of neighbours.entries()) {
      expect(distance).toBeCloseTo(exact.distances[i], digits);
    }
    const few = await store.search(query, { k: 6, rerank: 20 });
    const candidates = (await store.search(query, { k: 20 })).neighbours.map(({ id }) => id);
    expect(few.neighbours).toHaveLength(6);
    for (const { id } of few.neighbours) expect(candidates).toContain(id);
    await expect(
      store.search(hasherOf(1).encode(points).code(0), { k: 3, rerank: 9 }),
    ).rejects.toThrow(/a query that is a vector/);
  });

  test('are coded anew by a newer hasher, beside the old codes', async () => {
    const store = await withVectors(type, { year: 'int4' });
    const years = { year: ids.map((i) => i % 5) };
    await store.add(ids, points, { columns: years });
    const [{ id: first }] = (await store.stats()).hashers;
    const query = points.row(3);
    const before = await store.search(query, { k: 9 });
    const opened = await SqlCodeStore.open(driver, { table: store.table, kernels });

    const newer = hasherOf(2, 32);
    const told: number[] = [];
    await store.adopt(newer, { from: 'vectors', onProgress: ({ done }) => told.push(done) });
    expect(told.at(-1)).toBe(COUNT);
    expect(store.bits).toBe(32);
    const fresh = await create({ hasher: newer });
    // Halves are what the newer hasher was given.
    if (type !== 'halfvec') {
      await fresh.add(ids, points);
      const filter = { sql: 'year = $1', parameters: [3] };
      const found = await store.search(query, { k: 9 });
      expect(found.neighbours).toEqual((await fresh.search(query, { k: 9 })).neighbours);
      const some = await store.search(query, { k: 900, filter });
      expect(some.neighbours.every(({ id }) => Number(id) % 5 === 3)).toBe(true);
      expect(some.neighbours).toHaveLength(COUNT / 5);
    }

    const old = hasherOf(1).encode(points).code(3);
    expect((await opened.search(query, { k: 9 })).neighbours).toEqual(before.neighbours);
    const another = await SqlCodeStore.open(driver, { table: store.table });
    expect(another.bits).toBe(32);
    for (const asked of [old, query]) {
      const kernelled = await SqlCodeStore.open(driver, { table: store.table, kernels });
      const byOld = await kernelled.search(asked, { k: 9, hasher: first });
      expect(byOld.neighbours).toEqual(before.neighbours);
    }
    await expect(opened.add([1], [query])).rejects.toThrow(/not active any more/);
    expect((await store.stats()).hashers.map(({ active }) => active)).toEqual([false, true]);

    await store.remove([3]);
    expect((await opened.search(query, { k: 1 })).neighbours[0].id).not.toBe(3);
    expect(await store.prune()).toEqual([first]);
    expect((await store.stats()).hashers).toHaveLength(1);
    await expect(another.search(old, { k: 9, hasher: first })).rejects.toThrow();
    await store.drop();
  });
});

describe('vectors beside codes', () => {
  test('are refused before anything is written unless they fit the column', async () => {
    const store = await withVectors('float4[]');
    const codes = hasherOf(1).encode(points).select([1, 2]);
    const add = (vectors: Matrix | number[][]) => store.add([1, 2], codes, { vectors });
    const ones = (rows: number, cols: number) =>
      new Matrix(new Float32Array(rows * cols), rows, cols);
    await expect(add(ones(2, 3))).rejects.toThrow(/must have 8 dimensions .* not 3/);
    await expect(add(ones(3, 8))).rejects.toThrow(/2 rows need as many vectors, not 3/);
    await expect(add(ones(1, 8))).rejects.toThrow(/2 rows need as many vectors, not 1/);
    await expect(add(new Matrix(new Float32Array(16).fill(NaN), 2, 8))).rejects.toThrow(/finite/);
    expect((await store.stats()).rows).toBe(0);
  });
});

describe.each(TYPES)('ranking by vectors of type %s', (type) => {
  test('takes the distance of a vector of zeros for 1', async () => {
    const store = await withVectors(type);
    const opposite = points.row(2).map((x) => -x);
    await store.add([1, 2, 3], [new Float32Array(DIMENSIONS), points.row(2), opposite]);
    const ranked = async (query: Float32Array) =>
      (await store.search(query, { k: 3, rerank: 3 })).neighbours;
    const found = await ranked(points.row(2));
    expect(found.map(({ id }) => id)).toEqual([2, 1, 3]);
    expect(found[1].distance).toBe(1);
    const zeros = await ranked(new Float32Array(DIMENSIONS));
    expect(zeros).toEqual([1, 2, 3].map((id) => ({ id, distance: 1 })));
  });
});

describe('adopt', () => {
  const given = async function* (from: number, to: number): AsyncGenerator<SqlVectorBatch> {
    for (let at = from; at < to; at += 250) {
      const rows = ids.slice(at, Math.min(to, at + 250));
      yield { ids: rows, vectors: Matrix.from(rows.map((i) => points.row(i))) };
    }
  };

  test('takes vectors from elsewhere, and all of them', async () => {
    const store = await create({ hasher: hasherOf(1) });
    await store.add(ids, points);
    await expect(store.adopt(hasherOf(2), { from: 'vectors' })).rejects.toThrow(/keeps no vectors/);
    await expect(store.adopt(hasherOf(2), { from: given(0, 500) })).rejects.toThrow(
      /100 rows of the store were not among/,
    );
    expect((await store.stats()).hashers).toHaveLength(1);
    await store.adopt(hasherOf(2), { from: given(0, COUNT) });
    const code = hasherOf(2).encode(points).code(8);
    expect((await store.search(code, { radius: 0 })).neighbours).toContainEqual({
      ...{ id: 8, distance: 0 },
    });
    await expect(store.adopt(hasherOf(2), { from: given(0, 1) })).rejects.toThrow(/and active/);
  });

  test('brings over what others write and remove meanwhile', async () => {
    const store = await withVectors('float4[]', { year: 'int4' });
    await store.add(ids, points);
    const other = await SqlCodeStore.open(driver, { table: store.table, kernels });
    // It has its hasher by now, so that adding begins at once.
    await other.search(points.row(0), { k: 1 });
    const changes: Promise<unknown>[] = [];
    await store.adopt(hasherOf(2), {
      from: 'vectors',
      onProgress: () => {
        if (changes.length > 0) return;
        // It comes before the next statement of the adoption: PGlite runs them in order.
        const added = other.add([5, 1000], [points.row(9), points.row(10)], {
          columns: { year: [1, 2] },
        });
        changes.push(added, other.remove([7]));
      },
    });
    await Promise.all(changes);
    expect(await store.remove([7])).toBe(0);
    const codes = hasherOf(2).encode(points);
    const at = async (i: number) =>
      (await store.search(codes.code(i), { radius: 0, filter: { sql: 'year is not null' } }))
        .neighbours;
    expect(await at(9)).toContainEqual({ id: 5, distance: 0 });
    expect(await at(10)).toContainEqual({ id: 1000, distance: 0 });
  });

  test('brings over columns and vectors that change while it reads vectors from elsewhere', async () => {
    for (const keeps of [false, true]) {
      const columns = { year: 'int4' } as const;
      const store = keeps
        ? await withVectors('float4[]', columns)
        : await create({ hasher: hasherOf(1), columns });
      await store.add(ids, points, { columns: { year: ids } });
      const vectors = async function* () {
        yield* given(0, COUNT);
        await store.add([2], [points.row(keeps ? 9 : 2)], { columns: { year: [7777] } });
      };
      await store.adopt(hasherOf(2), { from: vectors() });
      const filter = { sql: 'year = 7777' };
      const query = hasherOf(2)
        .encode(points)
        .code(keeps ? 9 : 2);
      const { neighbours } = await store.search(query, { k: 3, filter });
      expect(neighbours).toEqual([{ id: 2, distance: 0 }]);
    }
  });

  test('codes a row that got another vector while its own was being coded', async () => {
    const far = points.row(9).map((value) => -value);
    for (const type of TYPES) {
      for (const isKept of [true, false]) {
        const store = await withVectors(type);
        await store.add(ids, points);
        let inserts = 0;
        const racing: SqlDriver = {
          ...driver,
          // Vectors were read, or given, and their codes are about to be written.
          async query(sql, parameters) {
            if (sql.startsWith('insert') && inserts++ === 0) await store.add([2], [far]);
            return driver.query(sql, parameters);
          },
        };
        const opened = await SqlCodeStore.open(racing, { table: store.table, kernels });
        await opened.adopt(hasherOf(2), { from: isKept ? 'vectors' : given(0, COUNT) });
        expect(inserts).toBeGreaterThan(0);
        const code = hasherOf(2)
          .encode(Matrix.from([far]))
          .code(0);
        expect((await opened.search(code, { radius: 0 })).neighbours, `${type} ${isKept}`).toEqual([
          { id: 2, distance: 0 },
        ]);
      }
    }
  });

  test('takes the later of two vectors of an id, and empty batches', async () => {
    const store = await create({ hasher: hasherOf(1) });
    await store.add([1, 2], [points.row(1), points.row(2)]);
    const batches = async function* (): AsyncGenerator<SqlVectorBatch> {
      yield { ids: [], vectors: new Matrix(new Float32Array(0), 0, DIMENSIONS) };
      yield { ids: [1, 2, 1], vectors: [points.row(1), points.row(2), points.row(7)] };
    };
    await store.adopt(hasherOf(2), { from: batches() });
    const found = await store.search(hasherOf(2).encode(points).code(7), { k: 1 });
    expect(found.neighbours).toEqual([{ id: 1, distance: 0 }]);
    const nothing = (async function* () {
      yield null;
    })();
    await expect(store.adopt(hasherOf(3), { from: nothing as never })).rejects.toThrow(
      /a batch of from must be an object/,
    );
  });

  test('that is stopped leaves the store as it was', async () => {
    const store = await withVectors('float4[]');
    await store.add(ids, points);
    const stop = new AbortController();
    const adopting = store.adopt(hasherOf(2), {
      ...{ from: 'vectors', signal: stop.signal },
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(adopting).rejects.toThrow('enough');
    const { hashers, rows } = await store.stats();
    expect([hashers.length, rows]).toEqual([1, COUNT]);
    const left = await driver.query(`select 1 from pg_class where relname like $1::text`, [
      `${store.table}\\_h%`,
    ]);
    expect(left.length).toBeGreaterThan(0);
    await store.add([1], [points.row(1)]);
  });

  test('is refused to a store whose hasher is not active any more: rows would be lost', async () => {
    const stale = await withVectors('float4[]');
    await stale.add(ids, points);
    const store = await SqlCodeStore.open(driver, { table: stale.table, kernels });
    await store.adopt(hasherOf(2), { from: 'vectors' });
    await store.add([1000], [points.row(0)]);
    await expect(stale.adopt(hasherOf(3), { from: 'vectors' })).rejects.toThrow(
      /open the store again/,
    );
    await expect(stale.reindex()).rejects.toThrow(/open the store again/);
    const { hashers, rows } = await store.stats();
    expect([hashers.length, rows]).toEqual([2, COUNT + 1]);
  });

  test('leaves a store that was open able to remove rows, and to count them', async () => {
    const stale = await withVectors('float4[]');
    await stale.add([1, 2], [points.row(1), points.row(2)]);
    const store = await SqlCodeStore.open(driver, { table: stale.table, kernels });
    await store.adopt(hasherOf(2), { from: 'vectors' });
    await store.add([3], [points.row(3)]);
    expect(await stale.remove([1, 3, 9])).toBe(2);
    await store.prune();
    expect(await stale.remove([2])).toBe(1);
    expect((await store.stats()).rows).toBe(0);
  });

  test('is refused if another hasher was made active in its midst', async () => {
    const store = await withVectors('float4[]');
    await store.add(ids, points);
    const other = await SqlCodeStore.open(driver, { table: store.table, kernels });
    const vectors = async function* () {
      yield* given(0, COUNT);
      await other.adopt(hasherOf(3), { from: 'vectors' });
      await other.add([1000], [points.row(0)]);
    };
    await expect(store.adopt(hasherOf(2), { from: vectors() })).rejects.toThrow(
      /open the store again/,
    );
    const { hashers, rows } = await other.stats();
    expect([hashers.length, rows]).toEqual([2, COUNT + 1]);
  });

  test('that another prunes in its midst says that its codes are gone', async () => {
    const store = await create({ hasher: hasherOf(1) });
    await store.add(ids, points);
    const pruned = async function* () {
      yield* given(0, 250);
      await store.prune();
      yield* given(250, COUNT);
    };
    await expect(store.adopt(hasherOf(2), { from: pruned() })).rejects.toThrow(/are gone, pruned/);
    expect((await store.stats()).hashers).toHaveLength(1);
  });

  test('needs a vector of every row', async () => {
    const store = await withVectors('float4[]');
    await store.add([1, 2], hasherOf(1).encode(points).select([1, 2]));
    await expect(store.adopt(hasherOf(2), { from: 'vectors' })).rejects.toThrow(
      /row 1 has no vector/,
    );
    await store.add([1, 2], hasherOf(1).encode(points).select([1, 2]), {
      vectors: [points.row(1), points.row(2)],
    });
    await store.adopt(hasherOf(2), { from: 'vectors' });
    expect((await store.stats()).rows).toBe(2);
  });
});

describe("pgvector's HNSW index", () => {
  test('gives as many rows as asked for, also beyond 40 and with a narrow filter', async () => {
    const store = await create({ bits: 24, hnsw: true, columns: { year: 'int4' } });
    const codes = hasherOf(1).encode(points);
    await store.add(ids, codes, { columns: { year: ids.map((i) => i % 50) } });
    await driver.query('set enable_seqscan = off');
    try {
      const options = { k: 200, strategy: 'hnsw' } as const;
      const { neighbours, strategy, radius } = await store.search(codes.code(3), options);
      expect([neighbours.length, strategy, radius]).toEqual([200, 'hnsw', null]);
      const exact = (await store.search(codes.code(3), { k: 200, strategy: 'scan' })).neighbours;
      expect(neighbours[0]).toEqual(exact[0]);
      const filter = { sql: 'year = $1', parameters: [7] };
      const some = await store.search(codes.code(3), { k: 10, strategy: 'hnsw', filter });
      expect(some.neighbours).toHaveLength(10);
      const { plan, why } = await store.explain(codes.code(3), options);
      expect(plan.join('\n')).toContain('_hnsw');
      expect(why).toMatch(/approximate/);
    } finally {
      await driver.query('reset enable_seqscan');
    }
  });
});
