import { describe, expect, test } from 'vitest';
import { goals } from '../../scripts/results/goals.mjs';
import { groupRuns } from '../../scripts/results/groups.mjs';
import {
  choiceOf,
  LABELS_SECTIONS,
  labelsSection,
  labelsTable,
} from '../../scripts/results/labels.mjs';
import { labelsChart } from '../../scripts/results/labels-chart.mjs';
import { labelsValues } from '../../scripts/results/labels-values.mjs';
import { groupText } from '../../scripts/results/run-text.mjs';
import { memorisingText } from '../../scripts/results/tables.mjs';
import { testOf, testsText } from '../../scripts/results/tests.mjs';
import { about, BOTH, cell, run } from '../support/evaluation-runs.ts';

describe('runs of one dataset and protocol', () => {
  test('are put together, methods in the order of reports and lengths ascending', () => {
    const [group, ...others] = groupRuns([...BOTH, run([], { protocol: 'held-out' })]);
    expect(others.map(({ protocol }) => protocol)).toEqual(['held-out']);
    expect(group).toMatchObject({ supervision: [1000, 5000], bits: [16, 32] });
    const named = group.cells.map(({ method, bits, supervision }) => [supervision, method, bits]);
    expect(named).toEqual([
      [1000, 'lsh', 32],
      [1000, 'grh-rbf-cca', 16],
      [1000, 'grh-rbf-cca', 32],
      [1000, 'grh-best', 16],
      [1000, 'grh-best', 32],
      [1000, 'classifier-one-hot', 10],
      [5000, 'grh-rbf-cca', 32],
      [5000, 'grh-best', 32],
    ]);
  });

  test('give of a cell that both have the one of more partitions, or else the last', () => {
    const of = (...values: number[][]) =>
      groupRuns(values.map((one) => run([cell('lsh', 16, 100, one)])))[0].cells[0].byPartition;
    expect(of([0.1, 0.2, 0.3], [0.4, 0.5])).toEqual([0.1, 0.2, 0.3]);
    expect(of([0.1, 0.2], [0.4, 0.5])).toEqual([0.4, 0.5]);
  });

  test('make a page with what each table must have', () => {
    const { title, sections } = groupText(groupRuns(BOTH)[0]);
    expect(title).toBe('Gist512CIFAR10.mat, protocol paper');
    const names = sections.map((section) => section.title);
    expect(names).toEqual(['1,000 labelled points', '5,000 labelled points']);
    const [{ text }] = sections;
    expect(text).toContain(
      '| method | 16 bits | 32 bits | other | accuracy of its classifier |\n|--|--:|--:|--:|--:|\n' +
        '| The lsh | – | 0.6000 ± 0.0100 |  |  |\n',
    );
    expect(text).toContain(
      '| The classifier-one-hot | – | – | 0.2500 ± 0.0100 | 0.5000 ± 0.0200 |',
    );
    expect(text).toMatch(/Not measured here: .*`classifier-scores`/);
    // The paper's own figures stand below ours.
    expect(text).toContain('| *LSH, paper* | 0.1290 | 0.1394 |');
  });
});

describe('paired tests', () => {
  test('are made of the same partitions alone', () => {
    const [group] = groupRuns(BOTH);
    const at = (method: string, supervision: number) =>
      group.cells.find((one) => one.method === method && one.supervision === supervision)!;
    const test = testOf(at('grh-best', 5000), at('grh-rbf-cca', 5000));
    // Differences -.03, .01 and .01: mean -.01/3, standard error .04/3.
    expect(test?.meanDifference).toBeCloseTo(-0.01 / 3, 12);
    expect(test?.t).toBeCloseTo(-0.25, 12);
    expect(testOf(at('grh-best', 5000), { ...at('grh-rbf-cca', 5000), design: '7' })).toBeNull();
    expect(
      testOf({ ...at('lsh', 1000), byPartition: [1] }, { ...at('lsh', 1000), byPartition: [2] }),
    ).toBeNull();
  });

  test('compare every method with kernel GRH', () => {
    const own = groupRuns(BOTH)[0].cells.filter(({ supervision }) => supervision === 1000);
    const text = testsText(own).join('\n');
    expect(text).toContain('Against The grh-rbf-cca: difference of mAP');
    expect(text).toMatch(/\| The grh-best \| \+0\.0100 \(.*\) \| \+0\.0300 \(.*\) \|/);
    expect(text).toMatch(/\| The lsh \| – \| \+0\.2800 \(.*\) \|/);
    expect(testsText(own.filter(({ method }) => method === 'lsh'))).toEqual([]);
  });
});

