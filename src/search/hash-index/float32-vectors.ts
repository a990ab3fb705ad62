import { Matrix } from '../../core/matrix.ts';
import type { Kernels, Metric, Vectors } from '../../kernels/api.ts';
import {
  joined,
  type KeptVectors,
  nearestOf,
  nearestOfBatch,
  type RankedRows,
} from './kept-vectors.ts';

/** Vectors as they were given. The backend keeps a second copy, once they are searched. */
export class Float32Vectors implements KeptVectors {
  readonly points: Matrix;
  #vectors: Vectors | null = null;

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
    return this.#vectors ? this.points.rows * (Math.ceil(this.points.cols / 8) * 32 + 4) : 0;
  }

  nearest(
    kernels: Kernels,
    query: Float32Array,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows {
    this.#vectors ??= kernels.createVectors(this.points);
    return nearestOf(this.#vectors, query, metric, rows, k);
  }

  nearestBatch(
    kernels: Kernels,
    queries: Matrix,
    metric: Metric,
    rows: Uint32Array | null,
    k: number,
  ): RankedRows[] {
    this.#vectors ??= kernels.createVectors(this.points);
    if (!rows) return nearestOfBatch(this.#vectors, queries, metric, k);
    return Array.from({ length: queries.rows }, (_, q) =>
      this.nearest(kernels, queries.row(q), metric, rows, k),
    );
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
    this.#vectors?.dispose();
    this.#vectors = null;
  }
}
