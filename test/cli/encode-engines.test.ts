import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { HashCodes } from '../../src/core/hash-codes.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { npy } from '../support/make-files.ts';
import { installTools } from '../support/tools.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

// What `encode --format` writes, as engines read it.

const folder = scratchFolder();
const ROWS = 300;
const run = (line: string) => hashplane(line.split(' '), { cwd: folder });
let codes: HashCodes;

beforeAll(async () => {
  const values = Array.from({ length: ROWS * 6 }, (_, i) => Math.sin(i * i + 1));
  writeFileSync(join(folder, 'x.npy'), npy(values, [ROWS, 6]));
  writeFileSync(
    join(folder, 'ids.txt'),
    `${values
      .slice(0, ROWS)
      .map((_, i) => `p${i}`)
      .join('\n')}\n`,
  );
  expect(await run('encode x.npy --bits 20 --out codes.npy')).toMatchObject({ code: 0 });
  const packed = readNpy(new Uint8Array(readFileSync(join(folder, 'codes.npy'))));
  codes = HashCodes.fromBytes(packed.values as Uint8Array, 20);
});

const textOf = (i: number) => Array.from({ length: 20 }, (_, j) => codes.bit(i, j)).join('');

describe('PostgreSQL', () => {
  test('copies the codes in, binary and text, and has the same bits', async () => {
    await run('encode x.npy --bits 20 --format pg-copy --out codes.copy');
    await run('encode x.npy --bits 20 --format pg-copy-text --ids ids.txt --out codes.tsv');
    const db = await PGlite.create();
    await db.exec(
      'create table a (id bigint, code bit(20)); create table b (id text, code bit(20))',
    );
    const blob = (name: string) => ({ blob: new Blob([readFileSync(join(folder, name))]) });
    await db.query(`copy a from '/dev/blob' with (format binary)`, [], blob('codes.copy'));
    await db.query(`copy b from '/dev/blob'`, [], blob('codes.tsv'));
    for (const [table, idOf] of [
      ['a', (i: number) => i],
      ['b', (i: number) => `p${i}`],
    ] as const) {
      const { rows } = await db.query(`select id, code::text from ${table}`);
      expect(rows).toEqual(
        Array.from({ length: ROWS }, (_, i) => ({ id: idOf(i), code: textOf(i) })),
      );
    }
    await db.close();
  });
});

describe('Parquet', () => {
  const tools = installTools('parquet-writer', { 'hyparquet-writer': '0.17.0' });

  test('needs a package, and says how to install it', async () => {
    const outcome = await run('encode x.npy --format parquet --out codes.parquet');
    expectRefused(outcome, 1, /--format parquet needs a package .*: npm install hyparquet-writer/);
  });

  test.skipIf(tools === null)('has ids and packed bytes', async () => {
    symlinkSync(join(tools as string, 'node_modules'), join(folder, 'node_modules'), 'junction');
    await run('encode x.npy --bits 20 --format parquet --bit-order packbits --out codes.parquet');
    const file = Uint8Array.from(readFileSync(join(folder, 'codes.parquet'))).buffer;
    const rows = await parquetReadObjects({ file, utf8: false });
    expect(rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: ROWS }, (_, i) => i));
    const bytes = rows.flatMap(({ code }) => [...(code as Uint8Array)]);
    expect(Uint8Array.from(bytes)).toEqual(codes.toBytes('big'));
  });
});

describe('encode --format refuses in one line', () => {
  test.each<[string, number, RegExp]>([
    ['--format faiss --out x', 2, /--format .*faiss.*npy, pg-copy/],
    [
      '--bits 20 --format jsonl-es --out x',
      1,
      /jsonl-es takes codes of a multiple of 8 bits, not 20/,
    ],
    ['--format duckdb --out x.parquet', 2, /--out must be the name of a table with commas/],
    [
      '--format pg-copy --bit-order faiss --out x',
      2,
      /--bit-order is for --format npy and parquet/,
    ],
    [
      '--format pg-copy --document-type a --out x',
      2,
      /--document-type is for --format jsonl-vespa/,
    ],
    ['--ids ids.txt --out x', 2, /--ids is for formats with ids/],
    ['--format pg-copy --ids ids.txt --missing drop-row --out x', 2, /--ids or --missing drop-row/],
    ['--format pg-copy --ids none.txt --out x', 1, /none\.txt: no such file/],
  ])('%s', async (options, code, message) => {
    expectRefused(await run(`encode x.npy ${options}`), code, message);
  });

  test('ids of other rows', async () => {
    writeFileSync(join(folder, 'few.txt'), 'a\nb\n');
    const outcome = await run('encode x.npy --format pg-copy --ids few.txt --out x');
    expectRefused(outcome, 1, /--ids must name each vector, but there are 2 ids for more vectors/);
  });
});
