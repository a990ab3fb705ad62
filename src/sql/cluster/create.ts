import { checkArray, checkMethod, checkWhole, refuse, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import { checkDriver } from '../check-driver.ts';
import type { SqlDriver } from '../driver.ts';
import { substringsFor } from '../tables/settings.ts';
import { checkUrl } from './connection.ts';
import { writeHasher } from './hasher.ts';
import {
  type ClusterRow,
  dropCluster,
  findCluster,
  prepareFront,
  readCluster,
  writeCluster,
} from './map.ts';
import { partitionStatements } from './partition-sql.ts';
import {
  type ClusterShape,
  checkPartitions,
  checkTable,
  MOST_SUBSTRING_BITS,
  partitionSchema,
} from './shape.ts';
import type { SqlClusterOptions, SqlConnect } from './types.ts';

/** Drivers by their address, each made once. */
export function connectionsOf(
  connect: SqlConnect | undefined,
): (url: string) => Promise<SqlDriver> {
  if (connect !== undefined) checkMethod('connect', connect, 'call', 'a function');
  const known = new Map<string, Promise<SqlDriver>>();
  return async (url) => {
    if (!connect) {
      throw new InvalidArgumentError(
        'the partitions themselves are needed: give connect, which makes a driver for an address',
      );
    }
    const driver = known.get(url) ?? connectTo(connect, url);
    known.set(url, driver);
    // What failed is tried again next time.
    driver.catch(() => known.delete(url));
    return driver;
  };
}

async function connectTo(connect: SqlConnect, url: string): Promise<SqlDriver> {
  const driver = await connect(url);
  checkDriver(driver, 'the result of connect');
  return driver;
}

/** Makes the partitions and the front; after a failure it removes what it made. */
export async function createCluster(
  front: SqlDriver,
  options: SqlClusterOptions,
  drivers: (url: string) => Promise<SqlDriver>,
): Promise<ClusterRow> {
  const shape = shapeOf(options);
  const { partitions, hasher, expected = 1_000_000 } = options;
  const made: number[] = [];
  const removePartitions = async () => {
    for (const number of made) {
      const driver = await drivers(partitions[number]);
      await driver.query(`drop schema if exists ${partitionSchema(shape.name, number)} cascade`);
    }
  };
  if (await readCluster(front, shape.name)) {
    throw new InvalidArgumentError(
      `there is a cluster ${show(shape.name)} already: open it, or drop it first`,
    );
  }
  await prepareFront(front);
  try {
    for (const [number, url] of partitions.entries()) {
      await createPartition(await drivers(url), shape, number);
      made.push(number);
    }
    await writeCluster(front, shape, partitions, expected);
  } catch (error) {
    await removePartitions().catch(() => undefined);
    throw error;
  }
  if (!hasher) return findCluster(front, shape.name);
  try {
    await writeHasher(front, shape.name, hasher.save());
  } catch (error) {
    await dropCluster(front, await findCluster(front, shape.name)).catch(() => undefined);
    await removePartitions().catch(() => undefined);
    throw error;
  }
  return findCluster(front, shape.name);
}

/** Makes an empty partition. */
export async function createPartition(
  driver: SqlDriver,
  shape: ClusterShape,
  number: number,
): Promise<void> {
  const schema = partitionSchema(shape.name, number);
  const [{ there }] = await driver.query('select to_regnamespace($1::text) is not null as there', [
    schema,
  ]);
  if (there === true) {
    throw new InvalidArgumentError(
      `there is a schema ${schema} on the server of partition ${number} already: drop it first`,
    );
  }
  await driver.transaction(async (inside) => {
    for (const statement of partitionStatements(shape, number)) await inside.query(statement);
  });
}

function shapeOf(options: SqlClusterOptions): ClusterShape {
  const { table, hasher, partitions, id = 'bigint', expected = 1_000_000 } = options;
  checkTable(table);
  if ((options.bits === undefined) === (hasher === undefined)) {
    throw new InvalidArgumentError(
      'a cluster is made with bits or with a hasher: give one of them',
    );
  }
  if (hasher !== undefined) checkMethod('hasher', hasher, 'save', 'a fitted hasher');
  const bits = hasher?.bits ?? (options.bits as number);
  checkWhole('bits', bits, 1, MAX_BITS);
  if (id !== 'bigint' && id !== 'text') refuse('id', 'bigint or text', id);
  checkWhole('expected', expected, 1, Number.MAX_SAFE_INTEGER);
  checkArray('partitions', partitions);
  checkPartitions(partitions.length);
  for (const url of partitions) checkUrl(url);
  checkMethod('connect', options.connect, 'call', 'a function that makes a driver for an address');
  const fewest = Math.ceil(bits / MOST_SUBSTRING_BITS);
  const usual = substringsFor(bits, Math.ceil(expected / partitions.length));
  const substrings = options.substrings ?? Math.max(fewest, usual);
  checkWhole('substrings', substrings, fewest, bits);
  return { name: table, bits, substrings, id };
}
