import type { MethodName as EvaluationName } from '../../evaluation/methods/names.ts';

/** Methods of `hashplane evaluate` that give a hasher: trained by the same code. */
export const EVALUATED_NAMES = [
  'grh-linear',
  'grh-linear-cca',
  'grh-rbf',
  'grh-rbf-cca',
  'mlp',
  'grh-best',
  'mixed',
] as const satisfies readonly EvaluationName[];

/** Methods that `hashplane train` knows: files in methods/, listed in methods/registry.ts. */
export const METHOD_NAMES = [
  ...(['lsh', 'rotation', 'grh', 'pca', 'itq', 'itq-cca', 'sklsh', 'grh-stream'] as const),
  ...EVALUATED_NAMES,
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];
