import type { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { HashIndexResult } from '../../search/hash-index/types.ts';
import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';

/** Neighbours by query, for people: each as its id and, below it, its distance. */
export function searchText(
  { size, distanceName }: HashIndex,
  results: readonly HashIndexResult[],
  seconds: number,
  paint: Paint,
): string {
  const mean = (key: 'candidates' | 'probes') =>
    Math.round(results.reduce((sum, each) => sum + each[key], 0) / Math.max(1, results.length));
  const rows = results.flatMap(({ neighbours }, query) =>
    neighbours.map(({ id, distance }, rank) => [
      rank === 0 ? String(query) : '',
      String(rank + 1),
      printable(String(id)),
      distance.toPrecision(6),
    ]),
  );
  const counts = [size, mean('candidates'), mean('probes')].map((n) => n.toLocaleString('en-US'));
  return (
    `${table(['query', 'rank', 'id', `${distanceName} distance`], rows, paint)}\n\n` +
    `${results.length} queries in ${counts[0]} vectors; a query ranked ${counts[1]} candidates and ` +
    `took ${counts[2]} probes on average (${seconds.toFixed(2)} s in all)\n`
  );
}
