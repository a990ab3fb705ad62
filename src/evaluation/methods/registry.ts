import { InvalidArgumentError } from '../../core/errors.ts';
import { classifierOneHot } from './classifier-one-hot.ts';
import { classifierScores } from './classifier-scores.ts';
import { exactCosine } from './exact-cosine.ts';
import { grhLinear } from './grh-linear.ts';
import { lsh } from './lsh.ts';
import type { Method } from './method.ts';

/** Every method, in the order in which reports show them. */
export const METHODS: readonly Method[] = [
  lsh,
  grhLinear,
  classifierOneHot,
  classifierScores,
  exactCosine,
];

/** What is shown beside whatever is asked for. */
export const BASELINES: readonly string[] = [
  'lsh',
  'classifier-one-hot',
  'classifier-scores',
  'exact-cosine',
];

/** @throws InvalidArgumentError if there is no such method. */
export function methodNamed(name: string): Method {
  const method = METHODS.find((one) => one.name === name);
  if (method) return method;
  const names = METHODS.map((one) => one.name).join(', ');
  throw new InvalidArgumentError(`methods must be some of ${names}, not "${name}"`);
}
