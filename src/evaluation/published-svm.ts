/**
 * How the SVMs behind published figures stop: at the tolerance alone, whatever the duality gap is.
 * Named here so that the figures don't move when the learner's defaults do.
 */
export const PUBLISHED_SVM = { tolerance: 0.01, maxEpochs: 1000, gap: 1 } as const;
