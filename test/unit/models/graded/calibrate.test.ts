import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { calibrate } from '../../../../src/models/graded/calibrate.ts';

/** The mean log loss of softmax(scale scores), in float64. */
function logLoss(scores: Matrix, classOf: Uint32Array, scale: number): number {
  let sum = 0;
  for (let i = 0; i < scores.rows; i++) {
    const row = Array.from(scores.row(i), (score) => Math.exp(scale * score));
    sum -= Math.log(row[classOf[i]] / row.reduce((a, b) => a + b, 0));
  }
  return sum / scores.rows;
}

function noisyScores(rows: number, classes: number, noise: number) {
  const random = new RandomState(3);
  const classOf = Uint32Array.from({ length: rows }, () => random.randint(0, classes));
  const scores = new Matrix(new Float32Array(rows * classes), rows, classes);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < classes; c++) {
      scores.row(i)[c] = (c === classOf[i] ? 1 : 0) + noise * random.randn();
    }
  }
  return { scores, classOf };
}

describe('the scale of scores', () => {
  test.each([0.3, 0.6, 2])('has the least log loss, with noise of %f', (noise) => {
    const { scores, classOf } = noisyScores(300, 4, noise);
    const { scale, accuracy } = calibrate(scores, classOf);
    const least = logLoss(scores, classOf, scale);
    for (const factor of [0.9, 0.99, 1.01, 1.1]) {
      expect(logLoss(scores, classOf, scale * factor)).toBeGreaterThan(least);
    }
    const right = classOf.filter(
      (own, i) => Math.max(...scores.row(i)) === scores.row(i)[own],
    ).length;
    expect(accuracy).toBe(right / 300);
  });

  test('stays in range where scores are always right, and where they say nothing', () => {
    const { scores, classOf } = noisyScores(50, 3, 0);
    expect(calibrate(scores, classOf)).toMatchObject({ accuracy: 1 });
    expect(calibrate(scores, classOf).scale).toBeLessThanOrEqual(256);
    const wrong = classOf.map((own) => (own + 1) % 3);
    expect(calibrate(scores, wrong).scale).toBeCloseTo(2 ** -4, 6);
  });
});
