import { describe, expect, test } from 'vitest';
import { RandomState } from '../../../src/core/random/random-state.ts';
import { regulariseByClass } from '../../../src/graph/class-labels.ts';
import { graphFromEdges, withSelf } from '../../../src/graph/graph.ts';
import { labelOverlapGraph } from '../../../src/graph/label-overlap.ts';
import { pairGraph } from '../../../src/graph/pairs.ts';
import { regulariseByGraph } from '../../../src/graph/regularise.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { allBackends } from '../../support/backends.ts';
import { denseOf } from './dense-graph.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

function randomSigns(count: number, seed: number): Int8Array {
  const random = new RandomState(seed);
  return Int8Array.from({ length: count }, () => (random.randint(0, 2) === 0 ? -1 : 1));
}

describe('regularisation over a graph', () => {
  test('is that over class labels where neighbours are those of the own class', () => {
    const random = new RandomState(2);
    const labels = Int32Array.from({ length: 50 }, () => random.randint(0, 4));
    const graph = labelOverlapGraph(Array.from(labels, (label) => [label]));
    const [signs, initial] = [randomSigns(50 * 9, 3), randomSigns(50 * 9, 4)];
    for (const rule of ['paper', 'tutorial'] as const) {
      for (const alpha of [0, 0.25, 0.5, 0.9, 1]) {
        const step = { signs, initial, bits: 9, alpha, rule };
        const expected = regulariseByClass(kernels, { ...step, labels });
        for (const backend of allBackends()) {
          expect(regulariseByGraph(backend, { ...step, graph })).toEqual(expected);
        }
      }
    }
  });

  test('averages over weights: the sign of the blend with a dense adjacency matrix', () => {
    const random = new RandomState(6);
    const draw = () => Uint32Array.from({ length: 70 }, () => random.randint(0, 20));
    // Eighths, so that float64 sums are exact.
    const weights = Float32Array.from({ length: 70 }, () => (random.randint(0, 16) - 7.5) / 8);
    const graph = graphFromEdges(20, { from: draw(), to: draw(), weights });
    const table = denseOf(graph);
    const [signs, initial] = [randomSigns(60, 3), randomSigns(60, 4)];
    const step = { signs, initial, bits: 3, graph, alpha: 0.75, rule: 'paper' } as const;
    const out = regulariseByGraph(kernels, step);
    table.forEach((row, i) => {
      const degree = row.reduce((sum, entry) => sum + Math.abs(entry), 0);
      for (let j = 0; j < 3; j++) {
        const sum = row.reduce((s, entry, m) => s + entry * signs[m * 3 + j], 0);
        const blend = degree === 0 ? initial[i * 3 + j] : 3 * sum + degree * initial[i * 3 + j];
        expect(out[i * 3 + j]).toBe(blend >= 0 ? 1 : -1);
      }
    });
  });

  test('leaves rows without neighbours as they are', () => {
    const graph = graphFromEdges(2, {
      from: Uint32Array.of(),
      to: Uint32Array.of(),
      weights: null,
    });
    const [signs, initial] = [Int8Array.of(1, -1), Int8Array.of(-1, -1)];
    const step = { signs, initial, bits: 1, graph, alpha: 1 } as const;
    expect(Array.from(regulariseByGraph(kernels, { ...step, rule: 'paper' }))).toEqual([-1, -1]);
    expect(Array.from(regulariseByGraph(kernels, { ...step, rule: 'tutorial' }))).toEqual([1, -1]);
  });

  test('refuses signs of another size', () => {
    const graph = graphFromEdges(2, {
      from: Uint32Array.of(),
      to: Uint32Array.of(),
      weights: null,
    });
    const signs = Int8Array.of(1);
    const step = { signs, initial: signs, bits: 1, graph, alpha: 1, rule: 'paper' } as const;
    expect(() => regulariseByGraph(kernels, step)).toThrow('need 2 signs, not 1');
  });
});

describe('the graph of pairs', () => {
  test('has similar rows at 1 and dissimilar ones at -1, both ways', () => {
    const graph = pairGraph(4, { similar: [[2, 0]], dissimilar: [[0, 3]] });
    expect(denseOf(graph)).toEqual([
      [0, 0, 1, -1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [-1, 0, 0, 0],
    ]);
    expect(pairGraph(3, { similar: [[0, 1]] }).weights).toBeNull();
  });

  test('pulls similar rows together and dissimilar ones apart', () => {
    const graph = withSelf(pairGraph(3, { similar: [[0, 1]], dissimilar: [[0, 2]] }));
    const signs = Int8Array.of(1, 1, /**/ 1, -1, /**/ 1, 1);
    const step = { signs, initial: signs, bits: 2, graph, alpha: 1, rule: 'paper' } as const;
    // Row 0: 1 + 1 - 1 and 1 - 1 - 1; row 1: 1 + 1 and -1 + 1, a tie; row 2: 1 - 1, ties.
    expect(Array.from(regulariseByGraph(kernels, step))).toEqual([1, -1, 1, 1, 1, 1]);
  });

  test('refuses contradictions, loops and rows that do not exist', () => {
    const both = () => pairGraph(3, { similar: [[0, 1]], dissimilar: [[1, 0]] });
    expect(both).toThrow('rows 1 and 0 are said to be similar and dissimilar');
    expect(() => pairGraph(3, { similar: [[1, 1]] })).toThrow('not 1 and 1');
    expect(() => pairGraph(3, { similar: [[0, 3]] })).toThrow('rows 0 to 2, not 0 and 3');
  });
});

describe('the graph of shared labels', () => {
  const labels = [[1, 2], [2, 3, 2], [], [1, 2, 3], [9]];

  test('joins rows that share one, and each row with itself', () => {
    expect(denseOf(labelOverlapGraph(labels))).toEqual([
      [1, 1, 0, 1, 0],
      [1, 1, 0, 1, 0],
      [0, 0, 0, 0, 0],
      [1, 1, 0, 1, 0],
      [0, 0, 0, 0, 1],
    ]);
  });

  test('counts them, alone or over all labels of the two', () => {
    expect(denseOf(labelOverlapGraph(labels, 'count'))[0]).toEqual([2, 1, 0, 2, 0]);
    const [row] = denseOf(labelOverlapGraph(labels, 'jaccard'));
    [1, 1 / 3, 0, 2 / 3, 0].forEach((value, j) => {
      expect(row[j]).toBeCloseTo(value, 6);
    });
  });
});
