import { expect, test } from 'vitest';
import { StreamCodewords } from '../../../../src/models/streaming/stream-codewords.ts';

function distances(words: StreamCodewords): number[] {
  const { bits, codewords, classes } = words;
  const rows = classes.map((_, c) => codewords.subarray(c * bits, (c + 1) * bits));
  return rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => a.reduce((sum, sign, j) => sum + (sign !== b[j] ? 1 : 0), 0)),
  );
}

test('classes keep their codewords when others come, and all stay apart', () => {
  const words = new StreamCodewords(32, 1);
  words.add([3, 7, 9]);
  const first = words.codewords.slice();
  expect(words.newAmong(Int32Array.of(5, 3, -2, 5))).toEqual([-2, 5]);
  for (const label of [-2, 5, 40, 41, 42, 43, 44]) words.add([label]);
  expect(words.codewords.subarray(0, first.length)).toEqual(first);
  expect(words.classes).toEqual([3, 7, 9, -2, 5, 40, 41, 42, 43, 44]);
  expect(Math.min(...distances(words))).toBeGreaterThanOrEqual(12);
  expect([...words.placesOf(Int32Array.of(44, 3, 5))]).toEqual([9, 0, 4]);
});

test('codewords go on from those that were saved, wherever it was', () => {
  const labels = [10, 11, 12, 13, 14, 15, 16, 17];
  for (let cut = 2; cut < labels.length; cut++) {
    const whole = new StreamCodewords(16, 4);
    whole.add(labels.slice(0, 2));
    for (const label of labels.slice(2, cut)) whole.add([label]);
    const again = new StreamCodewords(16, 4);
    again.restore(whole.classes, whole.codewords, whole.first);
    for (const label of labels.slice(cut)) {
      whole.add([label]);
      again.add([label]);
    }
    expect(again.codewords).toEqual(whole.codewords);
    expect(again.classes).toEqual(whole.classes);
  }
});

test('one class that comes alone, and more classes than short codes can tell apart', () => {
  const words = new StreamCodewords(2, 0);
  words.add([1]);
  for (let label = 2; label < 9; label++) words.add([label]);
  expect(words.codewords).toHaveLength(16);
  expect(words.codewords.every((sign) => Math.abs(sign) === 1)).toBe(true);
});
