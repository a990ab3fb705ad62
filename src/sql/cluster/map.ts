import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { firstRow } from '../check-driver.ts';
import type { SqlDriver } from '../driver.ts';
import { numberFrom, type SqlIdType } from '../ids.ts';
import { connectionOf } from './connection.ts';
import { clusterStatements, FRONT, frontStatements, OURS } from './front-sql.ts';
import { type ClusterShape, radiusLimits } from './shape.ts';

/** What the front knows of a cluster. */
export interface ClusterRow {
  readonly id: number;
  readonly version: number;
  readonly partitions: number;
  /** The radius up to which look-ups cost less than a scan. */
  readonly paying: number;
  /** Of the hasher, in hexadecimal. */
  readonly sha256: string | null;
  readonly shape: ClusterShape;
}

/** Where a partition is. */
export interface PartitionRow {
  readonly number: number;
  readonly url: string;
}

/** Makes what clusters share. @throws InvalidArgumentError if another's map of PL/Proxy is in the way. */
export async function prepareFront(front: SqlDriver): Promise<void> {
  const [row] = await front.query(
    "select obj_description(to_regprocedure('plproxy.get_cluster_version(text)')) as told, " +
      "to_regprocedure('plproxy.get_cluster_version(text)') is not null as there",
  );
  if (row.there === true && row.told !== OURS) {
    throw new InvalidArgumentError(
      'this database has clusters of PL/Proxy that are not of hashplane: take another for the front',
    );
  }
  for (const statement of frontStatements()) await front.query(statement);
}

/** The cluster of this name, or undefined. */
export async function readCluster(
  front: SqlDriver,
  table: string,
): Promise<ClusterRow | undefined> {
  const { there } = firstRow(
    await front.query(`select to_regclass('${FRONT}.hp_cluster') is not null as there`),
  );
  if (there !== true) return undefined;
  const [row] = await front.query(`select * from ${FRONT}.hp_cluster where name = $1::text`, [
    table,
  ]);
  if (!row) return undefined;
  return {
    id: numberFrom(row.id),
    version: numberFrom(row.version),
    partitions: numberFrom(row.partitions),
    paying: numberFrom(row.paying_radius),
    sha256: (row.sha256 as string | null) ?? null,
    shape: {
      name: table,
      bits: numberFrom(row.bits),
      substrings: numberFrom(row.substrings),
      id: row.id_type as SqlIdType,
    },
  };
}

/** @throws InvalidArgumentError if there is no such cluster. */
export async function findCluster(front: SqlDriver, table: string): Promise<ClusterRow> {
  const found = await readCluster(front, table);
  if (found) return found;
  throw new InvalidArgumentError(
    `there is no cluster ${show(table)} on ${front.name}: make one with SqlCluster.create`,
  );
}

/** Where the partitions are, by ascending number. */
export async function readPartitions(front: SqlDriver, cluster: number): Promise<PartitionRow[]> {
  const sql = `select number, url from ${FRONT}.hp_partition where cluster = $1::int4 order by number`;
  const rows = await front.query(sql, [cluster]);
  return rows.map((row) => ({ number: numberFrom(row.number), url: String(row.url) }));
}

/** Writes the map of a new cluster and makes its functions, in one transaction. */
export async function writeCluster(
  front: SqlDriver,
  shape: ClusterShape,
  urls: readonly string[],
  expected: number,
): Promise<void> {
  const limits = radiusLimits(shape, Math.ceil(expected / urls.length));
  await front.transaction(async (inside) => {
    const [{ id }] = await inside.query(
      `insert into ${FRONT}.hp_cluster
        (name, version, bits, substrings, id_type, partitions, most_radius, paying_radius)
       values ($1::text, 1, $2::int4, $3::int4, $4::text, $5::int4, $6::int4, $7::int4) returning id`,
      [shape.name, shape.bits, shape.substrings, shape.id, urls.length, limits.most, limits.paying],
    );
    for (const [number, url] of urls.entries()) {
      await inside.query(
        `insert into ${FRONT}.hp_partition values ($1::int4, $2::int4, $3::text, $4::text)`,
        [numberFrom(id), number, connectionOf(url, shape.name, number), url],
      );
    }
    for (const statement of clusterStatements(shape)) await inside.query(statement);
  });
}

/** Sets the radius up to which look-ups pay, for so many rows in the largest partition. */
export async function writeLimits(
  front: SqlDriver,
  { id, shape }: ClusterRow,
  rows: number,
): Promise<void> {
  const { paying } = radiusLimits(shape, rows);
  await front.query(
    `update ${FRONT}.hp_cluster set paying_radius = $2::int4 where id = $1::int4 and paying_radius <> $2::int4`,
    [id, paying],
  );
}

/** Removes the cluster's functions and its map. */
export async function dropCluster(front: SqlDriver, { id, shape }: ClusterRow): Promise<void> {
  const names = clusterStatements(shape).map(
    (statement) => /^create function (\S+?)\(/.exec(statement)?.[1] as string,
  );
  await front.transaction(async (inside) => {
    for (const name of names) await inside.query(`drop function if exists ${name}`);
    await inside.query(`delete from ${FRONT}.hp_cluster where id = $1::int4`, [id]);
  });
}
