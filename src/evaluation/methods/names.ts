import { checkArray, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';

/** Every method, in the order in which reports show them; registry.ts has what they do. */
export const METHOD_NAMES = [
  'lsh',
  'itq',
  'itq-cca',
  'grh-linear',
  'grh-linear-cca',
  'grh-rbf',
  'grh-rbf-cca',
  'mlp',
  'grh-best',
  'mixed',
  'mlp-unregularised',
  'classifier-one-hot',
  'graded-one-hot',
  'classifier-scores',
  'classifier-probabilities',
  'exact-cosine',
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

/** What `baselines` adds to the methods that are asked for. */
export const BASELINES: readonly MethodName[] = [
  'lsh',
  'itq-cca',
  'classifier-one-hot',
  'classifier-scores',
  'exact-cosine',
];

/**
 * The methods asked for, and the baselines where they are wanted too, in the order of reports.
 *
 * @throws InvalidArgumentError if a name is unknown, or there is nothing to run.
 */
export function chosenMethods(names: readonly string[], baselines = false): MethodName[] {
  checkArray('methods', names);
  for (const name of names) {
    if (!METHOD_NAMES.some((known) => known === name)) {
      const all = METHOD_NAMES.join(', ');
      throw new InvalidArgumentError(`methods must be some of ${all}, not ${show(name)}`);
    }
  }
  if (names.length === 0 && !baselines) {
    throw new InvalidArgumentError(
      'methods must name at least one, where baselines are not wanted',
    );
  }
  return METHOD_NAMES.filter(
    (name) => names.includes(name) || (baselines && BASELINES.includes(name)),
  );
}
