import { InvalidArgumentError } from '../../../core/errors.ts';
import type { Hasher } from '../../../core/hasher.ts';

/** What hashers have that may learn on and make other codes from then on. */
interface Learning {
  readonly version: number;
  readonly learnsOn: boolean;
  frozen(): Hasher;
}

/**
 * The version of each hasher; null of those that have none.
 *
 * @throws InvalidArgumentError for one that learns from a stream: codes of its versions don't compare.
 */
export function versionsOf(hashers: readonly Hasher[]): (number | null)[] {
  return hashers.map((hasher) => {
    if (!isLearning(hasher)) return null;
    return hasher.learnsOn ? refuseLearning() : hasher.version;
  });
}

/** Throws where a hasher has been fitted anew since. */
export function checkVersions(hashers: readonly Hasher[], versions: (number | null)[]): void {
  for (const [table, hasher] of hashers.entries()) {
    if (!isLearning(hasher) || hasher.version === versions[table]) continue;
    refuseLearning();
  }
}

function refuseLearning(): never {
  throw new InvalidArgumentError(
    'the hasher learns on, or has since: give the index hasher.frozen()',
  );
}

function isLearning(hasher: Hasher): hasher is Hasher & Learning {
  return typeof (hasher as Partial<Learning>).frozen === 'function';
}
