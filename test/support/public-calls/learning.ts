import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import * as door from '../../../src/doors/learning.ts';
import {
  bits,
  graph,
  hasher,
  isLeftOut,
  kernels,
  labels,
  learnedStream,
  matrix,
  points,
  type Recipes,
  recipe,
  rows,
  signs,
} from './recipe.ts';

const map = () =>
  door.startFeatureMap(kernels, door.rbfLandmarks({ landmarks: 2 }).fit(kernels, points));
const lists = await door.nearestNeighbours(kernels, points, { neighbours: 2 });
const problem = () => ({
  points,
  targets: Float32Array.from(signs),
  bits,
  weights: undefined,
  bias: true,
});
const equations = await door.NormalEquations.of(kernels, problem());
const basis = await door.prepareLandmarks(kernels, points, { landmarks: 3 });
const halves = { labelledRows: [0, 1, 2, 3], labels: labels.slice(0, 4) };
const classifier = await door.selfTrain(kernels, { points, ...halves, basis });
const graded = { units: 2, epochs: 1, networks: 1, studentLandmarks: 2 };
const gradedClassifier = await door.trainGraded(kernels, { points, ...halves, settings: graded });
const stream = () => new door.PassiveAggressiveStream(kernels, { bits, dimensions: 3 });
const hasherOptions = () => ({ kernels, bits, seed: 1, normalise: true, centre: false });
const fitArgs = () => [points, labels, { onProgress: () => {}, signal: undefined }];
const fitOptions = () => ({ onProgress: () => {}, onConvergence: () => {}, signal: undefined });
const step = () => ({ signs, initial: signs, bits, alpha: 1, rule: 'paper' });

/** `fit` of what a factory makes. */
const fitOf = (name: string, learner: door.HyperplaneLearner): Recipes => ({
  [`${name}()#fit`]: recipe(
    (...a) => learner.fit(...(a as [never, never, never, never])),
    () => [kernels, points, signs, bits, fitOptions()],
    4,
  ),
});
const initialising = (name: string, initialiser: door.Initialiser): Recipes => ({
  [`${name}()#fit`]: recipe(
    (...a) => initialiser.fit(...(a as [never, never, never, never])),
    () => [kernels, points, bits, { random: new RandomState(1), labels, signal: undefined }],
    3,
  ),
});
const mapping = (name: string, factory: door.FeatureMapFactory): Recipes => ({
  [`${name}()#fit`]: recipe(
    (k, p) => factory.fit(k, p),
    () => [kernels, points],
  ),
});

/** A network of two outputs, and what it learns from. */
const networkProblem = (): door.NetworkProblem => ({
  points,
  targets: new Matrix(new Float32Array(points.rows * 2).fill(0.5), points.rows, 2),
  loss: 'softmax',
});
const networkSettings = () => ({
  ...{ hidden: [3], epochs: 1, batch: 4, learningRate: 0.01, weightDecay: 0.01 },
  ...{ dropout: 0.5, inputDropout: 0.2, mixup: 0.2, seed: 1 },
});
const network = await door.trainNetwork(kernels, networkProblem(), networkSettings());
const NETWORKS: Recipes = {
  trainNetwork: recipe(
    door.trainNetwork,
    () => [
      ...[kernels, networkProblem(), networkSettings()],
      { onProgress: () => {}, onEpoch: () => {}, signal: undefined, initial: network },
    ],
    2,
    3,
  ),
  trainNetworks: recipe(
    door.trainNetworks,
    () => [
      ...[kernels, [{ problem: networkProblem(), settings: networkSettings() }]],
      { pool: undefined, onProgress: () => {}, signal: undefined },
    ],
    2,
  ),
  mlp: recipe(door.mlp, () => [{ ...networkSettings(), loss: 'hinge' }], 0),
};

