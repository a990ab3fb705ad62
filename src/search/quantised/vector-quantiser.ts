import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { Kernels, Vectors } from '../../kernels/api.ts';
import type { RowSource } from '../../kernels/exact/api.ts';
import type { Quantiser, QuantiserModel, Visits } from '../../kernels/quantised/api.ts';
import { quantisedKernels } from '../../kernels/quantised/kernels.ts';
import { nibblesOf, rotatedDimensions, rotationScale } from '../../kernels/quantised/layout.ts';
import { normaliseRows } from '../../preparation/preprocess.ts';
import { EncodedRows } from './encoded-rows.ts';
import { checkSettings, fitQuantiser, modelOf } from './fit.ts';
import { assign } from './k-means.ts';
import type {
  EncodedState,
  QuantisedWorkOptions,
  QuantiserOptions,
  QuantiserState,
} from './types.ts';

/** Rows between two breaths of the page. */
const ROWS_AT_ONCE = 4096;

/** The clusters that a query visits, and how far it is from their centres. */
export interface QueryVisits extends Visits {
  /** |q - c| for each list visited, of the query as it is coded; of dot its length across the mean. */
  readonly lengths: Float64Array;
}

/** Rows that are being encoded. */
type RowsInWork = { -readonly [key in keyof EncodedState]: EncodedState[key] };

/** A quantiser in the backend's memory: it encodes vectors and finds the clusters that a query visits. */
export class VectorQuantiser {
  readonly state: QuantiserState;
  readonly kernels: Kernels;
  readonly kernel: Quantiser;
  readonly model: QuantiserModel;
  readonly #centres: Vectors;
  /** |c|^2 of each centre. */
  readonly #squares: Float64Array;

