// `hashplane/learning`: what learned hashers are put together from (learners, initialisers, feature
// maps, graphs, codewords), the hashers beyond those of `hashplane`, and tuning.

export type { FeatureMapModel, FourierFeatures, RbfFeatures } from '../core/feature-map.ts';
export type { TuningResult, TuningTrial } from '../evaluation/tuning/search.ts';
export {
  type GrhModel,
  type GrhSettings,
  type TuningOptions,
  tuneGraphRegularisedHashing,
} from '../evaluation/tuning/tune-grh.ts';
export type { FeatureMapFactory, StartFeatureMap } from '../features/feature-map.ts';
export { mapFeatures } from '../features/map-features.ts';
export {
  type RandomFourierFeaturesOptions,
  randomFourierFeatures,
} from '../features/random-fourier.ts';
export { type RbfLandmarksOptions, rbfLandmarks } from '../features/rbf-landmarks.ts';
export { startFeatureMap } from '../features/start-feature-map.ts';
export {
  type GraphStep,
  regulariseByClass,
  UPDATE_RULES,
  type UpdateRule,
} from '../graph/class-labels.ts';
export {
  type Edges,
  type Graph,
  graphFromEdges,
  type SparseGraph,
  symmetricGraph,
  withSelf,
} from '../graph/graph.ts';
export { labelOverlapGraph, OVERLAPS, type Overlap } from '../graph/label-overlap.ts';
export { type SpreadOptions, spreadScores } from '../graph/label-spreading.ts';
export {
  EDGE_WEIGHTS,
  type EdgeWeight,
  type NearestNeighboursOptions,
  type NeighbourLists,
  nearestNeighbours,
  neighbourGraph,
  restrictNeighbours,
} from '../graph/nearest-neighbours.ts';
export { type Pairs, pairGraph } from '../graph/pairs.ts';
export { regulariseByGraph, type SparseGraphStep } from '../graph/regularise.ts';
export type { FeatureMap } from '../kernels/features/api.ts';
export type { PassiveAggressiveVariant, SvmLoss } from '../kernels/learning/api.ts';
export type { ClassWeight } from '../learners/class-weights.ts';
export type { HyperplaneLearner, LearnerFitOptions, LearnerSettings } from '../learners/learner.ts';
export {
  type PassiveAggressiveLearnerOptions,
  type PassiveAggressiveOptions,
  PassiveAggressiveStream,
  passiveAggressive,
} from '../learners/passive-aggressive.ts';
export { NormalEquations } from '../learners/ridge/normal-equations.ts';
export type { RidgeFit, RidgeProblem } from '../learners/ridge/problem.ts';
export {
  fitRidge,
  type RidgeOptions,
  type RidgeSolver,
  type RidgeSolverOptions,
  ridge,
} from '../learners/ridge/ridge.ts';
export {
  type SvmDualCoordinateDescentOptions,
  svmDualCoordinateDescent,
} from '../learners/svm-dcd.ts';
export { type SvmStochasticGradientOptions, svmStochasticGradient } from '../learners/svm-sgd.ts';
export {
  CODEWORD_KINDS,
  type CodewordKind,
  type CodewordOptions,
  classCodewords,
} from '../models/codewords.ts';
export {
  InitialisedHashing,
  type InitialisedHashingOptions,
} from '../models/initialised-hashing.ts';
export type {
  Initialiser,
  InitialiserContext,
  InitialModel,
} from '../models/initialisers/initialiser.ts';
export { type ItqOptions, itqInitialiser } from '../models/initialisers/itq.ts';
export { type ItqCcaOptions, itqCcaInitialiser } from '../models/initialisers/itq-cca.ts';
export { lshInitialiser } from '../models/initialisers/lsh.ts';
export { pcaInitialiser } from '../models/initialisers/pca.ts';
export { rotationInitialiser } from '../models/initialisers/random-rotation.ts';
export { type SklshOptions, sklshInitialiser } from '../models/initialisers/sklsh.ts';
export {
  SelfTrainedHashing,
  type SelfTrainedHashingOptions,
} from '../models/self-trained-hashing.ts';
export type { StudentTrial } from '../models/self-training/judge.ts';
export {
  type LandmarkBasis,
  type LandmarkBasisOptions,
  prepareLandmarks,
} from '../models/self-training/landmark-basis.ts';
export type { StudentSettings } from '../models/self-training/student.ts';
export type { TeacherSettings, TeacherTrial } from '../models/self-training/teacher.ts';
export {
  type SelfTrainedClassifier,
  type SelfTrainingOptions,
  selfTrain,
} from '../models/self-training/train.ts';
