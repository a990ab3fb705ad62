import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import porsager from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidArgumentError, SqlError } from '../../../src/core/errors.ts';
import type { HashCodes } from '../../../src/core/hash-codes.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { pg } from '../../../src/sql/adapters/pg.ts';
import { postgres } from '../../../src/sql/adapters/postgres.ts';
import type { SqlDriver, SqlServerDriver } from '../../../src/sql/driver.ts';
import type { SqlIdType } from '../../../src/sql/ids.ts';
import { SqlCodeStore } from '../../../src/sql/store.ts';
import { randomCodes } from '../../support/inputs.ts';
import { gaussianPoints } from '../../support/points.ts';
import {
  createPostgresServer,
  type PostgresServer,
  poolOf,
  postgresOfTests,
} from '../../support/postgres-server.ts';

const PROGRAMS = postgresOfTests();

describe.skipIf(PROGRAMS === null)('a store in a server', () => {
  const COUNT = 6000;
  const codes = randomCodes(COUNT, 48, 3);
  const ids = Array.from({ length: COUNT }, (_, i) => i);
  const kernels = createKernelsSync({ backend: 'typescript' });
  const points = gaussianPoints(300, 8, 5);
  const hasherOf = (seed: number) =>
    new RandomHyperplanes({ kernels, bits: 24, seed }).fitSync(points);
  let server: PostgresServer;
  let driver: SqlServerDriver;
  let other: SqlServerDriver;
  let stores = 0;

  beforeAll(async () => {
    server = await createPostgresServer(PROGRAMS as string);
    driver = pg(poolOf(server), { copyFrom });
    other = postgres(porsager(server.url(), { onnotice: () => {} }));
  });

  afterAll(async () => {
    await driver?.close();
    await other?.close();
    await server?.remove();
  });

  const create = (id: SqlIdType = 'bigint', from: SqlDriver = driver) =>
    SqlCodeStore.create(from, { table: `s${stores++}`, bits: 48, id });

  const connected = async () => {
    const client = new Client({ connectionString: server.url() });
    client.on('error', () => {});
    await client.connect();
    return client;
  };

  /** Resolves once a statement waits for a lock. */
  const untilWaiting = async () => {
    const sql = `select from pg_stat_activity where wait_event_type = 'Lock'`;
    while ((await driver.query(sql)).length === 0)
      await new Promise((done) => setTimeout(done, 10));
  };

  test.each<SqlIdType>(['bigint', 'text'])(
    'takes the same rows from several writers at once, in any order (%s)',
    async (type) => {
      const store = await create(type);
      const second = await SqlCodeStore.open(other, { table: store.table });
      const named = (of: readonly number[]) => (type === 'text' ? of.map((i) => `ž${i}`) : of);
      const back = ids.toReversed();
      const reversed = codes.select(back);
      for (let round = 0; round < 3; round++) {
        // The first round inserts, the second puts rows in the place of others.
        await Promise.all([
          store.add(named(ids) as number[], codes),
          second.add(named(back) as number[], reversed),
          store.add(named(back) as number[], reversed),
          ...(round === 2 ? [second.remove(named(back.slice(0, 3000)) as number[])] : []),
        ]);
      }
      const { rows } = await store.stats();
      expect(rows).toBeGreaterThanOrEqual(COUNT - 3000);
    },
  );

  test.each(['drop', 'prune'] as const)(
    '%s waits for who removes rows, and not he for it',
    async (call) => {
      const store = await SqlCodeStore.create(driver, {
        ...{ table: `s${stores++}`, hasher: hasherOf(1), kernels },
        vectors: { type: 'float4[]', dimensions: 8 },
      });
      await store.add(ids.slice(0, 300), points);
      await store.adopt(hasherOf(2), { from: 'vectors' });
      const [first] = (await store.stats()).hashers;
      let called: Promise<unknown> | undefined;
      await other.transaction(async (inside) => {
        const lock = 'select from hp_hasher where store = $1 order by id for share';
        await inside.query(lock, [store.table]);
        called = store[call]();
        await untilWaiting();
        await inside.query(`delete from "${store.table}_h${first.id}" where id = 1`);
      });
      await called;
      if (call === 'drop') await expect(store.remove([1])).rejects.toThrow(/no store/);
      else expect(await store.remove([1])).toBe(1);
    },
  );

  test('is searched while it is indexed anew', async () => {
    const writer = await create();
    await writer.add(ids, codes);
    const found: unknown[] = [];
    const watched: SqlDriver = {
      ...driver,
      transaction: (work) =>
        driver.transaction((inside) =>
          work({
            ...inside,
            async query(sql, parameters) {
              const rows = await inside.query(sql, parameters);
              // An index that is made takes its time, and keeps its locks.
              if (sql.startsWith('create index')) {
                const path = `"${writer.table}_h${id}"`;
                const [row] = await impatient.query(
                  `select count(*)::int4 as "count" from ${path}`,
                );
                found.push(row.count);
              }
              return rows;
            },
          }),
        ),
    };
    const impatient = pg(poolOf(server, { lock_timeout: 2000 }));
    const [{ id }] = (await writer.stats()).hashers;
    const store = await SqlCodeStore.open(watched, { table: writer.table });
    await store.reindex();
    expect((await store.stats()).substrings).toBe(4);
    expect(found).toEqual([COUNT, COUNT, COUNT, COUNT]);
    const { plan } = await store.explain(codes.select([5]), { radius: 3 });
    for (let t = 0; t < 4; t++)
      expect(plan.join()).toContain(`Index Scan on ${store.table}_h${id}_s${t}`);
    await store.reindex();
    expect((await store.search(codes.select([5]), { k: 1 })).neighbours).toEqual([
      { id: 5, distance: 0 },
    ]);
    await impatient.close();
  });

  describe("in a transaction of the app's own", () => {
    const one = (i: number): HashCodes => codes.select([i]);

    test('of a client is kept or forgotten with it', async () => {
      const client = await connected();
      const mine = pg(client, { copyFrom });
      const store = await create('bigint', mine);
      await store.add(ids, codes);
      for (const end of ['rollback', 'commit']) {
        await client.query('begin');
        await store.add(ids, codes.select(ids.toReversed()));
        await store.remove([2]);
        const refused = store.add([1], one(1), { columns: { missing: [1] } });
        await expect(refused).rejects.toThrow(InvalidArgumentError);
        await client.query(end);
        const outside = await SqlCodeStore.open(driver, { table: store.table });
        const { rows } = await outside.stats();
        const [nearest] = (await outside.search(one(7), { k: 1 })).neighbours;
        expect({ rows, id: nearest.id }).toEqual(
          end === 'rollback' ? { rows: COUNT, id: 7 } : { rows: COUNT - 1, id: COUNT - 8 },
        );
      }
      await client.query('begin');
      await client.query('select * from missing').catch(() => {});
      await expect(store.add([1], one(1))).rejects.toThrow(/transaction is aborted/);
      await client.query('rollback');
      await mine.close();
    });

    test('of the package postgres is kept or forgotten with it', async () => {
      const sql = porsager(server.url(), { onnotice: () => {} });
      const store = await create();
      await store.add(ids, codes);
      for (const fails of [true, false]) {
        const work = sql.begin(async (inside) => {
          const within = await SqlCodeStore.open(postgres(inside), { table: store.table });
          await within.add(ids, codes.select(ids.toReversed()));
          await within.remove([2]);
          if (fails) throw new RangeError('mine');
        });
        if (fails) await expect(work).rejects.toThrow(RangeError);
        else await work;
        expect((await store.stats()).rows).toBe(fails ? COUNT : COUNT - 1);
        const [nearest] = (await store.search(one(7), { k: 1 })).neighbours;
        expect(nearest.id).toBe(fails ? 7 : COUNT - 8);
      }
      await sql.end();
    });
  });

  test('reads columns of the package postgres that are renamed, or says that it can not', async () => {
    const store = await create();
    await store.add(ids, codes);
    for (const transform of [porsager.camel, porsager.kebab]) {
      const mine = postgres(porsager(server.url(), { transform, onnotice: () => {} }));
      const opened = await SqlCodeStore.open(mine, { table: store.table });
      expect((await opened.search(codes.select([5]), { k: 1 })).neighbours[0].id).toBe(5);
      expect((await opened.explain(codes.select([5]), { radius: 1 })).plan.join()).toMatch(
        /Index Scan/,
      );
      await mine.close();
    }
    const sql = porsager(server.url(), { transform: porsager.pascal });
    expect(() => postgres(sql)).toThrow(/without that transform/);
    await sql.end();
  });

  test('tells why an adoption failed though its connection was lost, and prunes what is left of it', async () => {
    const client = await connected();
    const store = await SqlCodeStore.create(pg(client), {
      ...{ table: `s${stores++}`, hasher: hasherOf(1), kernels },
      vectors: { type: 'float4[]', dimensions: 8 },
    });
    await store.add(ids.slice(0, 300), points);
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const vectors = async function* () {
      yield { ids: ids.slice(0, 300), vectors: points };
      await driver.query('select pg_terminate_backend($1)', [rows[0].pid]);
      throw new RangeError('mine');
    };
    await expect(store.adopt(hasherOf(2), { from: vectors() })).rejects.toThrow(RangeError);
    const again = await SqlCodeStore.open(driver, { table: store.table, kernels });
    expect((await again.search(points.row(4), { k: 1 })).neighbours[0].id).toBe(4);
    expect(await again.prune()).toHaveLength(1);
    await again.adopt(hasherOf(2), { from: 'vectors' });
  });

  test('is left by closing the driver, once', async () => {
    for (const mine of [
      pg(poolOf(server)),
      pg(await connected()),
      postgres(porsager(server.url())),
    ]) {
      await mine.query('select 1');
      await mine.close();
      await mine.close();
      await expect(mine.query('select 1')).rejects.toThrow(SqlError);
    }
  });
});
