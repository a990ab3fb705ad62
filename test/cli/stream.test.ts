import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { npy } from '../support/make-files.ts';
import { gaussianClasses } from '../support/points.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const run = (...args: string[]) => hashplane(args, { cwd: folder });
const { points, labels } = gaussianClasses({
  ...{ rows: 1200, classes: 6, dimensions: 20, distance: 3, seed: 3 },
});
writeFileSync(join(folder, 'points.npy'), npy(points.data, [1200, 20]));
writeFileSync(join(folder, 'labels.npy'), npy(labels, [1200]));
const DATA = ['points.npy', '--labels', 'labels.npy', '--points', '700', '--every', '100'];
const SMALL = [...DATA, '--queries', '100', '--landmarks', '80', '--bits', '16', '--seeds', '2'];

interface Curve {
  readonly variant: string;
  readonly points: {
    readonly seen: number;
    readonly classes: number;
    readonly heldOut: { readonly mean: number; readonly std: number };
  }[];
  readonly changes: { readonly codes: number; readonly bits: number } | null;
  readonly millis: number;
}

interface Result {
  readonly arrivals: { readonly after: number; readonly classes: number[] }[];
  readonly database: number;
  readonly curves: Curve[];
}

const withoutTimes = (result: Result) =>
  JSON.stringify(result, (key, value) => (key === 'millis' ? 0 : value));

describe('hashplane stream', () => {
  test('learns classes as they come; landmarks in closed form beat single steps', async () => {
    const result = jsonOf(await run('stream', ...SMALL, '--json')) as unknown as Result;
    expect(result.arrivals).toEqual([
      { after: 0, classes: [0, 1, 2] },
      { after: 300, classes: [3, 4] },
      { after: 500, classes: [5] },
    ]);
    const names = result.curves.map(({ variant }) => variant);
    expect(names).toEqual(['passive-aggressive', 'ridge', 'landmarks']);
    for (const { points, changes, variant } of result.curves) {
      expect(points.map(({ seen }) => seen)).toEqual([100, 200, 300, 400, 500, 600, 700]);
      expect(points.map(({ classes }) => classes)).toEqual([3, 3, 3, 5, 5, 6, 6]);
      expect(changes !== null).toBe(variant === 'landmarks');
    }
    const [pa, , landmarks] = result.curves.map((curve) => curve.points.at(-1)!.heldOut.mean);
    expect(landmarks).toBeGreaterThan(pa! + 0.05);
    const again = jsonOf(await run('stream', ...SMALL, '--json')) as unknown as Result;
    expect(withoutTimes(again)).toBe(withoutTimes(result));
  });

  test('shows tables and curves of the variants that are named, and keeps the figures', async () => {
    const args = ['--variant', 'ridge,landmarks', '--seeds', '1', '--out', 'results'];
    const { code, stdout, stderr } = await run('stream', ...SMALL, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('classes 0, 1, 2 from the start; 3, 4 after 300; 5 after 500');
    expect(stdout).toMatch(/points {2}classes +ridge {2}landmarks\n/);
    expect(stdout).toContain('▲ ridge   ■ landmarks');
    expect(stdout).not.toContain('passive');
    expect(stdout.trimEnd()).toMatch(/Wrote results.results\.json$/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const kept = JSON.parse(readFileSync(join(folder, 'results/results.json'), 'utf8'));
    expect(kept.curves).toHaveLength(2);
  });

  test('refuses what can be no stream', async () => {
    expectRefused(await run('stream', ...SMALL, '--variant', 'svm'), 2, /--variant/);
    expectRefused(
      await run('stream', ...SMALL, '--points', '50'),
      2,
      /: --points must be .*ends before it is measured/,
    );
    expectRefused(await run('stream', ...SMALL, '--points', '1150'), 1, /fewer --points/);
    expectRefused(await run('stream', '--labels', 'labels.npy'), 2, /--labels must be given once/);
  });
});
