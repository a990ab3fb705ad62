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
    this.#rotated = rotatedDimensions(model.dimensions);
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
    const { dimensions, metric, codedDimensions, bitsPerDimension, centres } = this.#model;
    const codeBytes = nibblesOf(this.#model) / 2;
    const y = new Float32Array(this.#rotated);
    const levels = new Float32Array(codedDimensions);
    let spread = 0;
    for (let row = 0; row < rows; row++) {
      const cluster = clusters ? clusters[row] : 0;
      const centre = centres.row(cluster);
      this.#residual(points.subarray(row * dimensions, (row + 1) * dimensions), centre, y);
      const squares = sumOfProducts(y, y, y.length);
      if (!(squares <= MOST)) return { unfit: row, spread };
      const part =
        metric === 'euclidean'
          ? squares / 2
          : -sumOfProducts(padded(centre, y.length), y, y.length);
      rotate(y, this.#model.signs);
      if (squares < NOTHING) y.fill(0);
      quantise(y, codedDimensions, bitsPerDimension, levels);
      packLevels(levels, codedDimensions, bitsPerDimension, codes, row * codeBytes);

      const product = sumOfProducts(y, levels, codedDimensions);
      const factor = product > 0 ? squares / product : 0;
      const start = cluster * this.#rotated;
      const ofCentre = factor * sumOfProducts(levels, this.#rotatedCentres, codedDimensions, start);
      factors[2 * row] = factor;
      factors[2 * row + 1] = part + ofCentre;
      if (product > 0) {
        const across =
          sumOfProducts(levels, levels, codedDimensions) -
          (product / sumOfProducts(y, y, y.length)) * product;
        spread = Math.max(spread, Math.sqrt(Math.max(across, 0)));
      }
    }
    return { unfit: rows, spread };
  }

  createLists(codes: CodeRows): TypeScriptLists {
    this.checkAlive();
    const { codedDimensions, bitsPerDimension, mean } = this.#model;
    const y = new Float32Array(this.#rotated);
    return new TypeScriptLists(this.#model, codes, (query) => {
      this.checkAlive();
      this.#residual(query, mean, y);
      rotate(y, this.#model.signs);
      return makeTables(y, codedDimensions, bitsPerDimension);
    });
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
