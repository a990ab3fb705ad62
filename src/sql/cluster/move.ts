import { InvalidArgumentError, SqlError } from '../../core/errors.ts';
import type { SqlDriver } from '../driver.ts';
import { numberFrom } from '../ids.ts';
import { checkUrl, connectionOf, describe, replicationOf } from './connection.ts';
import { createPartition } from './create.ts';
import { FRONT, holdKey } from './front-sql.ts';
import { type ClusterRow, readPartitions } from './map.ts';
import { partitionSchema } from './shape.ts';
import type { SqlMoveOptions } from './types.ts';

/** How long writes may wait for the last rows to arrive before the move is given up, in milliseconds. */
const PATIENCE = 30_000;
const POLL = 20;

interface Move extends SqlMoveOptions {
  readonly partition: number;
  readonly to: string;
}

/** Both ends of a move. */
interface Ends {
  readonly source: SqlDriver;
  readonly target: SqlDriver;
  readonly schema: string;
}

/**
 * Copies a partition's tables by logical replication, and lets writes, which hold an advisory lock of
 * the front, wait until a row that is written last has arrived; then the map changes. Searches hold a
 * lock of the map's version: the old rows go once none holds the old one.
 */
export async function movePartition(
  front: SqlDriver,
  { id, shape }: ClusterRow,
  drivers: (url: string) => Promise<SqlDriver>,
  { partition, to, onProgress, signal }: Move,
): Promise<void> {
  checkUrl(to);
  const from = (await readPartitions(front, id))[partition].url;
  if (from === to) {
    throw new InvalidArgumentError(`partition ${partition} is on ${describe(to)} already`);
  }
  const schema = partitionSchema(shape.name, partition);
  const ends = { source: await drivers(from), target: await drivers(to), schema };
  await checkEnds(ends, describe(from));
  await removeLeftovers(ends);
  let changed = false;
  try {
    onProgress?.(`making partition ${partition} on ${describe(to)}`);
    await createPartition(ends.target, shape, partition);
    await subscribe(ends, from);
    onProgress?.('copying rows');
    await untilCopied(ends, signal);
    await untilArrived(ends, signal);
    onProgress?.('waiting for the last writes');
    const version = await front.transaction(async (inside) => {
      // Writes queue behind this lock: they are not to wait for a transaction that someone left open.
      await inside.query("select set_config('lock_timeout', $1::text, true)", [String(PATIENCE)]);
      await inside.query(`select pg_advisory_xact_lock(${holdKey(String(id), '0')})`);
      await untilArrived(ends, signal);
      const path = connectionOf(to, shape.name, partition);
      await inside.query(
        `update ${FRONT}.hp_partition set connection = $3::text, url = $4::text where cluster = $1::int4 and number = $2::int4`,
        [id, partition, path, to],
      );
      const [row] = await inside.query(
        `update ${FRONT}.hp_cluster set version = version + 1 where id = $1::int4 returning version - 1 as old`,
        [id],
      );
      return numberFrom(row.old);
    });
    changed = true;
    onProgress?.('removing the old rows');
    const held = holdKey(String(id), String(version));
    await front.transaction((inside) => inside.query(`select pg_advisory_xact_lock(${held})`));
  } finally {
    await (changed ? removeOld(ends) : removeLeftovers(ends).catch(() => undefined));
  }
  onProgress?.(`partition ${partition} is on ${describe(to)}`);
}

/** @throws InvalidArgumentError if a server can't take part; SqlError if it can't be reached. */
async function checkEnds({ source, target }: Ends, from: string): Promise<void> {
  const who =
    "select current_setting('wal_level') as level, " +
    'system_identifier::text || current_database() as "self" from pg_control_system()';
  const [[old], [other]] = [await source.query(who), await target.query(who)];
  // Addresses may differ and mean one database, whose rows a failure would remove.
  if (old.self === other.self) {
    throw new InvalidArgumentError(`the partition is in that database of ${from} already`);
  }
  if (old.level === 'logical') return;
  throw new InvalidArgumentError(
    `the server ${from} must run with wal_level = logical for a move, not ${old.level}`,
  );
}

