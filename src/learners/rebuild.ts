import { show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import type { HyperplaneLearner, LearnerSettings } from './learner.ts';
import { passiveAggressive } from './passive-aggressive.ts';
import { ridge } from './ridge/ridge.ts';
import { svmDualCoordinateDescent } from './svm-dcd.ts';
import { svmStochasticGradient } from './svm-sgd.ts';

const LEARNERS: Readonly<Record<string, (settings: LearnerSettings) => HyperplaneLearner>> = {
  'svm-dcd': svmDualCoordinateDescent,
  'svm-sgd': svmStochasticGradient,
  ridge,
  'passive-aggressive': passiveAggressive,
};

/**
 * The learner that `name` and `settings` describe.
 *
 * @throws InvalidArgumentError if it is none of the library's, or a setting is out of range.
 */
export function rebuildLearner(name: string, settings?: LearnerSettings): HyperplaneLearner {
  const names = Object.keys(LEARNERS);
  if (!names.includes(name) || !settings) {
    throw new InvalidArgumentError(
      `only the learners ${names.slice(0, -1).join(', ')} and ${names.at(-1)} can be rebuilt, not ${show(name)}`,
    );
  }
  return LEARNERS[name](settings);
}
