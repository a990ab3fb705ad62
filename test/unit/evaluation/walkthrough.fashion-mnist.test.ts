import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Walkthrough, WalkthroughStepId } from '../../../src/evaluation/walkthrough/types.ts';
import { walkthrough } from '../../../src/evaluation/walkthrough/walkthrough.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { readBundledDataset } from '../../../src/node/bundled-dataset.ts';
import { dataOf } from '../../support/walkthrough.ts';

/** By numpy and scikit-learn: scripts/golden/walkthrough.py. */
const GOLDEN: {
  norms: Record<'least' | 'mean' | 'most', number>[];
  hyperplanes: number[][];
  projections: number[];
  bits: number[];
  bucket: number;
  table: {
    buckets: number;
    largest: number;
    withTwoOrMore: number;
    fullest: number;
    classesOfFullest: number[];
  };
  split: Record<'queries' | 'database' | 'train', { size: number; first: number[] }>;
  neighbours: { candidates: number; buckets: number; rows: number[]; distances: number[] }[];
  graph: { ones: number; flippedByBit: number[]; codesBefore: number; codesAfter: number };
  smallestAbsoluteProjection: number;
} = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../fixtures/golden/walkthrough.json'), 'utf8'),
).story;

describe('the walkthrough of the bundled images', () => {
  let story: Walkthrough;
  const data = <Id extends WalkthroughStepId>(id: Id) => dataOf(story, id);

  beforeAll(async () => {
    const kernels = createKernelsSync();
    story = await walkthrough(
      kernels,
      await readBundledDataset(),
      {},
      {
        steps: ['data', 'hyperplanes', 'bits', 'bucket', 'table', 'split', 'neighbours', 'grh'],
      },
    );
  });

  test('has no projection so near to 0 that float32 could turn its bit', () => {
    expect(GOLDEN.smallestAbsoluteProjection).toBeGreaterThan(1e-6);
  });

  test('has the lengths of numpy', () => {
    data('data').stages.forEach(({ norms }, i) => {
      for (const name of ['least', 'mean', 'most'] as const) {
        expect(norms[name] / GOLDEN.norms[i][name]).toBeCloseTo(1, 6);
      }
    });
  });

  test('has the hyperplanes, projections, bits and bucket of numpy', () => {
    const planes = GOLDEN.hyperplanes.map((plane) => plane.map(Math.fround));
    expect(data('hyperplanes').values).toEqual(planes);
    const { projections, bits } = data('bits');
    GOLDEN.projections.forEach((value, j) => {
      expect(projections[j]).toBeCloseTo(value, 4);
    });
    expect(bits).toEqual(GOLDEN.bits);
    expect(data('bucket').index).toBe(String(GOLDEN.bucket));
  });

  test('has the buckets of numpy, and the classes of the fullest', () => {
    const { fullest, classesOfFullest, ...counts } = GOLDEN.table;
    expect(data('table')).toMatchObject(counts);
    const [first] = data('table').fullest;
    expect(first.index).toBe(String(fullest));
    const byLabel = new Array<number>(10).fill(0);
    for (const { label, count } of first.classes) byLabel[label] = count;
    expect(byLabel).toEqual(classesOfFullest);
  });

  test('has the split of scikit-learn', () => {
    for (const { name, size, first } of data('split').parts) {
      expect({ size, first: first.map(({ row }) => row) }).toEqual(GOLDEN.split[name]);
    }
  });

  test('has the neighbours of numpy at every radius', () => {
    data('neighbours').byRadius.forEach(({ candidates, buckets, nearest }, radius) => {
      const golden = GOLDEN.neighbours[radius];
      expect({ candidates, buckets }).toMatchObject({
        candidates: golden.candidates,
        buckets: golden.buckets,
      });
      expect(nearest.map(({ row }) => row)).toEqual(golden.rows);
      nearest.forEach(({ distance }, i) => {
        expect(distance).toBeCloseTo(golden.distances[i], 5);
      });
    });
  });

  test('flips the bits that numpy flips', () => {
    const { adjacency, flipped, codes } = data('grh');
    expect(adjacency.ones).toBe(GOLDEN.graph.ones);
    expect(flipped.byBit).toEqual(GOLDEN.graph.flippedByBit);
    expect(codes).toEqual({ before: GOLDEN.graph.codesBefore, after: GOLDEN.graph.codesAfter });
  });
});
