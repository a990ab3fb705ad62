import { FormatError } from '../../core/errors.ts';
import type { ProbabilityFeatures, RbfFeatures } from '../../core/feature-map.ts';
import { Matrix } from '../../core/matrix.ts';
import type { NumericArray } from '../../data/arrays/numeric.ts';
import type { ArrayToWrite } from '../../data/arrays/numeric-bytes.ts';
import { readSafetensors, safetensorsBytes } from '../../data/safetensors/safetensors.ts';
import type { RidgeSums } from './balanced-ridge.ts';
import { isForm } from './choose-form.ts';
import type { CodeForm } from './code-form.ts';
import type { ScoredPoints } from './recent-scores.ts';
import type { StreamModel } from './stream.ts';

/** All that a stream at work holds beside its last version. */
export interface OpenParts {
  readonly isFixed: boolean;
  readonly seen: number;
  readonly sinceSolved: number;
  readonly hasNewClass: boolean;
  readonly drawnAt: number;
  readonly classes: readonly number[];
  readonly codewords: Int8Array;
  /** Classes that came first, together. */
  readonly first: number;
  readonly sample: Matrix;
  readonly came: number[];
  readonly kept: number[];
  readonly sums: RidgeSums;
  readonly mean: Float32Array | null;
  /** Landmarks that the hasher doesn't have yet. */
  readonly map: RbfFeatures | null;
  readonly form: CodeForm;
  readonly recent: ScoredPoints;
}

/** The same with the last version, which the hasher's file has. */
export interface StreamParts extends OpenParts {
  readonly solved: Omit<StreamModel, 'changes'>;
}

/**
 * The file of a hasher with the parts of its stream beside it, which readers of hashers pass over; mean
 * and last version are the hasher's.
 */
export function withState(hasher: Uint8Array, parts: OpenParts): Uint8Array<ArrayBuffer> {
  const { classes, codewords, sample, sums, map, form, recent } = parts;
  const { isFixed, seen, sinceSolved, hasNewClass, drawnAt, came, kept, first } = parts;
  const { scores, places } = recent;
  const count = classes.length;
  const size = sums.sums.length / count;
  const bits = codewords.length / count;
  const file = readSafetensors(hasher);
  const tensors = new Map<string, ArrayToWrite>([
    ...file.tensors,
    ['stream.gram', { shape: [size, size], dtype: 'float64', values: sums.gram }],
    ['stream.sums', { shape: [count, size], dtype: 'float64', values: sums.sums }],
    ['stream.counts', { shape: [count], dtype: 'float64', values: sums.counts }],
    ['stream.codewords', { shape: [count, bits], dtype: 'int8', values: codewords }],
    ['stream.sample', { shape: [sample.rows, sample.cols], dtype: 'float32', values: sample.data }],
    ['stream.scores', { shape: [scores.rows, count], dtype: 'float32', values: scores.data }],
    ['stream.places', { shape: [scores.rows], dtype: 'uint32', values: places }],
  ]);
  if (map) {
    const { data, rows, cols } = map.landmarks;
    tensors.set('stream.landmarks', { shape: [rows, cols], dtype: 'float32', values: data });
  }
  const values = { isFixed, seen, sinceSolved, hasNewClass, drawnAt, classes, first, came, kept };
  const text = JSON.stringify({ ...values, bits, form, width: map?.width ?? null });
  return safetensorsBytes(tensors, file.metadata.set('stream', text));
}

/**
 * The other way.
 *
 * @param hasher - the version that the file has.
 * @throws FormatError if something is missing or does not fit the rest.
 */
