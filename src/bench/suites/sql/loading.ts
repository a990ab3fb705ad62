import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { SqlDriver } from '../../../sql/driver.ts';
import type { BenchCase, Contender } from '../../harness.ts';
import { randomMatrix } from '../../random-data.ts';
import { type Engine, startPGlite, startPostgreSQL } from '../../sql-engines.ts';
import type { BenchContext } from '../suite.ts';
import { bitTexts, LOADERS, type Rows } from './loaders.ts';
import { clusteredCodes } from './problem.ts';

const BITS = 64;
const DIMENSIONS = 512;
/** Rows that are loaded at a time, without and with a vector. */
const ROWS = { plain: 20_000, vectors: 2_000 };
/** One by one a part of them will do. */
const SINGLE = 500;
const TABLE = '"loaded"';

/** Ways to bring rows into a table, in each engine. */
export function loadingCase(withVectors: boolean) {
  return async (
    [kernels]: readonly Kernels[],
    context: BenchContext,
  ): Promise<BenchCase | null> => {
    const rows = Math.min(context.tableRows, withVectors ? ROWS.vectors : ROWS.plain);
    const { codes } = clusteredCodes(kernels, BITS, rows);
    const vectors = withVectors ? randomMatrix(rows, DIMENSIONS, 3) : null;
    const data: Rows = { codes, vectors };
    const started = [await startPGlite(), await startPostgreSQL()];
    const engines = started.filter((engine) => engine !== null);
    const able = engines.filter(({ hasVectors }) => hasVectors || !withVectors);
    for (const { driver } of able) {
      const more = withVectors ? `, "vector" halfvec(${DIMENSIONS})` : '';
      await driver.query(
        `create table ${TABLE} ("id" bigint primary key, "code" bit(${BITS}) not null${more})`,
      );
    }
    const columns = withVectors ? `code, halfvec(${DIMENSIONS})` : 'code';
    return {
      suite: 'sql',
      name: `load n=${rows} bits=${BITS} columns=${columns}`,
      unit: 'rows/s',
      work: rows,
      contenders: able.flatMap((engine) => waysOf(engine, data)),
      async dispose() {
        for (const engine of engines) await engine.close();
      },
    };
  };
}

function waysOf({ name, driver }: Engine, data: Rows): Contender[] {
  return LOADERS.map(({ name: way, load, isSingle }) => {
    const rows = isSingle ? Math.min(SINGLE, data.codes.count) : data.codes.count;
    return {
      name: `${name}, ${way}`,
      work: rows,
      async run() {
        await driver.query(`truncate ${TABLE}`);
        const started = performance.now();
        await load(driver, TABLE, data, rows);
        return performance.now() - started;
      },
      async verify() {
        await driver.query(`truncate ${TABLE}`);
        await load(driver, TABLE, data, rows);
        return isThere(driver, data.codes, rows);
      },
    };
  });
}

async function isThere(driver: SqlDriver, codes: HashCodes, rows: number): Promise<boolean> {
  const found = await driver.query(
    `select "id"::text as "id", "code"::text as "code" from ${TABLE} order by ${TABLE}."id"`,
  );
  const expected = bitTexts(codes, 0, rows);
  return (
    found.length === rows &&
    found.every(({ id, code }, i) => Number(id) === i && code === expected[i])
  );
}
