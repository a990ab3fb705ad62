import { normaliseRows, subtractRow } from '../../base/typescript/preprocess.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { CodeRows, Quantiser, QuantiserModel } from '../api.ts';
import { nibblesOf, rotatedDimensions } from '../layout.ts';
import { TypeScriptLists } from './lists.ts';
import { packLevels, quantise, sumOfProducts } from './quantise.ts';
import { makeTables } from './query.ts';
import { rotate } from './rotation.ts';

/** Below this a residual's squares count as none, and it has no direction. */
const NOTHING = 1e-60;
/** Above this estimates may overflow. */
const MOST = 1e36;

/** A model as typed arrays; the steps are those of assembly/quantised/encode.ts. */
export class TypeScriptQuantiser extends TypeScriptResident implements Quantiser {
  readonly #model: QuantiserModel;
  /** (centre - mean) rotated, a row a centre. */
  readonly #rotatedCentres: Float32Array;
  readonly #rotated: number;

  constructor(model: QuantiserModel) {
    super('quantiser');
    this.#model = { ...model, mean: model.mean.slice(), signs: model.signs.slice() };
    this.#rotated = rotatedDimensions(model.dimensions, model.bitsPerDimension);
    const { centres, mean } = model;
    this.#rotatedCentres = new Float32Array(centres.rows * this.#rotated);
    for (let c = 0; c < centres.rows; c++) {
      const y = this.#rotatedCentres.subarray(c * this.#rotated, (c + 1) * this.#rotated);
      subtractRow(centres.row(c), 1, centres.cols, mean, y);
      rotate(y, model.signs);
    }
  }

  encode(
    points: Float32Array,
    rows: number,
    clusters: Uint16Array | null,
    codes: Uint8Array,
    factors: Float32Array,
  ): { unfit: number; spread: number } {
    this.checkAlive();
    const { dimensions, codedDimensions, bitsPerDimension } = this.#model;
    const codeBytes = nibblesOf(this.#model) / 2;
    const y = new Float32Array(this.#rotated);
    const levels = new Float32Array(codedDimensions);
    let spread = 0;
    for (let row = 0; row < rows; row++) {
      const point = points.subarray(row * dimensions, (row + 1) * dimensions);
      const own = factors.subarray(2 * row, 2 * row + 2);
      const across = this.#encodeRow(point, clusters ? clusters[row] : 0, y, levels, own);
      if (Number.isNaN(across)) return { unfit: row, spread };
      spread = Math.max(spread, across);
      packLevels(levels, codedDimensions, bitsPerDimension, codes, row * codeBytes);
    }
    return { unfit: rows, spread };
  }

  /** Writes levels and factors of a row; returns |t| sin(t, r), or NaN for a row that is unfit. */
  #encodeRow(
    point: Float32Array,
    cluster: number,
    y: Float32Array,
    levels: Float32Array,
    factors: Float32Array,
  ): number {
    const { metric, codedDimensions, bitsPerDimension, centres, signs } = this.#model;
    const centre = centres.row(cluster);
    const isDot = metric === 'dot';
    let part = 0;
    if (isDot) part = this.#across(point, y);
    else this.#residual(point, centre, y);
    const squares = sumOfProducts(y, y, y.length);
    if (!(squares <= MOST)) return Number.NaN;
    if (metric === 'euclidean') part = squares / 2;
    else if (!isDot) part = -sumOfProducts(padded(centre, y.length), y, y.length);
    rotate(y, signs);
    if (squares < NOTHING) y.fill(0);
    quantise(y, codedDimensions, bitsPerDimension, levels);

    const product = sumOfProducts(y, levels, codedDimensions);
    const factor = product > 0 ? squares / product : 0;
    if (!isDot) {
      const start = cluster * this.#rotated;
      part += factor * sumOfProducts(levels, this.#rotatedCentres, codedDimensions, start);
    }
    factors[0] = factor;
    factors[1] = part;
    if (!(product > 0)) return 0;
    const along = (product / sumOfProducts(y, y, y.length)) * product;
    const across = sumOfProducts(levels, levels, codedDimensions) - along;
    return Math.sqrt(Math.max(across, 0));
  }

  createLists(codes: CodeRows): TypeScriptLists {
    this.checkAlive();
    const { metric, codedDimensions, bitsPerDimension, mean, signs } = this.#model;
    const y = new Float32Array(this.#rotated);
    return new TypeScriptLists(this.#model, codes, (query) => {
      this.checkAlive();
      let weight = 1;
      if (metric === 'dot') weight = -this.#across(query, y);
      else this.#residual(query, mean, y);
      rotate(y, signs);
      return makeTables(y, codedDimensions, bitsPerDimension, weight);
    });
  }

  /** out = what a point has across the mean's direction, padded; returns its product with that. */
  #across(point: Float32Array, out: Float32Array): number {
    const { dimensions, mean } = this.#model;
    out.fill(0, dimensions);
    out.set(point);
    const along = Math.fround(sumOfProducts(out, padded(mean, out.length), out.length));
    for (let k = 0; k < dimensions; k++) out[k] -= Math.fround(along * mean[k]);
    return along;
  }

  /** out = point - centre, padded with zeros; of cosine the point is divided by its norm first. */
  #residual(point: Float32Array, centre: Float32Array, out: Float32Array): void {
    const { dimensions, metric } = this.#model;
    const own = out.subarray(0, dimensions);
    if (metric === 'cosine') normaliseRows(point, 1, dimensions, own);
    subtractRow(metric === 'cosine' ? own : point, 1, dimensions, centre, own);
    out.fill(0, dimensions);
  }
}

function padded(values: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  out.set(values);
  return out;
}
