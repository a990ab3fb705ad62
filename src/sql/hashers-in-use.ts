import { checkWhole } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asVector, type VectorLike } from '../core/given.ts';
import { HashCodes } from '../core/hash-codes.ts';
import type { Hasher } from '../core/hasher.ts';
import { Matrix } from '../core/matrix.ts';
import type { Kernels } from '../kernels/api.ts';
import { loadHasher } from '../models/fitted-hasher.ts';
import { checkBits } from './bits.ts';
import type { SqlDriver } from './driver.ts';
import type { Names } from './names.ts';
import { checkSearch } from './query/check-search.ts';
import { rerank } from './query/rerank.ts';
import { type CodeSearch, CodeSearcher } from './query/search-codes.ts';
import { countRows } from './tables/code-table.ts';
import { type HasherRow, hasherOf, readHashers, readModel } from './tables/hashers.ts';
import { whileThere } from './tables/while-there.ts';
import type { SqlNeighbours, SqlSearchOptions } from './types.ts';

/** Searches of a table after which it is counted anew. */
const SEARCHES_A_COUNT = 50;

/** A search that is ready: its codes, and the query as one of them. */
export interface PreparedSearch {
  readonly search: CodeSearch;
  readonly searcher: CodeSearcher;
  readonly code: HashCodes;
  /** What candidates are ranked by; null where they are not. */
  readonly vector: Float32Array | null;
}

/** What an open store has of its hashers: those that encode, and searches of their codes. */
export class HashersInUse {
  readonly #driver: SqlDriver;
  readonly #names: Names;
  readonly #kernels: Kernels | undefined;
  readonly #searchers = new Map<number, CodeSearcher>();
  readonly #encoders = new Map<number, Hasher>();
  /** Searches of tables since they were counted. */
  readonly #searches = new WeakMap<CodeSearcher, number>();

  constructor(driver: SqlDriver, names: Names, kernels: Kernels | undefined) {
    this.#driver = driver;
    this.#names = names;
    this.#kernels = kernels;
  }

  /** Keeps a hasher that need not be loaded. */
  keep(id: number, hasher: Hasher): void {
    this.#encoders.set(id, hasher);
  }

  /** Forgets what was known of a hasher's table. */
  forget(id: number): void {
    this.#searchers.delete(id);
  }

  /** Values that a hasher's vectors have, if it encodes already. */
  dimensions(id: number): number | undefined {
    return this.#encoders.get(id)?.dimensions;
  }

  /** The hasher itself, loaded once. @throws InvalidArgumentError without a backend or a model. */
  async encoder(row: HasherRow): Promise<Hasher> {
    const known = this.#encoders.get(row.id);
    if (known) return known;
    const kernels = this.#backend();
    const hasher = loadHasher(kernels, await readModel(this.#driver, this.#names, row));
    this.#encoders.set(row.id, hasher);
    return hasher;
  }

  /** Searches of a hasher's codes. */
  async searcher(row: HasherRow): Promise<CodeSearcher> {
    const known = this.#searchers.get(row.id);
    if (known) return known;
    const path = this.#names.table(row.codes);
    const searcher = new CodeSearcher(this.#driver, path, row, await this.count(row));
    this.#searchers.set(row.id, searcher);
    return searcher;
  }

  /** About how many rows a hasher's table has. */
  count(row: HasherRow): Promise<number> {
    return whileThere(row, () => countRows(this.#driver, this.#names.table(row.codes)));
  }

  /** The codes that are searched, and the query as a code of theirs. */
  async prepare(
    active: HasherRow,
    query: HashCodes | VectorLike,
    options: SqlSearchOptions,
  ): Promise<PreparedSearch> {
    const search = checkSearch(options);
    const searcher = await this.#searched(active, options.hasher);
    await this.#recount(searcher);
    const { bits } = searcher.table;
    if (search.radius !== undefined) checkWhole('radius', search.radius, 0, bits);
    const words = query as unknown;
    const code = words instanceof Uint32Array ? new HashCodes(words, 1, bits) : query;
    const vector = options.rerank === undefined ? null : vectorToRank(searcher.hasher, code);
    if (!(code instanceof HashCodes)) {
      const values = vector ?? asVector('query', code);
      const encoder = await this.encoder(searcher.hasher);
      const encoded = encoder.encode(new Matrix(values, 1, values.length));
      return { search, searcher, code: encoded, vector };
    }
    checkBits('the query', code, bits);
    checkWhole('codes of a query', code.count, 1, 1);
    return { search, searcher, code, vector };
  }

  /** Candidates by their codes, ranked by their vectors. */
  async ranked(prepared: PreparedSearch, vector: Float32Array, candidates: number) {
    const { search, searcher, code } = prepared;
    const found = await searcher.search(code, { ...search, k: candidates });
    search.signal?.throwIfAborted();
    const ids = found.neighbours.map(({ id }) => id);
    const { path, hasher } = searcher;
    const { id, vectors } = hasher.settings;
    if (!vectors) return found;
    const table = { path, id, vectors };
    const k = search.k as number;
    const neighbours = await whileThere(hasher, () =>
      rerank(this.#driver, table, vector, ids, k, () => this.#backend()),
    );
    return { ...found, neighbours, statements: found.statements + 1 } satisfies SqlNeighbours;
  }

  async #searched(active: HasherRow, id: number | undefined): Promise<CodeSearcher> {
    if (id === undefined || id === active.id) return this.searcher(active);
    const known = this.#searchers.get(id);
    return known ?? this.searcher(hasherOf(await readHashers(this.#driver, this.#names), id));
  }

  /** A table is counted anew now and then: another process may have filled it since it was opened. */
  async #recount(searcher: CodeSearcher): Promise<void> {
    const searches = (this.#searches.get(searcher) ?? 0) + 1;
    this.#searches.set(searcher, searches % SEARCHES_A_COUNT);
    if (searches === SEARCHES_A_COUNT) searcher.rows = await this.count(searcher.hasher);
  }

  #backend(): Kernels {
    if (this.#kernels) return this.#kernels;
    throw new InvalidArgumentError(
      'vectors need a backend: give kernels to open or create, or search by codes',
    );
  }
}

/** The vector that candidates are compared with. */
function vectorToRank({ settings }: HasherRow, query: HashCodes | VectorLike): Float32Array {
  const { vectors } = settings;
  if (!vectors || query instanceof HashCodes) {
    throw new InvalidArgumentError(
      'rerank needs a store that keeps vectors, and a query that is a vector',
    );
  }
  const vector = asVector('query', query);
  checkWhole('values of the query', vector.length, vectors.dimensions, vectors.dimensions);
  return vector;
}
