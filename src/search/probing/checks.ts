import { checkWhole } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asVector, type VectorLike } from '../../core/given.ts';
import { allFinite } from '../../core/matrix.ts';
import type { ProbeLimits } from './statistics.ts';

/** @throws InvalidArgumentError unless the limits end a search. */
export function checkLimits({ probes, candidates }: ProbeLimits): void {
  if (probes === undefined && candidates === undefined) {
    throw new InvalidArgumentError('say how far to probe: give probes, candidates, or both');
  }
  if (probes !== undefined) checkWhole('probes', probes, 1, Number.MAX_SAFE_INTEGER);
  if (candidates !== undefined) checkWhole('candidates', candidates, 1, Number.MAX_SAFE_INTEGER);
}

/**
 * Squared distances of a query to the hyperplanes: (projection / |w|)^2, in float64.
 *
 * @param given - projections of one query, one value a bit.
 * @param lengths - norms, the lengths of the hyperplanes; all 1 if left out.
 * @throws InvalidArgumentError if a length is wrong, a value not finite, or a norm negative.
 */
export function squaredMargins(
  bits: number,
  given: VectorLike,
  lengths?: VectorLike,
): Float64Array {
  const projections = asVector('projections', given);
  const norms = lengths && asVector('norms', lengths);
  if (projections.length !== bits || (norms && norms.length !== bits)) {
    const given = projections.length !== bits ? projections.length : norms?.length;
    throw new InvalidArgumentError(
      `a code of ${bits} bits needs as many projections and norms, not ${given}`,
    );
  }
  if (!allFinite(projections)) throw new InvalidArgumentError('projections must be finite numbers');
  if (norms && !(allFinite(norms) && norms.every((norm) => norm >= 0))) {
    throw new InvalidArgumentError('norms must be finite numbers of at least 0');
  }
  return Float64Array.from(projections, (value, j) => {
    // A hyperplane of length 0 splits nothing: its bit is 1 everywhere, so it is flipped last.
    if (norms && norms[j] === 0) return Number.MAX_VALUE / bits;
    const margin = value / (norms ? norms[j] : 1);
    return Math.min(margin * margin, Number.MAX_VALUE / bits);
  });
}
