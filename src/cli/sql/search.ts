import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { Matrix } from '../../core/matrix.ts';
import { highestPlace } from '../../sql/query/statement.ts';
import type { SqlCodeStore } from '../../sql/store.ts';
import type { SqlExplanation, SqlNeighbours, SqlSearchOptions } from '../../sql/types.ts';
import { UsageError } from '../errors.ts';
import { BIT_ORDERS, type BitOrderName } from '../options/codes.ts';
import type { StoreArguments } from '../options/sql.ts';
import type { TableArguments } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { checkPlace, connect } from './connect.ts';
import { activeHasher, openStore } from './place.ts';
import { codesOfRows, openRowFile } from './rows.ts';
import { explanationText, foundText } from './text.ts';

/** Options as commander parsed them. */
export interface SqlSearchArguments extends StoreArguments, TableArguments {
  readonly queries?: string;
  readonly codes?: boolean;
  readonly bitOrder: BitOrderName;
  readonly k?: number;
  readonly radius?: number;
  readonly filter?: string;
  readonly parameters?: readonly (string | number | boolean | null)[];
  readonly strategy: NonNullable<SqlSearchOptions['strategy']>;
  readonly rerank?: number;
  readonly explain?: boolean;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

const K = 10;

export async function runSqlSearch(options: SqlSearchArguments): Promise<void> {
  checkPlace(options);
  const { k, radius, queries } = options;
  if (k !== undefined && radius !== undefined)
    throw new UsageError('give --k or --radius, not both');
  if (queries === undefined) throw new UsageError('give what to search for: --queries is missing');
  if (options.parameters && options.filter === undefined) {
    throw new UsageError('--parameters is for --filter');
  }
  if (options.filter !== undefined) checkPlaces(options.filter, options.parameters ?? []);
  const found = await runWork((tools) => search(queries, options, tools));
  const { table } = options;
  if (found.explanation) {
    const { explanation } = found;
    printResult(options.json, { table, ...explanation }, () => explanationText(explanation));
    return;
  }
  const { results, millis, bits } = found;
  const shown = { table, bits, millis, results: results.map(toJson) };
  printResult(options.json, shown, (paint) => foundText(table, results, millis, paint));
}

async function search(file: string, options: SqlSearchArguments, tools: WorkTools) {
  const { progress, signal } = tools;
  progress.update(`reading ${file}`, 0);
  const input = await openRowFile(file, options, progress);
  const connection = await connect(options, false);
  try {
    const { driver } = connection;
    const there = await activeHasher(driver, options);
    const isCodes = options.codes || there?.sha256 == null;
    const reranks = options.rerank !== undefined;
    const kernels = isCodes && !reranks ? undefined : await startKernels(options.backend, progress);
    const store = await openStore(driver, options, kernels);
    const wanted = searchOptions(options, store, signal);
    const results: SqlNeighbours[] = [];
    let explanation: SqlExplanation | undefined;
    let millis = 0;
    for await (const { points, share } of input.batches()) {
      if (!isCodes) checkDimensions(file, points, store);
      const rows = isCodes
        ? codesOfRows(file, points, store.bits, BIT_ORDERS[options.bitOrder])
        : points;
      for (let q = 0; q < points.rows && !explanation; q++) {
        signal.throwIfAborted();
        const started = performance.now();
        const query = queryAt(rows, q);
        if (options.explain) explanation = await store.explain(query, wanted);
        else results.push(await store.search(query, wanted));
        millis += performance.now() - started;
        progress.update(`searching: ${results.length} queries`, (share * (q + 1)) / points.rows);
      }
      if (explanation) break;
    }
    return { results, explanation, millis, bits: store.bits };
  } finally {
    await input.close();
    await connection.close();
  }
}

function checkPlaces(filter: string, { length }: { readonly length: number }): void {
  const used = highestPlace(filter);
  if (used <= length) return;
  throw new UsageError(
    `--filter uses $${used}: give ${used} values by --parameters, not ${length}`,
  );
}

function queryAt(rows: HashCodes | Matrix, q: number): HashCodes | Float32Array {
  return rows instanceof Matrix ? rows.row(q) : rows.select([q]);
}

function searchOptions(
  { k, radius, filter, parameters, strategy, rerank }: SqlSearchArguments,
  store: SqlCodeStore,
  signal: AbortSignal,
): SqlSearchOptions {
  if (radius !== undefined && radius > store.bits) {
    throw new UsageError(`--radius must be from 0 to ${store.bits}, the bits, not ${radius}`);
  }
  return {
    ...(radius === undefined ? { k: k ?? K } : { radius }),
    ...(filter !== undefined && { filter: { sql: filter, parameters } }),
    ...(rerank !== undefined && { rerank }),
    strategy,
    signal,
  };
}

function checkDimensions(file: string, { cols }: Matrix, { dimensions, table }: SqlCodeStore) {
  if (dimensions === undefined || cols === dimensions) return;
  throw new InvalidArgumentError(
    `${file} has ${cols} dimensions where the hasher of ${table} takes ${dimensions}`,
  );
}

/** Ids beyond 2^53 as texts. */
function toJson({ neighbours, ...rest }: SqlNeighbours) {
  const shown = neighbours.map(({ id, ...own }) => ({
    id: typeof id === 'bigint' ? String(id) : id,
    ...own,
  }));
  return { neighbours: shown, ...rest };
}
