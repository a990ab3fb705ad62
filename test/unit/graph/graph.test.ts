import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edges, graphFromEdges, symmetricGraph, withSelf } from '../../../src/graph/graph.ts';
import { denseOf } from './dense-graph.ts';

const ROWS = 7;
const edgeLists = fc.array(
  fc.record({
    from: fc.nat(ROWS - 1),
    to: fc.nat(ROWS - 1),
    weight: fc.integer({ min: -3, max: 3 }).filter((weight) => weight !== 0),
  }),
  { maxLength: 40 },
);

function edges(list: readonly { from: number; to: number; weight: number }[]): Edges {
  return {
    from: Uint32Array.from(list, ({ from }) => from),
    to: Uint32Array.from(list, ({ to }) => to),
    weights: Float32Array.from(list, ({ weight }) => weight),
  };
}

/** The larger of two entries of which 0 means that there is none. */
const larger = (a: number, b: number) => (a === 0 ? b : b === 0 ? a : Math.max(a, b));

describe('a graph from edges', () => {
  test('has each edge once, of the largest weight, rows and neighbours ascending', () => {
    fc.assert(
      fc.property(edgeLists, (list) => {
        const expected = Array.from({ length: ROWS }, () => new Array<number>(ROWS).fill(0));
        for (const { from, to, weight } of list) {
          expected[from][to] = larger(expected[from][to], weight);
        }
        const graph = graphFromEdges(ROWS, edges(list));
        expect(denseOf(graph)).toEqual(expected);
        expect(graph.neighbours).toHaveLength(
          expected.flat().filter((entry) => entry !== 0).length,
        );
        for (let i = 0; i < ROWS; i++) {
          const own = Array.from(graph.neighbours.slice(graph.offsets[i], graph.offsets[i + 1]));
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('made symmetric equals its transpose; with itself it has ones on the diagonal', () => {
    fc.assert(
      fc.property(edgeLists, (list) => {
        const graph = graphFromEdges(ROWS, edges(list));
        const before = denseOf(graph);
        denseOf(symmetricGraph(graph)).forEach((row, i) => {
          expect(row).toEqual(row.map((_, j) => larger(before[i][j], before[j][i])));
        });
        denseOf(withSelf(graph)).forEach((row, i) => {
          expect(row[i]).toBe(larger(before[i][i], 1));
        });
      }),
    );
  });

  test('as a dense matrix has the weights in their places, and 0 elsewhere', () => {
    fc.assert(
      fc.property(edgeLists, fc.boolean(), (list, isWeighted) => {
        const { from, to, weights } = edges(list);
        const graph = graphFromEdges(ROWS, { from, to, weights: isWeighted ? weights : null });
        const dense = graph.toDense();
        expect([dense.rows, dense.cols]).toEqual([ROWS, ROWS]);
        const rows = Array.from({ length: ROWS }, (_, i) => Array.from(dense.row(i)));
        expect(rows).toEqual(denseOf(graph));
      }),
    );
  });

  test('is no dense matrix if it has no rows, or so many that memory would not hold it', () => {
    const none = { from: [], to: [], weights: null };
    const message = /a dense matrix needs a graph of 1 to 16384 rows, not (0|16385)/;
    for (const rows of [0, 16385]) {
      expect(() => graphFromEdges(rows, none).toDense()).toThrow(message);
    }
  });

  test('can be handed on as a plain object, as to a worker', () => {
    const graph = withSelf(graphFromEdges(2, { from: [0], to: [1], weights: null }));
    expect(withSelf(structuredClone({ ...graph }))).toEqual(graph);
    expect(withSelf(structuredClone(graph))).toEqual(graph);
  });

  test('refuses rows that do not exist', () => {
    const ends = { from: Uint32Array.of(0, 1), to: Uint32Array.of(1, 3), weights: null };
    expect(() => graphFromEdges(3, ends)).toThrow('edge 1 names row 3, but the graph has 3 rows');
  });
});
