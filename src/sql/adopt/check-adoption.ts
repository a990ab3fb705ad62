import { checkMethod, checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import { checkOptions } from '../../core/options.ts';
import type { HasherRow } from '../tables/hashers.ts';
import type { SqlAdoptOptions } from '../types.ts';

/** Throws unless the store can go over to this hasher with these vectors. */
export function checkAdoption(
  { settings }: HasherRow,
  hasher: Hasher,
  options: SqlAdoptOptions,
): void {
  checkOptions('adopt', options, { from: 1, onProgress: 1, signal: 1 });
  checkMethod('hasher', hasher, 'encode', 'a fitted hasher');
  const { vectors } = settings;
  const { from } = options;
  if (from === 'vectors' && !vectors) {
    throw new InvalidArgumentError(
      'the store keeps no vectors to be coded anew: give batches of ids and vectors',
    );
  }
  if (from !== 'vectors' && typeof from?.[Symbol.asyncIterator] !== 'function') {
    refuse('from', "'vectors', or an async iterable of ids and vectors", from);
  }
  const { dimensions } = vectors ?? hasher;
  checkWhole('dimensions of the hasher', hasher.dimensions, dimensions, dimensions);
}
