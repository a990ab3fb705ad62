import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { type Graph, graphFromEdges, symmetricGraph } from '../../../src/graph/graph.ts';
import { spreadScores } from '../../../src/graph/label-spreading.ts';
import { denseOf } from './dense-graph.ts';

function randomGraph(rows: number, weighted: boolean): Graph {
  const random = new RandomState(7);
  const count = rows * 2;
  const draw = () => Uint32Array.from({ length: count }, () => random.randint(0, rows - 1));
  const weights = weighted
    ? Float32Array.from({ length: count }, () => random.randomSample())
    : null;
  return symmetricGraph(graphFromEdges(rows, { from: draw(), to: draw(), weights }));
}

function labelsOfFew(rows: number, classes: number): Matrix {
  const scores = new Matrix(new Float32Array(rows * classes), rows, classes);
  for (let i = 0; i < rows; i += 5) scores.row(i)[(i / 5) % classes] = 1;
  return scores;
}

/** alpha S F + (1 - alpha) Y, again and again, by dense matrices. */
function denseSpread(graph: Graph, scores: Matrix, alpha: number, iterations: number): number[][] {
  const table = denseOf(graph);
  const degrees = table.map((row) => row.reduce((sum, entry) => sum + entry, 0));
  const initial = Array.from({ length: scores.rows }, (_, i) => Array.from(scores.row(i)));
  let current = initial;
  for (let round = 0; round < iterations; round++) {
    current = table.map((row, i) =>
      initial[i].map((y, c) => {
        const sum = row.reduce(
          (s, entry, j) =>
            s + (entry === 0 ? 0 : (entry * current[j][c]) / Math.sqrt(degrees[i] * degrees[j])),
          0,
        );
        return alpha * sum + (1 - alpha) * y;
      }),
    );
  }
  return current;
}

describe.each([false, true])('scores spread over a graph (weights: %s)', (weighted) => {
  test.each([
    [0.5, 15],
    [0.9, 40],
    [0, 3],
    [0.99, 1],
  ])('as by dense matrices, alpha %d, %d rounds', (alpha, iterations) => {
    const graph = randomGraph(40, weighted);
    const scores = labelsOfFew(40, 3);
    const spread = spreadScores(graph, scores, { alpha, iterations });
    const expected = denseSpread(graph, scores, alpha, iterations).flat();
    expect(spread.data.length).toBe(expected.length);
    spread.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 6);
    });
  });
});

test('a row without neighbours keeps its share of its own scores', () => {
  const graph = graphFromEdges(3, {
    from: Uint32Array.of(0, 1),
    to: Uint32Array.of(1, 0),
    weights: null,
  });
  const spread = spreadScores(graph, new Matrix(Float32Array.of(1, 0, 1), 3, 1), { alpha: 0.5 });
  // F0 = 1/2 F1 + 1/2, F1 = 1/2 F0: 2/3 and 1/3.
  expect(spread.data[0]).toBeCloseTo(2 / 3, 4);
  expect(spread.data[1]).toBeCloseTo(1 / 3, 4);
  expect(spread.data[2]).toBe(0.5);
});

test('negative weights and wrong sizes are refused', () => {
  const edges = { from: Uint32Array.of(0, 1), to: Uint32Array.of(1, 0) };
  const apart = graphFromEdges(2, { ...edges, weights: Float32Array.of(-1, -1) });
  expect(() => spreadScores(apart, labelsOfFew(2, 2))).toThrow('weights of at least 0 only');
  const graph = graphFromEdges(2, { ...edges, weights: null });
  expect(() => spreadScores(graph, labelsOfFew(3, 2))).toThrow('a graph of 2 rows needs');
  expect(() => spreadScores(graph, labelsOfFew(2, 2), { alpha: 1 })).toThrow(
    'alpha must be from 0',
  );
});
