import type { Matrix } from '../../core/matrix.ts';
import type { CodeLists, EstimatedRows } from '../../kernels/quantised/api.ts';
import { nibblesOf } from '../../kernels/quantised/layout.ts';
import type { EncodedRows } from './encoded-rows.ts';
import type { QuantisedNeighbours } from './types.ts';
import type { QueryVisits, VectorQuantiser } from './vector-quantiser.ts';

/**
 * Standard deviations in a bound: an error beyond four of them is as rare as 1 in 16,000 where it is
 * normal.
 */
export const EPSILON = 4;

/** One search by estimates. */
export interface EstimatePlan {
  readonly k: number;
  readonly visit: number;
  /** A bit a row, least significant first: rows that are left out; null for none. */
  readonly excluded: Uint8Array | null;
}

/** The nearest rows by estimate, and what their errors are computed from. */
export interface QueryEstimates extends EstimatedRows {
  /** Distances are so many times those of the kernels, in the metric. */
  readonly unit: number;
  readonly visits: QueryVisits;
  /** Standard deviation of the rounding of the query's tables; times a row's factor, in its estimate. */
  readonly rounding: number;
}

/** Searches in coded rows, by estimated distances alone. */
export class EstimatedSearch {
  readonly size: number;
  readonly #quantiser: VectorQuantiser;
  readonly #clusters: Uint16Array;
  readonly #spread: number;
  readonly #lists: CodeLists;

  constructor(quantiser: VectorQuantiser, rows: EncodedRows) {
    this.size = rows.count;
    this.#quantiser = quantiser;
    this.#clusters = rows.clusters;
    this.#spread = rows.spread;
    this.#lists = quantiser.kernel.createLists(rows);
  }

  get bytes(): number {
    return this.#lists.bytes;
  }

  /** The rows themselves, read from where scans read them. */
  read(): EncodedRows {
    return this.#quantiser.rowsOf({ ...this.#lists.read(), spread: this.#spread });
  }

  /** The nearest rows by estimate, ties by ascending row. */
  nearest(query: Float32Array, plan: EstimatePlan): QuantisedNeighbours {
    return this.#bounded(this.#estimates(query, plan));
  }

  /** `nearest` for each row of `queries`: the same results, with one cluster in fewer passes. */
  nearestBatch(queries: Matrix, plan: EstimatePlan): QuantisedNeighbours[] {
    return this.estimates(queries, plan).map((found) => this.#bounded(found));
  }

  /** `nearestBatch` without the bounds, but with all that errors are computed from. */
  estimates(queries: Matrix, plan: EstimatePlan): QueryEstimates[] {
    const all = Array.from({ length: queries.rows }, (_, q) => queries.row(q));
    if (all.length === 1 || this.#quantiser.clusters > 1) {
      return all.map((query) => this.#estimates(query, plan));
    }
    const visits = all.map((query) => this.#quantiser.visits(query, 1));
    const own = Float32Array.from(visits, (each) => each.own[0]);
    const { k, excluded } = plan;
    return this.#lists
      .nearestBatch(queries.data, queries.rows, own, k, excluded)
      .map((found, q) => this.#inMetric(found, visits[q]));
  }

  #estimates(query: Float32Array, { k, visit, excluded }: EstimatePlan): QueryEstimates {
    const visits = this.#quantiser.visits(query, visit);
    return this.#inMetric(this.#lists.nearest(query, visits, k, excluded), visits);
  }

  #inMetric(found: EstimatedRows, visits: QueryVisits): QueryEstimates {
    const { model } = this.#quantiser;
    // Kernels give half of the squared Euclidean distance.
    const unit = model.metric === 'euclidean' ? 2 : 1;
    const { distances } = found;
    for (let i = 0; i < distances.length; i++) distances[i] *= unit;
    return { ...found, visits, unit, rounding: found.step * Math.sqrt(nibblesOf(model) / 12) };
  }

  dispose(): void {
    this.#lists.dispose();
  }

  /**
   * Distances with their bounds. The error of f <q', t> has two parts: that of the code, whose standard
   * deviation is f |q'| |t| sin(t, r) / sqrt(D - 1) for a rotation of D dimensions, and that of tables
   * that were rounded to steps: f step sqrt(n / 12) for n of them.
   */
  #bounded(found: QueryEstimates): QuantisedNeighbours {
    const { rows, distances, factors, visits, unit, rounding } = found;
    const { errorScale } = this.#quantiser;
    const lengths = new Map<number, number>();
    for (let v = 0; v < visits.lists.length; v++) lengths.set(visits.lists[v], visits.lengths[v]);
    const errorBounds = Float32Array.from(rows, (row, i) => {
      const length = lengths.get(this.#clusters.length === 0 ? 0 : this.#clusters[row]) ?? 0;
      const ofCode = errorScale * length * this.#spread;
      return unit * EPSILON * factors[i] * Math.sqrt(ofCode ** 2 + rounding ** 2);
    });
    return { rows, distances, errorBounds };
  }
}
