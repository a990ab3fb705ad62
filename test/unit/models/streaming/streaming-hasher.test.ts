import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import type { ArrayToWrite } from '../../../../src/data/arrays/numeric-bytes.ts';
import { readSafetensors, safetensorsBytes } from '../../../../src/data/safetensors/safetensors.ts';
import { hammingMeanAveragePrecision } from '../../../../src/evaluation/hamming-ranking.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { ridge } from '../../../../src/learners/ridge/ridge.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../../src/models/graph-regularised-hashing.ts';
import {
  type LandmarkStreamOptions,
  landmarkStream,
} from '../../../../src/models/streaming/landmark-stream.ts';
import { resumeStream } from '../../../../src/models/streaming/resume-stream.ts';
import { gaussianClasses } from '../../../support/points.ts';

const kernels = createKernelsSync();
const CLASSES = 6;
const all = gaussianClasses({ rows: 900, classes: CLASSES, dimensions: 12, distance: 3, seed: 8 });
const SMALL: LandmarkStreamOptions = { landmarks: 60, sample: 120, solveEvery: 200 };

function hasherOf(options: LandmarkStreamOptions = SMALL, on = kernels, bits = 16) {
  return new GraphRegularisedHashing({ kernels: on, bits, stream: landmarkStream(options) });
}

/** Rows of some classes, in order. */
const rowsOf = (classes: number[], from = 0, to = 600) =>
  [...all.labels.keys()].slice(from, to).filter((row) => classes.includes(all.labels[row]));
const pick = (rows: number[]) => ({
  points: all.points.selectRows(rows),
  labels: Int32Array.from(rows, (row) => all.labels[row]),
});

/** Feeds rows in batches. */
async function feed(hasher: GraphRegularisedHashing, rows: number[], batch = 50) {
  const updates = [];
  for (let first = 0; first < rows.length; first += batch) {
    const { points, labels } = pick(rows.slice(first, first + batch));
    updates.push(await hasher.partialFit(points, labels));
  }
  return updates;
}

/** mAP of points that were not learned. */
function quality(hasher: GraphRegularisedHashing): number {
  const coded = (from: number, to: number) => {
    const { points, labels } = pick(rowsOf([0, 1, 2, 3, 4, 5], from, to));
    return { codes: hasher.encode(points), labels };
  };
  return hammingMeanAveragePrecision(kernels, coded(600, 700), coded(700, 900))!;
}

const unlabelled = all.points.slice(0, 600);
const late = [...rowsOf([0, 1, 2]), ...rowsOf([3, 4]), ...rowsOf([5])];

