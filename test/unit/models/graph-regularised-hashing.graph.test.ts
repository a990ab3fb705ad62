import { describe, expect, test } from 'vitest';
import { withSelf } from '../../../src/graph/graph.ts';
import { labelOverlapGraph } from '../../../src/graph/label-overlap.ts';
import { nearestNeighbours, neighbourGraph } from '../../../src/graph/nearest-neighbours.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { GraphRegularisedHashing } from '../../../src/models/graph-regularised-hashing.ts';
import { itqCcaInitialiser } from '../../../src/models/initialisers/itq-cca.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';
import { gaussianClasses } from '../../support/points.ts';

const kernels = createKernelsSync();
const { points, labels } = gaussianClasses({
  rows: 90,
  classes: 3,
  dimensions: 6,
  distance: 3,
  seed: 4,
});

describe('graph regularised hashing over a graph', () => {
  test('is that over class labels where the graph joins each class', async () => {
    const graph = labelOverlapGraph(Array.from(labels, (label) => [label]));
    const options = { kernels, bits: 12, iterations: 2, alpha: 0.8 };
    const byGraph = await new GraphRegularisedHashing(options).fit(points, graph);
    const byClass = await new GraphRegularisedHashing(options).fit(points, labels);
    expect(byGraph.hyperplanes).toEqual(byClass.hyperplanes);
    expect(byGraph.summary).toEqual(byClass.summary);
  });

  test('needs no labels: nearest neighbours get nearer codes than random hyperplanes give', async () => {
    const lists = await nearestNeighbours(kernels, points, { neighbours: 8 });
    const graph = withSelf(neighbourGraph(lists));
    const options = { kernels, bits: 24 };
    const learned = await new GraphRegularisedHashing({ ...options, iterations: 3 }).fit(
      points,
      graph,
    );
    const random = new RandomHyperplanes(options).fitSync(points);
    const sameBits = (hasher: typeof random | typeof learned) => {
      const codes = hasher.encode(points);
      let same = 0;
      for (let i = 0; i < graph.rows; i++) {
        for (let m = graph.offsets[i]; m < graph.offsets[i + 1]; m++) {
          const difference = codes.code(i)[0] ^ codes.code(graph.neighbours[m])[0];
          for (let j = 0; j < 24; j++) if (((difference >>> j) & 1) === 0) same++;
        }
      }
      return same;
    };
    expect(sameBits(learned)).toBeGreaterThan(1.1 * sameBits(random));
  });

  test('refuses a graph of other points, and initialisers that need classes', async () => {
    const graph = labelOverlapGraph([[1], [1]]);
    const hasher = new GraphRegularisedHashing({ kernels, bits: 4 });
    await expect(hasher.fit(points, graph)).rejects.toThrow(
      '90 points need a graph of as many rows, not 2',
    );
    const initialiser = itqCcaInitialiser();
    const supervised = new GraphRegularisedHashing({ kernels, bits: 4, initialiser });
    const own = labelOverlapGraph(Array.from(labels, (label) => [label]));
    await expect(supervised.fit(points, own)).rejects.toThrow('label');
  });
});
