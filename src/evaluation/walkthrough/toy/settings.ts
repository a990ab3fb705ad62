import { checkPositive, checkRange, checkWhole } from '../../../core/checks.ts';
import { checkOptions } from '../../../core/options.ts';
import { checkUpdateRule } from '../../../graph/class-labels.ts';
import type { ToySettings } from './types.ts';

/**
 * The tutorial's rule, in which a bit flips once alpha passes one half: it asks the neighbours for a
 * sign before it blends. In the paper's rule their mean counts as it is, and C and E among their own
 * neighbours, so that they flip from three quarters on.
 */
const DEFAULTS: ToySettings = { alpha: 0.8, iterations: 2, rule: 'tutorial', cost: 1 };

/** Settings of the toy example that are given; the others are the defaults. */
export type ToyOptions = { readonly [K in keyof ToySettings]?: ToySettings[K] | undefined };

/**
 * All settings of the toy example.
 *
 * @throws InvalidArgumentError naming one that is unknown or out of range.
 */
export function toySettings(options: ToyOptions): ToySettings {
  checkOptions('the toy example', options, { alpha: 1, iterations: 1, rule: 1, cost: 1 });
  const { alpha = DEFAULTS.alpha, iterations = DEFAULTS.iterations } = options;
  const { rule = DEFAULTS.rule, cost = DEFAULTS.cost } = options;
  checkRange('alpha of the toy example', alpha, 0, 1);
  checkWhole('iterations of the toy example', iterations, 1, 10);
  checkPositive('cost of the toy example', cost);
  checkUpdateRule(rule);
  return { alpha, iterations, rule, cost };
}