describe('a stream whose classes come one after another', () => {
  test.each([
    ['landmarks of unlabelled points', { ...SMALL, unlabelled }],
    ['landmarks of its own', SMALL],
  ])('is learned as well as in one go: %s', async (_, options) => {
    const [stream, once] = [hasherOf(options), hasherOf(options)];
    await feed(stream, late);
    stream.catchUp();
    await feed(once, rowsOf([0, 1, 2, 3, 4, 5]), 600);
    const [a, b] = [quality(stream), quality(once)];
    expect(b).toBeGreaterThan(0.75);
    expect(a).toBeGreaterThan(b - 0.06);
  });

  test('old classes keep what was learned of them when only new ones come', async () => {
    const hasher = hasherOf({ ...SMALL, unlabelled });
    await feed(hasher, rowsOf([0, 1, 2]));
    const before = pick(rowsOf([0, 1, 2], 600, 900));
    const scored = () =>
      hammingMeanAveragePrecision(
        kernels,
        { codes: hasher.encode(before.points), labels: before.labels },
        { codes: hasher.encode(before.points), labels: before.labels },
      )!;
    const old = scored();
    await feed(hasher, [...rowsOf([3, 4, 5]), ...rowsOf([3, 4, 5], 600, 900)]);
    expect(scored()).toBeGreaterThan(old - 0.08);
  });

  test('versions come when it is time or a class is new, and tell what changes', async () => {
    const hasher = hasherOf({ ...SMALL, unlabelled });
    const updates = await feed(hasher, [...rowsOf([0, 1, 2]), ...rowsOf([3])]);
    // 300 points of three classes, then 100 of one: at the start, after 200, at the new class.
    expect(updates.map(({ isNew }) => isNew)).toEqual([
      ...[true, false, false, false, true, false],
      ...[true, false],
    ]);
    expect(updates.map(({ version }) => version)).toEqual([1, 1, 1, 1, 2, 2, 3, 3]);
    expect(updates[6].newClasses).toEqual([3]);
    expect(updates[0].changes).toBeNull();
    expect(updates[1].changes).toBeNull();
    const { codes, bits } = updates[4].changes!;
    expect(codes).toBeGreaterThan(0);
    expect(bits).toBeGreaterThan(0);
    expect(bits).toBeLessThanOrEqual(codes);
    expect(updates[7].seen).toBe(400);
    expect(hasher.catchUp()).toMatchObject({ version: 4, isNew: true });
    const again = { version: 4, isNew: false, seen: 400, changes: null };
    expect(hasher.catchUp()).toMatchObject(again);
  });

  test('what changes is about what does change among the points seen', async () => {
    const hasher = hasherOf({ ...SMALL, unlabelled, sample: 500 });
    const rows = rowsOf([0, 1, 2, 3, 4, 5]);
    await feed(hasher, rows.slice(0, 200), 200);
    const { points } = pick(rows.slice(0, 400));
    const old = hasher.encode(points).toSigns();
    const [{ changes }] = await feed(hasher, rows.slice(200, 400), 200);
    const now = hasher.encode(points).toSigns();
    let differing = 0;
    for (let i = 0; i < old.length; i++) if (old[i] !== now[i]) differing++;
    expect(changes!.bits).toBeCloseTo(differing / old.length, 1);
  });

  test('one class alone makes no version', async () => {
    const hasher = hasherOf();
    expect((await feed(hasher, rowsOf([2])))[0]).toMatchObject({ version: 0, isNew: false });
    expect(() => hasher.encode(all.points)).toThrow(InvalidArgumentError);
    expect(() => hasher.save({ state: true })).toThrow(InvalidArgumentError);
    await feed(hasher, rowsOf([1]));
    expect(hasher.version).toBe(1);
    hasher.dispose();
  });

  test('points without labels are passed over', async () => {
    const [some, without] = [hasherOf(), hasherOf()];
    const { points, labels } = pick(rowsOf([0, 1]).slice(0, 60));
    const half = { labelledRows: [...labels.keys()].slice(0, 30), labels: labels.slice(0, 30) };
    await some.partialFit(points, half);
    await without.partialFit(points.slice(0, 30), labels.slice(0, 30));
    expect(some.hyperplanes).toEqual(without.hyperplanes);
  });
});

