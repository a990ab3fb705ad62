// Apart from the call that uses them, so that the page does not carry what the worker runs.

/** What fits the hyperplanes to the bits. */
export const TRAIN_LEARNERS = ['svm-dcd', 'svm-sgd', 'ridge', 'passive-aggressive'] as const;
export type TrainLearner = (typeof TRAIN_LEARNERS)[number];

/** What each is called. */
export const LEARNER_TEXTS: Readonly<Record<TrainLearner, string>> = {
  'svm-dcd': 'SVM, dual coordinate descent',
  'svm-sgd': 'SVM, stochastic gradient',
  ridge: 'Ridge regression',
  'passive-aggressive': 'Passive-aggressive',
};

/** How hyperplanes are learned. */
export interface TrainSettings {
  readonly bits: number;
  readonly alpha: number;
  readonly iterations: number;
  readonly learner: TrainLearner;
  /** Labelled rows that are learned from; of fewer there are, all. */
  readonly labels: number;
  readonly seed: number;
}
