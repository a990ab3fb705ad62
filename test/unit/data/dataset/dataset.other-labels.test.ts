import { expect, test } from 'vitest';
import { columnArrays, type TableColumn } from '../../../../src/data/arrays/number-table.ts';
import { readDataset } from '../../../../src/data/dataset/dataset.ts';

const ROWS = [
  { width: 1, label: 7, height: 2, animal: 'cat', category: 9 },
  { width: 3, label: 8, height: 4, animal: 'dog', category: 9 },
];
const NAMES = Object.keys(ROWS[0]) as (keyof (typeof ROWS)[0])[];

const csv = [NAMES, ...ROWS.map((row) => NAMES.map((name) => row[name]))].join('\n');
const jsonl = ROWS.map((row) => JSON.stringify(row)).join('\n');

test.each([
  ['table.csv', csv],
  ['rows.jsonl', jsonl],
])('labels that were not asked for are no features: %s', async (name, text) => {
  for (const labelColumn of [undefined, 'animal', 'category']) {
    const bytes = new TextEncoder().encode(text);
    const { points } = await readDataset(bytes, { name, labelColumn });
    expect([...points.data]).toEqual([1, 2, 3, 4]);
  }
});

test('nor are they in files of columns', async () => {
  const columns = NAMES.filter((name) => name !== 'animal').map((name): TableColumn => {
    const values = Float64Array.from(ROWS, (row) => row[name]);
    const array = { shape: [2], dtype: 'float64' as const, values, fortranOrder: false };
    return {
      ...{ name, kind: 'float64', shape: [2], read: async () => array },
      numbers: async function* () {
        yield values;
      },
    };
  });
  const { arrays, metadata } = columnArrays(columns, { labelColumn: 'category' }, 1e6, 0);
  expect(metadata.get('columns')).toBe('width, height');
  const points = await arrays.find(({ name }) => name === 'points')!.read();
  expect([...(points.values as Float64Array)]).toEqual([1, 2, 3, 4]);
});

test('y beside x is a coordinate', async () => {
  const bytes = new TextEncoder().encode('x,y,label\n1,2,7\n3,4,8\n');
  const { points } = await readDataset(bytes, { name: 'points.csv', labelColumn: 'label' });
  expect([...points.data]).toEqual([1, 2, 3, 4]);
});
