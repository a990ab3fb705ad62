import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type FittedHasher, loadHasher } from '../../models/fitted-hasher.ts';
import type { SqlDriver } from '../driver.ts';
import { FRONT } from './front-sql.ts';
import type { ClusterRow } from './map.ts';
import { ask } from './search.ts';

/**
 * The hasher that every partition keeps, from one of them.
 *
 * @throws InvalidArgumentError if the cluster has none; FormatError if it is not the one of the map.
 */
export async function readHasher(
  front: SqlDriver,
  { shape, sha256 }: ClusterRow,
  kernels: Kernels,
): Promise<FittedHasher> {
  if (sha256 === null) {
    throw new InvalidArgumentError(
      `the cluster ${shape.name} has no hasher: its codes come from elsewhere, so give codes`,
    );
  }
  const [row] = await ask(
    front,
    `select m as model, encode(sha256(m), 'hex') as sha256 from ${FRONT}.${shape.name}_load_hasher($1::text) m`,
    [sha256],
  );
  if (!(row?.model instanceof Uint8Array) || row.sha256 !== sha256) {
    throw new FormatError(`the model of cluster ${shape.name} is damaged: its sha256 is another`);
  }
  return loadHasher(kernels, row.model);
}

/** Gives every partition the hasher, and the map its sha256. */
export async function writeHasher(
  front: SqlDriver,
  table: string,
  model: Uint8Array,
): Promise<void> {
  const [{ sha256 }] = await front.query("select encode(sha256($1::bytea), 'hex') as sha256", [
    model,
  ]);
  const parameters = [String(sha256), model];
  await ask(front, `select ${FRONT}.${table}_save_hasher($1::text, $2::bytea)`, parameters);
  const update = `update ${FRONT}.hp_cluster set sha256 = $1::text where name = $2::text`;
  await front.query(update, [String(sha256), table]);
}
