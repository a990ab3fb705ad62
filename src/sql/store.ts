import { checkKernels, checkObject, checkWhole, refuse } from '../core/checks.ts';
import type { VectorLike } from '../core/given.ts';
import { HashCodes, MAX_BITS } from '../core/hash-codes.ts';
import type { Hasher } from '../core/hasher.ts';
import { Inspectable } from '../core/inspectable.ts';
import { asMatrix, type Matrix, type MatrixLike } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { type FittedHasher, loadHasher } from '../models/fitted-hasher.ts';
import { adoptHasher } from './adopt/adopt.ts';
import { checkAdoption } from './adopt/check-adoption.ts';
import { checkBits } from './bits.ts';
import { checkDriver } from './check-driver.ts';
import type { SqlDriver } from './driver.ts';
import { HashersInUse } from './hashers-in-use.ts';
import { asIds, type SqlIds } from './ids.ts';
import { Names } from './names.ts';
import { FEWEST_ROWS } from './query/choose.ts';
import { addRows } from './rows/add.ts';
import { removeRows } from './rows/remove.ts';
import { createTables, openTables } from './tables/create.ts';
import { activeOf, type HasherRow, lockHashers, readModel } from './tables/hashers.ts';
import { whileThere } from './tables/while-there.ts';
import { dropTables, pruneHashers, readStats, reindexTable } from './tables/whole.ts';
import type {
  SqlAddOptions,
  SqlAdoptOptions,
  SqlExplanation,
  SqlNeighbours,
  SqlSearchOptions,
  SqlStoreOpenOptions,
  SqlStoreOptions,
  SqlStoreStats,
} from './types.ts';

/**
 * Codes in PostgreSQL, embedded or a server, with exact search by Hamming distance: results are those
 * of `HammingSearch`, ties by ascending id included. Beside the codes it keeps the hasher that made
 * them, columns of the app's own that searches may filter by, and vectors that rank candidates.
 *
 * Searches look substrings of the query up in b-trees (multi-index hashing: Norouzi, Punjani, Fleet,
 * CVPR 2012 and TPAMI 2014), or scan where that should be cheaper.
 */
export class SqlCodeStore extends Inspectable {
  /** The store's name. */
  readonly table: string;
  readonly #driver: SqlDriver;
  readonly #names: Names;
  readonly #inUse: HashersInUse;
  #active: HasherRow;
  /** Rows written since PostgreSQL last sampled the codes. */
  #unsampled = 0;

  /** @internal `create` and `open` make stores. */
  constructor(driver: SqlDriver, parts: StoreParts) {
    super();
    checkDriver(driver);
    if (!(parts?.names instanceof Names) || typeof parts.active?.id !== 'number') {
      refuse('a store', 'made by SqlCodeStore.create or SqlCodeStore.open', parts);
    }
    checkWhole('bits', parts.active.bits, 1, MAX_BITS);
    this.#driver = driver;
    this.#names = parts.names;
    this.#active = parts.active;
    this.#inUse = new HashersInUse(driver, parts.names, parts.kernels);
    if (parts.hasher) this.#inUse.keep(parts.active.id, parts.hasher);
    this.table = parts.names.store;
  }

  /**
   * Makes an empty store: a code table, and a row in the table `hp_hasher`.
   *
   * @throws InvalidArgumentError if an option does not do, or there is such a store already.
   */
  static async create(driver: SqlDriver, options: SqlStoreOptions): Promise<SqlCodeStore> {
    checkDriver(driver);
    checkObject('the options of SqlCodeStore.create', options);
    const { kernels, ...others } = options;
    checkOptions('SqlCodeStore.create', others, {
      ...{ table: 1, schema: 1, bits: 1, hasher: 1, id: 1, columns: 1, vectors: 1 },
      ...{ substrings: 1, expected: 1, hnsw: 1 },
    });
    if (kernels !== undefined) checkKernels(kernels);
    const { hasher } = options;
    return storeOf(driver, { ...(await createTables(driver, options)), kernels, hasher });
  }

  /** Opens a store that is there. @throws InvalidArgumentError if it is not. */
  static async open(driver: SqlDriver, options: SqlStoreOpenOptions): Promise<SqlCodeStore> {
    checkDriver(driver);
    checkObject('the options of SqlCodeStore.open', options);
    const { kernels, ...others } = options;
    checkOptions('SqlCodeStore.open', others, { table: 1, schema: 1 });
    if (kernels !== undefined) checkKernels(kernels);
    return storeOf(driver, { ...(await openTables(driver, options)), kernels, hasher: undefined });
  }

  /** Of the active codes. */
  get bits(): number {
    return this.#active.bits;
  }

  /** Values of a vector, once the hasher was used or where vectors are kept; else undefined. */
  get dimensions(): number | undefined {
    const { id, settings } = this.#active;
    return this.#inUse.dimensions(id) ?? settings.vectors?.dimensions;
  }

