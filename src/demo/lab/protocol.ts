import type { ToyOptions } from '../../evaluation/walkthrough/toy/settings.ts';
import type { WalkthroughStep, WalkthroughStepOf } from '../../evaluation/walkthrough/types.ts';
import type { SentError } from '../../workers/error-transport.ts';
import type { TrainSettings } from '../train/learners.ts';
import type { CompareParameters, CompareResult } from './calls/compare.ts';
import type { ExamplesResult } from './calls/examples.ts';
import type { MeanPrecisionParameters, MeanPrecisionResult } from './calls/mean-precision.ts';
import type { OverviewResult } from './calls/overview.ts';
import type { LoadedResult } from './calls/own-data.ts';
import type { RowStages } from './calls/row-stages.ts';
import type { SliceParameters, SliceResult } from './calls/slice.ts';
import type { StoryParameters, StoryProgress } from './calls/story.ts';
import type { Comparison, TrainedIteration, TrainProgress } from './calls/train.ts';
import type { Inspected, OwnFiles, ReadingProgress } from './files.ts';
import type { KeptIndex } from './kept-store.ts';
import type { RowPicture } from './shown-rows.ts';

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
  rowPictures: { parameters: readonly number[]; result: readonly RowPicture[]; progress: never };
  rowStages: { parameters: { readonly row: number }; result: RowStages; progress: never };
  slice: { parameters: SliceParameters; result: SliceResult; progress: never };
  story: { parameters: StoryParameters; result: WalkthroughStep; progress: StoryProgress };
  toy: { parameters: ToyOptions; result: WalkthroughStepOf<'toy'>; progress: never };
  comparison: {
    parameters: { readonly bits: number; readonly seed: number };
    result: Comparison;
    progress: never;
  };
  train: { parameters: TrainSettings; result: TrainedIteration | null; progress: TrainProgress };
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
