import { asVector, type VectorLike } from '../../core/given.ts';
import { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import { splitDataset } from '../../data/dataset/split.ts';
import { TUTORIAL_DEFAULTS } from '../../evaluation/tutorial/settings.ts';
import { splitSizes } from '../../evaluation/walkthrough/settings.ts';
import type { Kernels } from '../../kernels/api.ts';
import { BatchMeans } from '../../preparation/batch-means.ts';
import { normaliseRows } from '../../preparation/preprocess.ts';
import { ExactSearch } from '../../search/exact-search.ts';
import { checkRows, type LabDataset } from './dataset.ts';
import type { LabState } from './lab.ts';

/** Values that are prepared in one go. */
const BATCH_VALUES = 2 ** 20;

/** Some rows of the dataset, prepared. */
export interface Part {
  readonly points: Matrix;
  /** Which rows of the dataset they are. */
  readonly rows: Uint32Array;
  /** Null where there are none. */
  readonly labels: Int32Array | null;
}

/**
 * A dataset ready to be hashed: normalised and centred as the tutorial does it, and divided. Points lie
 * there once, in the order database, training set, queries, so that the parts are views.
 */
export interface Prepared {
  readonly dataset: LabDataset;
  /** Values of a point. */
  readonly dimensions: number;
  /** Of the normalised points of all rows; it is subtracted from them. */
  readonly mean: Float32Array;
  /** All points, in the order of the parts. */
  readonly points: Matrix;
  /** Where each row of the dataset is among them. */
  readonly places: Uint32Array;
  readonly database: Part;
  readonly train: Part;
  readonly queries: Part;
  /** Over the database, by cosine. */
  readonly exact: ExactSearch;
}

/** The present dataset, prepared once. */
export function prepared(lab: LabState): Promise<Prepared> {
  return lab.once('prepared', (dataset) => prepare(lab.kernels, dataset));
}

/** A point from outside, prepared like the others. */
export function preparePoint(
  kernels: Kernels,
  { dimensions, mean }: Pick<Prepared, 'dimensions' | 'mean'>,
  values: VectorLike,
): Matrix {
  const point = new Matrix(asVector('the query', values), 1, dimensions);
  const { data } = normaliseRows(kernels, point);
  kernels.subtractRow(data, 1, dimensions, mean, data);
  return new Matrix(data, 1, dimensions);
}

async function prepare(kernels: Kernels, dataset: LabDataset): Promise<Prepared> {
  checkRows(dataset);
  const { rows, cols } = dataset.points;
  // As `hashplane explain` divides it, so that all views measure on the same rows.
  const split = splitDataset(rows, { ...splitSizes(rows), seed: TUTORIAL_DEFAULTS.splitSeed });
  const order = new Uint32Array(rows);
  const [afterDatabase, afterTrain] = [split.database.length, rows - split.queries.length];
  order.set(split.database);
  order.set(split.train, afterDatabase);
  order.set(split.queries, afterTrain);
  const mean = await meanOf(kernels, dataset.points);
  const points = await centred(kernels, dataset.points, order, mean);
  const part = (from: number, to: number): Part => ({
    points: points.slice(from, to),
    rows: order.subarray(from, to),
    labels: dataset.labels && labelsAt(dataset.labels, order.subarray(from, to)),
  });
  const places = new Uint32Array(rows);
  for (let place = 0; place < rows; place++) places[order[place]] = place;
  const database = part(0, afterDatabase);
  return {
    dataset,
    dimensions: cols,
    mean,
    points,
    places,
    database,
    train: part(afterDatabase, afterTrain),
    queries: part(afterTrain, rows),
    // Points that never change are not copied: what SIMD keeps is a quarter of them.
    exact: new ExactSearch(kernels, database.points, 'cosine', { copy: false }),
  };
}

/** Summed in the order of the dataset, so that it is that of `normaliseAndCentre`. */
async function meanOf(kernels: Kernels, points: Matrix): Promise<Float32Array> {
  const means = new BatchMeans(kernels, true);
  for (const [from, to] of batches(points)) {
    means.add(points.slice(from, to));
    await pause();
  }
  return means.mean();
}

/** The rows in another order, normalised, without the mean. */
async function centred(
  kernels: Kernels,
  points: Matrix,
  order: Uint32Array,
  mean: Float32Array,
): Promise<Matrix> {
  const { rows, cols } = points;
  const out = new Float32Array(rows * cols);
  for (const [from, to] of batches(points)) {
    const values = out.subarray(from * cols, to * cols);
    for (let i = from; i < to; i++) values.set(points.row(order[i]), (i - from) * cols);
    kernels.normaliseRows(values, to - from, cols, values);
    kernels.subtractRow(values, to - from, cols, mean, values);
    await pause();
  }
  return new Matrix(out, rows, cols);
}

function* batches({ rows, cols }: Matrix): Generator<[number, number]> {
  const size = Math.max(1, Math.floor(BATCH_VALUES / cols));
  for (let from = 0; from < rows; from += size) yield [from, Math.min(rows, from + size)];
}

function labelsAt(labels: Int32Array, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row]);
}
