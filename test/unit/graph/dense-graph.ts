import type { Graph } from '../../../src/graph/graph.ts';

/** The adjacency matrix of a graph as a table. */
export function denseOf({ rows, offsets, neighbours, weights }: Graph): number[][] {
  const table = Array.from({ length: rows }, () => new Array<number>(rows).fill(0));
  for (let i = 0; i < rows; i++) {
    for (let m = offsets[i]; m < offsets[i + 1]; m++) {
      table[i][neighbours[m]] = weights ? weights[m] : 1;
    }
  }
  return table;
}
