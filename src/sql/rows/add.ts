import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError, SqlError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { checkFinite, Matrix } from '../../core/matrix.ts';
import type { SqlDriver } from '../driver.ts';
import { asIds, compareIds, type SqlIds } from '../ids.ts';
import type { Names } from '../names.ts';
import { type HasherRow, lockActive } from '../tables/hashers.ts';
import type { TableSettings } from '../tables/settings.ts';
import type { SqlAddOptions } from '../types.ts';
import { copyBatch, copyColumns } from './copy-batch.ts';
import { lastOfEach, type RowBatch, upsertRows } from './upsert.ts';
import { columnTexts } from './values.ts';

const BATCH = 10_000;

/** What is added: codes as they are given, or made of each batch of vectors when its turn comes. */
export interface AddedRows {
  readonly ids: SqlIds;
  readonly codes: HashCodes | null;
  readonly vectors: Matrix | null;
  encode(vectors: Matrix): HashCodes;
}

/**
 * Writes rows in batches, each in a transaction: what was reported as done stays, whatever happens
 * later, and writing all of it again changes nothing.
 */
export async function addRows(
  driver: SqlDriver,
  names: Names,
  hasher: HasherRow,
  rows: AddedRows,
  options: SqlAddOptions,
): Promise<number> {
  const { batch = BATCH, signal, onProgress } = options;
  checkWhole('batch', batch, 1, 100_000);
  const { codes, vectors } = rows;
  const { settings } = hasher;
  const count = (codes?.count ?? vectors?.rows) as number;
  const ids = asIds(settings.id, rows.ids);
  if (ids.length !== count) {
    throw new InvalidArgumentError(`${count} rows need as many ids, not ${ids.length}`);
  }
  if (codes && vectors) checkVectors(settings, vectors, count);
  if (vectors && settings.vectors?.type === 'halfvec') checkHalves(vectors);
  const columns = columnTexts(settings, options.columns ?? {}, count);
  const chosen = lastOfEach(ids);
  const compare = compareIds(settings.id);
  signal?.throwIfAborted();
  for (let from = 0; from < chosen.length; from += batch) {
    // In one order everywhere, so that two writers of the same rows don't wait for each other.
    const at = chosen.slice(from, from + batch).sort((i, j) => compare(ids[i], ids[j]));
    const part = vectors && selectRows(vectors, at);
    const written = {
      ids: at.map((i) => ids[i]),
      codes: codes ? codes.select(at) : rows.encode(part as Matrix),
      columns: columns.map((values) => at.map((i) => values[i])),
      vectors: settings.vectors ? part : null,
    };
    await writeBatch(driver, names, hasher, written);
    onProgress?.({ done: Math.min(from + batch, chosen.length), total: chosen.length });
    if (from + batch < chosen.length) signal?.throwIfAborted();
  }
  return chosen.length;
}

/** Throws unless vectors beside codes are as many, of the column's dimensions, and finite. */
function checkVectors({ vectors: column }: TableSettings, vectors: Matrix, count: number): void {
  const { rows, cols } = vectors;
  if (rows !== count) {
    throw new InvalidArgumentError(`${count} rows need as many vectors, not ${rows}`);
  }
  if (!column || count === 0) return;
  if (cols !== column.dimensions) {
    throw new InvalidArgumentError(
      `vectors must have ${column.dimensions} dimensions as the store's have, not ${cols}`,
    );
  }
  checkFinite('vectors', vectors);
}

/** Where rounding to half precision becomes infinite. */
const HALF_OVERFLOW = 65_520;

/** Throws before anything is written, where PostgreSQL would in the midst. */
function checkHalves({ data, cols }: Matrix): void {
  for (let i = 0; i < data.length; i++) {
    if (Math.abs(data[i]) < HALF_OVERFLOW) continue;
    throw new InvalidArgumentError(
      `vectors of type halfvec hold values up to 65504: row ${Math.floor(i / cols)} has ${data[i]}`,
    );
  }
}

/** Smaller batches are one statement of arrays, which needs no copy. */
const FEWEST_COPIED = 200;
/** PostgreSQL's states where another wrote the same ids meanwhile: a doubled key, and a deadlock. */
const CONFLICTS = ['23505', '40P01'];

async function writeBatch(
  driver: SqlDriver,
  names: Names,
  hasher: HasherRow,
  batch: RowBatch,
): Promise<void> {
  const path = names.table(hasher.codes);
  const isCopied = driver.copy !== undefined && batch.ids.length >= FEWEST_COPIED;
  const columns = isCopied ? copyColumns(hasher, batch) : null;
  const write = (by: (inside: SqlDriver) => Promise<void>) =>
    driver.transaction(async (inside) => {
      await lockActive(inside, names, hasher, 'share');
      await by(inside);
    });
  const upsert = () => write((inside) => upsertRows(inside, path, hasher, batch));
  if (!columns) return upsert();
  try {
    await write((inside) => copyBatch(inside, path, hasher, batch, columns));
  } catch (error) {
    if (!(error instanceof SqlError) || !CONFLICTS.includes(error.state ?? '')) throw error;
    await upsert();
  }
}

/** The rows named by `at`, as a view where they are neighbours. */
export function selectRows({ data, cols }: Matrix, at: readonly number[]): Matrix {
  const first = at[0];
  if (at[at.length - 1] - first === at.length - 1) {
    return new Matrix(data.subarray(first * cols, (first + at.length) * cols), at.length, cols);
  }
  const out = new Float32Array(at.length * cols);
  for (const [i, row] of at.entries())
    out.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  return new Matrix(out, at.length, cols);
}
