import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import { rbfLandmarks } from '../../../../src/features/rbf-landmarks.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../../src/models/graph-regularised-hashing.ts';
import { mlp } from '../../../../src/models/networks/mlp.ts';
import { labelledPoints } from '../../../support/labelled-points.ts';
import { scoresOf } from '../../learners/network/network-oracle.ts';

const kernels = createKernelsSync();
const SMALL = { hidden: [16], epochs: 20, batch: 16, learningRate: 0.01, dropout: 0.2 };
const { points, labels } = labelledPoints(90, 8, { classes: 3, spread: 0.4, seed: 2 });

async function fitted(options: object = {}, on = kernels) {
  const learner = mlp({ ...SMALL, ...options });
  const hasher = new GraphRegularisedHashing({ kernels: on, bits: 12, learner });
  return hasher.fit(points, labels);
}

describe('graph regularised hashing by a network', () => {
  test('gives points of a class nearer codes than others', async () => {
    const codes = (await fitted()).encode(points);
    const signs = codes.toSigns();
    const distance = (a: number, b: number) => {
      let count = 0;
      for (let j = 0; j < 12; j++) if (signs[a * 12 + j] !== signs[b * 12 + j]) count++;
      return count;
    };
    let [within, between, pairs, others] = [0, 0, 0, 0];
    for (let a = 0; a < 90; a++) {
      for (let b = 0; b < a; b++) {
        if (labels[a] === labels[b]) [within, pairs] = [within + distance(a, b), pairs + 1];
        else [between, others] = [between + distance(a, b), others + 1];
      }
    }
    expect(within / pairs).toBeLessThan((between / others) * 0.2);
  });

  test.each([[[16]], [[12, 9]]])('has the bits of the network with %j units', async (hidden) => {
    const hasher = await fitted({ hidden, loss: 'hinge' });
    const model = hasher.featureMap;
    if (model?.kind !== 'network') throw new Error('no network');
    const layers = [
      ...model.layers,
      { weights: hasher.hyperplanes, offsets: hasher.offsets ?? new Float32Array(12) },
    ];
    const mean = hasher.mean ?? new Float32Array(8);
    const signs = hasher.encode(points).toSigns();
    for (let i = 0; i < points.rows; i++) {
      const row = [...points.row(i)];
      const norm = Math.hypot(...row);
      const scores = scoresOf(
        layers,
        row.map((value, k) => value / norm - mean[k]),
      );
      for (const [j, score] of scores.entries()) {
        if (Math.abs(score) > 1e-4) expect(signs[i * 12 + j]).toBe(score > 0 ? 1 : -1);
      }
    }
  });

  test('is saved, loaded and encodes as before', async () => {
    const hasher = await fitted();
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.encode(points).words).toEqual(hasher.encode(points).words);
    expect(loaded.description).toEqual(hasher.description);
    expect(hasher.description.settings.learner).toMatchObject({ name: 'mlp', hidden: '16' });
  });

  test('is the same on every backend, over two iterations too', async () => {
    const all = [];
    for (const backend of BACKENDS) {
      const own = createKernelsSync({ backend });
      const learner = mlp({ ...SMALL, epochs: 4, mixup: 0.3 });
      const grh = { kernels: own, bits: 9, learner, iterations: 2, alpha: 0.8 };
      const hasher = await new GraphRegularisedHashing(grh).fit(points, labels);
      all.push([hasher.save(), hasher.encode(points).words]);
    }
    expect(all[1]).toEqual(all[0]);
    expect(all[2]).toEqual(all[0]);
  });

  test('hands each iteration its hasher', async () => {
    const seen: Uint32Array[] = [];
    const learner = mlp({ ...SMALL, epochs: 3 });
    const grh = new GraphRegularisedHashing({ kernels, bits: 9, learner, iterations: 2 });
    const hasher = await grh.fit(points, labels, {
      onIteration: (soFar) => {
        seen.push(soFar.encode(points).words);
      },
    });
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(hasher.encode(points).words);
  });

  test('gives bits on which all points agree random hyperplanes with two sides', async () => {
    const signs = new Int8Array(40 * 2).fill(1);
    for (let i = 0; i < 40; i += 2) signs[i * 2] = -1;
    const some = points.slice(0, 40);
    const learner = mlp({ ...SMALL, epochs: 2 });
    const { featureMap, hyperplanes, offsets } = await learner.fit(kernels, some, signs, 2);
    const map = learner.start(kernels, featureMap);
    const features = new Float32Array(40 * 16);
    map.map(some.data, 40, features);
    const sides = Array.from(
      { length: 40 },
      (_, i) =>
        [...hyperplanes.row(1)].reduce((sum, w, k) => sum + w * features[i * 16 + k], offsets[1]) >
        0,
    );
    expect(new Set(sides).size).toBe(2);
    map.dispose();
  });

  test('refuses a feature map beside it, and settings that are none', () => {
    const learner = mlp(SMALL);
    const featureMap = rbfLandmarks();
    expect(() => new GraphRegularisedHashing({ kernels, bits: 4, learner, featureMap })).toThrow(
      'the learner mlp makes features of its own: leave out featureMap',
    );
    expect(() => mlp({ loss: 'softmax' as 'hinge' })).toThrow(InvalidArgumentError);
    expect(() => mlp({ hidden: [] })).toThrow('hidden must name the units of one or two layers');
    const model = {
      kind: 'rbf',
      landmarks: new Matrix(new Float32Array(2), 1, 2),
      width: 1,
    } as const;
    expect(() => learner.start(kernels, model)).toThrow(InvalidArgumentError);
  });
});
