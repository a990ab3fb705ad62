import { createHash } from 'node:crypto';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { Matrix } from '../../core/matrix.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import { inFile } from '../../node/in-file.ts';
import { readFileBytes } from '../../node/read-file.ts';
import type { SqlIds } from '../../sql/ids.ts';
import { SqlCodeStore } from '../../sql/store.ts';
import type { HasherRow } from '../../sql/tables/hashers.ts';
import type { SqlColumnType, SqlColumnValue, SqlVectors } from '../../sql/types.ts';
import { UsageError } from '../errors.ts';
import { BIT_ORDERS, type BitOrderName } from '../options/codes.ts';
import type { StoreArguments } from '../options/sql.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { type Connection, checkPlace, connect } from './connect.ts';
import { activeHasher, openStore } from './place.ts';
import {
  codesOfRows,
  type FileRows,
  openRowFile,
  type RowFile,
  type RowFileOptions,
} from './rows.ts';

/** Options as commander parsed them. */
export interface LoadOptions extends StoreArguments, Omit<RowFileOptions, 'columns'> {
  readonly hasher?: string;
  readonly codes?: boolean;
  readonly bits?: number;
  readonly bitOrder: BitOrderName;
  readonly columns?: Readonly<Record<string, SqlColumnType>>;
  readonly keepVectors?: SqlVectors['type'];
  readonly expected?: number;
  readonly skip: number;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

/** Rows that are given to the store at once: what was written is known by these. */
const AT_ONCE = 10_000;

export async function runLoad(file: string, options: LoadOptions): Promise<void> {
  checkPlace(options);
  if (options.hasher !== undefined && options.codes) {
    throw new UsageError('give --hasher, which makes codes of vectors, or --codes, not both');
  }
  if (options.missing === 'drop-row') {
    throw new UsageError('--missing drop-row is not for load: rows would lose their numbers');
  }
  const started = performance.now();
  const { table, skip } = options;
  let done = skip;
  const loaded = await runWork(
    (tools) =>
      loadFile(file, options, tools, (rows) => {
        done = rows;
      }),
    () =>
      done === skip
        ? `nothing was written to ${table}`
        : `the first ${done} rows are in ${table}; the same command with --skip ${done} goes on`,
    // A batch that is begun, and closing the database.
    () => true,
  );
  const seconds = (performance.now() - started) / 1000;
  printResult(
    options.json,
    { table, ...loaded, seconds },
    () =>
      `Loaded ${count(loaded.loaded, 'code')} of ${loaded.bits} bits into ${printable(table)} of ` +
      `${printable(loaded.where)}: ${count(loaded.rows, 'row')} now (${seconds.toFixed(1)} s)\n`,
  );
}

async function loadFile(
  file: string,
  options: LoadOptions,
  tools: WorkTools,
  onWritten: (rows: number) => void,
) {
  const { progress, signal } = tools;
  progress.update(`reading ${file}`, 0);
  const columns = Object.keys(options.columns ?? {});
  const input = await openRowFile(file, { ...options, columns }, progress);
  let connection: Connection | undefined;
  try {
    connection = await connect(options, true);
    const { driver, where } = connection;
    const there = await activeHasher(driver, options);
    const store = await storeFor(file, input, options, there, connection, tools);
    const isCodes = options.codes || (there ? there.sha256 === null : options.hasher === undefined);
    const order = BIT_ORDERS[options.bitOrder];
    const { skip } = options;
    let seen = 0;
    let loaded = 0;
    for await (const batch of input.batches()) {
      const { points } = batch;
      const from = seen;
      seen += points.rows;
      for (let first = Math.max(0, skip - from); first < points.rows; first += AT_ONCE) {
        signal.throwIfAborted();
        const end = Math.min(points.rows, first + AT_ONCE);
        const rows = points.slice(first, end);
        const given: HashCodes | Matrix = isCodes
          ? codesOfRows(file, rows, store.bits, order)
          : rows;
        const ids = batch.ids.slice(first, end) as SqlIds;
        await store.add(ids, given, { columns: columnsOf(batch, columns, first, end), signal });
        loaded += end - first;
        onWritten(from + end);
        const share = batch.share * (end / points.rows);
        progress.update(`loading into ${options.table}: ${count(loaded, 'row')}`, share);
      }
    }
    if (skip > seen) throw new UsageError(`--skip must be at most ${seen}, the rows of ${file}`);
    await store.analyse();
    return { where, bits: store.bits, loaded, rows: (await store.stats()).rows };
  } finally {
    await input.close();
    await connection?.close();
  }
}

/** The store that is there, if the file fits it, or a new one. */
async function storeFor(
  file: string,
  { cols, textIds }: RowFile,
  options: LoadOptions,
  there: HasherRow | undefined,
  { driver }: Connection,
  { progress }: WorkTools,
): Promise<SqlCodeStore> {
  const { table, schema, columns, keepVectors, expected, codes } = options;
  const needsKernels = options.hasher !== undefined || (there?.sha256 && !codes);
  const kernels = needsKernels ? await startKernels(options.backend, progress) : undefined;
  const hasher = options.hasher === undefined ? undefined : await readHasher(options.hasher);
  if (hasher && cols !== hasher.dimensions) {
    throw new InvalidArgumentError(
      `${file} has ${cols} dimensions where ${options.hasher} hashes points of ${hasher.dimensions}`,
    );
  }
  if (there) {
    checkSame(there, options, hasher);
    return openStore(driver, options, kernels);
  }
  const makes = hasher ? { hasher } : { bits: options.bits ?? cols * 8 };
  const vectors = keepVectors && { type: keepVectors, dimensions: cols };
  if (keepVectors && !hasher) throw new UsageError('--keep-vectors needs vectors: give --hasher');
  const id = textIds ? 'text' : 'bigint';
  return SqlCodeStore.create(driver, {
    ...{ table, schema, id, columns, vectors, expected },
    ...(kernels && { kernels }),
    ...makes,
  });

  async function readHasher(path: string): Promise<Hasher> {
    const bytes = await readFileBytes(path);
    if (!kernels) throw new Error('no backend for a hasher');
    return inFile(path, () => loadHasher(kernels, bytes));
  }
}

/** Throws UsageError for options that say otherwise than the store. */
function checkSame(there: HasherRow, { table, bits, hasher: path }: LoadOptions, hasher?: Hasher) {
  const advice = 'load into another --table, or `hashplane sql drop` this one first';
  if (bits !== undefined && bits !== there.bits) {
    throw new UsageError(`store ${table} has codes of ${there.bits} bits, not ${bits}: ${advice}`);
  }
  if (!hasher) return;
  const sha256 = createHash('sha256').update(hasher.save()).digest('hex');
  if (sha256 === there.sha256) return;
  const what = there.sha256 === null ? 'codes without a hasher' : 'another hasher';
  throw new UsageError(`store ${table} has ${what} than ${path}: ${advice}`);
}

function columnsOf(
  { fields }: FileRows,
  names: readonly string[],
  first: number,
  end: number,
): Record<string, SqlColumnValue[]> | undefined {
  if (!fields) return undefined;
  const rows = fields.slice(first, end);
  return Object.fromEntries(
    names.map((name) => [name, rows.map((row) => (row[name] ?? null) as SqlColumnValue)]),
  );
}
