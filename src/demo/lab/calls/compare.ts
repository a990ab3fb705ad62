import { InvalidArgumentError } from '../../../core/errors.ts';
import { hammingDistance } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import {
  type CandidateFacts,
  type CodeFacts,
  candidateFacts,
  codeFacts,
  trainCodewords,
} from '../code-facts.ts';
import { bitsText } from '../codewords.ts';
import { type Hashed, hashed } from '../hashed.ts';
import type { LabState } from '../lab.ts';
import { timed } from '../micros.ts';
import { type Prepared, prepared, preparePoint } from '../prepared.ts';
import { pictureOf, pointOf, type ShownRow, shownRow } from '../shown-rows.ts';

/** Neighbours that are shown. */
export const NEIGHBOURS = 10;

/** What is searched for: a row of the dataset, or a picture of the size of its images. */
export type CompareQuery =
  | { readonly row: number }
  | { readonly rgba: Uint8ClampedArray<ArrayBuffer> };

export interface CompareParameters {
  readonly query: CompareQuery;
  readonly method: 'lsh' | 'grh' | 'exact';
  readonly bits: number;
  readonly radius: number;
}

/** What one method finds for one query. */
export interface CompareResult {
  readonly query: QueryShown;
  readonly neighbours: readonly MatchShown[];
  /** Neighbours of the query's class; null where the query has none. */
  readonly right: number | null;
  /** Rows whose distance was computed. */
  readonly candidates: number;
  /** Rows that could be found. */
  readonly database: number;
  /** One search, in microseconds: its parts, in their order. */
  readonly micros: readonly { readonly what: string; readonly micros: number }[];
  /** Null for exact search. */
  readonly hashed: HashedFacts | null;
}

/** The query, as a row or as the picture that was given. */
export interface QueryShown extends Omit<ShownRow, 'row'> {
  readonly row: number | null;
  /** What the row is otherwise used for. */
  readonly part: 'database' | 'train' | 'queries' | null;
}

/** One neighbour. */
export interface MatchShown extends ShownRow {
  /** The cosine of the angle between both, after the mean was taken off. */
  readonly similarity: number;
  /** Its code, `0110`, and in how many bits it differs from the query's; null for exact search. */
  readonly code: string | null;
  readonly bitsApart: number | null;
  readonly isRight: boolean | null;
}

/** Facts of a hashed search, of which a page can tell why it found what it did. */
export interface HashedFacts extends CodeFacts, CandidateFacts {
  /** Codes that were looked up, or compared with the query's. */
  readonly lookedAt: number;
  readonly strategy: 'probe' | 'scan';
  /** Buckets within the radius that hold rows. */
  readonly buckets: number;
  readonly trainSeconds: number;
  /** Milliseconds that hashing all rows took. */
  readonly encodeMillis: number;
  readonly encodedRows: number;
}

/** The query as the lab works with it. */
interface Query {
  readonly shown: QueryShown;
  readonly point: Matrix;
  /** Its place in the database, where it is part of that: it is not to find itself. */
  readonly self: number;
}

export async function compare(
  lab: LabState,
  { query: given, method, bits, radius }: CompareParameters,
): Promise<CompareResult> {
  const points = await prepared(lab);
  const query = queryOf(lab, points, given);
  if (method === 'exact') return exactly(points, query);
  return byCodes(points, query, await hashed(lab, { method, bits }), radius);
}

function exactly(points: Prepared, query: Query): CompareResult {
  const { exact, database } = points;
  const k = NEIGHBOURS + Number(query.self >= 0);
  const { result, micros } = timed(() => exact.nearest(query.point.data, k));
  const neighbours = matches(points, query, result, null);
  return {
    query: query.shown,
    neighbours,
    right: rightOf(neighbours),
    candidates: database.rows.length,
    database: database.rows.length,
    micros: [{ what: 'comparing with all', micros }],
    hashed: null,
  };
}

function byCodes(points: Prepared, query: Query, from: Hashed, radius: number): CompareResult {
  const { hasher, table } = from;
  const encoding = timed(() => hasher.encode(query.point));
  const code = encoding.result.code(0);
  const finding = timed(() => table.search(code, { radius }));
  const found = finding.result.rows.filter((place) => place !== query.self);
  const ranking = timed(() =>
    found.length > 0 ? points.exact.nearest(query.point.data, NEIGHBOURS, found) : NOTHING,
  );
  const neighbours = matches(points, query, ranking.result, { from, code });
  const asked = { label: query.shown.label, self: query.self };
  const codewords = trainCodewords(points, from.codes);
  return {
    query: query.shown,
    neighbours,
    right: rightOf(neighbours),
    candidates: found.length,
    database: points.database.rows.length,
    micros: [
      { what: 'hashing the query', micros: encoding.micros },
      { what: 'finding candidates', micros: finding.micros },
      { what: 'ranking them', micros: ranking.micros },
    ],
    hashed: {
      ...codeFacts(points, asked, from, codewords, encoding.result),
      ...candidateFacts(points, asked, codewords, found),
      lookedAt: finding.result.probes,
      strategy: finding.result.strategy,
      buckets: finding.result.buckets,
      trainSeconds: from.trainSeconds,
      encodeMillis: from.encodeMillis,
      encodedRows: from.codes.count,
    },
  };
}

const NOTHING = { rows: new Uint32Array(0), distances: new Float32Array(0) };

function queryOf({ kernels }: LabState, points: Prepared, given: CompareQuery): Query {
  const { dataset, places, database, train } = points;
  if ('rgba' in given) {
    if (!dataset.image) throw new InvalidArgumentError(`${dataset.name} has no pictures`);
    const values = pointOf(dataset.image, given.rgba);
    const point = preparePoint(kernels, points, values);
    return { shown: { ...NO_ROW, picture: pictureOf(dataset, values) }, point, self: -1 };
  }
  const { row } = given;
  if (!(Number.isInteger(row) && row >= 0 && row < places.length)) {
    throw new InvalidArgumentError(
      `there is no row ${row}: those of ${dataset.name} are 0 to ${places.length - 1}`,
    );
  }
  const place = places[row];
  const self = place < database.rows.length ? place : -1;
  const learned = place < database.rows.length + train.rows.length;
  const part = self >= 0 ? 'database' : learned ? 'train' : 'queries';
  const shown = { ...shownRow(dataset, row), part } as const;
  return { shown, point: points.points.slice(place, place + 1), self };
}

const NO_ROW = { row: null, id: '', label: null, className: null, part: null };

/** Neighbours by ascending distance, without the query itself. */
function matches(
  { dataset, database }: Prepared,
  { shown, self }: Query,
  { rows, distances }: { rows: Uint32Array; distances: Float32Array },
  coded: { from: Hashed; code: Uint32Array } | null,
): MatchShown[] {
  return Array.from(rows, (place, i): MatchShown => {
    const row = shownRow(dataset, database.rows[place]);
    const own = coded?.from.databaseCodes.code(place);
    return {
      ...row,
      similarity: 1 - distances[i],
      code: coded && own ? bitsText(own, coded.from.codes.bits) : null,
      bitsApart: coded && own ? hammingDistance(own, coded.code) : null,
      isRight: shown.label === null || row.label === null ? null : row.label === shown.label,
    };
  })
    .filter((_, i) => rows[i] !== self)
    .slice(0, NEIGHBOURS);
}

function rightOf(neighbours: readonly MatchShown[]): number | null {
  if (neighbours.some(({ isRight }) => isRight === null)) return null;
  return neighbours.filter(({ isRight }) => isRight).length;
}
