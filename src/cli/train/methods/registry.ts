import { METHODS as EVALUATED } from '../../../evaluation/methods/registry.ts';
import { EVALUATED_NAMES, type MethodName } from '../names.ts';
import { evaluated } from './evaluated.ts';
import { grh } from './grh.ts';
import { grhStream } from './grh-stream.ts';
import { itq, itqCca, pca, sklsh } from './initialised.ts';
import type { TrainMethod } from './method.ts';
import { lsh, rotation } from './random.ts';

const ofEvaluate = Object.fromEntries(
  EVALUATED_NAMES.map((name) => [name, evaluated(name, EVALUATED[name])]),
) as Record<(typeof EVALUATED_NAMES)[number], TrainMethod>;

/** The methods by name. */
export const METHODS: Readonly<Record<MethodName, TrainMethod>> = {
  lsh,
  rotation,
  grh,
  pca,
  itq,
  'itq-cca': itqCca,
  sklsh,
  'grh-stream': grhStream,
  ...ofEvaluate,
};
