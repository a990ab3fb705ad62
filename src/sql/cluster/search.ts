import { checkBoolean, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError, SqlError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { checkOptions } from '../../core/options.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver, SqlRow, SqlValue } from '../driver.ts';
import { numberFrom } from '../ids.ts';
import { FRONT } from './front-sql.ts';
import type { ClusterRow } from './map.ts';
import { neighboursOf } from './partial.ts';
import type { SqlClusterNeighbours, SqlClusterSearchOptions } from './types.ts';

/** @throws InvalidArgumentError if an option does not do. */
export function checkSearch(options: SqlClusterSearchOptions, bits: number): void {
  checkOptions('search', options, {
    ...{ k: 1, radius: 1, strategy: 1, partial: 1, deadline: 1, signal: 1 },
  });
  const { k, radius, strategy = 'auto', partial = false, deadline } = options;
  if ((k === undefined) === (radius === undefined)) {
    throw new InvalidArgumentError('a search is for k rows or for a radius: give one of them');
  }
  if (k !== undefined) checkWhole('k', k, 1, 1_000_000);
  if (radius !== undefined) checkWhole('radius', radius, 0, bits);
  if (!['auto', 'scan', 'multi-index'].includes(strategy)) {
    refuse('strategy', 'auto, scan or multi-index', strategy);
  }
  checkBoolean('partial', partial);
  if (deadline !== undefined) checkWhole('deadline', deadline, 1, 2 ** 31 - 1);
}

/** Asks the front, which asks all partitions. */
export async function searchFront(
  front: SqlDriver,
  { shape, paying }: ClusterRow,
  query: HashCodes,
  { k, radius, strategy = 'auto' }: SqlClusterSearchOptions,
): Promise<SqlClusterNeighbours> {
  const at = `${FRONT}.${shape.name}`;
  const text = bitStrings(query)[0];
  if (k === undefined) {
    const within = radius as number;
    const sql = `select id, distance from ${at}_within($1::text, $2::int4)`;
    const neighbours = neighboursOf(await ask(front, sql, [text, within]), shape.id);
    const way = within <= paying ? 'multi-index' : 'scan';
    return { neighbours, strategy: way, radius: within, statements: 1, missing: [] };
  }
  const sql = `select * from ${at}_search($1::text, $2::int4, $3::text)`;
  const rows = await ask(front, sql, [text, k, strategy]);
  const found = rows[0]?.radius ?? null;
  return {
    neighbours: neighboursOf(rows, shape.id),
    strategy: found === null ? 'scan' : 'multi-index',
    radius: found === null ? null : numberFrom(found),
    statements: numberFrom(rows[0]?.statements ?? 1),
    missing: [],
  };
}

/** What PL/Proxy says after the database's name when a partition's server is not there, or ends. */
const LOST =
  /_(?:on_all|on_hash|stats|analyse|\w+_hasher)\(\d+\): \[[^\]]*\] (?:PQ\w+: |REMOTE FATAL: )([^;]+)/;

/**
 * Asks the front.
 *
 * @throws SqlError of one line, where PL/Proxy could not reach a partition: which server it was.
 */
export async function ask(
  front: SqlDriver,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  try {
    return await front.query(sql, parameters);
  } catch (error) {
    const { message, state } = error as { message: string; state?: string };
    const lost = LOST.exec(message);
    if (!lost) throw error;
    throw new SqlError(
      `a partition gives no answer: ${lost[1]} (start it and repeat; searches can do without it with partial: true)`,
      state,
      { cause: error },
    );
  }
}