const FACTORIES: Recipes = {
  svmDualCoordinateDescent: recipe(
    door.svmDualCoordinateDescent,
    () => [
      {
        cost: 1,
        loss: 'hinge',
        tolerance: 0.1,
        gap: 1,
        maxEpochs: 5,
        seed: 1,
        classWeight: 'none',
        bias: true,
      },
    ],
    0,
  ),
  ...fitOf('svmDualCoordinateDescent', door.svmDualCoordinateDescent({ maxEpochs: 5 })),
  svmStochasticGradient: recipe(
    door.svmStochasticGradient,
    () => [{ cost: 1, epochs: 1, seed: 1 }],
    0,
  ),
  ...fitOf('svmStochasticGradient', door.svmStochasticGradient({ epochs: 1 })),
  passiveAggressive: recipe(
    door.passiveAggressive,
    () => [{ variant: 'pa-1', cost: 1, epochs: 1, seed: 1 }],
    0,
  ),
  ...fitOf('passiveAggressive', door.passiveAggressive({ epochs: 1 })),
  ridge: recipe(
    door.ridge,
    () => [
      {
        ridge: 1,
        solver: 'auto',
        tolerance: 0.1,
        maxIterations: 5,
        bias: true,
        classWeight: 'none',
      },
    ],
    0,
  ),
  ...fitOf('ridge', door.ridge()),
  rbfLandmarks: recipe(
    door.rbfLandmarks,
    () => [{ landmarks: 2, choice: 'random', relativeWidth: 1, width: 1, seed: 1 }],
    0,
  ),
  ...mapping('rbfLandmarks', door.rbfLandmarks({ landmarks: 2, choice: 'k-means++' })),
  randomFourierFeatures: recipe(
    door.randomFourierFeatures,
    () => [{ features: 2, relativeWidth: 1, width: 1, seed: 1 }],
    0,
  ),
  ...mapping('randomFourierFeatures', door.randomFourierFeatures({ features: 2 })),
  lshInitialiser: recipe(door.lshInitialiser),
  ...initialising('lshInitialiser', door.lshInitialiser()),
  pcaInitialiser: recipe(door.pcaInitialiser),
  ...initialising('pcaInitialiser', door.pcaInitialiser()),
  itqInitialiser: recipe(door.itqInitialiser, () => [{ iterations: 2 }], 0),
  ...initialising('itqInitialiser', door.itqInitialiser({ iterations: 2 })),
  itqCcaInitialiser: recipe(
    door.itqCcaInitialiser,
    () => [{ iterations: 2, regularisation: 1 }],
    0,
  ),
  ...initialising('itqCcaInitialiser', door.itqCcaInitialiser({ iterations: 2 })),
  rotationInitialiser: recipe(door.rotationInitialiser),
  ...initialising('rotationInitialiser', door.rotationInitialiser()),
  sklshInitialiser: recipe(door.sklshInitialiser, () => [{ relativeWidth: 1, width: 1 }], 0),
  ...initialising('sklshInitialiser', door.sklshInitialiser()),
};

const GRAPHS: Recipes = {
  graphFromEdges: recipe(door.graphFromEdges, () => [
    3,
    { from: [0, 1], to: [1, 2], weights: [1, 2] },
  ]),
  symmetricGraph: recipe(door.symmetricGraph, () => [graph()]),
  withSelf: recipe(door.withSelf, () => [graph()]),
  labelOverlapGraph: recipe(door.labelOverlapGraph, () => [[[1], [1, 2]], 'any']),
  spreadScores: recipe(
    door.spreadScores,
    () => [door.symmetricGraph(graph()), points, { alpha: 0.5, iterations: 2 }],
    2,
  ),
  nearestNeighbours: recipe(
    door.nearestNeighbours,
    () => [kernels, rows(), { neighbours: 1, metric: 'dot', onProgress: () => {} }],
    2,
  ),
  neighbourGraph: recipe(door.neighbourGraph, () => [{ ...lists }, 'binary']),
  restrictNeighbours: recipe(door.restrictNeighbours, () => [{ ...lists }, [0, 1, 2], 1]),
  pairGraph: recipe(door.pairGraph, () => [4, { similar: [[0, 1]], dissimilar: [[1, 2]] }], 1),
  regulariseByClass: recipe(door.regulariseByClass, () => [kernels, { ...step(), labels }], 1),
  regulariseByGraph: recipe(
    door.regulariseByGraph,
    () => [kernels, { ...step(), graph: graph() }],
    1,
  ),
};

