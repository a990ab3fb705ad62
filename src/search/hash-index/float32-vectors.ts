import { Matrix } from '../../core/matrix.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { BoundedVectors } from '../bounded-vectors.ts';
import type { RankedRows } from '../ranked-rows.ts';
import { joined, type KeptVectors } from './kept-vectors.ts';

/** Vectors as they were given. With SIMD the backend keeps 8 bits a value of them once searched. */
export class Float32Vectors implements KeptVectors {
  readonly points: Matrix;
  #search: BoundedVectors | null = null;

  constructor(points: Matrix) {
    this.points = points;
  }

  get rows(): number {
    return this.points.rows;
  }

  get bytes(): number {
    return this.points.data.byteLength;
  }

  get residentBytes(): number {
    return this.#search?.bytes ?? 0;
  }

  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows {
    this.#search ??= new BoundedVectors(kernels, this.points, metric, false);
    return this.#search.nearest(query, rows, k);
  }

  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    this.#search ??= new BoundedVectors(kernels, this.points, metric, false);
    return this.#search.nearestBatch(queries, rows, k);
  }

  read(rows: ArrayLike<number>): Matrix {
    return this.points.selectRows(rows);
  }

  select(rows: ArrayLike<number>): Float32Vectors {
    return new Float32Vectors(this.points.selectRows(rows));
  }

  followedBy(others: KeptVectors): Float32Vectors {
    const { points } = others as Float32Vectors;
    const data = joined(Float32Array, this.points.data, points.data);
    return new Float32Vectors(new Matrix(data, this.rows + others.rows, points.cols));
  }

  release(): void {
    this.#search?.dispose();
    this.#search = null;
  }
}
