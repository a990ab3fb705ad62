import { describe, expect, test } from 'vitest';
import { evaluated } from '../../../../../src/cli/train/methods/evaluated.ts';
import type { MethodSettings, TrainJob } from '../../../../../src/cli/train/methods/method.ts';
import { METHODS } from '../../../../../src/cli/train/methods/registry.ts';
import { EVALUATED_NAMES } from '../../../../../src/cli/train/names.ts';
import { METHODS as EVALUATE } from '../../../../../src/evaluation/methods/registry.ts';
import { PUBLISHED_SVM } from '../../../../../src/evaluation/published-svm.ts';
import { leaveOneOut } from '../../../../../src/evaluation/tuning/validate.ts';
import { svmDualCoordinateDescent } from '../../../../../src/learners/svm-dcd.ts';
import { loadHasher } from '../../../../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../../../../src/models/graph-regularised-hashing.ts';
import { allBackends } from '../../../../support/backends.ts';
import { labelledPoints } from '../../../../support/labelled-points.ts';

const [, , kernels] = allBackends();
const { points, labels } = labelledPoints(120, 8, { classes: 3, spread: 1.5 });
const more = labelledPoints(200, 8, { classes: 3, spread: 1.5, seed: 5 }).points;
const SETTINGS = { bits: 12, seed: 3, normalise: true, centre: true } as MethodSettings;

function job(change: Partial<TrainJob> = {}, settings: Partial<MethodSettings> = {}): TrainJob {
  return {
    kernels,
    settings: { ...SETTINGS, ...settings },
    executor: null,
    onThreads: (learner) => learner,
    batches: () => expect.unreachable(),
    points: () => expect.unreachable(),
    labelled: async () => ({ name: 'made up', points, labels, classNames: null }),
    unlabelled: async () => null,
    onProgress: () => {},
    signal: new AbortController().signal,
    holdOn: () => {},
    ...change,
  };
}

describe('a method of evaluate that is trained', () => {
  test.each(EVALUATED_NAMES)('%s saves a hasher of points as they come', async (name) => {
    const { hasher, summary, endedEarly } = await METHODS[name].fit(job());
    expect(endedEarly).toBeUndefined();
    expect(summary).toContainEqual(['classes', '3']);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded).toMatchObject({ bits: 12, dimensions: 8, normalise: true, centre: true });
    expect(loaded.description.settings).toMatchObject({ normalise: true, centre: true, seed: 3 });
    expect(loaded.description.training).toMatchObject({ points: 120 });
    // By chance it would be a third.
    expect(leaveOneOut(kernels, loaded.encode(points), labels)).toBeGreaterThan(0.6);
  });

  test('makes the codes of the model that prepares points itself', async () => {
    const { hasher } = await METHODS['grh-linear'].fit(job());
    const learner = svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost: 1, seed: 3 });
    const direct = new GraphRegularisedHashing({ kernels, bits: 12, seed: 3, learner });
    await direct.fit(points, labels);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.encode(more).words).toEqual(direct.encode(more).words);
    expect(loaded.mean).toEqual(direct.mean);
  });

  test('takes points as they are where that is asked for', async () => {
    const raw = { normalise: false, centre: false };
    const { hasher } = await METHODS['grh-linear'].fit(job({}, raw));
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded).toMatchObject({ ...raw, mean: null });
    expect(loaded.description.settings).toMatchObject(raw);
  });

  test('tells settings in words, and of those parts alone that it has', async () => {
    const named = async (name: 'mlp' | 'grh-best', change: Partial<TrainJob> = {}) =>
      (await METHODS[name].fit(job(change))).summary.map(([line]) => line);
    const network = await named('mlp');
    expect(network).toEqual(expect.arrayContaining(['learning rate', 'network share']));
    for (const stray of ['ridge', 'relative width', 'landmarks', 'student share', 'unlabelled']) {
      expect(network).not.toContain(stray);
    }
    expect(await named('grh-best')).toEqual(expect.arrayContaining(['ridge', 'units']));
    const others = await named('grh-best', { unlabelled: async () => more });
    expect(others).toEqual(expect.arrayContaining(['ridge', 'student share', 'unlabelled']));
  });

  test('learns from points without labels, about the mean of those with them', async () => {
    const unlabelled = async () => more;
    const { hasher, summary } = await METHODS['grh-best'].fit(job({ unlabelled }));
    expect(summary).toContainEqual(['without labels', '200 rows beside them']);
    const loaded = loadHasher(kernels, hasher.save());
    expect(loaded.description.training).toMatchObject({ points: 120, unlabelled: 200 });
    const alone = await METHODS['grh-best'].fit(job());
    // A ridge, four networks and, of the points without labels, a student.
    const members = (bytes: Uint8Array) => {
      const { featureMap } = loadHasher(kernels, bytes);
      return featureMap?.kind === 'probabilities' ? featureMap.members.length : 0;
    };
    expect(members(hasher.save())).toBe(6);
    expect(members(alone.hasher.save())).toBe(5);
  });

  test('chooses settings where that is asked for, and says what it took', async () => {
    const { summary } = await METHODS['grh-linear'].fit(job({}, { tune: 1e-6 }));
    expect(Object.fromEntries(summary)).toMatchObject({
      cost: '1',
      'choosing settings': expect.stringMatching(
        /^\d+\.\d s, ended by its time: not all was tried$/,
      ),
    });
  });

  test('gives the best settings so far when it is asked to stop', async () => {
    const stop = new AbortController();
    let held = false;
    const holdOn = () => {
      held = true;
    };
    let told = 0;
    const onProgress = (what: string, share: number) => {
      expect(held).toBe(true);
      if (what === 'choosing settings' && share > 0.2 && told++ === 0)
        stop.abort(new Error('stop'));
    };
    const stopped = job({ signal: stop.signal, holdOn, onProgress }, { tune: true });
    const { hasher, endedEarly } = await METHODS['grh-linear'].fit(stopped);
    expect(endedEarly).toBe('the hasher of the best settings so far');
    expect(loadHasher(kernels, hasher.save()).encode(more).count).toBe(200);
  });

  test.each(['grh-linear', 'grh-best'] as const)(
    '%s gives nothing where there is none yet',
    async (name) => {
      const stop = new AbortController();
      const onProgress = () => stop.abort(new Error('stop'));
      const stopped = job({ signal: stop.signal, onProgress }, { tune: true });
      await expect(METHODS[name].fit(stopped)).rejects.toThrow('stop');
    },
  );

  test('refuses a method without a hasher', async () => {
    const method = evaluated('grh-linear', EVALUATE['exact-cosine']);
    await expect(method.fit(job())).rejects.toThrow('exact-cosine gives no hasher');
  });
});
