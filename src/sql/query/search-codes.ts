import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { SqlDriver } from '../driver.ts';
import { idFrom, numberFrom } from '../ids.ts';
import type { HasherRow } from '../tables/hashers.ts';
import { whileThere } from '../tables/while-there.ts';
import type {
  SqlExplanation,
  SqlFilter,
  SqlNeighbour,
  SqlNeighbours,
  SqlStrategy,
} from '../types.ts';
import { estimateScan, FEWEST_ROWS } from './choose.ts';
import { type CodeTable, multiIndexStatement, scanStatement } from './code-query.ts';
import {
  type EngineCosts,
  engineCosts,
  lookupsWithin,
  MOST_LOOKUPS,
  multiIndexCost,
} from './cost.ts';
import { RadiusGuesses } from './guesses.ts';
import { hnswStatement, prepareHnsw } from './hnsw.ts';
import type { Statement } from './statement.ts';

/** Costs of a statement by itself that looking up to begin with may take. */
const CHEAP = 2;

/** What a search is asked for. */
export interface CodeSearch {
  readonly k?: number | undefined;
  readonly radius?: number | undefined;
  readonly filter?: SqlFilter | undefined;
  readonly strategy: SqlStrategy;
  readonly signal?: AbortSignal | undefined;
}

/** A first statement, and why it is that one. */
export interface Planned {
  readonly strategy: Exclude<SqlStrategy, 'auto'>;
  readonly why: string;
  readonly lookups: number;
  /** That of multi-index hashing to begin with. */
  readonly radius: number;
  /** Microseconds that look-ups may take before a scan takes over. */
  readonly budget: number;
}

/** Exact searches of one code table. */
export class CodeSearcher {
  readonly table: CodeTable;
  /** Its code table with the schema. */
  readonly path: string;
  readonly hasher: HasherRow;
  /** About how many rows there are: the cost rule's, nothing else's. */
  rows: number;
  readonly #driver: SqlDriver;
  readonly #costs: EngineCosts;
  readonly #guesses = new RadiusGuesses();

  constructor(driver: SqlDriver, path: string, hasher: HasherRow, rows: number) {
    const { bits, settings } = hasher;
    this.#driver = driver;
    this.path = path;
    this.hasher = hasher;
    this.rows = rows;
    this.table = { path, bits, substrings: settings.substrings };
    this.#costs = engineCosts(driver.name);
  }

  /** What `search` would do first. */
  async plan(search: CodeSearch): Promise<Planned> {
    const { k, strategy } = search;
    const isCut = this.table.substrings > 0;
    const radius = search.radius ?? (isCut ? this.#begin(search) : 0);
    const lookups = lookupsWithin(this.table, radius);
    const plan = (chosen: Planned['strategy'], why: string, budget: number): Planned => ({
      ...{ strategy: chosen, why, lookups: chosen === 'multi-index' ? lookups : 0, radius, budget },
    });
    if (strategy === 'scan') return plan('scan', 'it was asked for', 0);
    if (strategy === 'hnsw') {
      if (!this.hasher.settings.hnsw) {
        throw new InvalidArgumentError('the store has no HNSW index: create it with hnsw: true');
      }
      return plan('hnsw', 'it was asked for; approximate: neighbours may be missing', 0);
    }
    if (!isCut) {
      if (strategy === 'auto') return plan('scan', 'the codes have no indexes of substrings', 0);
      throw new InvalidArgumentError(
        'the store has no indexes of substrings: create it with a number of substrings',
      );
    }
    if (lookups > MOST_LOOKUPS) {
      return plan(
        'scan',
        `radius ${radius} takes ${lookups} look-ups, too many for a statement`,
        0,
      );
    }
    if (strategy === 'auto' && this.rows < FEWEST_ROWS) {
      return plan('scan', `a table of about ${this.rows} rows is scanned in no time`, 0);
    }
    const scan = await estimateScan(
      this.#driver,
      this.table,
      this.rows,
      this.#costs,
      search.filter,
    );
    // All of them are wanted: no radius would be wide enough before the last.
    if (k !== undefined && scan.rows <= k) return plan('scan', `${scan.rows} rows are left`, 0);
    if (strategy === 'multi-index') {
      return plan('multi-index', 'it was asked for', Number.POSITIVE_INFINITY);
    }
    // For k rows the first statement costs little; what is weighed is how far they were before.
    const reach = Math.max(radius, this.#guesses.guess(kindOf(search)) ?? 0);
    const cost = this.#cost(reach);
    const what =
      `${lookupsWithin(this.table, reach)} look-ups for radius ${reach} should take ${millis(cost)} ms, ` +
      `a scan of ${scan.rows} rows ${millis(scan.cost)} ms`;
    return plan(cost <= scan.cost ? 'multi-index' : 'scan', what, scan.cost);
  }

  /** How `search` would begin, and PostgreSQL's plan of that. */
  async explain(query: HashCodes, search: CodeSearch): Promise<SqlExplanation> {
    return whileThere(this.hasher, async () => {
      const planned = await this.plan(search);
      const { sql, parameters } = this.statement(query, search, planned);
      const plan = await this.#driver.query(`explain ${sql}`, parameters);
      const { strategy, why, lookups } = planned;
      return { strategy, why, lookups, plan: plan.map((row) => String(row['QUERY PLAN'])) };
    });
  }

  /** The first statement of a search that was planned. */
  statement(query: HashCodes, { k, radius, filter }: CodeSearch, planned: Planned): Statement {
    if (planned.strategy === 'scan') return scanStatement(this.table, query, { k, radius }, filter);
    if (planned.strategy === 'hnsw') return hnswStatement(this.table, query, k as number, filter);
    return multiIndexStatement(this.table, query, planned.radius, k, filter);
  }

  /** The k nearest, or all within a radius. */
  async search(query: HashCodes, search: CodeSearch): Promise<SqlNeighbours> {
    return whileThere(this.hasher, () => this.#search(query, search));
  }

  async #search(query: HashCodes, search: CodeSearch): Promise<SqlNeighbours> {
    search.signal?.throwIfAborted();
    const planned = await this.plan(search);
    const { k, signal } = search;
    if (planned.strategy === 'hnsw') {
      const neighbours = await this.#driver.transaction(async (inside) => {
        await prepareHnsw(inside, k as number);
        return this.#run(this.statement(query, search, planned), signal, inside);
      });
      return { neighbours, strategy: 'hnsw', radius: null, statements: 2 };
    }
    if (k === undefined || planned.strategy === 'scan') {
      const neighbours = await this.#run(this.statement(query, search, planned), signal);
      this.#learn(search, neighbours);
      const { strategy } = planned;
      return { neighbours, strategy, radius: search.radius ?? null, statements: 1 };
    }
    return this.#step(query, { ...search, k }, planned);
  }

