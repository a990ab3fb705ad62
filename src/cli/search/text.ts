import type { HashIndexResult, Neighbour } from '../../search/hash-index/types.ts';
import type { Paint } from '../output/colour.ts';
import { distanceText } from '../output/distance-text.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { fieldColumns } from './fields.ts';

/** The neighbours of one query, and what finding them took. */
export interface SearchResult extends Pick<HashIndexResult, 'candidates' | 'probes'> {
  /** Codes alone have no score. */
  readonly neighbours: readonly (Omit<Neighbour, 'score'> & Partial<Neighbour>)[];
}

/** What was searched. */
export interface Searched {
  readonly size: number;
  /** What the distances are. */
  readonly distanceName: string;
  /** What its items are. */
  readonly items: 'vectors' | 'codes';
  /** Length of the codes, where nothing else was searched. */
  readonly bits?: number;
  /** The fields of documents to show. Default: the first few. */
  readonly fields?: readonly string[];
}

/** Neighbours by query, for people: each as its id and, below it, its distance. */
export function searchText(
  { size, distanceName, items, fields: wanted }: Searched,
  results: readonly SearchResult[],
  seconds: number,
  paint: Paint,
): string {
  const mean = (key: 'candidates' | 'probes') =>
    Math.round(results.reduce((sum, each) => sum + each[key], 0) / Math.max(1, results.length));
  const found = results.flatMap(({ neighbours }) => neighbours.map(({ document }) => document));
  const fields = fieldColumns(found, wanted);
  const rows = results.flatMap(({ neighbours }, query) =>
    neighbours.map(({ id, distance, document }, rank) => [
      rank === 0 ? String(query) : '',
      String(rank + 1),
      printable(String(id)),
      items === 'codes' ? String(distance) : distanceText(distance),
      ...fields.cells(document),
    ]),
  );
  const counts = [size, mean('candidates'), mean('probes')].map((n) => n.toLocaleString('en-US'));
  const work =
    items === 'codes'
      ? `was compared with ${counts[1]} codes and took ${counts[2]} look-ups`
      : `ranked ${counts[1]} candidates and took ${counts[2]} probes`;
  const header = ['query', 'rank', 'id', `${distanceName} distance`, ...fields.names];
  return (
    `${table(header, rows, paint)}\n\n` +
    `${results.length} queries in ${counts[0]} ${items}; a query ${work} on average ` +
    `(${seconds.toFixed(2)} s in all)\n`
  );
}
