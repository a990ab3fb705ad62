import { Option } from 'commander';
import { TUTORIAL_DEFAULTS as DEFAULTS, LEARNERS } from '../../evaluation/tutorial/settings.ts';
import { positive, whole, within } from './values.ts';

// Settings of graph regularised hashing; each command says in its own words what they are for.

/** What the SVMs' arithmetic can bear. */
const COST_LIMITS = [1e-20, 1e20] as const;

export function iterationsOption(text: string): Option {
  return new Option('--iterations <n>', text)
    .argParser(whole(0, 1000))
    .default(DEFAULTS.iterations);
}

export function alphaOption(text: string): Option {
  return new Option('--alpha <a>', text).argParser(within(0, 1)).default(DEFAULTS.alpha);
}

export function costOption(text: string): Option {
  return new Option('--cost <c>', text).argParser(positive(...COST_LIMITS)).default(DEFAULTS.cost);
}

export function learnerOption(text: string): Option {
  return new Option('--learner <name>', text).choices([...LEARNERS]).default(DEFAULTS.learner);
}