test('codes are signs of graded projections, by what the hasher has learned and in float64', async () => {
  const hasher = hasherOf({ ...SMALL, unlabelled });
  await feed(hasher, late);
  hasher.catchUp();
  const { featureMap, hyperplanes, offsets, mean } = hasher;
  if (featureMap?.kind !== 'probabilities') throw new Error('codes are graded');
  const [{ featureMap: map, weights, offsets: shares, scale }] = featureMap.members;
  if (map?.kind !== 'rbf') throw new Error('landmarks are radial basis functions');
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
  const signs = hasher.encode(all.points).toSigns();
  let compared = 0;
  for (let i = 0; i < 100; i++) {
    const norm = Math.sqrt(dot(all.points.row(i), all.points.row(i)));
    const point = all.points.row(i).map((value, k) => value / norm - mean![k]);
    const near = Array.from({ length: map.landmarks.rows }, (_, l) => {
      const apart = map.landmarks.row(l).map((value, k) => value - point[k]);
      return Math.exp(-dot(apart, apart) / map.width);
    });
    const parts = Array.from(shares, (share, c) =>
      Math.exp(scale * (share + dot(weights.row(c), near))),
    );
    const sum = parts.reduce((total, part) => total + part, 0);
    const roots = parts.map((part) => Math.sqrt(part / sum));
    for (let j = 0; j < 16; j++) {
      const projection = offsets![j] + dot(hyperplanes.row(j), roots);
      // float32 decides what is as near to 0 as this.
      if (Math.abs(projection) < 1e-3) continue;
      expect(signs[i * 16 + j]).toBe(projection >= 0 ? 1 : -1);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(1500);
});

test('all backends learn the same bits', async () => {
  const saved: Uint8Array[] = [];
  for (const backend of BACKENDS) {
    const hasher = hasherOf(SMALL, createKernelsSync({ backend }));
    await feed(hasher, late);
    saved.push(hasher.save({ state: true }));
  }
  expect(saved[1]).toEqual(saved[0]);
  expect(saved[2]).toEqual(saved[0]);
});

describe('a stream that is saved', () => {
  test.each([
    ['landmarks of unlabelled points', { ...SMALL, unlabelled }],
    ['landmarks of its own', SMALL],
  ])('goes on to the bit from any place: %s', async (_, options) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 11 }), async (batches) => {
        const stream = hasherOf(options);
        await feed(stream, late.slice(0, 50 * batches));
        const resumed = resumeStream(kernels, stream.save({ state: true }));
        expect(resumed.version).toBe(stream.version);
        expect(resumed.encode(all.points).words).toEqual(stream.encode(all.points).words);
        const rest = late.slice(50 * batches);
        expect(await feed(resumed, rest)).toEqual(await feed(stream, rest));
        expect(resumed.catchUp()).toEqual(stream.catchUp());
        expect(resumed.save({ state: true })).toEqual(stream.save({ state: true }));
        for (const each of [stream, resumed]) each.dispose();
      }),
      { numRuns: 6 },
    );
  });

  test('is a hasher for all readers', async () => {
    const hasher = hasherOf();
    await feed(hasher, late);
    for (const bytes of [hasher.save(), hasher.save({ state: true })]) {
      const loaded = loadHasher(kernels, bytes);
      expect(loaded.encode(all.points).words).toEqual(hasher.encode(all.points).words);
      expect(loaded.description).toEqual(hasher.description);
    }
    expect(() => resumeStream(kernels, hasher.save())).toThrow(/state: true/);
  });

  test('damage is told', async () => {
    const hasher = hasherOf();
    await feed(hasher, late.slice(0, 100));
    const bytes = hasher.save({ state: true });
    const spoilt = (from: string, to: string) => {
      const text = Buffer.from(bytes).toString('latin1').replace(from, to);
      return () => resumeStream(kernels, Buffer.from(text, 'latin1'));
    };
    expect(from(bytes, 'hasNewClass')).toBe(true);
    expect(spoilt('hasNewClass', 'hasOldClass')).toThrow(FormatError);
    expect(spoilt('stream.gram', 'stream.gran')).toThrow(FormatError);
    expect(spoilt('solveEvery', 'solveNever')).toThrow(FormatError);
  });
});

const from = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes).toString('latin1').includes(text);

/** A saved stream of which something else is true. */
function altered(
  hasher: GraphRegularisedHashing,
  change: (state: Record<string, unknown>, tensors: Map<string, ArrayToWrite>) => void,
): Uint8Array {
  const { tensors, metadata } = readSafetensors(hasher.save({ state: true }));
  const state = JSON.parse(metadata.get('stream') as string);
  const others = new Map<string, ArrayToWrite>(tensors as never);
  change(state, others);
  return safetensorsBytes(others, metadata.set('stream', JSON.stringify(state)));
}

