import { describe, expect, test } from 'vitest';
import type { MethodInput } from '../../../../src/evaluation/methods/method.ts';
import type { MethodName } from '../../../../src/evaluation/methods/names.ts';
import { METHODS } from '../../../../src/evaluation/methods/registry.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { gaussianClasses } from '../../../support/points.ts';

const kernels = createKernelsSync();
const given = gaussianClasses({ rows: 90, classes: 3, dimensions: 6, distance: 4, seed: 4 });
const labelled = given.points.slice(0, 30);
const labels = given.labels.slice(0, 30).map((label) => label + 5);
const shared = new Map<string, unknown>();

function input(bits: readonly number[] = [8, 16], own = {}): MethodInput {
  return {
    ...{ kernels, executor: null, labelled, labels, bits, shared, seed: 1, tuning: null },
    visible: () => given.points,
    labelledInVisible: Uint32Array.from(labels, (_, i) => i),
    ...own,
  };
}

async function fitted(name: MethodName, bits?: readonly number[]) {
  const found = await METHODS[name].fit(input(bits));
  if (found.kind !== 'codes') throw new Error(`${name} makes no codes`);
  return found;
}

describe('methods by graded codes', () => {
  test.each(['grh-best', 'mlp', 'graded-one-hot', 'mlp-unregularised'] as const)(
    '%s knows the class of points',
    async (name) => {
      const method = await fitted(name);
      const answers = (await method.predict?.(given.points)) ?? [];
      expect(answers).toHaveLength(90);
      const right = given.labels.filter((label, i) => label + 5 === answers[i]).length;
      expect(right).toBeGreaterThan(75);
      method.dispose();
    },
  );

  test('share one training in a partition, and keep that of another number of labels apart', async () => {
    const names = ['grh-best', 'mlp', 'graded-one-hot'] as const;
    for (const name of names) {
      let trained = false;
      const onProgress = (what: string) => {
        trained ||= what === 'kernel ridge';
      };
      await METHODS[name].fit(input([8], { onProgress }));
      expect(trained).toBe(false);
    }
    let trained = false;
    await METHODS['grh-best'].fit(
      input([8], {
        labelled: labelled.slice(0, 15),
        labels: labels.slice(0, 15),
        labelledInVisible: Uint32Array.from({ length: 15 }, (_, i) => i),
        onProgress: (what: string) => {
          trained ||= what === 'kernel ridge';
        },
      }),
    );
    expect(trained).toBe(true);
  });

  test.each([
    ['ranking', 0.5],
    ['buckets', 1],
    [undefined, 0.5],
  ] as const)('take what suits their aim: %s', async (aim, exponent) => {
    for (const name of ['grh-best', 'mlp'] as const) {
      const found = await METHODS[name].fit(input([8], { aim }));
      if (found.kind !== 'codes') throw new Error(`${name} makes no codes`);
      expect(found.hasher?.(8).featureMap).toMatchObject({ exponent });
    }
  });

  test('of the network see its probabilities alone', async () => {
    const { hasher } = await fitted('mlp', [8]);
    const map = hasher?.(8).featureMap;
    if (map?.kind !== 'probabilities') throw new Error('no probabilities');
    expect(map.members.map(({ featureMap }) => featureMap?.kind)).toEqual(
      new Array(4).fill('network'),
    );
    expect(map.members.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test('mixed: half of the bits are those of kernel GRH, the others ITQ', async () => {
    const [mixed, grh] = [await fitted('mixed', [9]), await fitted('grh-rbf-cca', [5])];
    const [[long], [short]] = [await mixed.encode(given.points), await grh.encode(given.points)];
    for (let i = 0; i < 90; i++) expect(long.code(i)[0] & 31).toBe(short.code(i)[0]);
    expect(mixed.hasher?.(9).description.method).toBe('mixed');
    const one = await fitted('mixed', [1, 2]);
    expect((await one.encode(given.points)).map(({ bits }) => bits)).toEqual([1, 2]);
  });

  test('lengths that no code could have together are encoded one by one', async () => {
    const lengths = [8, 4090, 16];
    const all = await (await fitted('grh-best', lengths)).encode(given.points);
    expect(all.map(({ bits }) => bits)).toEqual(lengths);
    for (const [at, bits] of lengths.entries()) {
      const [alone] = await (await fitted('grh-best', [bits])).encode(given.points);
      expect(all[at]).toEqual(alone);
    }
  });

  test('one-hot codes have one bit, and unhashed probabilities add to 1', async () => {
    const [codes] = await (await fitted('graded-one-hot')).encode(given.points);
    for (let i = 0; i < 90; i++) expect([1, 2, 4]).toContain(codes.code(i)[0]);
    const vectors = await METHODS['classifier-probabilities'].fit(input());
    if (vectors.kind !== 'vectors') throw new Error('no vectors');
    const found = await vectors.embed(given.points);
    for (let i = 0; i < 90; i++) {
      expect(found.row(i).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    }
  });
});
