import { expect, test } from 'vitest';
import { budgetText, spentText, tuningSpent } from '../../../../src/cli/evaluate/budget.ts';
import type { Cell } from '../../../../src/evaluation/comparison/cell.ts';

function cell(method: string, bits: number, tuneSeconds: number, change: Partial<Cell> = {}): Cell {
  const rest = { supervision: 100, partition: 0, tuningCutShort: false };
  return { method, bits, tuneSeconds, ...rest, ...change } as Cell;
}

test('a choice that lengths and methods share is counted once, and cut short for each method', () => {
  const cut = { tuningCutShort: true };
  const cells = [
    cell('grh-rbf', 16, 2.25),
    cell('grh-rbf', 32, 2.25),
    // One classifier behind both.
    ...[16, 32].map((bits) => cell('mlp', bits, 10.5, cut)),
    ...[16, 32].map((bits) => cell('grh-best', bits, 10.5, cut)),
    // Another partition is another choice, of the same time by chance even.
    cell('mlp', 16, 10.5, { partition: 1, ...cut }),
    cell('lsh', 16, 0),
  ];
  const spent = tuningSpent(cells);
  expect(spent.seconds).toBe(2.25 + 10.5 + 10.5);
  expect(spent.cutShort).toEqual([
    { method: 'mlp', supervision: 100, partitions: 2 },
    { method: 'grh-best', supervision: 100, partitions: 1 },
  ]);
  expect(spentText(spent)).toBe(
    'choosing settings took 23.3 s; cut short by the time: mlp at T = 100 (2 partitions), ' +
      'grh-best at T = 100 (1 partition)',
  );
  expect(spentText(tuningSpent([cell('lsh', 16, 0)]))).toMatch(/0\.0 s; all was tried$/);
  expect(budgetText({ folds: 4, seconds: 60 })).toContain('4 folds');
});
