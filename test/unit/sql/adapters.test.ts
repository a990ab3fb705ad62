import { PGlite } from '@electric-sql/pglite';
import { Client, Pool } from 'pg';
import { from } from 'pg-copy-streams';
import porsager from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SqlError } from '../../../src/core/errors.ts';
import { pg } from '../../../src/sql/adapters/pg.ts';
import { pglite } from '../../../src/sql/adapters/pglite.ts';
import { postgres } from '../../../src/sql/adapters/postgres.ts';
import type { SqlDriver } from '../../../src/sql/driver.ts';
import {
  createPostgresServer,
  type PostgresServer,
  poolOf,
  postgresOfTests,
} from '../../support/postgres-server.ts';

const PROGRAMS = postgresOfTests();
let server: PostgresServer;

interface Opened {
  readonly driver: SqlDriver;
  close(): Promise<unknown>;
}

const ENGINES: Record<string, () => Promise<Opened>> = {
  'pglite of a PGlite': async () => {
    const db = new PGlite();
    return { driver: pglite(db), close: () => db.close() };
  },
  'pg of a pool': async () => {
    const pool = poolOf(server);
    return { driver: pg(pool, { copyFrom: from }), close: () => pool.end() };
  },
  'pg of a client': async () => {
    const client = new Client({ connectionString: server.url() });
    await client.connect();
    return { driver: pg(client, { copyFrom: from }), close: () => client.end() };
  },
  'postgres of porsager': async () => {
    const sql = porsager(server.url(), { onnotice: () => {} });
    return { driver: postgres(sql), close: () => sql.end() };
  },
};
const names = Object.keys(ENGINES).filter((name) => PROGRAMS || name.startsWith('pglite'));

beforeAll(async () => {
  if (PROGRAMS) server = await createPostgresServer(PROGRAMS);
});

afterAll(() => server?.remove());