  /** @throws InvalidArgumentError if the state is none that `fit` makes. */
  constructor(kernels: Kernels, state: QuantiserState) {
    checkSettings(state);
    const { centres, dimensions } = state;
    const count = centres.length / dimensions;
    if (
      !Number.isInteger(count) ||
      count < 1 ||
      !centres.every((value) => Number.isFinite(value))
    ) {
      throw new InvalidArgumentError(
        `centres must be rows of ${dimensions} finite values, not ${centres.length} values`,
      );
    }
    this.state = state;
    this.kernels = kernels;
    this.model = modelOf(state);
    this.kernel = quantisedKernels(kernels).createQuantiser(this.model);
    this.#centres = kernels.createVectors(this.model.centres);
    this.#squares = Float64Array.from({ length: count }, (_, c) =>
      squareOf(this.model.centres.row(c)),
    );
  }

  /** @throws InvalidArgumentError if an option is out of range or a value is not finite. */
  static async fit(
    kernels: Kernels,
    points: Matrix,
    options: QuantiserOptions = {},
  ): Promise<VectorQuantiser> {
    return new VectorQuantiser(kernels, await fitQuantiser(kernels, points, options));
  }

  get #rotated(): number {
    return rotatedDimensions(this.model.dimensions, this.model.bitsPerDimension);
  }

  get clusters(): number {
    return this.model.centres.rows;
  }

  /** Bytes of a code, beside its two floats. */
  get codeBytes(): number {
    return nibblesOf(this.model) / 2;
  }

  /** Bytes of the centres, as given, rotated and for the search of the nearest. */
  get bytes(): number {
    return this.clusters * 4 * (2 * this.#rotated + this.model.dimensions);
  }

  /** Coded rows of plain data. @throws InvalidArgumentError if they are none of this quantiser. */
  rowsOf(state: EncodedState): EncodedRows {
    return new EncodedRows(state, this.codeBytes, this.clusters);
  }

  /** Codes of no rows. */
  get noRows(): EncodedRows {
    const [codes, factors, clusters] = [new Uint8Array(0), new Float32Array(0), new Uint16Array(0)];
    return this.rowsOf({ codes, factors, clusters, spread: 0 });
  }

  /**
   * Codes of points. Cost: points x clusters x dimensions to find the nearest centres, and about 30 n
   * operations for the rotation and the code of a vector of n dimensions.
   *
   * @throws InvalidArgumentError if a value is not finite or, but of cosine, a vector is too long.
   */
  async encode(points: Matrix, options: QuantisedWorkOptions = {}): Promise<EncodedRows> {
    const { signal, onProgress } = options;
    const encoded = this.#emptyRows(points.rows);
    for (let start = 0; start < points.rows; start += ROWS_AT_ONCE) {
      const some = points.slice(start, Math.min(points.rows, start + ROWS_AT_ONCE));
      if (this.clusters > 1) encoded.clusters.set(await this.#clustersOf(some, signal), start);
      this.#encodeInto(encoded, some, start);
      onProgress?.({ step: 'codes', done: start + some.rows, total: points.rows });
      await pause(signal);
    }
    return this.rowsOf(encoded);
  }

  /** `encode` of a quantiser with one centre, in steps. */
  *encodeInSteps(points: RowSource): Steps<EncodedRows> {
    const encoded = this.#emptyRows(points.rows);
    for (const [first, end] of runsOfRows(points.rows, points.cols)) {
      this.#encodeInto(encoded, points.slice(first, end), first);
      yield;
    }
    return this.rowsOf(encoded);
  }

  #emptyRows(rows: number): RowsInWork {
    return {
      codes: new Uint8Array(rows * this.codeBytes),
      factors: new Float32Array(rows * 2),
      clusters: new Uint16Array(this.clusters === 1 ? 0 : rows),
      spread: 0,
    };
  }

  #encodeInto(encoded: RowsInWork, some: Matrix, start: number): void {
    const own = encoded.clusters.subarray(start, start + some.rows);
    const { unfit, spread } = this.kernel.encode(
      some.data,
      some.rows,
      this.clusters === 1 ? null : own,
      encoded.codes.subarray(start * this.codeBytes),
      encoded.factors.subarray(2 * start),
    );
    if (unfit < some.rows) throw unfitRow(start + unfit);
    encoded.spread = Math.max(encoded.spread, spread);
  }

  async #clustersOf(points: Matrix, signal: AbortSignal | undefined): Promise<Uint16Array> {
    const own = this.state.metric === 'cosine' ? normaliseRows(this.kernels, points) : points;
    return (await assign(this.kernels, own, this.model.centres, { signal })).clusters;
  }

  /** The `visit` clusters nearest to a query; of dot those with the largest product. */
  visits(query: Float32Array, visit: number): QueryVisits {
    const { metric, dimensions } = this.state;
    let point = query;
    if (metric === 'cosine') {
      point = new Float32Array(dimensions);
      this.kernels.normaliseRows(query, 1, dimensions, point);
    }
    const count = Math.min(visit, this.clusters);
    const lists = new Uint32Array(count);
    const own = new Float32Array(count);
    const asked = metric === 'dot' ? 'dot' : 'euclidean';
    this.#centres.nearest(point, asked, null, this.clusters, count, lists, own);
    if (metric === 'dot') {
      // Vectors are coded about the mean's direction, whatever their cluster.
      const across = Math.sqrt(Math.max(0, squareOf(point) - dot(point, this.model.mean) ** 2));
      return { lists, own: own.fill(0), lengths: new Float64Array(count).fill(across) };
    }
    const lengths = Float64Array.from(own, Math.sqrt);
    const square = metric === 'cosine' ? squareOf(point) : 0;
    for (let v = 0; v < count; v++) {
      // 1 - <q, c>, of the squared distance to the centre.
      if (metric === 'cosine') own[v] = 1 - (square + this.#squares[lists[v]] - own[v]) / 2;
      else own[v] /= 2;
    }
    return { lists, own, lengths };
  }

  /** What turns spread and factors into standard deviations: see docs/use/quantised-search.md. */
  get errorScale(): number {
    return rotationScale(this.#rotated) / Math.sqrt(this.#rotated - 1);
  }

  dispose(): void {
    this.kernel.dispose();
    this.#centres.dispose();
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function squareOf(a: Float32Array): number {
  return dot(a, a);
}

function unfitRow(row: number): InvalidArgumentError {
  return new InvalidArgumentError(
    `points must be finite and within 1e18 of their centre, but row ${row} is not`,
  );
}
