import { expect, test } from 'vitest';
import { folderLabels } from '../../../../src/node/picture-source/labels.ts';

test('classes are the first folders that tell pictures apart', () => {
  const two = folderLabels(['dogs/a.jpg', 'cats/x/b.jpg', 'cats/c.jpg']);
  expect([[...two.labels], two.names]).toEqual([
    [1, 0, 0],
    ['cats', 'dogs'],
  ]);
  const around = folderLabels(['all/set/b/1.png', 'all/set/a/2.png']);
  expect([[...around.labels], around.names]).toEqual([
    [1, 0],
    ['a', 'b'],
  ]);
});

test.each([
  [['a/1.png', '2.png'], '2.png is in no folder'],
  [['a/1.png', 'a/2.png'], 'a/1.png is in no folder below a'],
  [['a/b/1.png', 'a/c/2.png', 'a/3.png'], 'a/3.png is in no folder below a'],
])('%j is refused', (ids, message) => {
  expect(() => folderLabels(ids)).toThrow(message);
});
