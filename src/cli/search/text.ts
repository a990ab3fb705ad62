import type { HashIndexResult, Neighbour, RecallPromise } from '../../search/hash-index/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { distanceText } from '../output/distance-text.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { fieldColumns } from './fields.ts';

/** The neighbours of one query, and what finding them took. */
export interface SearchResult extends Pick<HashIndexResult, 'candidates' | 'probes'> {
  readonly recall?: RecallPromise | null;
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
  const sought = count(size, items === 'codes' ? 'code' : 'vector');
  const [candidates, probes] = [mean('candidates'), mean('probes')];
  const work =
    items === 'codes'
      ? `was compared with ${count(candidates, 'code')} and took ${count(probes, 'look-up')}`
      : `ranked ${count(candidates, 'candidate')} and took ${count(probes, 'probe')}`;
  const header = ['query', 'rank', 'id', `${distanceName} distance`, ...fields.names];
  return (
    `${table(header, rows, paint)}\n\n` +
    `${count(results.length, 'query', 'queries')} in ${sought}; a query ${work} on average ` +
    `(${seconds.toFixed(2)} s in all)\n${promiseText(results)}`
  );
}

/** What was aimed at, and what is to be expected; nothing where no recall was promised. */
function promiseText(results: readonly SearchResult[]): string {
  const promises = results.flatMap(({ recall }) => recall ?? []);
  if (promises.length === 0) return '';
  const known = promises.flatMap(({ estimated }) => estimated ?? []);
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  const aim = `a recall of ${promises[0].aimed} was aimed at`;
  if (known.length === 0) return `${aim}; what is reached is not known\n`;
  const unknown = promises.length - known.length;
  const rest = unknown > 0 ? `; of ${count(unknown, 'query', 'queries')} it is not known` : '';
  return `${aim}, ${mean.toFixed(3)} is to be expected${rest}\n`;
}