/** Removes what a move that failed left on both ends; the partition itself is at the source. */
async function removeLeftovers({ source, target, schema }: Ends): Promise<void> {
  await dropSubscription(target, schema);
  await dropPublication(source, schema);
  await target.query(`drop schema if exists ${schema} cascade`);
}

/** Removes the partition from where it was. */
async function removeOld({ source, target, schema }: Ends): Promise<void> {
  await dropSubscription(target, schema);
  await dropPublication(source, schema);
  await source.query(`drop schema if exists ${schema} cascade`);
}

async function subscribe({ source, target, schema }: Ends, from: string): Promise<void> {
  const tables = ['codes', 'hp_hasher', 'hp_moved'].map((table) => `${schema}.${table}`);
  await source.query(`create publication ${schema} for table ${tables.join(', ')}`);
  // Made by hand: a subscription of the same server would wait for itself.
  await source.query("select pg_create_logical_replication_slot($1::text, 'pgoutput')", [schema]);
  const address = replicationOf(from).replaceAll("'", "''");
  await target.query(
    `create subscription ${schema} connection '${address}' publication ${schema} ` +
      // What was applied is kept through a crash: the old rows go soon.
      `with (create_slot = false, slot_name = '${schema}', synchronous_commit = 'on')`,
  );
}

async function dropSubscription(target: SqlDriver, schema: string): Promise<void> {
  const [row] = await target.query(
    'select 1 as there from pg_subscription s join pg_database d on d.oid = s.subdbid ' +
      'where d.datname = current_database() and s.subname = $1::text',
    [schema],
  );
  if (!row) return;
  await target.query(`alter subscription ${schema} disable`);
  await target.query(`alter subscription ${schema} set (slot_name = none)`);
  await target.query(`drop subscription ${schema}`);
}

async function dropPublication(source: SqlDriver, schema: string): Promise<void> {
  await source.query(`drop publication if exists ${schema}`);
  // The subscription's process leaves the slot a moment after it was told to.
  await until('the replication slot to be free', undefined, async () => {
    const slots = await source.query(
      'select active from pg_replication_slots where slot_name = $1::text',
      [schema],
    );
    if (slots.some(({ active }) => active === true)) return false;
    if (slots.length > 0) await source.query('select pg_drop_replication_slot($1::text)', [schema]);
    return true;
  });
}

/** Waits until every table's first copy is there; how long depends on the rows. */
async function untilCopied({ target, schema }: Ends, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const [{ left }] = await target.query(
      'select count(*)::int4 as "left" from pg_subscription_rel r ' +
        "join pg_subscription s on s.oid = r.srsubid where s.subname = $1::text and r.srsubstate <> 'r'",
      [schema],
    );
    if (numberFrom(left) === 0) return;
    await pause(POLL);
  }
}

/** Writes a last row at the source and waits for it: changes arrive in the order of their commits. */
async function untilArrived({ source, target, schema }: Ends, signal?: AbortSignal): Promise<void> {
  const token = `${Date.now()} ${Math.random()}`;
  await source.query(`insert into ${schema}.hp_moved values ($1::text)`, [token]);
  await until('the last rows to arrive', signal, async () => {
    const rows = await target.query(`select 1 from ${schema}.hp_moved where token = $1::text`, [
      token,
    ]);
    return rows.length > 0;
  });
}

async function until(
  what: string,
  signal: AbortSignal | undefined,
  done: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await done())) {
    signal?.throwIfAborted();
    if (performance.now() > end) throw new SqlError(`waited ${PATIENCE / 1000} s for ${what}`);
    await pause(POLL);
  }
}

function pause(millis: number): Promise<void> {
  return new Promise((go) => setTimeout(go, millis));
}
