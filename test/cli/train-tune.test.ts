import { describe, expect, test } from 'vitest';
import { writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
const ARGS = [
  'train',
  'points.npy',
  '--labels',
  'labels.npy',
  '--bits',
  '8',
  '--out',
  'm.safetensors',
];
const run = (...args: string[]) => hashplane([...ARGS, ...args], { cwd: folder });

interface Printed {
  summary: [string, string][];
}

describe('train --tune', () => {
  test('chooses the best of what it tried, the same every time', async () => {
    const { summary } = jsonOf(await run('--method', 'grh', '--tune', '--json')) as Printed;
    const tried = summary.filter(([name]) => name.startsWith('tried '));
    expect(tried).toHaveLength(12);
    const [best] = tried.toSorted(([, a], [, b]) => Number(b.slice(4)) - Number(a.slice(4)));
    const value = (wanted: string) => summary.find(([name]) => name === wanted)?.[1];
    expect(best[0]).toMatch(new RegExp(`alpha ${value('alpha')}, .*C [\\d.]+$`));
    expect(value('learner')).toContain(best[0].match(/C [\d.]+$/)?.[0].replace('C ', 'C = '));
    const again = jsonOf(await run('--method', 'grh', '--tune', '--json')) as Printed;
    expect(again.summary).toEqual(summary);
  });

  test('is refused where there is nothing to choose', async () => {
    expectRefused(await run('--tune'), 2, /--tune means nothing to --method lsh|means nothing/);
    const both = await run('--method', 'grh', '--tune', '--alpha', '0.9');
    expectRefused(both, 2, /--tune chooses --alpha: give one of the two/);
    expectRefused(await run('--method', 'grh', '--tune', '0'), 2, /--tune/);
  });
});