describe('a state that can not be', () => {
  const counts = (values: number[]) => ({
    shape: [values.length],
    dtype: 'float64' as const,
    values: Float64Array.from(values),
  });
  const sampleOf = (rows: number) => ({
    shape: [rows, 12],
    dtype: 'float32' as const,
    values: new Float32Array(rows * 12),
  });
  test.each<[string, Parameters<typeof altered>[1]]>([
    [
      'classes of which nothing is kept',
      (state, tensors) => {
        (state.kept as number[]).fill(0);
        tensors.set('stream.sample', sampleOf(0));
      },
    ],
    [
      'fewer counts than classes',
      (state, tensors) => {
        const kept = (state.kept as number[]).splice(1);
        tensors.set('stream.sample', sampleOf(60 - kept.reduce((sum, count) => sum + count, 0)));
      },
    ],
    ['labels of more than 32 bits', (state) => (state.classes as number[]).splice(0, 1, 2 ** 31)],
    ['classes without points', (_, tensors) => tensors.set('stream.counts', counts([0, 1, 1]))],
    ['fewer than no points', (_, tensors) => tensors.set('stream.counts', counts([-1, 1, 1]))],
    ['codes of no known form', (state) => Object.assign(state, { form: { scale: 3, neutral: 0 } })],
    ['a scale in a text', (state) => Object.assign(state, { form: { scale: '4', neutral: 0 } })],
    ['codes of no form', (state) => delete state.form],
    [
      'scores of a class that is not there',
      (_, tensors) => {
        const places = { shape: [1], dtype: 'uint32' as const, values: Uint32Array.of(3) };
        const scores = { shape: [1, 3], dtype: 'float32' as const, values: new Float32Array(3) };
        tensors.set('stream.places', places).set('stream.scores', scores);
      },
    ],
    ['no scores', (_, tensors) => tensors.delete('stream.scores')],
  ])('is refused: %s', async (_, change) => {
    const hasher = hasherOf();
    await feed(hasher, rowsOf([0, 1, 2]).slice(0, 60), 60);
    const bytes = altered(hasher, change);
    expect(() => resumeStream(kernels, bytes)).toThrow(FormatError);
  });

  test('is refused: one of before codes were graded', async () => {
    const hasher = hasherOf();
    await feed(hasher, rowsOf([0, 1, 2]).slice(0, 60), 60);
    const { tensors, metadata } = readSafetensors(hasher.save({ state: true }));
    const others = new Map<string, ArrayToWrite>(tensors as never);
    const landmarks = others.get('members.0.features.landmarks')!;
    const zeros = (...shape: number[]) => ({
      ...{ shape, dtype: 'float32' as const },
      values: new Float32Array(shape.reduce((a, b) => a * b)),
    });
    metadata.delete('featureMap');
    metadata.set('version', '1').set('width', '1');
    others.set('landmarks', landmarks).set('hyperplanes', zeros(16, landmarks.shape[0]));
    const bytes = safetensorsBytes(others, metadata);
    expect(loadHasher(kernels, bytes).bits).toBe(16);
    expect(() => resumeStream(kernels, bytes)).toThrow(/earlier hashplane/);
  });

  test('is refused: settings out of range', async () => {
    const hasher = hasherOf();
    await feed(hasher, rowsOf([0, 1, 2]).slice(0, 60), 60);
    const { tensors, metadata } = readSafetensors(hasher.save({ state: true }));
    const settings = (metadata.get('settings') as string).replace('"sample":120', '"sample":1e12');
    const bytes = safetensorsBytes(tensors as never, metadata.set('settings', settings));
    expect(() => resumeStream(kernels, bytes)).toThrow(FormatError);
  });
});

