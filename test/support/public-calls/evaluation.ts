import * as door from '../../../src/doors/evaluation.ts';
import { HashTable } from '../../../src/search/hash-table.ts';
import { labelledPoints } from '../labelled-points.ts';
import { codes, hasher, kernels, labels, type Recipes, recipe, rows } from './recipe.ts';

const labelled = () => ({ codes: codes(), labels });
const { points, labels: classes } = labelledPoints(40, 3, { classes: 2 });
const dataset = () => ({ name: 'points', points, labels: classes, classNames: null });
const settings = () => ({
  protocol: 'paper' as const,
  supervision: [20],
  bits: [4],
  methods: ['lsh'],
  partitions: 1,
  seed: 0,
  queriesPerClass: 2,
  tuning: null,
});
const { cells } = await door.runEvaluation(kernels, dataset(), settings());
const detailed = door.summariseEvaluation('paper', dataset(), cells).cells;
const total = () => [1, 2, 3];
const relevant = () => [0, 1, 3];

/** All of `hashplane/evaluation`. */
export const EVALUATION: Recipes = {
  tieAwareAveragePrecision: recipe(
    door.tieAwareAveragePrecision,
    () => [total(), relevant(), { k: 2 }],
    2,
  ),
  meanAveragePrecision: recipe(
    door.meanAveragePrecision,
    () => [total(), relevant(), 1, 3, { k: 2 }],
    4,
  ),
  codeStatistics: recipe(door.codeStatistics, () => [codes()]),
  labelledBuckets: recipe(door.labelledBuckets, () => [new HashTable(kernels, codes()), labels]),
  precisionByRadius: recipe(
    door.precisionByRadius,
    () => [
      kernels,
      hasher(),
      { points: rows(), labels: [0, 1] },
      { points: rows(), labels: [0, 1] },
      { k: 2, maxRadius: 1, onProgress: () => {}, signal: undefined },
    ],
    4,
  ),
  compareMethods: recipe(door.compareMethods, () => [[...detailed]]),
  summariseEvaluation: recipe(door.summariseEvaluation, () => ['paper', dataset(), [...cells]]),
  runEvaluation: recipe(
    door.runEvaluation,
    () => [kernels, dataset(), settings(), { digest: 'd', store: undefined, onProgress: () => {} }],
    2,
    3,
  ),
  distanceHistograms: recipe(door.distanceHistograms, () => [kernels, labelled(), labelled()]),
  hammingMeanAveragePrecision: recipe(door.hammingMeanAveragePrecision, () => [
    kernels,
    labelled(),
    labelled(),
  ]),
  precisionAtK: recipe(door.precisionAtK, () => [1, 2, 3]),
  precisionAtRadius: recipe(door.precisionAtRadius, () => [total(), relevant(), 1]),
  recallAtRadius: recipe(door.recallAtRadius, () => [total(), relevant(), 1]),
  tieAwarePrecisionAtK: recipe(door.tieAwarePrecisionAtK, () => [total(), relevant(), 1]),
  areaUnderPrecisionRecall: recipe(door.areaUnderPrecisionRecall, () => [
    [{ radius: 0, precision: 1, recall: 1 }],
  ]),
  precisionRecallCurve: recipe(door.precisionRecallCurve, () => [total(), relevant(), 3]),
  pairedTTest: recipe(door.pairedTTest, () => [
    [1, 2, 3],
    [2, 3, 5],
  ]),
  confidenceInterval: recipe(door.confidenceInterval, () => [[1, 2, 3], 0.9]),
  summarise: recipe(door.summarise, () => [[1, 2, 3]]),
  runTutorial: recipe(
    door.runTutorial,
    () => [
      kernels,
      dataset(),
      { ...door.TUTORIAL_DEFAULTS, bits: [2], queries: 2, train: 10 },
      { onProgress: () => {} },
    ],
    2,
    3,
  ),
};
