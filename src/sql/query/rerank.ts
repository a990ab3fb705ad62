import { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import type { SqlDriver } from '../driver.ts';
import { idArray, idFrom, numberFrom, type SqlId, type SqlIdType } from '../ids.ts';
import { vectorsOfTexts, vectorTexts } from '../rows/values.ts';
import type { SqlNeighbour, SqlVectors } from '../types.ts';

/** Where the vectors of candidates are. */
export interface RankedTable {
  readonly path: string;
  readonly id: SqlIdType;
  readonly vectors: SqlVectors;
}

/**
 * The `k` candidates nearest to `vector` by the cosine distance: ranked by pgvector where the column is
 * of one of its types, else here, by `ExactSearch`. Rows without a vector are left out.
 *
 * @param kernels - for columns of float4[] alone.
 */
export async function rerank(
  driver: SqlDriver,
  table: RankedTable,
  vector: Float32Array,
  candidates: readonly SqlId[],
  k: number,
  kernels: () => Kernels,
): Promise<SqlNeighbour[]> {
  const { path, id, vectors } = table;
  const { dimensions } = vectors;
  const ids = candidates.map(String);
  const chosen = `"id" = any($1::${idArray(id)}) and "vector" is not null`;
  if (vectors.type !== 'float4[]') {
    const type = `${vectors.type}(${dimensions})`;
    // pgvector has no distance to or from a vector of zeros: it is 1, as `ExactSearch` has it.
    const distance = `coalesce(nullif("vector" <=> $2::text::${type}, 'NaN'), 1)`;
    const sql =
      `select "id", ${distance} as "distance" from ${path} where ${chosen} ` +
      'order by "distance", "id" limit $3::int8';
    const query = vectorTexts(vectors, new Matrix(vector, 1, dimensions))[0];
    const rows = await driver.query(sql, [ids, query, String(k)]);
    return rows.map((row) => ({ id: idFrom(id, row.id), distance: numberFrom(row.distance) }));
  }
  const sql = `select "id", "vector"::text as "vector" from ${path} where ${chosen} order by "id"`;
  const rows = await driver.query(sql, [ids]);
  if (rows.length === 0) return [];
  const points = vectorsOfTexts(
    rows.map((row) => String(row.vector)),
    dimensions,
  );
  const search = new ExactSearch(kernels(), points, 'cosine', { copy: false });
  try {
    const nearest = search.nearest(vector, k);
    return Array.from(nearest.rows, (row, i) => ({
      id: idFrom(id, rows[row].id),
      distance: nearest.distances[i],
    }));
  } finally {
    search.dispose();
  }
}
