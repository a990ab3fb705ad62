import { classesFault } from '../core/check-classes.ts';
import { refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers, isArrayLike } from '../core/given.ts';
import type { Matrix } from '../core/matrix.ts';
import { checkGraph, type Graph, withSelf } from '../graph/graph.ts';
import { type Pairs, pairGraph } from '../graph/pairs.ts';

/**
 * One class a row: whole numbers of 32 bits in a typed array, a plain one or anything like it. Any
 * number may name a class, -1 and 0 as well.
 */
export type Labels = ArrayLike<number | bigint>;

/** Labels of some of the points. */
export interface PartialLabels {
  /** Rows of the points whose class is known, each once. */
  readonly labelledRows: ArrayLike<number>;
  /** The class of each of them. */
  readonly labels: Labels;
  /** A graph over all points, for hashers that use one beside labels. */
  readonly graph?: Graph | null;
}

/**
 * What is known of points: their labels, the labels of some of them, a graph over the rows, or
 * pairs of rows that belong together or apart. Pairs are `withSelf(pairGraph(rows, pairs))`.
 */
export type Supervision = Labels | PartialLabels | Graph | Pairs;

/** Supervision, checked against the points and in one form. */
export type Known =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'labels'; readonly labels: Int32Array }
  | {
      readonly kind: 'labels of some rows';
      readonly labelledRows: Uint32Array;
      readonly labels: Int32Array;
      readonly graph: Graph | null;
    }
  | { readonly kind: 'a graph' | 'pairs'; readonly graph: Graph };

/**
 * What `supervision` says of the points.
 *
 * @throws InvalidArgumentError if it is none of its forms, or does not fit the points.
 */
export function readSupervision(
  points: Matrix,
  supervision: Supervision | null | undefined,
): Known {
  if (supervision === null || supervision === undefined) return { kind: 'nothing' };
  if (typeof supervision === 'object') {
    if ('labelledRows' in supervision) return readPartial(points, supervision);
    if ('offsets' in supervision && 'neighbours' in supervision) {
      return { kind: 'a graph', graph: checkedGraph(points, supervision) };
    }
    if ('similar' in supervision) {
      return { kind: 'pairs', graph: withSelf(pairGraph(points.rows, supervision)) };
    }
    if (isArrayLike(supervision)) {
      return { kind: 'labels', labels: readLabels(points, supervision) };
    }
  }
  throw new InvalidArgumentError(
    'the second argument of fit must be labels, { labelledRows, labels }, a graph or pairs ' +
      `{ similar, dissimilar }, not ${show(supervision)}`,
  );
}

/** The labels that a learner of classes needs; throws with what to do where there are none. */
export function labelledPart(
  who: string,
  points: Matrix,
  known: Known,
): { labelledRows: Uint32Array | null; labels: Int32Array } {
  if (known.kind === 'labels') return { labelledRows: null, labels: known.labels };
  if (known.kind === 'labels of some rows') return known;
  const instead = known.kind === 'nothing' ? '' : `, not from ${known.kind}`;
  throw new InvalidArgumentError(
    `${who} learns from labels${instead}: call fit(points, labels) with one class for each of the ` +
      `${points.rows} rows, or { labelledRows, labels } for some of them`,
  );
}

/** Throws unless there are two classes at least, and two points of one class. */
export function checkClasses(labels: Int32Array): void {
  const fault = classesFault(labels);
  if (fault) throw new InvalidArgumentError(fault);
}

function readLabels(points: Matrix, given: Labels): Int32Array {
  const labels = asIntegers('labels', given, Int32Array);
  if (labels.length === points.rows) return labels;
  throw new InvalidArgumentError(
    `${points.rows} points need as many labels, not ${labels.length}; for labels of some rows give ` +
      '{ labelledRows, labels }',
  );
}

function readPartial(points: Matrix, { labelledRows, labels, graph }: PartialLabels): Known {
  for (const [name, list] of Object.entries({ labelledRows, labels })) {
    if (isArrayLike(list)) continue;
    refuse(name, 'an array of numbers', list);
  }
  const rows = Array.from(labelledRows);
  if (labels.length !== rows.length) {
    throw new InvalidArgumentError(
      `${rows.length} labelled rows need as many labels, not ${labels.length}`,
    );
  }
  const wrong = rows.find((row) => !(Number.isInteger(row) && row >= 0 && row < points.rows));
  if (wrong !== undefined) {
    throw new InvalidArgumentError(
      `labelled row ${show(wrong)} is not one of ${points.rows} points`,
    );
  }
  if (new Set(rows).size !== rows.length) {
    throw new InvalidArgumentError('labelled rows must be named once each');
  }
  return {
    kind: 'labels of some rows',
    labelledRows: Uint32Array.from(rows),
    labels: asIntegers('labels', labels, Int32Array),
    graph: graph ? checkedGraph(points, graph) : null,
  };
}

function checkedGraph(points: Matrix, graph: Graph): Graph {
  checkGraph(graph);
  if (graph.rows === points.rows) return graph;
  throw new InvalidArgumentError(
    `${points.rows} points need a graph of as many rows, not ${show(graph.rows)}`,
  );
}
