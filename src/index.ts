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
export { type BitOrder, HashCodes, hammingDistance, MAX_BITS } from './core/hash-codes.ts';
export type { Hasher } from './core/hasher.ts';
export { checkFinite, Matrix } from './core/matrix.ts';
export { gaussianHyperplanes } from './core/random/gaussian-hyperplanes.ts';
export { RandomState } from './core/random/random-state.ts';
export type { FileArray } from './data/arrays/file-array.ts';
export { toLabels } from './data/arrays/labels.ts';
export type { BigValues, NumericValues, PlainValues } from './data/arrays/numeric.ts';
export { type DType, type NumericArray, toMatrix } from './data/arrays/numeric.ts';
export type { ArrayToWrite } from './data/arrays/numeric-bytes.ts';
export type { BigAnnFormat } from './data/binary/big-ann.ts';
export { type Cifar10, readCifar10, readCifar10Tar } from './data/binary/cifar10.ts';
export { readIdx } from './data/binary/idx.ts';
export { readVecs, VECS, type VecsFormat } from './data/binary/vecs.ts';
export { type ContentsOptions, type FileContents, readContents } from './data/contents.ts';
export {
  type Dataset,
  type DatasetOptions,
  type ImageShape,
  readDataset,
} from './data/dataset/dataset.ts';
export {
  type DatasetSplit,
  type SplitSizes,
  splitDataset,
  type TrainTestSplit,
  trainTestSplit,
} from './data/dataset/split.ts';
export { type DataFormat, detectFormat } from './data/detect.ts';
export type { MatVariable } from './data/matlab/mat-variable.ts';
export { listMat4 } from './data/matlab/mat4.ts';
export { listMat5, readMat5 } from './data/matlab/mat5.ts';
export { listMat73 } from './data/matlab/mat73.ts';
export { readNpy } from './data/numpy/npy.ts';
export { listNpz } from './data/numpy/npz.ts';
export {
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from './data/safetensors/safetensors.ts';
export type { TableOptions } from './data/text/row-parser.ts';
export {
  type AveragePrecisionOptions,
  meanAveragePrecision,
  tieAwareAveragePrecision,
} from './evaluation/average-precision.ts';
export { type CodeStatistics, codeStatistics } from './evaluation/code-statistics.ts';
export type {
  Cell,
  CellStore,
  Measures,
  RadiusMeasures,
  ReRankedMeasures,
} from './evaluation/comparison/cell.ts';
export { type Comparison, compareMethods } from './evaluation/comparison/comparisons.ts';
export {
  type CellResult,
  type DetailedCell,
  type EvaluationResult,
  summariseEvaluation,
} from './evaluation/comparison/result.ts';
export {
  type EvaluationExecutor,
  type EvaluationOptions,
  type EvaluationRun,
  runEvaluation,
} from './evaluation/comparison/run.ts';
export { EVALUATION_DEFAULTS, type EvaluationSettings } from './evaluation/comparison/settings.ts';
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
export type { FeatureMapFactory, StartFeatureMap } from './features/feature-map.ts';
export { mapFeatures } from './features/map-features.ts';
export {
  type RandomFourierFeaturesOptions,
  randomFourierFeatures,
} from './features/random-fourier.ts';
export { type RbfLandmarksOptions, rbfLandmarks } from './features/rbf-landmarks.ts';
export { startFeatureMap } from './features/start-feature-map.ts';
export {
  type GraphStep,
  regulariseByClass,
  UPDATE_RULES,
  type UpdateRule,
} from './graph/class-labels.ts';
export {
  type Edges,
  type Graph,
  graphFromEdges,
  symmetric as symmetricGraph,
  withSelf,
} from './graph/graph.ts';
export { labelOverlapGraph, OVERLAPS, type Overlap } from './graph/label-overlap.ts';
export { type SpreadOptions, spreadScores } from './graph/label-spreading.ts';
export {
  EDGE_WEIGHTS,
  type EdgeWeight,
  type NearestNeighboursOptions,
  type NeighbourLists,
  nearestNeighbours,
  neighbourGraph,
  restrictNeighbours,
} from './graph/nearest-neighbours.ts';
export { type Pairs, pairGraph } from './graph/pairs.ts';
export { regulariseByGraph, type SparseGraphStep } from './graph/regularise.ts';
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
export type { FeatureKernels, FeatureMap, Gram } from './kernels/features/api.ts';
export { featureKernels } from './kernels/features/kernels.ts';
export type {
  DualCoordinateDescent,
  DualProblem,
  LearningKernels,
  PassiveAggressive,
  PassiveAggressiveProblem,
  PassiveAggressiveVariant,
  Pegasos,
  PegasosProblem,
  SvmLoss,
} from './kernels/learning/api.ts';
export { learningKernels } from './kernels/learning/kernels.ts';
export type {
  MultiIndex,
  MultiIndexHits,
  MultiIndexKernels,
  SearchWork,
} from './kernels/multi-index/api.ts';
export { multiIndexKernels } from './kernels/multi-index/kernels.ts';
export type { CompiledModule, WasmSource } from './kernels/runtime/source.ts';
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
export {
  CODEWORD_KINDS,
  type CodewordKind,
  type CodewordOptions,
  classCodewords,
} from './models/codewords.ts';
export { describeHasher, type HasherSummary } from './models/describe-hasher.ts';
export { FittedHasher, loadHasher } from './models/fitted-hasher.ts';
export {
  type FitOptions,
  type FitProgress,
  GraphRegularisedHashing,
  type GraphRegularisedHashingOptions,
  type IterationSummary,
} from './models/graph-regularised-hashing.ts';
export type {
  HasherDescription,
  HyperplaneHasherOptions,
  LoadedFeatureMap,
} from './models/hyperplane-hasher.ts';
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
export {
  type SelfTrainedFitOptions,
  SelfTrainedHashing,
  type SelfTrainedHashingOptions,
} from './models/self-trained-hashing.ts';
export type { StudentTrial } from './models/self-training/judge.ts';
export {
  type LandmarkBasis,
  type LandmarkBasisOptions,
  prepareLandmarks,
} from './models/self-training/landmark-basis.ts';
export type { Factor, WorkOptions } from './models/self-training/linear-systems.ts';
export type { StudentSettings } from './models/self-training/student.ts';
export type { TeacherSettings, TeacherTrial } from './models/self-training/teacher.ts';
export {
  type SelfTrainedClassifier,
  type SelfTrainingOptions,
  selfTrain,
} from './models/self-training/train.ts';
export type { Similarity } from './models/similarity.ts';
export {
  columnMeans,
  normaliseAndCentre,
  normaliseRows,
  subtractMean,
} from './preparation/preprocess.ts';
export { ExactSearch, type Neighbours } from './search/exact-search.ts';
export {
  type HammingNeighbours,
  HammingSearch,
  type HammingSearchOptions,
} from './search/hamming-search.ts';
export type { IndexBucket } from './search/hash-index/buckets.ts';
export { describeIndex, type IndexDescription } from './search/hash-index/file/describe.ts';
export type { LoadOptions } from './search/hash-index/file/read.ts';
export { HashIndex } from './search/hash-index/hash-index.ts';
export {
  deleteFromIndexedDB,
  type IndexedDbOptions,
  loadFromIndexedDB,
  saveToIndexedDB,
} from './search/hash-index/indexed-db.ts';
export type {
  DistanceName,
  HashIndexBatchOptions,
  HashIndexOptions,
  HashIndexResult,
  HashIndexSearchOptions,
  HashIndexStats,
  Id,
  IdFilter,
  Neighbour,
  VectorForm,
} from './search/hash-index/types.ts';
export { VECTOR_FORMS } from './search/hash-index/types.ts';
export {
  type Bucket,
  type Candidates,
  HashTable,
  type ProbeOptions,
  type RadiusSearchOptions,
} from './search/hash-table.ts';
export type { HammingStrategy } from './search/multi-index-cost.ts';
export {
  type MultiProbeOptions,
  MultiTable,
  type MultiTableCandidates,
} from './search/multi-table.ts';
export type { Strategy } from './search/probe-cost.ts';
export type {
  ProbedCandidates,
  ProbeLimits,
  SearchStatistics,
} from './search/probing/statistics.ts';
export type { WorkerLike } from './workers/endpoint.ts';
export { createPool, type Pool, type PoolOptions } from './workers/pool.ts';
