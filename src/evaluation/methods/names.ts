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
  'grh-best',
  'classifier-one-hot',
  'classifier-scores',
  'exact-cosine',
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

/** What is shown beside whatever is asked for. */
export const BASELINES: readonly MethodName[] = [
  'lsh',
  'itq-cca',
  'classifier-one-hot',
  'classifier-scores',
  'exact-cosine',
];

/** The methods asked for and the baselines, in the order of reports. */
export function withBaselines(names: readonly string[]): MethodName[] {
  checkArray('methods', names);
  for (const name of names) {
    if (!METHOD_NAMES.some((known) => known === name)) {
      const all = METHOD_NAMES.join(', ');
      throw new InvalidArgumentError(`methods must be some of ${all}, not ${show(name)}`);
    }
  }
  return METHOD_NAMES.filter((name) => names.includes(name) || BASELINES.includes(name));
}
