import { describe, expect, it } from 'vitest';
import { readContents } from '../../../../src/data/contents.ts';
import { readDataset } from '../../../../src/data/dataset/dataset.ts';
import { bytesText, forPage } from '../../../../src/demo/data/wording.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => '',
    (error: Error) => forPage(error.message),
  );

describe('messages of the library on a page', () => {
  it.each([
    ['missing numbers', () => readContents(bytes('a,b\n1,2\n,4\n'), { name: 'x.csv' })],
    ['no labels', () => readDataset(bytes('1,2\n3,4\n'), { name: 'x.csv' })],
    [
      'several vectors',
      () =>
        readContents(bytes('[{"a":[1,2],"b":[3,4]},{"a":[1,2],"b":[3,4]}]'), { name: 'x.json' }),
    ],
    [
      'no such column',
      () => readContents(bytes('a,b\n1,2\n'), { name: 'x.csv', labelColumn: 'c' }),
    ],
  ])('name no option of the command line: %s', async (_, read) => {
    const message = await messageOf(read());
    expect(message).not.toBe('');
    expect(message).not.toContain('--');
    expect(message).not.toContain('\n');
  });

  it('name what is there instead', () => {
    expect(
      forPage(
        'line 3: has a missing number (it is empty): choose --missing mean, zero or drop-row',
      ),
    ).toBe(
      'line 3: has a missing number (it is empty): choose what becomes of them at "Missing numbers"',
    );
    expect(forPage('there is no variable X: name one with --array (--array vectors, say)')).toBe(
      'there is no variable X: name one at "Column of points" (vectors, say)',
    );
  });
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [15_360, '15 KB'],
  [1_340_000, '1.3 MB'],
  [204_800_128, '205 MB'],
  [1_500_000_000, '1.5 GB'],
])('%d bytes are written as %s', (size, text) => {
  expect(bytesText(size)).toBe(text);
});
