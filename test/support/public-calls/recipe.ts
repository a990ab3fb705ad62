import { Matrix } from '../../../src/core/matrix.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { landmarkStream } from '../../../src/models/streaming/landmark-stream.ts';
import { labelledPoints } from '../labelled-points.ts';

/** How something public is called: with arguments that are right, each of which is then spoilt. */
export interface Recipe {
  readonly call: (...args: readonly never[]) => unknown;
  /** Fresh ones for every call. */
  readonly args: () => readonly unknown[];
  /** Places of the arguments that are options, and refuse names that they don't know. */
  readonly options: readonly number[];
}

/** By name: `function`, `Class`, `Class.static`, `Class#method`. */
export type Recipes = Readonly<Record<string, Recipe>>;

// biome-ignore lint/suspicious/noExplicitAny: it is called with arguments of wrong types on purpose
type AnyCall = (...args: any[]) => unknown;

export function recipe(
  call: AnyCall,
  args: () => readonly unknown[] = () => [],
  ...options: number[]
): Recipe {
  return { call, args, options };
}

export const kernels = createKernelsSync({ backend: 'typescript' });
export const { points, labels } = labelledPoints(12, 3, { classes: 2 });
export const bits = 4;
export const signs = Int8Array.from({ length: 12 * bits }, (_, i) => (i % 3 === 0 ? -1 : 1));
export const rows = () => [
  [1, 2, 3],
  [4, 5, 6],
];

/** A hasher that is fitted. */
export function hasher(): RandomHyperplanes {
  return new RandomHyperplanes({ kernels, bits }).fitSync(points);
}

export function grh(): GraphRegularisedHashing {
  return new GraphRegularisedHashing({ kernels, bits });
}

/** A hasher that learns from a stream. */
export function streaming(): GraphRegularisedHashing {
  return new GraphRegularisedHashing({ kernels, bits, stream: landmarkStream({ landmarks: 3 }) });
}

/** One that has. */
export function learnedStream(): GraphRegularisedHashing {
  const learning = streaming();
  void learning.partialFit(points, labels);
  return learning;
}

export function codes() {
  return hasher().encode(points);
}

/** A graph in which each row but the last has the next for a neighbour. */
export function graph() {
  const count = points.rows;
  return {
    rows: count,
    offsets: Uint32Array.from({ length: count + 1 }, (_, i) => Math.min(i, count - 1)),
    neighbours: Uint32Array.from({ length: count - 1 }, (_, i) => i + 1),
    weights: null,
  };
}

export const vector = () => Float32Array.of(1, 2, 3);
export const matrix = () => Matrix.from(rows());

/** Whether all options have their defaults. */
export function isLeftOut(options: unknown): boolean {
  if (options === undefined) return true;
  if (options === null || typeof options !== 'object') return false;
  const prototype = Object.getPrototypeOf(options);
  const isPlain = prototype === null || prototype === Object.prototype;
  return isPlain && Object.keys(options).length === 0;
}
