import { expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { byClasses, byTargets } from '../../../../src/models/cross-modal/judge.ts';
import { chooseSharpness } from '../../../../src/models/cross-modal/sharpness.ts';

const ROWS = 40;
const CLASSES = 3;
const classOf = Uint32Array.from({ length: ROWS }, (_, i) => i % CLASSES);

function scores(seed: number, height: number): Matrix {
  const random = new RandomState(seed);
  const out = new Matrix(new Float32Array(ROWS * CLASSES), ROWS, CLASSES);
  random.fillNormal(out.data);
  classOf.forEach((own, i) => {
    out.row(i)[own] += height;
  });
  return out;
}

const given = {
  ...{ texts: scores(1, 1), images: scores(2, 0.5) },
  ...{ textScale: 1.5, imageScale: 0.75, classOf },
};

/** Roots of probabilities about their mean, in float64. */
function roots(side: Matrix, scale: number): number[][] {
  const all = Array.from({ length: ROWS }, (_, i) => {
    const parts = [...side.row(i)].map((score) => Math.exp(scale * score));
    const sum = parts.reduce((a, b) => a + b);
    return parts.map((part) => Math.sqrt(part / sum));
  });
  const means = all[0].map((_, c) => all.reduce((sum, row) => sum + row[c], 0) / ROWS);
  return all.map((row) => row.map((value, c) => value - means[c]));
}

function precision(queries: number[][], database: number[][]): number {
  const each = queries.map((query, i) => {
    const order = database
      .map((row, r) => ({ r, product: row.reduce((sum, value, c) => sum + value * query[c], 0) }))
      .filter(({ r }) => r !== i)
      .sort((a, b) => b.product - a.product);
    const hits = order.map(({ r }) => Number(classOf[r] === classOf[i]));
    const found = hits.flatMap((hit, at) =>
      hit ? [hits.slice(0, at + 1).reduce((a, b) => a + b) / (at + 1)] : [],
    );
    return found.reduce((a, b) => a + b) / found.length;
  });
  return each.reduce((a, b) => a + b) / ROWS;
}

test('is the best pair of all that are tried', async () => {
  const found = await chooseSharpness(given, {});
  const score = (texts: number, images: number) => {
    const [a, b] = [roots(given.texts, 1.5 * texts), roots(given.images, 0.75 * images)];
    return precision(b, a) + precision(a, b);
  };
  const tried = [0.25, 0.5, 1, 2, 4];
  const best = Math.max(...tried.flatMap((t) => tried.map((i) => score(t, i))));
  expect(score(found.texts, found.images)).toBeCloseTo(best, 6);
});

test('what is given is kept', async () => {
  expect(await chooseSharpness(given, { texts: 3 })).toMatchObject({ texts: 3 });
  expect(await chooseSharpness(given, { texts: 3, images: 0.1 })).toEqual({
    texts: 3,
    images: 0.1,
  });
});

test('classes are judged by the log loss at the best scale', () => {
  const judged = Uint32Array.from({ length: ROWS }, (_, i) => i);
  const { loss, scale } = byClasses(classOf)(given.texts, judged);
  const logLoss = (factor: number) =>
    judged.reduce((sum, i) => {
      const row = [...given.texts.row(i)];
      const total = row.reduce((all, score) => all + Math.exp(factor * score), 0);
      return sum - Math.log(Math.exp(factor * row[classOf[i]]) / total) / ROWS;
    }, 0);
  expect(loss).toBeCloseTo(logLoss(scale), 5);
  for (const other of [0.9, 1.1]) expect(logLoss(scale * other)).toBeGreaterThan(loss);
});

test('bits are judged by squared distances', () => {
  const targets = Matrix.from([
    [1, -1],
    [1, 1],
  ]);
  const judge = byTargets(targets);
  expect(judge(Matrix.from([[0, 1]]), Uint32Array.of(1))).toEqual({ loss: 0.5, scale: 1 });
});
