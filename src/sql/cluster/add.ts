import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { bitStrings } from '../bits.ts';
import type { SqlDriver } from '../driver.ts';
import { idArray, numberFrom } from '../ids.ts';
import { FRONT } from './front-sql.ts';
import { ask } from './search.ts';
import type { ClusterShape } from './shape.ts';
import type { SqlClusterAddOptions } from './types.ts';

/** Rows a statement. */
const BATCH = 5000;

/** Writes codes batch by batch, each in one statement to the front. @returns how many were written. */
export async function addCodes(
  front: SqlDriver,
  { id, name }: ClusterShape,
  ids: readonly string[],
  codes: HashCodes,
  { batch = BATCH, onProgress, signal }: SqlClusterAddOptions,
): Promise<number> {
  checkWhole('batch', batch, 1, 1_000_000);
  if (codes.count !== ids.length) {
    throw new InvalidArgumentError(`there are ${ids.length} ids for ${codes.count} codes`);
  }
  const texts = bitStrings(codes);
  const sql = `select ${FRONT}.${name}_add($1::${idArray(id)}, $2::text[]) as n`;
  let written = 0;
  for (let from = 0; from < ids.length; from += batch) {
    signal?.throwIfAborted();
    const to = Math.min(ids.length, from + batch);
    const [row] = await ask(front, sql, [ids.slice(from, to), texts.slice(from, to)]);
    written += numberFrom(row.n);
    onProgress?.({ done: to, total: ids.length });
  }
  return written;
}
