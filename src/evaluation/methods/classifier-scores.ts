import { Matrix } from '../../core/matrix.ts';
import type { Method } from './method.ts';
import { fitClassifier, predictedLabels } from './plain-classifier.ts';

/**
 * The scores of a plain classifier, not hashed: what is lost by any code that is made of them. Each
 * row of scores has its mean subtracted, since a point of which no class is sure is near no other for
 * that, and rows are compared by cosine.
 */
export const classifierScores: Method = {
  name: 'classifier-scores',
  title: 'classifier scores, unhashed',
  summary:
    'Ridge regression of the classes on radial basis functions; points are compared by the cosine ' +
    "of their scores, less their row's " +
    'mean: a topline.',
  revision: 3,
  ownBits: () => null,
  async fit(input) {
    const { classifier, ...fitted } = await fitClassifier(input);
    return {
      kind: 'vectors',
      ...fitted,
      metric: 'cosine',
      embed: async (points) => centredRows(classifier.scores(points)),
      predict: async (points) => predictedLabels(classifier, points),
      dispose: () => classifier.dispose(),
    };
  },
};

function centredRows(scores: Matrix): Matrix {
  const { rows, cols } = scores;
  const out = new Float32Array(scores.data.length);
  for (let i = 0; i < rows; i++) {
    const row = scores.row(i);
    const mean = row.reduce((sum, score) => sum + score, 0) / cols;
    for (let j = 0; j < cols; j++) out[i * cols + j] = row[j] - mean;
  }
  return new Matrix(out, rows, cols);
}
