import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { RandomState } from '../../../src/core/random/random-state.ts';
import {
  nearestNeighbours,
  neighbourGraph,
  restrictNeighbours,
} from '../../../src/graph/nearest-neighbours.ts';
import { METRICS } from '../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { ExactSearch } from '../../../src/search/exact-search.ts';
import { allBackends } from '../../support/backends.ts';
import { denseOf } from './dense-graph.ts';

const kernels = createKernelsSync();

/** Random points, some of them twice. */
function points(rows: number, cols: number, seed = 1): Matrix {
  const data = new Float32Array(rows * cols);
  new RandomState(seed).fillNormal(data);
  const matrix = new Matrix(data, rows, cols);
  for (let i = 5; i + 1 < rows; i += 9) matrix.row(i + 1).set(matrix.row(i));
  return matrix;
}

const listOf = (
  { offsets, neighbours }: { offsets: Uint32Array; neighbours: Uint32Array },
  i: number,
) => Array.from(neighbours.slice(offsets[i], offsets[i + 1]));

describe.each(METRICS)('nearest neighbours by %s', (metric) => {
  test('are those of exact search, the row itself left out', async () => {
    const data = points(80, 6);
    const lists = await nearestNeighbours(kernels, data, { neighbours: 7, metric });
    const search = new ExactSearch(kernels, data, metric);
    for (let i = 0; i < data.rows; i++) {
      const others = Uint32Array.from({ length: data.rows }, (_, row) => row).filter(
        (r) => r !== i,
      );
      const exact = search.nearest(data.row(i), 7, others);
      expect(listOf(lists, i)).toEqual(Array.from(exact.rows));
      expect(lists.distances.slice(i * 7, i * 7 + 7)).toEqual(exact.distances);
    }
    search.dispose();
  });
});

test('every backend finds the same neighbours', async () => {
  const data = points(60, 5, 3);
  const [first, ...others] = await Promise.all(
    allBackends().map((backend) => nearestNeighbours(backend, data, { neighbours: 9 })),
  );
  for (const lists of others) expect(lists).toEqual(first);
});

test('there are no more neighbours than other rows', async () => {
  const lists = await nearestNeighbours(kernels, points(4, 3), { neighbours: 10 });
  expect(listOf(lists, 2).toSorted()).toEqual([0, 1, 3]);
  const alone = await nearestNeighbours(kernels, points(1, 3), { neighbours: 10 });
  expect(Array.from(alone.offsets)).toEqual([0, 0]);
});

test('lists restricted to a part of the rows are those of that part alone', async () => {
  const data = points(90, 6);
  const subset = new RandomState(4).permutation(90).slice(0, 60);
  const lists = await nearestNeighbours(kernels, data, { neighbours: 60 });
  const part = restrictNeighbours(lists, subset, 8);
  const alone = await nearestNeighbours(kernels, data.selectRows(subset), { neighbours: 8 });
  expect(part.distances).toEqual(alone.distances);
  // Twins are as far, and tie by their numbers, which differ: distances decide.
  const without = part.neighbours.filter((row, at) => row !== alone.neighbours[at]);
  expect(without.length).toBeLessThan(40);
});

test('a restricted list is shorter where too few neighbours are left', async () => {
  const lists = await nearestNeighbours(kernels, points(30, 4), { neighbours: 3 });
  const part = restrictNeighbours(lists, Uint32Array.of(0, 1, 2), 3);
  expect(part.rows).toBe(3);
  for (let i = 0; i < 3; i++) {
    expect(listOf(part, i)).toEqual(listOf(lists, i).filter((row) => row < 3));
  }
});

test('the graph joins two rows if one is in the list of the other', async () => {
  const data = points(40, 4);
  const lists = await nearestNeighbours(kernels, data, { neighbours: 4 });
  const binary = denseOf(neighbourGraph(lists));
  const similar = denseOf(neighbourGraph(lists, 'similarity'));
  for (let i = 0; i < 40; i++) {
    for (let j = 0; j < 40; j++) {
      const at = listOf(lists, i).indexOf(j);
      const back = listOf(lists, j).indexOf(i);
      expect(binary[i][j]).toBe(at >= 0 || back >= 0 ? 1 : 0);
      if (at >= 0) {
        const cosine = Math.max(0, 1 - lists.distances[i * 4 + at]);
        expect(similar[i][j]).toBeCloseTo(cosine ** 4, 5);
      }
    }
  }
});

test('similarities need the cosine', async () => {
  const lists = await nearestNeighbours(kernels, points(9, 4), { neighbours: 2, metric: 'dot' });
  expect(() => neighbourGraph(lists, 'similarity')).toThrow('needs the metric cosine, not "dot"');
});

test('an abort ends the search', async () => {
  const work = nearestNeighbours(kernels, points(5000, 64), {
    neighbours: 3,
    signal: AbortSignal.abort(new Error('enough')),
  });
  await expect(work).rejects.toThrow('enough');
});
