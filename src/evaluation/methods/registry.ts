import { classifierOneHot } from './classifier-one-hot.ts';
import { classifierProbabilities } from './classifier-probabilities.ts';
import { classifierScores } from './classifier-scores.ts';
import { exactCosine } from './exact-cosine.ts';
import { gradedOneHot } from './graded-one-hot.ts';
import { grhBest } from './grh-best.ts';
import { grhLinear } from './grh-linear.ts';
import { grhLinearCca } from './grh-linear-cca.ts';
import { grhRbf } from './grh-rbf.ts';
import { grhRbfCca } from './grh-rbf-cca.ts';
import { itq } from './itq.ts';
import { itqCca } from './itq-cca.ts';
import { lsh } from './lsh.ts';
import type { Method } from './method.ts';
import { mixed } from './mixed.ts';
import { mlp } from './mlp.ts';
import { mlpUnregularised } from './mlp-unregularised.ts';
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
  mlp,
  'grh-best': grhBest,
  mixed,
  'mlp-unregularised': mlpUnregularised,
  'classifier-one-hot': classifierOneHot,
  'graded-one-hot': gradedOneHot,
  'classifier-scores': classifierScores,
  'classifier-probabilities': classifierProbabilities,
  'exact-cosine': exactCosine,
};
