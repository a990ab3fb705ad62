import type { SentError } from '../../workers/error-transport.ts';
import type { TrainSettings } from '../train/learners.ts';
import type { CompareParameters, CompareResult } from './calls/compare.ts';
import type { ExamplesResult } from './calls/examples.ts';
import type { MeanPrecisionParameters, MeanPrecisionResult } from './calls/mean-precision.ts';
import type { OverviewResult } from './calls/overview.ts';
import type { Comparison, TrainedIteration, TrainProgress } from './calls/train.ts';

/** What the lab can be asked: the parameters, the result and what it reports meanwhile, by name. */
export interface LabCalls {
  overview: { parameters: null; result: OverviewResult; progress: never };
  examples: { parameters: { count: number }; result: ExamplesResult; progress: never };
  compare: { parameters: CompareParameters; result: CompareResult; progress: never };
  meanPrecision: {
    parameters: MeanPrecisionParameters;
    result: MeanPrecisionResult;
    progress: never;
  };
  comparison: {
    parameters: { readonly bits: number; readonly seed: number };
    result: Comparison;
    progress: never;
  };
  train: { parameters: TrainSettings; result: TrainedIteration | null; progress: TrainProgress };
}

export type LabCallName = keyof LabCalls;

/** From the page. */
export type ToLab =
  | { readonly type: 'call'; readonly id: number; readonly name: LabCallName; parameters: unknown }
  | { readonly type: 'cancel'; readonly id: number };

/** From the worker. */
export type FromLab =
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError };
