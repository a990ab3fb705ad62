import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';

/**
 * What becomes of missing numbers: they are refused with their place, replaced by the mean of their
 * column or by zero, or their rows are left out.
 */
export const MISSING_RULES = ['error', 'mean', 'zero', 'drop-row'] as const;
export type MissingRule = (typeof MISSING_RULES)[number];

/** @throws InvalidArgumentError unless `rule` is one of the rules. */
export function checkMissingRule(rule: MissingRule): void {
  if (MISSING_RULES.includes(rule)) return;
  throw new InvalidArgumentError(
    `missing must be one of ${MISSING_RULES.join(', ')}, not ${show(rule)}`,
  );
}
