import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDemo } from '../../scripts/demo/build.mjs';
import { FIRST_VIEW_BYTES, firstViewSizes } from '../../scripts/demo/first-view-sizes.mjs';
import { traitsOf } from '../../scripts/demo/traits.mjs';

describe('the built page', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hashplane-demo-built-'));
    await buildDemo(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('shows its first view after at most 150 kB, gzipped, before data', () => {
    const sizes = firstViewSizes(folder);
    const names = sizes.map(({ name }) => name.replace(/-[A-Z0-9]{8}\./, '.'));
    expect(names).toEqual(
      expect.arrayContaining([
        'index.html',
        'main.js',
        'style.css',
        'index-worker.js',
        'chunks/view.js',
      ]),
    );
    const total = sizes.reduce((sum, { gzipped }) => sum + gzipped, 0);
    expect(total).toBeLessThanOrEqual(FIRST_VIEW_BYTES);
  });

  test('has words whose vectors are means of pictures that carry them', () => {
    const { words, mean, rows, sample } = JSON.parse(
      readFileSync(join(folder, 'data/words.json'), 'utf8'),
    );
    expect([rows, sample, mean.length]).toEqual([10_000, 1000, 784]);
    const classes = words.filter(({ field }: { field: string }) => field === 'name');
    expect(classes).toHaveLength(10);
    // Of every tenth picture each is of one class.
    const pictures = classes.map(({ pictures }: { pictures: number }) => pictures);
    expect(pictures.reduce((sum: number, each: number) => sum + each)).toBe(1000);
    for (const { vector } of words) expect(Math.max(...vector.map(Math.abs))).toBe(127);
  });
});

describe('the words of a picture', () => {
  const SIDE = 28;
  /** A box of grey values. */
  function box(width: number, value: (x: number) => number): number[] {
    return Array.from({ length: SIDE * SIDE }, (_, i) => {
      const x = i % SIDE;
      return x < width ? value(x) : 0;
    });
  }

  test('follow from its brightness, width and inner steps, beside those of the others', () => {
    const pictures = [
      box(10, () => 60),
      box(20, () => 120),
      box(28, (x) => (x % 2 === 0 ? 255 : 200)),
    ];
    expect(traitsOf(pictures).traits).toEqual([
      { shade: 'dark', outline: 'slim' },
      {},
      { outline: 'wide' },
    ]);
  });
});
