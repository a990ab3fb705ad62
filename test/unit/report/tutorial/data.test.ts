import { describe, expect, test } from 'vitest';
import { reportData } from '../../../../src/report/tutorial/data.ts';
import { ENVIRONMENT, sampleDataset, sampleRun } from '../../../support/report-sample.ts';

describe('reportData', () => {
  const dataset = sampleDataset(100, 2);
  const data = reportData(sampleRun(dataset, [8, 16, 8]), dataset, ENVIRONMENT);

  test('shows a code length once, however often it was asked for', () => {
    expect(data.settings.bits).toEqual([8, 16]);
    expect(data.methods.map(({ bits }) => bits)).toEqual([8, 8, 8, 16, 16, 16]);
  });

  test('lists the sizes that some bucket has', () => {
    expect(data.methods[0].sizes).toEqual([
      [1, 5],
      [3, 2],
      [7, 1],
    ]);
  });

  test('shows ten neighbours of a query at most', () => {
    const lengths = data.methods.flatMap(({ neighbours }) => neighbours.map((n) => n.rows.length));
    expect(Math.max(...lengths)).toBe(10);
  });

  test('has class and pixels of every row that it shows, and of no other', () => {
    const shown = new Set(
      data.methods.flatMap(({ good, poor, neighbours }) => [
        ...(good?.rows ?? []),
        ...(poor?.rows ?? []),
        ...neighbours.flatMap(({ query, rows }) => [query, ...rows]),
      ]),
    );
    const keys = [...shown].map(String).sort();
    expect(Object.keys(data.classes).sort()).toEqual(keys);
    expect(Object.keys(data.images?.pixels ?? {}).sort()).toEqual(keys);
  });

  test('names classes by their numbers where they have no names', () => {
    expect(data.classes[7]).toBe('class 1');
    const named = sampleDataset(100, 2, { classNames: ['zero', 'one'] });
    const { classes } = reportData(sampleRun(named), named, ENVIRONMENT);
    expect([classes[0], classes[1], classes[2]]).toEqual(['zero', 'one', 'class 2']);
  });

  test('carries no images where the points are none', () => {
    const { image: _, ...plain } = dataset;
    expect(reportData(sampleRun(plain), plain, ENVIRONMENT).images).toBeNull();
  });

  test('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  });
});
