import { classifierOneHot } from './classifier-one-hot.ts';
import { classifierScores } from './classifier-scores.ts';
import { exactCosine } from './exact-cosine.ts';
import { grhBest } from './grh-best.ts';
import { grhLinear } from './grh-linear.ts';
import { lsh } from './lsh.ts';
import type { Method } from './method.ts';
import type { MethodName } from './names.ts';

/** The methods by name. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  lsh,
  'grh-linear': grhLinear,
  'grh-best': grhBest,
  'classifier-one-hot': classifierOneHot,
  'classifier-scores': classifierScores,
  'exact-cosine': exactCosine,
};
