// The public API. Importing it does no work: no module is compiled, nothing is allocated.

export {
  BackendError,
  DisposedError,
  type ErrorCode,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
  MemoryError,
} from './core/errors.ts';
export type {
  CodesWithLabels,
  Executor,
  ExecutorOptions,
  HammingOptions,
  HistogramsByQuery,
  HyperplaneModel,
  NearestCodes,
  NearestOptions,
  NearestRows,
} from './core/executor.ts';
export type { FeatureMapModel, FourierFeatures, RbfFeatures } from './core/feature-map.ts';
export { HashCodes, hammingDistance, MAX_BITS } from './core/hash-codes.ts';
export type { Hasher } from './core/hasher.ts';
export { checkFinite, Matrix } from './core/matrix.ts';
export { gaussianHyperplanes } from './core/random/gaussian-hyperplanes.ts';
export { RandomState } from './core/random/random-state.ts';
export {
  type DataFormat,
  type Dataset,
  type DatasetOptions,
  detectFormat,
  type ImageShape,
  readDataset,
} from './data/dataset.ts';
export { readIdx } from './data/idx.ts';
export { listMat5, type MatVariable, readMat5 } from './data/mat5.ts';
export { readNpy } from './data/npy.ts';
export type { BigValues, NumericValues, PlainValues } from './data/numeric.ts';
export { type DType, type NumericArray, toLabels, toMatrix } from './data/numeric.ts';
export { columnMeans, normaliseAndCentre, normaliseRows, subtractMean } from './data/preprocess.ts';
export {
  type DatasetSplit,
  type SplitSizes,
  splitDataset,
  type TrainTestSplit,
  trainTestSplit,
} from './data/split.ts';
export {
  type AveragePrecisionOptions,
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from './evaluation/average-precision.ts';
export { type CodeStatistics, codeStatistics } from './evaluation/code-statistics.ts';
export {
  type DistanceHistograms,
  distanceHistograms,
  hammingMeanAveragePrecision,
  type LabelledCodes,
} from './evaluation/hamming-ranking.ts';
export type { MethodSettings, TuningBudget } from './evaluation/methods/method.ts';
export { METHOD_NAMES, type MethodName } from './evaluation/methods/names.ts';
export {
  precisionAtK,
  precisionAtRadius,
  recallAtRadius,
  tieAwarePrecisionAtK,
} from './evaluation/precision.ts';
export {
  areaUnderPrecisionRecall,
  type PrecisionRecallPoint,
  precisionRecallCurve,
} from './evaluation/precision-recall.ts';
export { PROTOCOLS, type ProtocolName } from './evaluation/protocols/protocol.ts';
export { type PairedTest, pairedTTest } from './evaluation/statistics/paired-test.ts';
export { confidenceInterval, type Summary, summarise } from './evaluation/statistics/summary.ts';
export type {
  Cell,
  CellStore,
  Measures,
  RadiusMeasures,
  ReRankedMeasures,
} from './evaluation/table/cell.ts';
export { type Comparison, compareMethods } from './evaluation/table/comparisons.ts';
export {
  type CellResult,
  type DetailedCell,
  summariseTable,
  type TableResult,
} from './evaluation/table/result.ts';
export {
  runTable,
  type TableExecutor,
  type TableOptions,
  type TableRun,
} from './evaluation/table/run.ts';
export { TABLE_DEFAULTS, type TableSettings } from './evaluation/table/settings.ts';
export {
  type SearchOptions,
  type SearchResult,
  searchStages,
  type Trial,
} from './evaluation/tuning/search.ts';
export {
  GRH_DEFAULTS,
  type GrhModel,
  type GrhSettings,
  type TuneOptions,
  tuneGraphRegularisedHashing,
} from './evaluation/tuning/tune-grh.ts';
export type {
  BucketSummary,
  ExampleBucket,
  MethodDetails,
  MethodResult,
  RadiusResult,
  TutorialMethod,
  TutorialResult,
} from './evaluation/tutorial/result.ts';
export {
  runTutorial,
  type TutorialProgress,
  type TutorialRun,
} from './evaluation/tutorial/run.ts';
export { TUTORIAL_DEFAULTS, type TutorialSettings } from './evaluation/tutorial/settings.ts';
export { type FeatureMapFactory, mapFeatures } from './features/feature-map.ts';
export {
  type RandomFourierFeaturesOptions,
  randomFourierFeatures,
} from './features/random-fourier.ts';
export { type RbfLandmarksOptions, rbfLandmarks } from './features/rbf-landmarks.ts';
export {
  type GraphStep,
  regulariseByClass,
  UPDATE_RULES,
  type UpdateRule,
} from './graph/class-labels.ts';
export type {
  Buckets,
  Codes,
  KernelExtension,
  Projector,
  Resident,
  Vectors,
} from './kernels/api.ts';
export { BACKENDS, type BackendName, type Kernels, METRICS, type Metric } from './kernels/api.ts';
export {
  type CreateKernelsOptions,
  type CreateKernelsSyncOptions,
  createKernels,
  createKernelsSync,
} from './kernels/create.ts';
export type {
  DualCoordinateDescent,
  DualProblem,
  FeatureMap,
  Gram,
  LearningKernels,
  PassiveAggressive,
  PassiveAggressiveProblem,
  PassiveAggressiveVariant,
  Pegasos,
  PegasosProblem,
  SvmLoss,
} from './kernels/learning/api.ts';
export { learningKernels } from './kernels/learning/kernels.ts';
export type { CompiledModule, WasmSource } from './kernels/wasm/source.ts';
export type { ClassWeight } from './learners/class-weights.ts';
export type { HyperplaneLearner, LearnerFitOptions, LearnerSettings } from './learners/learner.ts';
export {
  type PassiveAggressiveLearnerOptions,
  type PassiveAggressiveOptions,
  PassiveAggressiveStream,
  passiveAggressive,
} from './learners/passive-aggressive.ts';
export { NormalEquations } from './learners/ridge/normal-equations.ts';
export type { RidgeFit, RidgeProblem } from './learners/ridge/problem.ts';
export {
  fitRidge,
  type RidgeOptions,
  type RidgeSolver,
  type RidgeSolverOptions,
  ridge,
} from './learners/ridge/ridge.ts';
export type { SvmDualCoordinateDescentOptions } from './learners/svm-dcd.ts';
export { svmDualCoordinateDescent } from './learners/svm-dcd.ts';
export type { SvmStochasticGradientOptions } from './learners/svm-sgd.ts';
export { svmStochasticGradient } from './learners/svm-sgd.ts';
export { FittedHasher, loadHasher } from './models/fitted-hasher.ts';
export {
  type FitOptions,
  type FitProgress,
  GraphRegularisedHashing,
  type GraphRegularisedHashingOptions,
  type IterationSummary,
} from './models/graph-regularised-hashing.ts';
export type { HasherDescription, HyperplaneHasherOptions } from './models/hyperplane-hasher.ts';
export {
  type InitialisedFitOptions,
  InitialisedHashing,
  type InitialisedHashingOptions,
} from './models/initialised-hashing.ts';
export type {
  Initialiser,
  InitialiserContext,
  InitialModel,
} from './models/initialisers/initialiser.ts';
export { type ItqOptions, itqInitialiser } from './models/initialisers/itq.ts';
export { type ItqCcaOptions, itqCcaInitialiser } from './models/initialisers/itq-cca.ts';
export { lshInitialiser } from './models/initialisers/lsh.ts';
export { pcaInitialiser } from './models/initialisers/pca.ts';
export { type SklshOptions, sklshInitialiser } from './models/initialisers/sklsh.ts';
export { RandomHyperplanes } from './models/random-hyperplanes.ts';
export { ExactSearch, type Neighbours } from './search/exact-search.ts';
export {
  type Bucket,
  type Candidates,
  HashTable,
  type RadiusSearchOptions,
} from './search/hash-table.ts';
export type { Strategy } from './search/probe-cost.ts';
export type { WorkerLike } from './workers/endpoint.ts';
export { createPool, type Pool, type PoolOptions } from './workers/pool.ts';