  /**
   * Adds rows, or puts them in the place of those of the same ids: after a failure all of it may be
   * given again. Of an id that comes twice the later row stays.
   *
   * @param ids - one a row.
   * @param rows - codes, or vectors, which the store's hasher encodes.
   * @returns how many rows were written.
   * @throws InvalidArgumentError before anything is written if sizes or values don't fit.
   */
  async add(
    ids: SqlIds,
    rows: HashCodes | MatrixLike,
    options: SqlAddOptions = {},
  ): Promise<number> {
    checkOptions('add', options, {
      ...{ columns: 1, vectors: 1, batch: 1, onProgress: 1, signal: 1 },
    });
    const codes = rows instanceof HashCodes ? rows : null;
    if (codes) checkBits('codes', codes, this.bits);
    const given = codes ? options.vectors : (rows as MatrixLike);
    const vectors = given === undefined ? null : asMatrix('vectors', given);
    const hasher = codes ? null : await this.#inUse.encoder(this.#active);
    const encode = (part: Matrix) => (hasher as Hasher).encode(part);
    const added = { ids, codes, vectors, encode };
    const written = await addRows(this.#driver, this.#names, this.#active, added, options);
    const searcher = await this.#inUse.searcher(this.#active);
    this.#unsampled += written;
    // Without statistics PostgreSQL scans where indexes would serve.
    if (this.#unsampled >= Math.max(FEWEST_ROWS, searcher.rows / 5)) await this.analyse();
    return written;
  }

  /** Removes the rows of these ids, those of older hashers too. @returns how many codes of the active hasher were there. */
  async remove(ids: SqlIds): Promise<number> {
    const { settings } = this.#active;
    const bound = asIds(settings.id, ids);
    return this.#driver.transaction(async (inside) => {
      let removed = 0;
      const hashers = await lockHashers(inside, this.#names, 'share');
      // Another may be active by now than the one that this store searches.
      activeOf(hashers, this.#names);
      for (const { active, codes } of hashers) {
        const count = await removeRows(inside, this.#names.table(codes), settings.id, bound);
        if (active) removed = count;
      }
      return removed;
    });
  }

  /**
   * The k nearest rows, or all within a radius.
   *
   * @param query - a code: HashCodes of one, or its packed words; or a vector, which the hasher encodes.
   * @throws InvalidArgumentError if the query or an option does not fit.
   */
  async search(query: HashCodes | VectorLike, options: SqlSearchOptions): Promise<SqlNeighbours> {
    const prepared = await this.#inUse.prepare(this.#active, query, options);
    const { search, searcher, code, vector } = prepared;
    if (!vector) return searcher.search(code, search);
    return this.#inUse.ranked(prepared, vector, options.rerank as number);
  }

  /** What `search` gives for each of the queries, in their order. */
  async searchBatch(
    queries: HashCodes | MatrixLike,
    options: SqlSearchOptions,
  ): Promise<SqlNeighbours[]> {
    const codes = queries instanceof HashCodes ? queries : null;
    const vectors = codes ? null : asMatrix('queries', queries as MatrixLike);
    const results: SqlNeighbours[] = [];
    const count = codes?.count ?? vectors?.rows ?? 0;
    for (let q = 0; q < count; q++) {
      results.push(await this.search(codes?.select([q]) ?? (vectors as Matrix).row(q), options));
    }
    return results;
  }

  /** How `search` would go about it, why, and PostgreSQL's plan. Nothing is searched. */
  async explain(query: HashCodes | VectorLike, options: SqlSearchOptions): Promise<SqlExplanation> {
    const { search, searcher, code } = await this.#inUse.prepare(this.#active, query, options);
    return searcher.explain(code, search);
  }

  /** Rows, bytes on disk, and the hashers. Cost: a count of every row. */
  async stats(): Promise<SqlStoreStats> {
    return readStats(this.#driver, this.#names);
  }

  /** Lets PostgreSQL count and sample the codes anew, for better plans; bulk loads do it by themselves. */
  async analyse(): Promise<void> {
    const path = this.#names.table(this.#active.codes);
    await whileThere(this.#active, () => this.#driver.query(`analyze ${path}`));
    this.#unsampled = 0;
    const searcher = await this.#inUse.searcher(this.#active);
    searcher.rows = await this.#inUse.count(this.#active);
  }

  /**
   * Makes another hasher the store's: its codes are built beside the old ones and made active in one
   * transaction. Searches go on meanwhile, and with `hasher: <the old number>` afterwards, on the codes as
   * they were then. Stores that others have open go on with the old codes, and refuse to add to them.
   *
   * @throws InvalidArgumentError if a row has no vector to be encoded, or another hasher was made active since
   *   the store was opened; the store is then as it was.
   */
  async adopt(hasher: Hasher, options: SqlAdoptOptions): Promise<void> {
    checkAdoption(this.#active, hasher, options);
    const names = this.#names;
    this.#active = await adoptHasher(this.#driver, names, this.#active, hasher, options);
    this.#inUse.keep(this.#active.id, hasher);
  }

  /** Removes hashers that are not active, and their codes. @returns their numbers. */
  async prune(): Promise<number[]> {
    const removed = await pruneHashers(this.#driver, this.#names);
    for (const id of removed) this.#inUse.forget(id);
    return removed;
  }

  /**
   * Makes the indexes anew, with as many substrings as suit the rows that there are now. Writers wait
   * meanwhile, searches at the end of it, and other processes should open the store again.
   *
   * @throws InvalidArgumentError if another hasher was made active since the store was opened.
   */
  async reindex(): Promise<void> {
    const rows = await this.#inUse.count(this.#active);
    this.#active = await reindexTable(this.#driver, this.#names, this.#active, rows);
    this.#inUse.forget(this.#active.id);
  }

  /** Removes the store: its code tables, and its hashers from the table that keeps them. */
  async drop(): Promise<void> {
    await dropTables(this.#driver, this.#names);
  }

  /** The active hasher, from the database: it makes the same codes. Its sha256 is compared first. */
  async hasher(kernels: Kernels): Promise<FittedHasher> {
    checkKernels(kernels);
    return loadHasher(kernels, await readModel(this.#driver, this.#names, this.#active));
  }

  override toString(): string {
    return `SqlCodeStore ${this.table}, ${this.bits} bits (${this.#driver.name})`;
  }
}

interface StoreParts {
  readonly names: Names;
  readonly active: HasherRow;
  readonly kernels: Kernels | undefined;
  readonly hasher: Hasher | undefined;
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function storeOf(driver: SqlDriver, parts: StoreParts): SqlCodeStore {
  return new SqlCodeStore(driver, parts);
}
