import { expect, test } from 'vitest';
import { table } from '../../../../src/cli/output/table.ts';

const plain = (_: string, text: string) => text;

test('columns are as wide as their widest cell', () => {
  const text = table(['id', 'n'], [['long name', '1'], ['x']], plain);
  expect(text.split('\n')).toEqual(['id         n', '─────────  ─', 'long name  1', 'x']);
});

test('there may be more rows than a call takes arguments', () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => [String(i)]);
  expect(table(['id'], rows, plain).split('\n')).toHaveLength(300_002);
});