describe('what to take', () => {
  const [group] = groupRuns(BOTH);
  const cellsAt = (count: number) => group.cells.filter((one) => one.supervision === count);

  test('is the best method that learns codes, no baseline', () => {
    expect(choiceOf(cellsAt(1000))).toMatchObject({ best: 'grh-best', asGood: [] });
    expect(choiceOf(cellsAt(5000))).toMatchObject({ best: 'grh-rbf-cca', asGood: ['grh-best'] });
    expect(choiceOf(cellsAt(1000).filter(({ method }) => method !== 'grh-best'))).toBeNull();
  });

  test('calls nothing as good where there are two partitions alone', () => {
    const few = cellsAt(5000).map((one) => ({ ...one, byPartition: one.byPartition.slice(0, 2) }));
    expect(choiceOf(few)).toMatchObject({ best: 'grh-rbf-cca', asGood: [], isTested: false });
  });

  test('stands in a table, and in the documents', () => {
    expect(labelsTable([group])?.split('\n').slice(2)).toEqual([
      '| Gist512CIFAR10.mat, paper | 1,000 | 3 | `grh-best` | .310 | .350 | – | none | 1.3 | 7 |',
      '| Gist512CIFAR10.mat, paper | 5,000 | 3 | `grh-rbf-cca` | – | .403 | – | `grh-best` | 1.3 | 7 |',
    ]);
    expect(labelsTable([group], 1000)).not.toContain('5,000');
    const { 'LEARNING.md': all, 'few-labels.md': few } = LABELS_SECTIONS;
    expect(labelsSection(all, [group], 'charts/labels.svg')).toContain('](charts/labels.svg)');
    expect(labelsSection(few, [group], 'charts/labels.svg')).not.toContain('.svg');
    const others = groupRuns([run([], { protocol: 'unseen-classes' })]);
    expect(labelsSection(all, others, null)).toBeNull();
  });

  test('is drawn where there are several numbers of labels', () => {
    const svg = labelsChart(labelsValues([group])) as string;
    for (const name of ['grh-rbf-cca', 'grh-best']) expect(svg).toContain(`>${name}</text>`);
    // It has one number of labels alone.
    expect(svg).not.toContain('>lsh</text>');
    expect(svg).not.toContain('NaN');
    expect(labelsChart(labelsValues(groupRuns([BOTH[0]])))).toBeNull();
  });
});

test('what rewards memorising says so, beside a network that learns by heart', () => {
  const all = [
    cell('mlp-unregularised', 16, 59_000, about(0.73)),
    cell('lsh', 16, 1000, about(0.1)),
  ];
  const [group] = groupRuns([run(all)]);
  const text = (count: number, cells = group.cells) => memorisingText(group, cells, count).join();
  expect(text(59_000)).toMatch(
    /59,000 of the 59,000 points .*The mlp-unregularised, has 0\.7300 at 16 bits/,
  );
  expect(text(59_000, [])).toContain('was not measured here');
  expect(text(1000)).toBe('');
  const [heldOut] = groupRuns([run(all, { protocol: 'held-out' })]);
  expect(memorisingText(heldOut, heldOut.cells, 59_000)).toEqual([]);
});

describe('goals', () => {
  const speed = { mapSeconds: 0.1, threads: 2 };
  const verdicts = (groups: ReturnType<typeof groupRuns>) =>
    new Map(goals(groups, speed).map(({ what, met }) => [what, met]));

  test('that nothing was measured of are neither met nor missed', () => {
    const all = verdicts([]);
    expect(all.size).toBeGreaterThan(15);
    expect([...all.values()].filter((met) => met !== 'not measured')).toEqual(['yes']);
  });

  test('are judged by the means', () => {
    const at = (values: number[]) =>
      groupRuns([
        run(values.map((value, i) => cell('grh-best', [16, 32, 64][i], 5000, about(value)))),
      ]);
    const goal =
      'CIFAR-10 GIST, paper, T = 5,000: mAP of grh-best at 16, 32, 64 bits at least 0.43 0.45 0.457';
    expect(verdicts(at([0.44, 0.46, 0.46])).get(goal)).toBe('yes');
    expect(verdicts(at([0.44, 0.46, 0.45])).get(goal)).toBe('NO');
    expect(verdicts(at([0.44, 0.46])).get(goal)).toBe('not measured');
  });

  test('allow a method to be worse by the spread', () => {
    const of = (best: number) =>
      groupRuns([
        run(
          [16, 32, 64].flatMap((bits) => [
            cell('grh-rbf-cca', bits, 1000, about(0.3)),
            cell('grh-best', bits, 1000, about(best)),
          ]),
        ),
      ]);
    const goal =
      'CIFAR-10 GIST, paper, T = 1,000: grh-best not below grh-rbf-cca beyond the spread';
    expect(verdicts(of(0.295)).get(goal)).toBe('yes');
    expect(verdicts(of(0.285)).get(goal)).toBe('NO');
  });
});
