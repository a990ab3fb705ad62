// `hashplane/evaluation`: measures, protocols, comparisons of methods, and the tutorial's job.

export {
  type AveragePrecisionOptions,
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from './average-precision.ts';
export { type CodeStatistics, codeStatistics } from './code-statistics.ts';
export type {
  Cell,
  CellStore,
  Measures,
  RadiusMeasures,
  ReRankedMeasures,
} from './comparison/cell.ts';
export { type Comparison, compareMethods } from './comparison/comparisons.ts';
export {
  type CellResult,
  type DetailedCell,
  type EvaluationResult,
  summariseEvaluation,
} from './comparison/result.ts';
export {
  type EvaluationExecutor,
  type EvaluationOptions,
  type EvaluationRun,
  runEvaluation,
} from './comparison/run.ts';
export { EVALUATION_DEFAULTS, type EvaluationSettings } from './comparison/settings.ts';
export { distanceHistograms, hammingMeanAveragePrecision } from './hamming-ranking.ts';
export type { MethodSettings, TuningBudget } from './methods/method.ts';
export { METHOD_NAMES, type MethodName } from './methods/names.ts';
export {
  precisionAtK,
  precisionAtRadius,
  recallAtRadius,
  tieAwarePrecisionAtK,
} from './precision.ts';
export {
  areaUnderPrecisionRecall,
  type PrecisionRecallPoint,
  precisionRecallCurve,
} from './precision-recall.ts';
export { PROTOCOLS, type ProtocolName } from './protocols/protocol.ts';
export { type PairedTest, pairedTTest } from './statistics/paired-test.ts';
export { confidenceInterval, type Summary, summarise } from './statistics/summary.ts';
export type {
  BucketSummary,
  ExampleBucket,
  MethodDetails,
  MethodResult,
  RadiusResult,
  TutorialMethod,
  TutorialResult,
} from './tutorial/result.ts';
export { runTutorial, type TutorialProgress, type TutorialRun } from './tutorial/run.ts';
export { TUTORIAL_DEFAULTS, type TutorialSettings } from './tutorial/settings.ts';
