// What encodes vectors and queries, as fields of 32 bits in memory.
import { normaliseRows, subtractRow } from '../base/preprocess';
import { rotate } from './rotation';
import { sumOfProducts } from './sums';

const COSINE: u32 = 0;
export const DOT: u32 = 1;
export const EUCLIDEAN: u32 = 2;

const METRIC: usize = 0;
const DIMENSIONS: usize = 4;
/** Dimensions of the rotated space: 2^k or 3 x 2^k, 32 at least. */
const ROTATED: usize = 8;
/** How many of these are coded: a multiple of 32. */
const CODED: usize = 12;
const BITS: usize = 16;
/** Of the rotation. */
const SIGNS: usize = 20;
/** Of ROTATED floats each, of which those beyond DIMENSIONS are 0. */
const CENTRES: usize = 24;
/** (centre - mean) rotated. */
const ROTATED_CENTRES: usize = 28;
/** The mean of the centres, about which queries are coded; of dot its direction, of length 1. */
const MEAN: usize = 32;

// @ts-ignore: decorator
@inline
export function metricOf(model: usize): u32 {
  return load<u32>(model, METRIC);
}
// @ts-ignore: decorator
@inline
export function dimensionsOf(model: usize): usize {
  return <usize>load<u32>(model, DIMENSIONS);
}
// @ts-ignore: decorator
@inline
export function rotatedOf(model: usize): usize {
  return <usize>load<u32>(model, ROTATED);
}
// @ts-ignore: decorator
@inline
export function codedOf(model: usize): usize {
  return <usize>load<u32>(model, CODED);
}
// @ts-ignore: decorator
@inline
export function bitsOf(model: usize): u32 {
  return load<u32>(model, BITS);
}
// @ts-ignore: decorator
@inline
export function centreOf(model: usize, index: usize): usize {
  return <usize>load<u32>(model, CENTRES) + ((index * rotatedOf(model)) << 2);
}
// @ts-ignore: decorator
@inline
export function rotatedCentreOf(model: usize, index: usize): usize {
  return <usize>load<u32>(model, ROTATED_CENTRES) + ((index * rotatedOf(model)) << 2);
}

/**
 * out = point - centre, padded with zeros; the point is divided by its norm first, in place, where the
 * metric is cosine.
 */
export function residual(model: usize, point: usize, centre: usize, out: usize): void {
  const dimensions = dimensionsOf(model);
  if (metricOf(model) == COSINE) normaliseRows(point, 1, dimensions, point);
  subtractRow(point, 1, dimensions, centre, out);
  memory.fill(out + (dimensions << 2), 0, (rotatedOf(model) - dimensions) << 2);
}

/**
 * out = what a point has across the mean's direction, padded with zeros: its product with that direction,
 * which is returned, is taken out.
 */
export function residualAcross(model: usize, point: usize, out: usize): f32 {
  const bytes = rotatedOf(model) << 2;
  const pointBytes = dimensionsOf(model) << 2;
  const direction = meanOf(model);
  memory.copy(out, point, pointBytes);
  memory.fill(out + pointBytes, 0, bytes - pointBytes);
  const along = <f32>sumOfProducts(out, direction, bytes);
  for (let k: usize = 0; k < bytes; k += 4) {
    store<f32>(out + k, load<f32>(out + k) - along * load<f32>(direction + k));
  }
  return along;
}

/** Rotates in place a residual that is padded. */
// @ts-ignore: decorator
@inline
export function rotateResidual(model: usize, y: usize): void {
  rotate(y, rotatedOf(model), <usize>load<u32>(model, SIGNS));
}

// @ts-ignore: decorator
@inline
export function meanOf(model: usize): usize {
  return <usize>load<u32>(model, MEAN);
}

/** Fills in the rotated centres; the model's other fields are there. */
export function rotateCentres(model: usize, count: usize): void {
  const rotated = rotatedOf(model);
  for (let index: usize = 0; index < count; index++) {
    const out = rotatedCentreOf(model, index);
    subtractRow(centreOf(model, index), 1, rotated, meanOf(model), out);
    rotateResidual(model, out);
  }
}
