import { InvalidArgumentError } from '../../../core/errors.ts';
import { HashCodes, hammingDistance } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import { bitsText, classCodewordsOf, nearestCodeword } from '../codewords.ts';
import { classNameOf, type LabDataset } from '../dataset.ts';
import { type Hashed, hashed } from '../hashed.ts';
import type { LabState } from '../lab.ts';
import { timed } from '../micros.ts';
import { type Part, type Prepared, prepared, preparePoint } from '../prepared.ts';
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
export interface HashedFacts {
  readonly code: string;
  /** The code as a number, as the tutorial writes it. */
  readonly bucket: string;
  /** Codes that were looked up, or compared with the query's. */
  readonly lookedAt: number;
  readonly strategy: 'probe' | 'scan';
  /** Buckets within the radius that hold rows. */
  readonly buckets: number;
  /** In how many bits the nearest stored code differs. */
  readonly nearestCode: number;
  /** Rows with the very code of the query. */
  readonly inBucket: number;
  /** The commonest class among the candidates. */
  readonly commonest: ClassCount | null;
  /** Candidates of the query's class, and all rows of it in the database; null without a class. */
  readonly rightCandidates: number | null;
  readonly rightInDatabase: number | null;
  /** Of the query's class: training rows, and in how many bits its codeword differs from the code. */
  readonly ownClass: ClassCodewordFacts | null;
  /** The class whose codeword is nearest to the code. */
  readonly nearestClass: ClassCodewordFacts | null;
  readonly trainSeconds: number;
  readonly encodeMillis: number;
  readonly encodedRows: number;
}

export interface ClassCount {
  readonly className: string;
  readonly rows: number;
}

export interface ClassCodewordFacts {
  readonly className: string;
  readonly trainRows: number;
  /** Null where the class was not in the training set. */
  readonly bitsApart: number | null;
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
      ...codeFacts(points, query, from, encoding.result),
      ...candidateFacts(points, query, found),
      lookedAt: finding.result.probes,
      strategy: finding.result.strategy,
      buckets: finding.result.buckets,
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

/** What the query's code says of its class. */
function codeFacts(
  { dataset, database, train }: Prepared,
  { shown, self }: Query,
  { codes, databaseCodes, trainSeconds, encodeMillis }: Hashed,
  encoded: HashCodes,
) {
  const code = encoded.code(0);
  let nearestCode = codes.bits;
  let inBucket = 0;
  for (let place = 0; place < databaseCodes.count; place++) {
    if (place === self) continue;
    const apart = hammingDistance(code, databaseCodes.code(place));
    if (apart < nearestCode) nearestCode = apart;
    if (apart === 0) inBucket++;
  }
  const codewords = train.labels ? codewordsOf(codes, database, train) : [];
  const nearest = nearestCodeword(codewords, code);
  const own = codewords.find(({ label }) => label === shown.label);
  const factsOf = (codeword: (typeof codewords)[number]): ClassCodewordFacts => ({
    className: classNameOf(dataset, codeword.label) as string,
    trainRows: codeword.rows,
    bitsApart: hammingDistance(codeword.word, code),
  });
  const unlearned = shown.className !== null && {
    ...{ className: shown.className, trainRows: 0, bitsApart: null },
  };
  return {
    code: bitsText(code, codes.bits),
    bucket: String(encoded.bucketIndex(0)),
    nearestCode,
    inBucket,
    ownClass: own ? factsOf(own) : unlearned || null,
    nearestClass: nearest && factsOf(nearest.codeword),
    trainSeconds,
    encodeMillis,
    encodedRows: codes.count,
  };
}

/** The codewords that the training rows have. */
function codewordsOf(codes: HashCodes, database: Part, train: Part) {
  const { wordsPerCode, bits } = codes;
  const start = database.rows.length;
  const words = codes.words.subarray(
    start * wordsPerCode,
    (start + train.rows.length) * wordsPerCode,
  );
  return classCodewordsOf(
    new HashCodes(words, train.rows.length, bits),
    train.labels as Int32Array,
  );
}

function candidateFacts({ dataset, database }: Prepared, query: Query, found: Uint32Array) {
  const { label } = query.shown;
  const { labels } = database;
  if (!labels) return { commonest: null, rightCandidates: null, rightInDatabase: null };
  const counts = new Map<number, number>();
  for (const place of found) counts.set(labels[place], (counts.get(labels[place]) ?? 0) + 1);
  const rightInDatabase = labels.reduce((n, own) => n + Number(own === label), 0);
  return {
    commonest: commonestOf(dataset, counts),
    rightCandidates: label === null ? null : (counts.get(label) ?? 0),
    rightInDatabase: label === null ? null : rightInDatabase - Number(query.self >= 0),
  };
}

function commonestOf(dataset: LabDataset, counts: Map<number, number>): ClassCount | null {
  let best: [number, number] | null = null;
  for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
  return best && { className: classNameOf(dataset, best[0]) as string, rows: best[1] };
}
