import { averagePrecision } from '../../core/average-precision.ts';
import { HarmonicNumbers } from '../../core/harmonic-numbers.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Measures } from '../comparison/cell.ts';
import { type Counting, measureCodes } from '../comparison/measure-codes.ts';
import { measureVectors } from '../comparison/measure-vectors.ts';
import type { CrossModalDataset } from './dataset.ts';
import type { CrossModalPartition } from './divide.ts';
import type { Direction } from './names.ts';

/** Pairs of a dataset. */
export interface Pairs {
  readonly images: Matrix;
  readonly texts: Matrix;
  readonly labels: Int32Array;
}

/** Some rows of a dataset. */
export function pairsOf({ images, texts, labels }: CrossModalDataset, rows: Uint32Array): Pairs {
  return {
    images: images.selectRows(rows),
    texts: texts.selectRows(rows),
    labels: Int32Array.from(rows, (row) => labels[row]),
  };
}

/** What is searched in one partition. */
export interface Searched {
  readonly queries: Pairs;
  readonly database: Pairs;
}

/** Queries and database of a partition. */
export function searchedIn(dataset: CrossModalDataset, rows: CrossModalPartition): Searched {
  return { queries: pairsOf(dataset, rows.queries), database: pairsOf(dataset, rows.database) };
}

/** What turns either modality into vectors, or codes, that are compared with each other. */
export interface Sides<T> {
  images(points: Matrix): T;
  texts(points: Matrix): T;
}

function sidesOf<T>({ queries, database }: Searched, direction: Direction, sides: Sides<T>) {
  return direction === 'image-to-text'
    ? [sides.images(queries.images), sides.texts(database.texts)]
    : [sides.texts(queries.texts), sides.images(database.images)];
}

/** Measures of codes searched in one direction. */
export function measureDirection(
  counting: Counting,
  searched: Searched,
  direction: Direction,
  sides: Sides<HashCodes>,
): Promise<Measures> {
  const [asked, stored] = sidesOf(searched, direction, sides);
  return measureCodes(
    counting,
    { codes: asked, labels: searched.queries.labels },
    { codes: stored, labels: searched.database.labels },
  );
}

/** Measures of vectors ranked by inner product in one direction. */
export function measureUnhashed(
  { kernels, signal }: Counting,
  searched: Searched,
  direction: Direction,
  sides: Sides<Matrix>,
): Promise<Measures> {
  const [asked, stored] = sidesOf(searched, direction, sides);
  return measureVectors(
    kernels,
    { vectors: asked, labels: searched.queries.labels },
    { vectors: stored, labels: searched.database.labels },
    'dot',
    { signal },
  );
}

/** Measures of a database in random order: the means over all orders. */
export function measureChance({ queries, database }: Searched): Measures {
  const counts = new Map<number, number>();
  for (const label of database.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const harmonic = new HarmonicNumbers();
  const total = Uint32Array.of(database.labels.length);
  const sums = { all: 0, at1000: 0, precision: 0, counted: 0 };
  for (const label of queries.labels) {
    const relevant = Uint32Array.of(counts.get(label) ?? 0);
    sums.precision += relevant[0] / total[0];
    const all = averagePrecision(total, relevant, Number.POSITIVE_INFINITY, harmonic);
    if (all === null) continue;
    sums.counted++;
    sums.all += all;
    sums.at1000 += averagePrecision(total, relevant, 1000, harmonic) ?? 0;
  }
  const counted = Math.max(1, sums.counted);
  const precision = sums.precision / queries.labels.length;
  return {
    meanAveragePrecision: sums.all / counted,
    meanAveragePrecisionAt1000: sums.at1000 / counted,
    precisionAt10: precision,
    precisionAt100: precision,
    byRadius: null,
    areaUnderPrecisionRecall: null,
    curve: null,
    codes: null,
    reRanked: null,
  };
}
