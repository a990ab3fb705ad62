// `hashplane/learning`: what learned hashers are put together from (learners, initialisers, feature
// maps, graphs, codewords), the hashers beyond those of `hashplane`, and tuning.

export type {
  DenseLayer,
  FeatureMapModel,
  FourierFeatures,
  JoinedFeatures,
  Link,
  NetworkFeatures,
  ProbabilityFeatures,
  ProbabilityMember,
  RbfFeatures,
  ScaledFeatures,
  SimpleFeatures,
} from '../core/feature-map.ts';
export type { TuningResult, TuningTrial } from '../evaluation/tuning/search.ts';
export {
  type CrossModalTuningOptions,
  tuneCrossModal,
} from '../evaluation/tuning/tune-cross-modal.ts';
export {
  type GradedTuningOptions,
  tuneGraded,
} from '../evaluation/tuning/tune-graded.ts';
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
export type {
  FeatureLearner,
  FittedFeatures,
  HyperplaneLearner,
  LearnerFitOptions,
  LearnerSettings,
} from '../learners/learner.ts';
export {
  NETWORK_LOSSES,
  type NetworkLoss,
  type NetworkProblem,
  type NetworkSettings,
  type PointsAndTargets,
  type TrainedNetwork,
} from '../learners/network/network.ts';
export type { NetworkOptions } from '../learners/network/settings.ts';
export {
  type NetworkEpoch,
  type TrainNetworkOptions,
  trainNetwork,
} from '../learners/network/train.ts';
export {
  type NetworkPool,
  type NetworkTask,
  type TrainNetworksOptions,
  trainNetworks,
} from '../learners/network/train-all.ts';
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
export type { CrossModalHasher } from '../models/cross-modal/cross-modal-hasher.ts';
export { CrossModalHashing } from '../models/cross-modal/cross-modal-hashing.ts';
export { loadCrossModalHasher } from '../models/cross-modal/fitted-cross-modal-hasher.ts';
export {
  CROSS_MODAL_VARIANTS,
  type CrossModalHashingOptions,
  type CrossModalVariant,
} from '../models/cross-modal/options.ts';
export type { CrossModalPairs, UnlabelledPairs } from '../models/cross-modal/pairs.ts';
export { type CrossModalSettings, SCALINGS, type Scaling } from '../models/cross-modal/settings.ts';
export { type FarthestCodewordOptions, farthestCodeword } from '../models/farthest-codeword.ts';
export type { GradedSettings } from '../models/graded/settings.ts';
export {
  type GradedClassifier,
  type GradedOptions,
  trainGraded,
} from '../models/graded/train.ts';
export { GradedHashing, type GradedHashingOptions } from '../models/graded-hashing.ts';
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
export { joinHashers } from '../models/join-hashers.ts';
export type { LabelledPointsOptions } from '../models/labelled-points.ts';
export { type MlpOptions, mlp } from '../models/networks/mlp.ts';
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
export { type LandmarkStreamOptions, landmarkStream } from '../models/streaming/landmark-stream.ts';
export { resumeStream } from '../models/streaming/resume-stream.ts';
