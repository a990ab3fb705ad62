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

  test('refuses rows that do not exist', () => {
    const ends = { from: Uint32Array.of(0, 1), to: Uint32Array.of(1, 3), weights: null };
    expect(() => graphFromEdges(3, ends)).toThrow('edge 1 names row 3, but the graph has 3 rows');
  });
});
