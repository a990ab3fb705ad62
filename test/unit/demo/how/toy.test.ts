import { beforeAll, describe, expect, test } from 'vitest';
import { flipsOf, says } from '../../../../src/demo/how/toy/says.ts';
import { sumLines } from '../../../../src/demo/how/toy/sums.ts';
import { eased } from '../../../../src/demo/how/toy/swing.ts';
import type { Arithmetic } from '../../../../src/demo/parts/arithmetic.ts';
import { toyExample } from '../../../../src/evaluation/walkthrough/toy/example.ts';
import type { ToyExample } from '../../../../src/evaluation/walkthrough/toy/types.ts';
import type { Kernels } from '../../../../src/kernels/api.ts';
import { createKernels } from '../../../../src/kernels/create.ts';

let kernels: Kernels;

beforeAll(async () => {
  kernels = await createKernels({ backend: 'typescript' });
});

/** "1/3 × +1" and what stands behind the sign of equality, as numbers. */
const numberOf = (text: string) => {
  const [whole, part = '1'] = text.replace('−', '-').replace('+', '').split('/');
  return Number(whole) / Number(part);
};
const total = ({ terms }: Arithmetic) =>
  terms.reduce((sum, { factor = '1', value }) => sum + numberOf(factor) * numberOf(value), 0);

describe.each(['tutorial', 'paper'] as const)('sums of the toy example, rule %s', (rule) => {
  test.each([0, 0.3, 0.5, 0.51, 0.8, 1])('add up as they are written, alpha %d', async (alpha) => {
    const toy = await toyExample(kernels, { alpha, rule, iterations: 2 });
    const sums = toy.rounds.flatMap(({ sums }) => sums);
    expect(sums.length).toBeGreaterThan(0);
    for (const sum of sums) {
      for (const line of sumLines(toy, sum)) {
        expect(Math.abs(total(line) - numberOf(line.result))).toBeLessThan(0.0101);
      }
      expect(sumLines(toy, sum)[0].terms.map(({ name }) => name)).toContain(
        toy.images[sum.image].name,
      );
    }
  });
});

describe('what the toy example says', () => {
  const at = (alpha: number): Promise<ToyExample> => toyExample(kernels, { alpha, iterations: 3 });

  test('names the bits of C and E that flip once alpha passes one half', async () => {
    expect(flipsOf(await at(0.49), (await at(0.49)).rounds[0])).toEqual([]);
    const toy = await at(0.6);
    const flips = flipsOf(toy, toy.rounds[0]);
    expect(flips.map((text) => text.at(-1))).toEqual(['C', 'E']);
    expect(says(toy, 1)).toContain(`${flips[0]} and ${flips[1]} flip`);
  });

  test('says that no bit flips below it, and when nothing changes any more', async () => {
    expect(says(await at(0.2), 1)).toContain('no bit flips');
    const toy = await at(0.8);
    expect(says(toy, 1)).not.toContain('Nothing changes');
    expect(says(toy, 2)).toContain('Nothing changes any more.');
  });

  test('begins with the random hyperplanes', async () => {
    expect(says(await at(0.8), 0)).toMatch(/^Random hyperplanes: \d buckets for six images/);
  });
});

test('a swing begins and ends where it should, and is half way in the middle', () => {
  expect([eased(0), eased(0.5), eased(1)]).toEqual([0, 0.5, 1]);
});
