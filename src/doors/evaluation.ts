// `hashplane/evaluation`: measures, protocols, comparisons of methods, and the tutorial's job.

export {
  type AveragePrecisionOptions,
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from '../evaluation/average-precision.ts';
export { type CodeStatistics, codeStatistics } from '../evaluation/code-statistics.ts';
export type {
  Cell,
  CellStore,
  Measures,
  RadiusMeasures,
  ReRankedMeasures,
} from '../evaluation/comparison/cell.ts';
export type { CellResult, DetailedCell } from '../evaluation/comparison/cell-result.ts';
export { type Comparison, compareMethods } from '../evaluation/comparison/comparisons.ts';
export { type EvaluationResult, summariseEvaluation } from '../evaluation/comparison/result.ts';
export {
  type EvaluationExecutor,
  type EvaluationOptions,
  type EvaluationRun,
  runEvaluation,
} from '../evaluation/comparison/run.ts';
export { EVALUATION_DEFAULTS, type EvaluationSettings } from '../evaluation/comparison/settings.ts';
export { distanceHistograms, hammingMeanAveragePrecision } from '../evaluation/hamming-ranking.ts';
export {
  type ClassCount,
  type LabelledBucket,
  labelledBuckets,
} from '../evaluation/labelled-buckets.ts';
export type { MethodSettings, TuningBudget } from '../evaluation/methods/method.ts';
export { METHOD_NAMES, type MethodName } from '../evaluation/methods/names.ts';
export {
  precisionAtK,
  precisionAtRadius,
  recallAtRadius,
  tieAwarePrecisionAtK,
} from '../evaluation/precision.ts';
export {
  type LabelledPoints,
  type PrecisionByRadiusOptions,
  precisionByRadius,
} from '../evaluation/precision-by-radius.ts';
export {
  areaUnderPrecisionRecall,
  type PrecisionRecallPoint,
  precisionRecallCurve,
} from '../evaluation/precision-recall.ts';
export { PROTOCOLS, type ProtocolName } from '../evaluation/protocols/protocol.ts';
export { type PairedTest, pairedTTest } from '../evaluation/statistics/paired-test.ts';
export { confidenceInterval, type Summary, summarise } from '../evaluation/statistics/summary.ts';
export type {
  BucketSummary,
  ExampleBucket,
  MethodDetails,
  MethodResult,
  RadiusResult,
  TutorialMethod,
  TutorialResult,
} from '../evaluation/tutorial/result.ts';
export {
  runTutorial,
  type TutorialProgress,
  type TutorialRun,
} from '../evaluation/tutorial/run.ts';
export { TUTORIAL_DEFAULTS, type TutorialSettings } from '../evaluation/tutorial/settings.ts';
