import { checkKernels, checkObject, checkWhole, refuse } from '../../core/checks.ts';
import type { VectorLike } from '../../core/given.ts';
import { type HashCodes, MAX_BITS } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import { Inspectable } from '../../core/inspectable.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { FittedHasher } from '../../models/fitted-hasher.ts';
import { checkDriver } from '../check-driver.ts';
import type { SqlDriver } from '../driver.ts';
import { asIds, idArray, numberFrom, type SqlIds } from '../ids.ts';
import { addCodes } from './add.ts';
import { connectionsOf, createCluster } from './create.ts';
import { ClusterEncoder } from './encode.ts';
import { FRONT } from './front-sql.ts';
import { readHasher } from './hasher.ts';
import {
  type ClusterRow,
  dropCluster,
  findCluster,
  type PartitionRow,
  readPartitions,
  writeLimits,
} from './map.ts';
import { movePartition } from './move.ts';
import { searchPartitions } from './partial.ts';
import { ask, checkSearch, searchFront } from './search.ts';
import { checkTable, MOST_PARTITIONS, partitionSchema } from './shape.ts';
import { readClusterStats } from './stats.ts';
import type {
  SqlClusterAddOptions,
  SqlClusterNeighbours,
  SqlClusterOpenOptions,
  SqlClusterOptions,
  SqlClusterSearchOptions,
  SqlClusterStats,
  SqlMoveOptions,
} from './types.ts';

/** Rows after which the servers count their own anew. */
const BULK = 10_000;

/**
 * Codes on several PostgreSQL servers behind one, by PL/Proxy: the front passes each search to all
 * partitions at once, each of which sends its k nearest, and each row to the partition of its id's hash.
 * Results are those of `HammingSearch`. Programs in other languages call the same functions on the
 * front: `select * from hashplane.photos_nearest('0110...', 10)`.
 */
export class SqlCluster extends Inspectable {
  readonly table: string;
  readonly bits: number;
  readonly #front: SqlDriver;
  #cluster: ClusterRow;
  readonly #drivers: (url: string) => Promise<SqlDriver>;
  readonly #encoder: ClusterEncoder;
  #partitions: PartitionRow[] = [];

  /** @internal `create` and `open` make clusters. */
  constructor(front: SqlDriver, cluster: ClusterRow, parts: ClusterParts) {
    super();
    checkDriver(front);
    if (typeof cluster?.shape?.name !== 'string' || typeof parts?.drivers !== 'function') {
      refuse('a cluster', 'made by SqlCluster.create or SqlCluster.open', cluster);
    }
    checkWhole('bits', cluster.shape.bits, 1, MAX_BITS);
    checkWhole('partitions', cluster.partitions, 1, MOST_PARTITIONS);
    this.#front = front;
    this.#cluster = cluster;
    this.#drivers = parts.drivers;
    const load = (kernels: Kernels) => this.hasher(kernels);
    this.#encoder = new ClusterEncoder(cluster.shape.bits, parts, load);
    this.table = cluster.shape.name;
    this.bits = cluster.shape.bits;
  }

  /**
   * Makes the partitions, each a schema `hp_<table>_<number>` of its server, and the functions on the
   * front, in the schema `hashplane`. The front needs PostgreSQL's extension plproxy; a partition may
   * be on it too.
   *
   * @throws InvalidArgumentError if an option does not do, or there is such a cluster already; SqlError
   *   if a server can't be reached. What was made before is removed then.
   */
  static async create(front: SqlDriver, options: SqlClusterOptions): Promise<SqlCluster> {
    checkDriver(front);
    checkOptions('SqlCluster.create', options, {
      ...{ table: 1, bits: 1, hasher: 1, partitions: 1, connect: 1, id: 1, substrings: 1 },
      ...{ expected: 1 },
    });
    const drivers = connectionsOf(options.connect);
    const cluster = await createCluster(front, options, drivers);
    return clusterOf(front, cluster, { drivers, kernels: undefined, hasher: options.hasher });
  }

  /** Opens a cluster that is there. @throws InvalidArgumentError if it is not. */
  static async open(front: SqlDriver, options: SqlClusterOpenOptions): Promise<SqlCluster> {
    checkDriver(front);
    checkObject('the options of SqlCluster.open', options);
    const { kernels, ...others } = options;
    checkOptions('SqlCluster.open', others, { table: 1, connect: 1 });
    if (kernels !== undefined) checkKernels(kernels);
    const { table, connect } = others;
    checkTable(table);
    const cluster = await findCluster(front, table);
    return clusterOf(front, cluster, {
      drivers: connectionsOf(connect),
      kernels,
      hasher: undefined,
    });
  }

