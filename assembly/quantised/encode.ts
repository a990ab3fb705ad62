// RaBitQ codes of vectors (Gao & Long, SIGMOD 2024; Gao et al., SIGMOD 2025 for several bits): the levels
// t of the rotated residual r = vector - centre, and two floats, so that
//   <q, r> is estimated without bias by factor <q, t>, with factor = <r, r> / <r, t>.
import {
  bitsOf,
  centreOf,
  codedOf,
  DOT,
  dimensionsOf,
  EUCLIDEAN,
  metricOf,
  residual,
  residualAcross,
  rotatedCentreOf,
  rotatedOf,
  rotateResidual,
} from './model';
import { packLevels, quantise } from './quantise';
import { sumOfProducts } from './sums';

/** Below this a residual's squares count as none, and it has no direction. */
const NOTHING: f64 = 1e-60;
/** Above this estimates may overflow. */
const MOST: f64 = 1e36;

/**
 * Encodes rows of `dimensions` floats, which may be changed.
 * @param clusters u32 each: the centre that each row belongs to; 0 if it is centre 0 of all
 * @param scratch room for two rotated vectors
 * @param codes coded x bits / 8 bytes a row
 * @param factors two floats a row: the factor, and what belongs to a row of its distance whatever the query
 * @param spread f64, raised to the largest |t| sin(t, r) of a row
 * @returns the first row with a value that is not finite or that is farther than 1e18 from its centre;
 *   `rows` if there is none
 */
export function encodeRows(
  model: usize,
  points: usize,
  rows: u32,
  clusters: usize,
  scratch: usize,
  codes: usize,
  factors: usize,
  spread: usize,
): u32 {
  const pointBytes = dimensionsOf(model) << 2;
  const codeBytes = (codedOf(model) * bitsOf(model)) >> 3;
  for (let row: u32 = 0; row < rows; row++) {
    const cluster = clusters == 0 ? 0 : load<u32>(clusters + ((<usize>row) << 2));
    if (!encodeRow(model, points, <usize>cluster, scratch, codes, factors, spread)) return row;
    points += pointBytes;
    codes += codeBytes;
    factors += 8;
  }
  return rows;
}

function encodeRow(
  model: usize,
  point: usize,
  cluster: usize,
  y: usize,
  code: usize,
  factors: usize,
  spread: usize,
): bool {
  const rotatedBytes = rotatedOf(model) << 2;
  const coded = codedOf(model);
  const levels = y + rotatedBytes;
  const isDot = metricOf(model) == DOT;
  const centre = centreOf(model, cluster);
  let part: f64 = 0;
  if (isDot) part = <f64>residualAcross(model, point, y);
  else residual(model, point, centre, y);
  const squares = sumOfProducts(y, y, rotatedBytes);
  // NaN too, from a value that is not finite.
  if (!(squares <= MOST)) return false;
  if (metricOf(model) == EUCLIDEAN) part = squares / 2;
  else if (!isDot) part = -sumOfProducts(centre, y, rotatedBytes);
  rotateResidual(model, y);
  if (squares < NOTHING) memory.fill(y, 0, rotatedBytes);
  quantise(y, coded, bitsOf(model), levels);
  packLevels(levels, coded, bitsOf(model), code);

  const product = sumOfProducts(y, levels, coded << 2);
  const factor = product > 0 ? squares / product : 0;
  if (!isDot) {
    part += factor * sumOfProducts(rotatedCentreOf(model, cluster), levels, coded << 2);
  }
  store<f32>(factors, <f32>factor);
  store<f32>(factors, <f32>part, 4);
  if (product > 0) widen(spread, y, rotatedBytes, levels, coded << 2, product);
  return true;
}

/** Raises `spread` to |t| sin(t, r), which is |t| without what it has in the direction of r. */
function widen(
  spread: usize,
  y: usize,
  bytes: usize,
  levels: usize,
  codedBytes: usize,
  product: f64,
): void {
  const along = (product / sumOfProducts(y, y, bytes)) * product;
  const across = sumOfProducts(levels, levels, codedBytes) - along;
  store<f64>(spread, max(load<f64>(spread), sqrt<f64>(max(across, 0))));
}
