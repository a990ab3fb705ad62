import type { SentError } from '../../workers/error-transport.ts';
import type { CompareParameters, CompareResult } from './calls/compare.ts';
import type { ExamplesResult } from './calls/examples.ts';
import type { MeanPrecisionParameters, MeanPrecisionResult } from './calls/mean-precision.ts';
import type { OverviewResult } from './calls/overview.ts';
import type { LoadedResult } from './calls/own-data.ts';
import type { Inspected, OwnFiles, ReadingProgress } from './files.ts';
import type { KeptIndex } from './kept-store.ts';

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
  inspect: { parameters: { file: File }; result: Inspected; progress: never };
  load: { parameters: OwnFiles; result: LoadedResult; progress: ReadingProgress };
  loaded: { parameters: null; result: LoadedResult; progress: never };
  useBundled: { parameters: null; result: null; progress: never };
  keep: { parameters: null; result: KeptIndex; progress: { done: number; total: number } };
  kept: { parameters: null; result: KeptIndex[]; progress: never };
  forget: { parameters: { name: string }; result: null; progress: never };
  reopen: { parameters: { name: string }; result: LoadedResult; progress: ReadingProgress };
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
