import type { SqlExplanation, SqlNeighbours, SqlStoreStats } from '../../sql/types.ts';
import { bytesText } from '../output/bytes-text.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { distanceText } from '../output/distance-text.ts';
import { printable } from '../output/printable.ts';
import { properties } from '../output/properties.ts';
import { table } from '../output/table.ts';

/** Neighbours by query, for people, and what it took. */
export function foundText(
  name: string,
  results: readonly SqlNeighbours[],
  millis: number,
  paint: Paint,
): string {
  const rows = results.flatMap(({ neighbours }, query) =>
    neighbours.map(({ id, distance }, rank) => [
      rank === 0 ? String(query) : '',
      String(rank + 1),
      printable(String(id)),
      // Of codes, whole numbers; cosine distances where candidates were re-ranked.
      Number.isInteger(distance) ? String(distance) : distanceText(distance),
    ]),
  );
  const found =
    rows.length === 0
      ? 'nothing was found'
      : table(['query', 'rank', 'id', 'distance'], rows, paint);
  const strategies = [...new Set(results.map(({ strategy }) => strategy))].join(', ');
  const statements = results.reduce((sum, own) => sum + own.statements, 0);
  const each = Number((millis / Math.max(1, results.length)).toPrecision(2));
  return (
    `${found}\n\n${count(results.length, 'query', 'queries')} of ${printable(name)}, ${each} ms a query ` +
    `(${strategies || 'none'}, ${count(statements, 'statement')})\n`
  );
}

/** How a search would be done. */
export function explanationText({ strategy, why, lookups, plan }: SqlExplanation): string {
  const lines = plan.map((line) => `  ${printable(line)}`).join('\n');
  return `${strategy}: ${why}\n${count(lookups, 'lookup')}\n\n${lines}\n`;
}

/** What a store holds. */
export function statsText(
  name: string,
  where: string,
  { rows, bytes, bits, substrings, hashers }: SqlStoreStats,
  paint: Paint,
): string {
  const about = properties(
    [
      ['store', `${printable(name)} of ${printable(where)}`],
      ['codes', `${count(rows, 'code')} of ${bits} bits`],
      ['substrings', String(substrings)],
      ['on disk', `${bytesText(bytes.table)}, and ${bytesText(bytes.indexes)} of indexes`],
    ],
    paint,
  );
  const listed = hashers.map((hasher) => [
    `${hasher.id}${hasher.active ? ' (active)' : ''}`,
    String(hasher.bits),
    hasher.rows.toLocaleString('en-US'),
    hasher.sha256?.slice(0, 12) ?? 'none: codes alone',
  ]);
  return `${about}\n\n${table(['hasher', 'bits', 'rows', 'sha256'], listed, paint)}\n`;
}