  /** Widens the radius until k rows lie within it; scans instead once that is cheaper. */
  async #step(
    query: HashCodes,
    search: CodeSearch & { readonly k: number },
    planned: Planned,
  ): Promise<SqlNeighbours> {
    const { k, filter, signal } = search;
    const { bits, substrings } = this.table;
    const guess = this.#guesses.guess(kindOf(search)) ?? 0;
    let { radius } = planned;
    let spent = 0;
    for (let statements = 1; ; statements++) {
      const cost = this.#cost(radius);
      const isTooMuch = lookupsWithin(this.table, radius) > MOST_LOOKUPS;
      if (isTooMuch || spent + cost > planned.budget) {
        const scan = scanStatement(this.table, query, { k }, filter);
        const neighbours = await this.#run(scan, signal);
        this.#learn(search, neighbours);
        return { neighbours, strategy: 'scan', radius: null, statements };
      }
      spent += cost;
      const statement = multiIndexStatement(this.table, query, radius, k, filter);
      const found = await this.#run(statement, signal);
      const kth = found.length === k ? found[k - 1].distance : bits;
      if (kth <= radius || radius >= bits) {
        this.#learn(search, found);
        return { neighbours: found, strategy: 'multi-index', radius, statements };
      }
      // As far as the k-th of those found is surely enough, but may be far more than is needed.
      radius = Math.min(kth, Math.max(radius + substrings, guess));
    }
  }

  /**
   * Where the search for the k nearest begins: as far as the k-th was before, unless that is dear. What
   * little a smaller radius costs tells how far this query must go, and others were nearer.
   */
  #begin(search: CodeSearch): number {
    const guess = this.#guesses.guess(kindOf(search)) ?? this.table.bits;
    const cheap = CHEAP * this.#costs.statement;
    let radius = Math.min(guess, this.table.substrings - 1);
    while (radius < guess && this.#cost(radius + 1) <= cheap) radius++;
    return radius;
  }

  #cost(radius: number): number {
    return multiIndexCost(this.table, radius, this.rows, this.#costs);
  }

  #learn(search: CodeSearch, found: readonly SqlNeighbour[]): void {
    if (search.k === undefined || found.length < search.k) return;
    this.#guesses.learn(kindOf(search), found[found.length - 1].distance);
  }

  async #run(
    { sql, parameters }: Statement,
    signal?: AbortSignal,
    driver: SqlDriver = this.#driver,
  ): Promise<SqlNeighbour[]> {
    signal?.throwIfAborted();
    const rows = await driver.query(sql, parameters);
    return rows.map(({ id, distance }) => ({
      id: idFrom(this.hasher.settings.id, id),
      distance: numberFrom(distance),
    }));
  }
}

function kindOf({ k, filter }: CodeSearch): string {
  return `${k} ${filter?.sql ?? ''}`;
}

function millis(micros: number): string {
  return (micros / 1000).toFixed(micros < 10_000 ? 1 : 0);
}
