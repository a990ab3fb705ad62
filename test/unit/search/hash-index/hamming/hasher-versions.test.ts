import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../../src/core/errors.ts';
import { ridge } from '../../../../../src/learners/ridge/ridge.ts';
import { loadHasher } from '../../../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../../../src/models/graph-regularised-hashing.ts';
import { landmarkStream } from '../../../../../src/models/streaming/landmark-stream.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import { labelledPoints } from '../../../../support/labelled-points.ts';
import { emptyIndex, kernels } from '../made.ts';

const { points, labels } = labelledPoints(120, 6, { classes: 3, spread: 0.5, seed: 2 });

async function streaming(): Promise<GraphRegularisedHashing> {
  const stream = landmarkStream({ landmarks: 10, solveEvery: 20 });
  const hasher = new GraphRegularisedHashing({ kernels, bits: 16, stream });
  await hasher.partialFit(points, labels);
  return hasher;
}

async function fitted(): Promise<GraphRegularisedHashing> {
  const hasher = new GraphRegularisedHashing({ kernels, bits: 16, learner: ridge() });
  return hasher.fit(points, labels);
}

describe('a hasher that learns on', () => {
  test('is refused by an index, which takes what is frozen of it', async () => {
    const hasher = await streaming();
    expect(hasher.learnsOn).toBe(true);
    const index = emptyIndex(6);
    index.add(points);
    const before = index.stats;
    expect(() => index.adoptHasher(hasher)).toThrow(/frozen\(\)/);
    expect(() => index.rehash(hasher)).toThrow(/frozen\(\)/);
    expect(() => HashIndex.create({ kernels, hasher })).toThrow(InvalidArgumentError);
    expect(index.stats).toEqual(before);
    const frozen = hasher.frozen();
    expect(frozen.learnsOn).toBe(false);
    index.adoptHasher(frozen);
    const own = HashIndex.create({ kernels, hasher: frozen });
    own.add(points);
    await hasher.partialFit(points, labels);
    await index.recode();
    expect(index.search(points.row(3), { k: 4 })).toEqual(own.search(points.row(3), { k: 4 }));
  });
});

describe('a hasher that was fitted anew', () => {
  test('codes nothing more, and is saved with no codes of before', async () => {
    const hasher = await fitted();
    const index = HashIndex.create({ kernels, hasher });
    index.add(points);
    const found = index.search(points.row(0), { k: 3 });
    const half = points.slice(0, 60);
    await hasher.fit(half, labels.slice(0, 60));
    const again = [
      () => index.search(points.row(0), { k: 3 }),
      () => index.add(points),
      () => index.save(),
    ];
    for (const call of again) expect(call).toThrow(/or has since/);
    expect(index.size).toBe(120);
    index.rehash(hasher);
    expect(index.search(points.row(0), { k: 3 }).neighbours).toHaveLength(3);
    expect(found.neighbours).toHaveLength(3);
    expect(HashIndex.load(index.save(), { kernels, loadHasher }).size).toBe(120);
  });

  test('may be followed by what is frozen of it', async () => {
    const hasher = await fitted();
    const index = HashIndex.create({ kernels, hasher });
    index.add(points);
    await hasher.fit(points.slice(0, 60), labels.slice(0, 60));
    index.adoptHasher(hasher.frozen());
    expect(await index.recode()).toBe(120);
    const fresh = HashIndex.create({ kernels, hasher });
    fresh.add(points);
    expect(index.search(points.row(3), { k: 4 })).toEqual(fresh.search(points.row(3), { k: 4 }));
  });
});
