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
  /** Milliseconds that searching took, without reading. */
  readonly millis: number;
  /** Whether documents had to fulfil something. */
  readonly hasWhere?: boolean;
  /** The fields of documents to show. Default: the first few. */
  readonly fields?: readonly string[];
  /** The queries' own, where they have some. */
  readonly names?: readonly string[];
  /** A line of the page that was written. */
  readonly pageReport?: string;
}

/**
 * Neighbours by query, for people, and what it took.
 *
 * @param seconds - of all, reading too.
 */
export function searchText(
  about: Searched,
  results: readonly SearchResult[],
  seconds: number,
  paint: Paint,
): string {
  const { size, items, millis } = about;
  const each = (millis / Math.max(1, results.length)).toPrecision(2);
  const reading = Math.max(0, seconds - millis / 1000).toFixed(2);
  return (
    `${foundText(about, results, paint)}\n\n` +
    `${count(results.length, 'query', 'queries')}, ${count(size, items === 'codes' ? 'code' : 'vector')}, ` +
    `${Number(each)} ms a query, ${reading} s to read them${promiseText(results)}\n`
  );
}

function foundText(
  { distanceName, items, fields: wanted, hasWhere = false, names }: Searched,
  results: readonly SearchResult[],
  paint: Paint,
): string {
  const found = results.flatMap(({ neighbours }) => neighbours);
  if (found.length === 0) return hasWhere ? 'no vector passes --where' : 'nothing was found';
  const fields = fieldColumns(
    found.map(({ document }) => document),
    wanted,
  );
  const hasScores = found[0].score !== undefined;
  const rows = results.flatMap(({ neighbours }, query) =>
    neighbours.map(({ id, distance, score, document }, rank) => [
      rank === 0 ? printable(names?.[query] ?? String(query)) : '',
      String(rank + 1),
      printable(String(id)),
      items === 'codes' ? String(distance) : distanceText(distance),
      ...(hasScores ? [score === undefined ? '' : distanceText(score)] : []),
      ...fields.cells(document),
    ]),
  );
  const scores = hasScores ? ['score'] : [];
  const header = ['query', 'rank', 'id', `${distanceName} distance`, ...scores, ...fields.names];
  return table(header, rows, paint);
}

/** What is to be expected, and what was aimed at; nothing where no recall was promised. */
function promiseText(results: readonly SearchResult[]): string {
  const promises = results.flatMap(({ recall }) => recall ?? []);
  if (promises.length === 0) return '';
  const known = promises.flatMap(({ estimated }) => estimated ?? []);
  const aim = `aimed at ${promises[0].aimed}`;
  if (known.length === 0) return `; recall not known (${aim})`;
  const mean = known.reduce((sum, own) => sum + own, 0) / known.length;
  const unknown = promises.length - known.length;
  const rest = unknown > 0 ? `; not known of ${count(unknown, 'query', 'queries')}` : '';
  return `; recall expected ${mean.toFixed(3)} (${aim}${rest})`;
}
