import { checkPositive, checkRange, checkWhole } from '../../../core/checks.ts';
import { checkUpdateRule } from '../../../graph/class-labels.ts';
import type { ToySettings } from './types.ts';

/**
 * The tutorial's rule, in which a bit flips once alpha passes one half: it asks the neighbours for a
 * sign before it blends. In the paper's rule their mean counts as it is, and C and E among their own
 * neighbours, so that they flip from three quarters on.
 */
export const TOY_DEFAULTS: ToySettings = { alpha: 0.8, iterations: 2, rule: 'tutorial', cost: 1 };

/** @throws InvalidArgumentError naming what is out of range. */
export function checkToySettings({ alpha, iterations, rule, cost }: ToySettings): void {
  checkRange('alpha of the toy example', alpha, 0, 1);
  checkWhole('iterations of the toy example', iterations, 1, 10);
  checkPositive('cost of the toy example', cost);
  checkUpdateRule(rule);
}
