import { classifierOneHot } from './classifier-one-hot.ts';
import { classifierScores } from './classifier-scores.ts';
import { exactCosine } from './exact-cosine.ts';
import { grhBest } from './grh-best.ts';
import { grhLinear } from './grh-linear.ts';
import { grhLinearCca } from './grh-linear-cca.ts';
import { grhRbf } from './grh-rbf.ts';
import { grhRbfCca } from './grh-rbf-cca.ts';
import { itq } from './itq.ts';
import { itqCca } from './itq-cca.ts';
import { lsh } from './lsh.ts';
import type { Method } from './method.ts';
import type { MethodName } from './names.ts';

/** The methods by name. */
export const METHODS: Readonly<Record<MethodName, Method>> = {
  lsh,
  itq,
  'itq-cca': itqCca,
  'grh-linear': grhLinear,
  'grh-linear-cca': grhLinearCca,
  'grh-rbf': grhRbf,
  'grh-rbf-cca': grhRbfCca,
  'grh-best': grhBest,
  'classifier-one-hot': classifierOneHot,
  'classifier-scores': classifierScores,
  'exact-cosine': exactCosine,
};
