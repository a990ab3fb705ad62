import type { FileCase } from './case.ts';

const AB = [
  [0.5, -1],
  [2, 3.25],
];
const word2vec = (tail: string) =>
  Uint8Array.from(
    Buffer.concat([
      Buffer.from('2 2\n'),
      ...AB.flatMap((row, i) => [
        Buffer.from(`${['the', 'Straße'][i]} `),
        Buffer.from(Float32Array.from(row).buffer),
        Buffer.from(tail),
      ]),
    ]),
  );

/** Word vectors and sparse rows. */
export const WORD_CASES: readonly FileCase[] = [
  {
    file: 'glove.txt',
    content: 'the 0.5 -1\nof 2 3.25\n',
    kind: 'GloVe',
    right: AB,
    ids: ['the', 'of'],
  },
  {
    file: 'glove.txt',
    content: '2003 0.5 -1\n" 2 3.25\n',
    kind: 'numbers and quotes as words',
    right: AB,
    ids: ['2003', '"'],
  },
  {
    file: 'glove.txt',
    content: 'the 0.5 -1\na b@c.d 2 3.25\nof 1 1\n',
    kind: 'a word with a space',
    right: [...AB, [1, 1]],
    ids: ['the', 'a b@c.d', 'of'],
  },
  {
    file: 'wiki.vec',
    content: '2 2\nthe 0.5 -1 \n</s> 2 3.25 \n',
    kind: "fastText's .vec",
    right: AB,
    ids: ['the', '</s>'],
  },
  {
    file: 'x.txt',
    content: '2 1\nthe 0.5\n7 2\n',
    kind: 'one dimension',
    right: [[0.5], [2]],
    ids: ['the', '7'],
  },
  {
    file: 'x.vec',
    content: '3 2\nthe 0.5 -1\nof 2 3.25\n',
    kind: 'fewer words than promised',
    right: /line 1 promises 3 words, but there are 2/,
  },
  {
    file: 'x.vec',
    content: 'the 0.5 -1\nof 2 3.25\nand 1\n',
    kind: 'a short line',
    right: /line 3: "and" has 1 numbers, not 2/,
  },
  {
    file: 'x.vec',
    content: '3 2\nthe 0.5 -1\nof 2 x\nand 1 1\n',
    kind: 'a text for a number',
    right: /line 3: "of" at place 2 must be a number, not "x"/,
  },
  {
    file: 'x.vec',
    content: '2 2\nthe 0.5 -1\nof 2 nan\n',
    kind: 'NaN',
    right: /line 3: "of" at place 2 has a missing number/,
  },
  {
    file: 'x.bin',
    content: word2vec('\n'),
    kind: "word2vec's binary form",
    right: AB,
    ids: ['the', 'Straße'],
  },
  {
    file: 'x.bin',
    content: word2vec(''),
    kind: 'the same without line ends',
    right: AB,
    ids: ['the', 'Straße'],
  },
  {
    file: 'x.svm',
    content: '1 1:0.5 2:-1\n-1 1:2 2:3.25 # note\n',
    kind: 'svmlight',
    right: AB,
    labels: [1, -1],
  },
  {
    file: 'x.txt',
    content: '3 0:0.5 1:-1\n3 qid:4 0:2 1:3.25\n',
    kind: 'columns from 0',
    right: AB,
    labels: [3, 3],
  },
  {
    file: 'x.txt',
    content: '# c\n1 3:7\n0\n',
    kind: 'zeros that are not written',
    right: [
      [0, 0, 7],
      [0, 0, 0],
    ],
    labels: [1, 0],
  },
  {
    file: 'x.txt',
    content: '1 2:1 1:1\n',
    kind: 'columns in disorder',
    right: /line 1: columns must ascend, but 1 follows 2/,
  },
  {
    file: 'x.txt',
    content: '1 2:1\n1 4000000000:1\n',
    kind: 'a column far away',
    right: /numbers would take more than/,
  },
];
