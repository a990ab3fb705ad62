import { SqlError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver, SqlRow } from '../driver.ts';
import { idFrom, numberFrom, type SqlId, type SqlIdType } from '../ids.ts';
import type { SqlNeighbour } from '../types.ts';
import { describe } from './connection.ts';
import type { ClusterRow, PartitionRow } from './map.ts';
import { partitionSchema } from './shape.ts';
import type {
  SqlClusterNeighbours,
  SqlClusterSearchOptions,
  SqlMissingPartition,
} from './types.ts';

/** Milliseconds. */
const DEADLINE = 2000;

/** Asks every partition at once, waits until the deadline, and merges what came. */
export async function searchPartitions(
  cluster: ClusterRow,
  partitions: readonly PartitionRow[],
  driverOf: (url: string) => Promise<SqlDriver>,
  query: HashCodes,
  search: SqlClusterSearchOptions,
): Promise<SqlClusterNeighbours> {
  const missing: SqlMissingPartition[] = [];
  const code = bitStrings(query)[0];
  const answers = await Promise.all(
    partitions.map(async ({ number, url }) => {
      try {
        const answer = driverOf(url).then((driver) => ask(driver, cluster, number, code, search));
        return await inTime(answer, search);
      } catch (error) {
        search.signal?.throwIfAborted();
        missing.push({ partition: number, server: describe(url), error: error as Error });
        return [];
      }
    }),
  );
  const neighbours = answers.flat().sort(byDistance);
  return {
    neighbours: search.k === undefined ? neighbours : neighbours.slice(0, search.k),
    strategy: (search.radius ?? 0) <= cluster.paying ? 'multi-index' : 'scan',
    radius: search.radius ?? null,
    statements: partitions.length,
    missing: missing.sort((a, b) => a.partition - b.partition),
  };
}

async function ask(
  driver: SqlDriver,
  { shape, paying }: ClusterRow,
  number: number,
  code: string,
  { k, radius, deadline = DEADLINE }: SqlClusterSearchOptions,
): Promise<SqlNeighbour[]> {
  const schema = partitionSchema(shape.name, number);
  return driver.transaction(async (inside) => {
    // The server gives up too, and is free for the next.
    const timeout = "select set_config('statement_timeout', $1::text, true)";
    await inside.query(timeout, [String(deadline)]);
    const call = async (what: string, r: number | null) => {
      const sql = `select id, distance from ${schema}.${what}($1::text, $2::int4, $3::int4)`;
      return neighboursOf(await inside.query(sql, [code, r, k ?? null]), shape.id);
    };
    if (k === undefined) {
      const within = radius as number;
      return call(within <= paying ? 'hp_within' : 'hp_scan', within);
    }
    for (let r = shape.substrings - 1; r <= paying; ) {
      const found = await call('hp_near', r);
      const kth = found.length === k ? found[k - 1].distance : shape.bits;
      if (kth <= r) return found;
      r = Math.min(kth, r + shape.substrings);
    }
    return call('hp_scan', null);
  });
}

/** The neighbours of a result. */
export function neighboursOf(rows: readonly SqlRow[], id: SqlIdType): SqlNeighbour[] {
  return rows.map((row) => ({ id: idFrom(id, row.id), distance: numberFrom(row.distance) }));
}

function inTime<T>(
  answer: Promise<T>,
  { deadline = DEADLINE, signal }: SqlClusterSearchOptions,
): Promise<T> {
  return new Promise<T>((give, fail) => {
    const stop = () => fail(signal?.reason);
    const late = () => fail(new SqlError(`no answer within ${deadline} ms`));
    const timer = setTimeout(late, deadline);
    signal?.addEventListener('abort', stop);
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    answer.then(give, fail).finally(end);
    if (signal?.aborted) stop();
  });
}

/** Texts rank as UTF-8 does, by code points. */
export function byDistance(a: SqlNeighbour, b: SqlNeighbour): number {
  return a.distance - b.distance || compareIds(a.id, b.id);
}

function compareIds(a: SqlId, b: SqlId): number {
  if (typeof a !== 'string' || typeof b !== 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const gap = (left[i].codePointAt(0) as number) - (right[i].codePointAt(0) as number);
    if (gap !== 0) return gap;
  }
  return left.length - right.length;
}
