import { Matrix } from '../../core/matrix.ts';
import { addProbabilities } from '../../features/composed/links.ts';
import { inBatches, type WorkOptions } from '../self-training/linear-systems.ts';

/** What scores are multiplied by, on either side: all pairs of these are tried, the first of equals stays. */
const TRIED = [1, 0.5, 2, 0.25, 4];

/** Left-out scores of the same pairs on either side, rows x classes, and the classes. */
export interface LeftOutScores {
  readonly texts: Matrix;
  readonly images: Matrix;
  readonly textScale: number;
  readonly imageScale: number;
  readonly classOf: Uint32Array;
}

/** What calibrated scores are multiplied by. */
export interface Sharpness {
  readonly texts: number;
  readonly images: number;
}

/**
 * How sharp probabilities should be for retrieval, which calibration does not tell: the mean average
 * precision of left-out images among left-out texts and of texts among images, ranked by products of what
 * codes are made of, square roots of probabilities about their mean.
 *
 * Cost: 25 times 2 rows^2 x classes multiply-adds, and as many sorts of as many values as there are rows.
 */
export async function chooseSharpness(
  scores: LeftOutScores,
  given: Partial<Sharpness>,
  options: WorkOptions = {},
): Promise<Sharpness> {
  const { texts, images, textScale, imageScale, classOf } = scores;
  const rootsOf = (side: Matrix, scale: number, wanted: number | undefined) =>
    (wanted === undefined ? TRIED : [wanted]).map((factor) => ({
      factor,
      roots: centredRoots(side, scale * factor),
    }));
  const textRoots = rootsOf(texts, textScale, given.texts);
  const imageRoots = rootsOf(images, imageScale, given.images);
  let best: Sharpness = { texts: textRoots[0].factor, images: imageRoots[0].factor };
  const all = textRoots.flatMap((text) => imageRoots.map((image) => ({ text, image })));
  if (all.length === 1) return best;
  let most = Number.NEGATIVE_INFINITY;
  await inBatches(
    all.length,
    1,
    (i) => {
      const { text, image } = all[i];
      const score =
        precisionOf(image.roots, text.roots, classOf) +
        precisionOf(text.roots, image.roots, classOf);
      if (score <= most) return;
      most = score;
      best = { texts: text.factor, images: image.factor };
    },
    options,
  );
  return best;
}

/** Square roots of the softmax of scaled scores, about their mean. */
function centredRoots(scores: Matrix, scale: number): Matrix {
  const { rows, cols } = scores;
  const out = new Matrix(new Float32Array(rows * cols), rows, cols);
  addProbabilities(scores.data, rows, cols, { scale, share: 1, link: 'softmax' }, out.data);
  const sums = new Float64Array(cols);
  for (let at = 0; at < out.data.length; at++) {
    out.data[at] = Math.sqrt(out.data[at]);
    sums[at % cols] += out.data[at];
  }
  for (let at = 0; at < out.data.length; at++) out.data[at] -= sums[at % cols] / rows;
  return out;
}

/** Mean average precision of rankings by products; the query's own pair is left out. */
function precisionOf(queries: Matrix, database: Matrix, classOf: Uint32Array): number {
  const { rows, cols } = database;
  const products = new Float64Array(rows);
  const order = new Uint32Array(rows);
  let total = 0;
  let counted = 0;
  for (let i = 0; i < rows; i++) {
    const query = queries.row(i);
    for (let r = 0; r < rows; r++) {
      let sum = 0;
      for (let c = 0; c < cols; c++) sum += query[c] * database.data[r * cols + c];
      products[r] = sum;
      order[r] = r;
    }
    order.sort((a, b) => products[b] - products[a] || a - b);
    let place = 0;
    let hits = 0;
    let sum = 0;
    for (const r of order) {
      if (r === i) continue;
      place++;
      if (classOf[r] !== classOf[i]) continue;
      hits++;
      sum += hits / place;
    }
    if (hits === 0) continue;
    total += sum / hits;
    counted++;
  }
  return counted > 0 ? total / counted : 0;
}