/** Bytes of texts, in pieces. */
async function* piecesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe.each(names)('%s', (name) => {
  let opened: Opened;
  let driver: SqlDriver;

  beforeAll(async () => {
    opened = await ENGINES[name]();
    driver = opened.driver;
  });

  afterAll(() => opened?.close());

  beforeEach(async () => {
    await driver.query('drop table if exists t');
    await driver.query('create table t (id bigint primary key, word text)');
  });

  const words = async () =>
    (await driver.query('select word from t order by id')).map((row) => row.word);
  const copy = (pieces: AsyncIterable<Uint8Array>) =>
    driver.copy?.('"t" ("id", "word")', 'text', pieces) as Promise<void>;

  test('passes values in by the types that the statement needs', async () => {
    const [row] = await driver.query(
      `select $1::int8::text a, $2::int8[]::text b, $3::text[]::text c, encode($4::bytea, 'hex') d,
        $5::jsonb->>'k' e, $6::bit(4)::text f, not $7::bool g, $8::int4[]::text h, $9::text i,
        $10::float8::text j, $11::text k`,
      [
        2n ** 62n,
        [1, 2n ** 60n, null, -3],
        ['a"b\\c', 'NULL', null, '', '{},', ' '],
        Uint8Array.of(0, 255, 92).subarray(1),
        '{"k": "v\\n"}',
        '1010',
        true,
        [],
        null,
        0.1,
        'null',
      ],
    );
    expect(row).toEqual({
      a: String(2n ** 62n),
      b: `{1,${2n ** 60n},NULL,-3}`,
      c: '{"a\\"b\\\\c","NULL",NULL,"","{},"," "}',
      d: 'ff5c',
      e: 'v\n',
      f: '1010',
      g: false,
      h: '{}',
      i: null,
      j: '0.1',
      k: 'null',
    });
  });

  test('needs no casts where the statement tells the types', async () => {
    await driver.query('insert into t select unnest($1::int8[]), unnest($2::text[])', [
      [1, 2n, 3],
      ['a', 'b', null],
    ]);
    const found = (sql: string, value: never) =>
      driver.query(`select word from t where ${sql}`, [value]);
    expect(await found('id = $1', 2 as never)).toEqual([{ word: 'b' }]);
    expect(await found('id = any($1)', [1n, 2] as never)).toHaveLength(2);
    expect(await found('word = $1', 'a' as never)).toEqual([{ word: 'a' }]);
    expect(await found('word = any($1)', ['b', 'x'] as never)).toEqual([{ word: 'b' }]);
    expect(await driver.query('select word from t order by id limit $1', [1])).toEqual([
      { word: 'a' },
    ]);
  });

  test('gives values out: integers, texts, bytes, floats, nulls, bits', async () => {
    const [row] = await driver.query(
      `select 7::int4 a, 'x'::text b, '\\x00ff'::bytea c, 0.5::float8 d, null::int4 e,
        '0101'::bit(4) f, true g, array[1, 2] h, 9007199254740993::int8 i`,
    );
    expect({ ...row, c: Array.from(row.c as Uint8Array), i: String(row.i) }).toEqual({
      a: 7,
      b: 'x',
      c: [0, 255],
      d: 0.5,
      e: null,
      f: '0101',
      g: true,
      h: [1, 2],
      i: '9007199254740993',
    });
  });

  test.each([
    ['select 1 +', '42601', /syntax error/],
    ['select * from missing', '42P01', /"missing" does not exist/],
    [`select 'x'::int4`, '22P02', /invalid input syntax/],
  ])('errors have one line and a state: %s', async (sql, state, message) => {
    const error = await driver.query(sql).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toMatch(/^(PGlite|PostgreSQL): [^\n]+$/);
    expect(error.message).toMatch(message);
    expect(error.state).toBe(state);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('a copy takes pieces that are cut anywhere', async () => {
    const text = Array.from({ length: 500 }, (_, i) => `${i}\tž${i}\n`).join('');
    const bytes = new TextEncoder().encode(text);
    async function* cut() {
      for (let at = 0, size = 1; at < bytes.length; at += size, size = ((size * 7) % 41) + 1) {
        yield bytes.subarray(at, at + size);
      }
    }
    await copy(cut());
    expect(await words()).toEqual(Array.from({ length: 500 }, (_, i) => `ž${i}`));
  });

  test.each<[string, string[]]>([
    ['a doubled key at its end', ['1\ta\n', '2\tb\n2\tc\n']],
    ['a row that is none', ['1\ta\n', 'x\tb\n', '3\tc\n']],
    ['a row that is cut off', ['1\ta\n', '2']],
  ])('of a copy with %s nothing stays', async (_, texts) => {
    const error = await copy(piecesOf(...texts)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toMatch(/duplicate key|invalid input syntax|missing data/);
    expect(await words()).toEqual([]);
    await copy(piecesOf('5\tgood\n'));
    expect(await words()).toEqual(['good']);
  });

  test('of a copy whose pieces fail nothing stays, and their error is told', async () => {
    async function* failing() {
      yield* piecesOf('1\ta\n', '2\tb\n');
      throw new RangeError('no more');
    }
    await expect(copy(failing())).rejects.toThrow(new RangeError('no more'));
    expect(await words()).toEqual([]);
  });

  test('a transaction is kept, with its copies', async () => {
    const given = await driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      await inside.copy?.('t', 'text', piecesOf('2\tb\n'));
      return 'given';
    });
    expect(given).toBe('given');
    expect(await words()).toEqual(['a', 'b']);
  });

  test('a transaction that fails is rolled back, and its error is told', async () => {
    const work = driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      throw new RangeError('mine');
    });
    await expect(work).rejects.toThrow(new RangeError('mine'));
    const refused = driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      await inside.copy?.('t', 'text', piecesOf('1\tb\n'));
    });
    await expect(refused).rejects.toThrow(SqlError);
    expect(await words()).toEqual([]);
  });

  test('a failure that the work catches is told all the same: nothing was kept', async () => {
    const work = driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      await inside.query('select * from missing').catch(() => {});
    });
    await expect(work).rejects.toThrow(/"missing" does not exist/);
    expect(await words()).toEqual([]);
  });

  test('a transaction within a transaction is rolled back alone', async () => {
    await driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      const inner = inside.transaction(async (deeper) => {
        await deeper.query(`insert into t values (2, 'b')`);
        await deeper.query('select * from missing');
      });
      await expect(inner).rejects.toThrow(SqlError);
      await inside.transaction((deeper) =>
        deeper.transaction((deepest) => deepest.query(`insert into t values (3, 'c')`)),
      );
    });
    expect(await words()).toEqual(['a', 'c']);
  });

  test('statements beside a transaction are none of it', async () => {
    const beside: Promise<unknown>[] = [];
    const work = driver.transaction(async (inside) => {
      await inside.query(`insert into t values (1, 'a')`);
      beside.push(driver.query(`insert into t values (2, 'b')`));
      await inside.query('select 1');
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    await Promise.all(beside);
    expect(await words()).toEqual(['b']);
  });
});

test.skipIf(!PROGRAMS)('a pool without copyFrom does not copy', async () => {
  const pool = poolOf(server);
  const driver = pg(pool);
  expect(driver.copy).toBeUndefined();
  await driver.transaction(async (inside) => expect(inside.copy).toBeUndefined());
  await pool.end();
});

test('a server that is not there is an error of one line', async () => {
  const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  for (const failing of [pg(pool).query('select 1'), pg(pool).transaction(async () => 1)]) {
    await expect(failing).rejects.toThrow(SqlError);
    await expect(failing).rejects.toThrow(/^PostgreSQL: connect ECONNREFUSED [^\n]+$/);
  }
  await pool.end();
});