describe('after dispose', () => {
  test('a stream begins anew, and so does one that was read where it can', async () => {
    const rows = rowsOf([0, 1, 2]).slice(0, 100);
    const hasher = hasherOf();
    await feed(hasher, rows);
    const fresh = hasher.encode(all.points).words;
    const read = resumeStream(kernels, hasher.save({ state: true }));
    for (const each of [hasher, read]) {
      each.dispose();
      await feed(each, rows);
      expect(each.encode(all.points).words).toEqual(fresh);
    }
  });

  test('one that was read says that its unlabelled points are missing', async () => {
    const hasher = hasherOf({ ...SMALL, unlabelled: all.points });
    await feed(hasher, rowsOf([0, 1, 2]).slice(0, 100));
    const read = resumeStream(kernels, hasher.save({ state: true }));
    read.dispose();
    await expect(read.partialFit(all.points, all.labels)).rejects.toThrow(/unlabelled points/);
    hasher.dispose();
    const [first] = await feed(hasher, rowsOf([0, 1, 2]).slice(0, 100));
    expect(first.seen).toBe(50);
  });
});

describe('frozen', () => {
  test('stays as it is while its stream goes on', async () => {
    const hasher = hasherOf();
    await feed(hasher, late.slice(0, 100));
    const frozen = hasher.frozen();
    const old = hasher.encode(all.points).words;
    await feed(hasher, late.slice(100));
    expect(frozen.encode(all.points).words).toEqual(old);
    expect(frozen.version).toBe(1);
    expect(frozen.description.training).toMatchObject({ version: 1, points: 50 });
    const now = hasher.encode(all.points).words;
    expect(now).not.toEqual(old);
    await expect(frozen.partialFit(all.points, all.labels)).rejects.toThrow(/frozen/);
    hasher.dispose();
    expect(frozen.encode(all.points).words).toEqual(old);
    frozen.dispose();
  });

  test('is there of fitted hashers too', async () => {
    const hasher = new GraphRegularisedHashing({ kernels, bits: 8, learner: ridge() });
    expect(() => hasher.frozen()).toThrow(InvalidArgumentError);
    await hasher.fit(all.points, all.labels);
    const frozen = hasher.frozen();
    expect(frozen.save()).toEqual(hasher.save());
    await expect(frozen.fit(all.points, all.labels)).rejects.toThrow(/frozen/);
  });
});

describe('what cannot go on', async () => {
  test('says why', async () => {
    const fitted = new GraphRegularisedHashing({ kernels, bits: 8, learner: ridge() });
    await expect(fitted.partialFit(all.points, all.labels)).rejects.toThrow(/landmarkStream/);
    await fitted.fit(all.points, all.labels);
    await expect(fitted.partialFit(all.points, all.labels)).rejects.toThrow(
      /keeps nothing of its points/,
    );
    expect(() => fitted.save({ state: true })).toThrow(/no stream/);
    await expect(hasherOf().fit(all.points, all.labels)).rejects.toThrow(/partialFit/);
    const stream = landmarkStream();
    expect(
      () => new GraphRegularisedHashing({ kernels, bits: 8, stream, learner: ridge() }),
    ).toThrow(/learner is for fit/);
  });

  test('bad points leave the stream as it was', async () => {
    const hasher = hasherOf();
    await feed(hasher, late.slice(0, 100));
    const before = hasher.save({ state: true });
    const { points, labels } = pick(late.slice(100, 130));
    const broken = points.slice(0, 30);
    const spoilt = { ...broken, data: broken.data.slice() };
    spoilt.data[5] = Number.NaN;
    await expect(
      hasher.partialFit(
        [...spoilt.data].map((v) => [v]),
        labels,
      ),
    ).rejects.toThrow();
    await expect(hasher.partialFit(points, labels.slice(1))).rejects.toThrow(InvalidArgumentError);
    await expect(hasher.partialFit(points.slice(0, 0), [])).rejects.toThrow(/at least one row/);
    const many = Int32Array.from({ length: 130 }, (_, i) => 100 + i);
    await expect(hasher.partialFit(all.points.slice(0, 130), many)).rejects.toThrow(/no room/);
    expect(hasher.save({ state: true })).toEqual(before);
  });
});
