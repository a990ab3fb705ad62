import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { pglite } from '../../../../src/sql/adapters/pglite.ts';
import type { CopyColumn } from '../../../../src/sql/copy/columns.ts';
import { copyPieces, copyRows } from '../../../../src/sql/copy/copy-rows.ts';
import type { SqlDriver } from '../../../../src/sql/driver.ts';

const db = new PGlite({ extensions: { vector } });
const driver = pglite(db);

beforeAll(async () => {
  await driver.query('create extension vector');
});

afterAll(() => db.close());

/** A new table `t` of columns c0, c1, ... */
async function tableOf(...types: string[]): Promise<string> {
  await driver.query('drop table if exists t');
  await driver.query(`create table t (${types.map((type, i) => `c${i} ${type}`).join(', ')})`);
  return `t (${types.map((_, i) => `c${i}`).join(', ')})`;
}

const codesOf = (...texts: string[]) => {
  const bits = texts[0].length;
  const bytes = texts.flatMap((text) =>
    Array.from({ length: Math.ceil(bits / 8) }, (_, i) =>
      Number.parseInt(text.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
    ),
  );
  return HashCodes.fromBytes(Uint8Array.from(bytes), bits, 'big');
};

describe.each(['binary', 'text'] as const)('rows copied as %s', (format) => {
  test('arrive as they were: whole numbers, texts, bytes, nulls', async () => {
    const columns: [string, CopyColumn][] = [
      ['bigint', { type: 'bigint', values: [0, -1, 2 ** 53 - 1, -(2n ** 63n), null] }],
      ['int4', { type: 'int4', values: [2 ** 31 - 1, -(2 ** 31), 0, null, 5] }],
      ['int2', { type: 'int2', values: [32767, -32768, null, 1, 2] }],
      ['float8', { type: 'float8', values: [0.1, -1e300, null, 2 ** -40, Number.NaN] }],
      ['float4', { type: 'float4', values: [0.5, -1.25, null, 3, Number.NEGATIVE_INFINITY] }],
      ['boolean', { type: 'boolean', values: [true, false, null, true, false] }],
      [
        'text',
        { type: 'text', values: ['', 'tab\tline\nback\\slash\r', null, '\\N', 'žluťoučký 🐎'] },
      ],
      ['json', { type: 'json', values: ['{"a":"\\n"}', '[1]', null, '2', '"x"'] }],
      ['jsonb', { type: 'jsonb', values: ['{"a":"\\n"}', '[1]', null, '2', '"x"'] }],
      [
        'bytea',
        {
          type: 'bytea',
          values: [
            Uint8Array.of(0, 255),
            new Uint8Array(),
            null,
            Uint8Array.of(92),
            Uint8Array.of(10),
          ],
        },
      ],
    ];
    const target = await tableOf(...columns.map(([type]) => type));
    await copyRows(
      driver,
      target,
      columns.map(([, column]) => column),
      format,
    );
    const rows = await driver.query('select * from t');
    expect(rows.map((row) => row.c0)).toEqual([0, -1, 2 ** 53 - 1, -(2n ** 63n), null]);
    for (const [i, [, { type, values }]] of columns.entries()) {
      if (i === 0) continue;
      const given = Array.from(values as ArrayLike<unknown>, (value) =>
        type.startsWith('json') && value !== null ? JSON.parse(String(value)) : value,
      );
      expect(rows.map((row) => row[`c${i}`])).toEqual(given);
    }
  });

  test.each([
    ['1', '0'],
    ['1010', '0001'],
    ['10000000', '00000001'],
    ['100000000', '000000011'],
    [`1${'0'.repeat(63)}`, `${'0'.repeat(63)}1`],
    [`01${'0'.repeat(127)}1`, `1${'0'.repeat(129)}`],
  ])('codes begin with their first bit: %s', async (...texts) => {
    const target = await tableOf(`bit(${texts[0].length})`);
    await copyRows(driver, target, [{ type: 'bit', values: codesOf(...texts) }], format);
    expect((await driver.query('select c0::text from t')).map((row) => row.c0)).toEqual(texts);
  });

  test('vectors arrive as floats, halves or arrays', async () => {
    const values = Matrix.from([
      [1, -0.5, 0.25],
      [0.1, 65504, 1e-5],
    ]);
    const target = await tableOf('vector(3)', 'halfvec(3)', 'float4[]');
    const types = ['vector', 'halfvec', 'float4[]'] as const;
    await copyRows(
      driver,
      target,
      types.map((type) => ({ type, values })),
      format,
    );
    const rows = await driver.query('select c0::float4[] a, c1::float4[] b, c2 c from t');
    const single = Array.from(values.row(1), Math.fround);
    expect(rows[0]).toEqual({ a: [1, -0.5, 0.25], b: [1, -0.5, 0.25], c: [1, -0.5, 0.25] });
    expect((rows[1].a as number[]).map(Math.fround)).toEqual(single);
    expect((rows[1].c as number[]).map(Math.fround)).toEqual(single);
    // The server rounds floats to halves itself.
    const [own] = await driver.query(`select '[0.1,65504,0.00001]'::halfvec::float4[] b`);
    expect(rows[1].b).toEqual(own.b);
  });

  test('come in many pieces', async () => {
    const rows = 20_000;
    const columns: CopyColumn[] = [
      { type: 'bigint', values: Array.from({ length: rows }, (_, i) => i) },
      { type: 'text', values: Array.from({ length: rows }, (_, i) => `row ${i} `.repeat(3)) },
    ];
    expect([...copyPieces(columns, format)].length).toBeGreaterThan(2);
    await copyRows(driver, await tableOf('bigint primary key', 'text'), columns, format);
    const [sum] = await driver.query(
      `select count(*) n, sum(c0)::text s, sum((c1 = repeat('row ' || c0 || ' ', 3))::int) r from t`,
    );
    expect(sum).toEqual({ n: rows, s: String((rows * (rows - 1)) / 2), r: rows });
  });

  test('may be none', async () => {
    await copyRows(driver, await tableOf('bigint'), [{ type: 'bigint', values: [] }], format);
    expect(await driver.query('select * from t')).toEqual([]);
  });

  test.each<[string, CopyColumn]>([
    ['int4', { type: 'int4', values: [1, 2 ** 31] }],
    ['int2', { type: 'int2', values: [1, 1.5] }],
    ['bigint', { type: 'bigint', values: [1, 2 ** 53] }],
    ['bigint', { type: 'bigint', values: [1, 2n ** 63n] }],
    ['text', { type: 'text', values: ['a', 1] }],
    ['boolean', { type: 'boolean', values: [true, 'false'] }],
    ['bytea', { type: 'bytea', values: [new Uint8Array(), 'x'] }],
    ['float8', { type: 'float8', values: [1, 2n] }],
  ])('a value that is no %s is refused, and nothing stays', async (type, column) => {
    const target = await tableOf(type);
    const copied = copyRows(driver, target, [column], format);
    await expect(copied).rejects.toThrow(InvalidArgumentError);
    await expect(copied).rejects.toThrow(/^row 1: a value of type \w+ must be [^\n]+$/);
    expect(await driver.query('select * from t')).toEqual([]);
  });
});

test('columns of different lengths are refused', async () => {
  const columns: CopyColumn[] = [
    { type: 'bigint', values: [1, 2] },
    { type: 'text', values: ['a'] },
  ];
  await expect(copyRows(driver, 't (a, b)', columns)).rejects.toThrow(
    'columns must have equally many rows, not 2 and 1',
  );
});

test('a driver that copies nothing is refused', async () => {
  const { copy: _, ...rest } = driver;
  const without: SqlDriver = { ...rest, name: 'plain' };
  await expect(copyRows(without, 't (a)', [])).rejects.toThrow("the driver plain can't copy rows");
});