export function partsOf(
  tensors: ReadonlyMap<string, NumericArray>,
  values: Readonly<Record<string, unknown>>,
  solved: Omit<StreamModel, 'changes'>,
): StreamParts {
  const { isFixed, hasNewClass } = values;
  const classes = integers(values, 'classes', -(2 ** 31));
  const came = integers(values, 'came', 0);
  const kept = integers(values, 'kept', 0);
  const count = classes.length;
  check(count > 1 && new Set(classes).size === count && classes.every(isLabel), 'classes');
  check(came.length === count && kept.length === count, 'came');
  check(
    kept.every((n, i) => n > 0 && n <= came[i]),
    'kept',
  );
  check(typeof isFixed === 'boolean' && typeof hasNewClass === 'boolean', 'isFixed');
  const first = integer(values, 'first');
  check(first > 0 && first <= count, 'first');
  const map = mapOf(tensors, values, solved);
  const { hyperplanes, features, mean } = solved;
  check(hyperplanes.cols <= count, 'classes');
  const [{ weights }] = (features.model as ProbabilityFeatures).members;
  const size = map ? map.landmarks.rows : weights.cols;
  const total = kept.reduce((sum, n) => sum + n, 0);
  const codewords = tensor(tensors, 'stream.codewords', 'int8', [count, hyperplanes.rows]);
  check(
    codewords.every((sign) => sign === 1 || sign === -1),
    'codewords',
  );
  const counts = tensor(tensors, 'stream.counts', 'float64', [count]);
  check(
    counts.every((points) => points > 0),
    'counts',
  );
  const sample = tensor(tensors, 'stream.sample', 'float32', [total, features.map.dimensions]);
  return {
    ...{ isFixed: isFixed as boolean, hasNewClass: hasNewClass as boolean },
    seen: integer(values, 'seen'),
    sinceSolved: integer(values, 'sinceSolved'),
    drawnAt: integer(values, 'drawnAt'),
    first,
    ...{ classes, came, kept, map, mean, solved },
    codewords: Int8Array.from(codewords),
    sample: new Matrix(Float32Array.from(sample), total, features.map.dimensions),
    form: formOf(values.form),
    recent: recentOf(tensors, count),
    sums: {
      gram: Float64Array.from(tensor(tensors, 'stream.gram', 'float64', [size, size])),
      sums: Float64Array.from(tensor(tensors, 'stream.sums', 'float64', [count, size])),
      counts: Float64Array.from(counts),
    },
  };
}

function mapOf(
  tensors: ReadonlyMap<string, NumericArray>,
  values: Readonly<Record<string, unknown>>,
  { features }: Omit<StreamModel, 'changes'>,
): RbfFeatures | null {
  const shape = tensors.get('stream.landmarks')?.shape;
  if (!shape) return null;
  const { width } = values;
  check(typeof width === 'number' && width > 0 && shape[0] > 0, 'width');
  const data = tensor(tensors, 'stream.landmarks', 'float32', [shape[0], features.map.dimensions]);
  const landmarks = new Matrix(Float32Array.from(data), shape[0], features.map.dimensions);
  return { kind: 'rbf', landmarks, width: width as number };
}

function formOf(form: unknown): CodeForm {
  const { scale, neutral } = Object(form) as CodeForm;
  check(typeof scale === 'number' && isForm({ scale, neutral }), 'form');
  return { scale, neutral };
}

function recentOf(tensors: ReadonlyMap<string, NumericArray>, classes: number): ScoredPoints {
  const points = tensors.get('stream.places')?.shape[0] ?? 0;
  const scores = tensor(tensors, 'stream.scores', 'float32', [points, classes]);
  const places = tensor(tensors, 'stream.places', 'uint32', [points]);
  check(
    places.every((place) => place < classes),
    'places',
  );
  return {
    scores: new Matrix(Float32Array.from(scores), points, classes),
    places: Uint32Array.from(places),
  };
}

/** Finite values of a tensor of this type and shape. */
function tensor(
  tensors: ReadonlyMap<string, NumericArray>,
  name: string,
  dtype: string,
  shape: readonly number[],
): ArrayLike<number> & Iterable<number> & { every(test: (value: number) => boolean): boolean } {
  const found = tensors.get(name);
  if (found?.dtype !== dtype || found.shape.join() !== shape.join()) {
    throw new FormatError(`the stream's tensor ${name} must be ${dtype} of ${shape.join(' x ')}`);
  }
  const values = found.values as Float64Array;
  if (values.every(Number.isFinite)) return values;
  throw new FormatError(`the stream's tensor ${name} has values that are not finite`);
}

function integer(values: Readonly<Record<string, unknown>>, name: string): number {
  const value = values[name];
  check(Number.isSafeInteger(value) && (value as number) >= 0, name);
  return value as number;
}

function integers(values: Readonly<Record<string, unknown>>, name: string, least: number) {
  const list = values[name];
  check(
    Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= least),
    name,
  );
  return list as number[];
}

function isLabel(value: number): boolean {
  return value === (value | 0);
}

function check(isRight: boolean, name: string): void {
  if (!isRight) throw new FormatError(`the stream's state can't be read: ${name} is wrong`);
}