/** All of `hashplane/learning`. */
export const LEARNING: Recipes = {
  ...FACTORIES,
  ...NETWORKS,
  ...GRAPHS,
  startFeatureMap: recipe(door.startFeatureMap, () => [
    kernels,
    { ...door.rbfLandmarks({ landmarks: 2 }).fit(kernels, points) },
  ]),
  mapFeatures: recipe(door.mapFeatures, () => [map(), rows()]),
  tuneGraphRegularisedHashing: recipe(
    door.tuneGraphRegularisedHashing,
    () => [
      kernels,
      points,
      [...labels],
      {
        start: { alpha: 1, iterations: 0 },
        build: undefined,
        bits: 2,
        folds: 2,
        seed: 1,
        seconds: 0,
      },
    ],
    3,
  ),
  PassiveAggressiveStream: recipe(
    (k, o) => new door.PassiveAggressiveStream(k, o),
    () => [kernels, { bits, dimensions: 3, variant: 'pa-1', cost: 1 }],
    1,
  ),
  'PassiveAggressiveStream#partialFit': recipe(
    (p, s) => stream().partialFit(p, s),
    () => [points, signs],
  ),
  'PassiveAggressiveStream#dispose': recipe(() => stream().dispose()),
  NormalEquations: recipe(() => {}),
  'NormalEquations.of': recipe(
    (...a) => door.NormalEquations.of(...(a as [never, never])),
    () => [kernels, problem(), fitOptions()],
    1,
    2,
  ),
  'NormalEquations#solve': recipe(
    (r) => equations.solve(r),
    () => [1],
  ),
  fitRidge: recipe(
    door.fitRidge,
    () => [kernels, problem(), { ridge: 1, solver: 'auto', ...fitOptions() }],
    1,
    2,
  ),
  classCodewords: recipe(
    door.classCodewords,
    () => [3, 4, { kind: 'balanced', seed: 1, distinct: 2 }],
    2,
  ),
  farthestCodeword: recipe(door.farthestCodeword, () => [signs.slice(), bits, { seed: 1 }], 2),
  landmarkStream: recipe(
    door.landmarkStream,
    () => [
      {
        landmarks: 2,
        unlabelled: matrix(),
        relativeWidth: 1,
        ridge: 1,
        solveEvery: 1,
        sample: 4,
      },
    ],
    0,
  ),
  resumeStream: recipe(door.resumeStream, () => [kernels, learnedStream().save({ state: true })]),
  GradedHashing: recipe(
    (o) => new door.GradedHashing(o),
    () => [{ ...hasherOptions(), settings: graded, codewords: 'balanced', distinct: 2 }],
    0,
  ),
  'GradedHashing#fit': recipe(
    (...a) =>
      new door.GradedHashing({ kernels, bits, settings: graded }).fit(...(a as [never, never])),
    fitArgs,
    2,
  ),
  'GradedHashing#adopt': recipe(
    (c, m) => new door.GradedHashing({ kernels, bits }).adopt(c, m),
    () => [{ ...gradedClassifier }, [1, 2, 3]],
  ),
  'GradedHashing#predict': recipe(
    (p) => new door.GradedHashing({ kernels, bits }).adopt(gradedClassifier, null).predict(p),
    () => [rows()],
  ),
  trainGraded: recipe(
    door.trainGraded,
    () => [kernels, { points, ...halves, settings: graded, seed: 1 }],
    1,
  ),
  tuneGraded: recipe(
    // With the settings that it has by itself it searches for a dozen seconds.
    (first, second, third, own) =>
      door.tuneGraded(first, second, third, isLeftOut(own) ? { start: graded, seconds: 0 } : own),
    () => [kernels, points, [...labels], { start: graded, folds: 2, seed: 1, seconds: 0 }],
    3,
  ),
  joinHashers: recipe(door.joinHashers, () => [kernels, hasher(), hasher()]),
  InitialisedHashing: recipe(
    (o) => new door.InitialisedHashing(o),
    () => [{ ...hasherOptions(), initialiser: door.pcaInitialiser() }],
    0,
  ),
  'InitialisedHashing#fit': recipe(
    (...a) =>
      new door.InitialisedHashing({ kernels, bits, initialiser: door.lshInitialiser() }).fit(
        ...(a as [never]),
      ),
    fitArgs,
    2,
  ),
  SelfTrainedHashing: recipe(
    (o) => new door.SelfTrainedHashing(o),
    () => [{ ...hasherOptions(), landmarks: 3, codewords: 'balanced', distinct: 2 }],
    0,
  ),
  'SelfTrainedHashing#fit': recipe(
    (...a) =>
      new door.SelfTrainedHashing({ kernels, bits, landmarks: 3 }).fit(...(a as [never, never])),
    () => [points, { ...halves, graph: null }, { onProgress: () => {} }],
    2,
  ),
  'SelfTrainedHashing#adopt': recipe(
    (c, m) => new door.SelfTrainedHashing({ kernels, bits }).adopt(c, m),
    () => [{ ...classifier }, [0, 0, 0]],
  ),
  prepareLandmarks: recipe(
    door.prepareLandmarks,
    () => [kernels, matrix(), { landmarks: 1, relativeWidth: 1, seed: 1, onProgress: () => {} }],
    2,
  ),
  selfTrain: recipe(
    door.selfTrain,
    () => [kernels, { points, ...halves, basis, graph: null, seed: 1 }],
    1,
  ),
};
