// The points of the figures and the two models that hash them.
import {
  createKernelsSync,
  GraphRegularisedHashing,
  Matrix,
  RandomHyperplanes,
  RandomState,
} from 'hashplane';
import { columnMeans, subtractMean } from 'hashplane/data';

export const kernels = createKernelsSync({ backend: 'typescript' });
export const BITS = 3;
const PER_CLASS = 5;
/** Directions of the three classes, in degrees. */
const CENTRES = [80, 205, 320];
/** Drawn so that random hyperplanes part the classes badly, as they mostly do. */
const POINTS_SEED = 12;
const HYPERPLANES_SEED = 185;
/** Fifteen points in three classes, centred: row i belongs to class labels[i]. */
export const labels = Int32Array.from({ length: 3 * PER_CLASS }, (_, i) =>
  Math.floor(i / PER_CLASS),
);
export const points = scatter();

/** A hasher of the points as they are: they are centred already. */
const options = { kernels, bits: BITS, seed: HYPERPLANES_SEED, normalise: false, centre: false };
export const random = new RandomHyperplanes(options).fitSync(points);
export const learned = await new GraphRegularisedHashing(options).fit(points, labels);

/** Points around the centres of the classes, none on top of another or beyond the disc. */
function scatter() {
  const random = new RandomState(POINTS_SEED);
  const rows = [];
  const deviates = new Float32Array(2);
  for (const label of labels) {
    const angle = (CENTRES[label] * Math.PI) / 180;
    let point;
    do {
      random.fillNormal(deviates);
      point = [Math.cos(angle) + 0.3 * deviates[0], Math.sin(angle) + 0.3 * deviates[1]];
    } while (Math.hypot(...point) > 1.45 || rows.some((row) => distance(row, point) < 0.27));
    rows.push(point);
  }
  const matrix = Matrix.from(rows);
  return subtractMean(kernels, matrix, columnMeans(kernels, matrix));
}

function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** The code of row i as digits, first hyperplane first. */
export function bitsOf(codes, row) {
  return Array.from({ length: codes.bits }, (_, j) => codes.bit(row, j));
}
