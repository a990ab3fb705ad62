import type { MethodName } from '../names.ts';
import { grh } from './grh.ts';
import { itq, itqCca, pca, sklsh } from './initialised.ts';
import type { TrainMethod } from './method.ts';
import { lsh, rotation } from './random.ts';

/** The methods by name. */
export const METHODS: Readonly<Record<MethodName, TrainMethod>> = {
  lsh,
  rotation,
  grh,
  pca,
  itq,
  'itq-cca': itqCca,
  sklsh,
};