  /**
   * Adds rows, or puts them in the place of those of the same ids. A batch reaches its partitions one
   * by one, not in a transaction of all: after a failure some of it may be there, so give all again.
   *
   * @param ids - one a row.
   * @param rows - codes, or vectors, which the cluster's hasher encodes.
   * @returns how many rows were written.
   */
  async add(
    ids: SqlIds,
    rows: HashCodes | MatrixLike,
    options: SqlClusterAddOptions = {},
  ): Promise<number> {
    checkOptions('add', options, { batch: 1, onProgress: 1, signal: 1 });
    const { shape } = this.#cluster;
    const bound = asIds(shape.id, ids);
    const codes = await this.#encoder.codes('codes', rows);
    const written = await addCodes(this.#front, shape, bound, codes, options);
    if (bound.length >= BULK) await this.analyse();
    return written;
  }

  /** Removes the rows of these ids. @returns how many there were. */
  async remove(ids: SqlIds): Promise<number> {
    const { id, name } = this.#cluster.shape;
    const sql = `select ${FRONT}.${name}_remove($1::${idArray(id)}) as n`;
    const [row] = await ask(this.#front, sql, [asIds(id, ids)]);
    return numberFrom(row.n);
  }

  /**
   * The k nearest rows, or all within a radius, in one statement to the front.
   *
   * @param query - a code: HashCodes of one, or its packed words; or a vector, which the hasher encodes.
   * @throws SqlError if a partition gives no answer, unless `partial` is set.
   */
  async search(
    query: HashCodes | VectorLike,
    options: SqlClusterSearchOptions,
  ): Promise<SqlClusterNeighbours> {
    checkSearch(options, this.bits);
    const code = await this.#encoder.code(query);
    options.signal?.throwIfAborted();
    if (!options.partial) return searchFront(this.#front, this.#cluster, code, options);
    return searchPartitions(this.#cluster, await this.#map(), this.#drivers, code, options);
  }

  /** What `search` gives for each of the queries, in their order. */
  async searchBatch(
    queries: HashCodes | MatrixLike,
    options: SqlClusterSearchOptions,
  ): Promise<SqlClusterNeighbours[]> {
    checkSearch(options, this.bits);
    const codes = await this.#encoder.codes('queries', queries);
    const results: SqlClusterNeighbours[] = [];
    for (let q = 0; q < codes.count; q++)
      results.push(await this.search(codes.select([q]), options));
    return results;
  }

  /** Rows, bytes and servers of each partition. Cost: a count of every row. */
  async stats(): Promise<SqlClusterStats> {
    return readClusterStats(this.#front, this.#cluster, await this.#map());
  }

  /** Lets every server sample its codes anew, and the front choose when to scan; bulk loads do it. */
  async analyse(): Promise<void> {
    const rows = await ask(this.#front, `select n from ${FRONT}.${this.table}_analyse() n`);
    const largest = Math.max(...rows.map(({ n }) => numberFrom(n)));
    await writeLimits(this.#front, this.#cluster, largest);
    this.#cluster = await findCluster(this.#front, this.table);
  }

  /**
   * Moves a partition to another server while searches and writes go on: its rows go by PostgreSQL's
   * logical replication, writes wait for the moment in which the last of them arrive, the map changes
   * in one transaction, and the old rows are removed. What a move that failed left is removed by the
   * next one.
   *
   * The old server needs `wal_level = logical`; the new one reaches it by its address, as a superuser.
   *
   * @param to - the address of the server, which may have other partitions.
   */
  async move(partition: number, to: string, options: SqlMoveOptions = {}): Promise<void> {
    checkOptions('move', options, { onProgress: 1, signal: 1 });
    checkWhole('partition', partition, 0, this.#cluster.partitions - 1);
    await movePartition(this.#front, this.#cluster, this.#drivers, { partition, to, ...options });
  }

  /** The hasher, from a partition: it makes the same codes. Its sha256 is compared first. */
  async hasher(kernels: Kernels): Promise<FittedHasher> {
    checkKernels(kernels);
    return readHasher(this.#front, this.#cluster, kernels);
  }

  /** Removes the cluster: its partitions on their servers, and its functions on the front. */
  async drop(): Promise<void> {
    for (const { number, url } of await this.#map()) {
      const driver = await this.#drivers(url);
      await driver.query(`drop schema if exists ${partitionSchema(this.table, number)} cascade`);
    }
    await dropCluster(this.#front, this.#cluster);
  }

  override toString(): string {
    const { partitions } = this.#cluster;
    return `SqlCluster ${this.table}, ${this.bits} bits, ${partitions} partitions`;
  }

  /** The map now, or, where the front gives no answer, as it was. */
  async #map(): Promise<PartitionRow[]> {
    try {
      this.#partitions = await readPartitions(this.#front, this.#cluster.id);
    } catch (error) {
      if (this.#partitions.length === 0) throw error;
    }
    return this.#partitions;
  }
}

interface ClusterParts {
  readonly drivers: (url: string) => Promise<SqlDriver>;
  readonly kernels: Kernels | undefined;
  readonly hasher: Hasher | undefined;
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function clusterOf(front: SqlDriver, cluster: ClusterRow, parts: ClusterParts): SqlCluster {
  return new SqlCluster(front, cluster, parts);
}
