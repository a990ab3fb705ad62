import type { FileCase } from './case.ts';

const floats = (values: number[]) =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64');
const AB = [
  [0.5, -1],
  [2, 3.25],
];
const [A, B] = AB;
type Rest = Omit<FileCase, 'file' | 'content'>;
const lines = (rows: unknown[], more: Rest): FileCase => ({
  file: 'x.jsonl',
  content: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  ...more,
});
/** As one line, and pretty. */
const document = (value: unknown, more: Rest): FileCase[] => [
  { file: 'x.json', content: JSON.stringify(value), ...more },
  {
    file: 'x.json',
    content: JSON.stringify(value, null, 1),
    ...more,
    kind: `${more.kind}, pretty`,
  },
];
const openai = (data: unknown[]) => ({
  object: 'list',
  data,
  model: 'm',
  usage: { total_tokens: 8 },
});
const item = (index: number, embedding: unknown) => ({ object: 'embedding', index, embedding });

/** JSON lines. */
const LINES: readonly FileCase[] = [
  lines(AB, { kind: 'arrays', right: AB }),
  lines(
    [
      { id: 3, embedding: A, label: 'a' },
      { id: 4, embedding: B, label: 'b' },
    ],
    {
      kind: 'objects',
      right: AB,
      labels: ['a', 'b'],
      ids: ['3', '4'],
    },
  ),
  lines([{ v: '[0.5, -1]' }, { v: '[2, 3.25]' }], { kind: 'vectors as texts', right: AB }),
  lines([{ v: '[0.5 -1. ]' }, { v: '[2.\n 3.25]' }], { kind: "numpy's print", right: AB }),
  lines([{ v: '{0.5,-1}' }, { v: '{2,3.25}' }], { kind: "PostgreSQL's arrays", right: AB }),
  lines([{ embedding: floats(A) }, { embedding: floats(B) }], { kind: 'base64', right: AB }),
  lines([{ v: { 0: 0.5, 1: -1 } }, { v: { 0: 2, 1: 3.25 } }], {
    kind: 'typed arrays by JSON.stringify',
    right: AB,
  }),
  lines(
    [
      { _id: 'p', _source: { v: A } },
      { _id: 'q', _source: { v: B } },
    ],
    {
      kind: 'a vector within an object',
      right: AB,
      ids: ['p', 'q'],
    },
  ),
  lines([{ a: { b: A, c: B } }, { a: { b: B, c: A } }], {
    kind: 'a path to one of several',
    options: { pointsColumn: 'a.b' },
    right: AB,
  }),
  lines(
    [
      { u: 0.5, v: -1, doc_id: 1 },
      { u: 2, v: 3.25, doc_id: 2 },
    ],
    {
      kind: 'keys of numbers',
      right: AB,
      ids: ['1', '2'],
    },
  ),
  lines([{ custom_id: 'a', response: { body: openai([item(1, B), item(0, A)]) } }], {
    kind: 'the output of batches',
    right: AB,
  }),
  lines([{ v: A }, { v: [2, null] }], {
    kind: 'null for a number',
    right: /line 2: "v" at place 2 has a missing number \(it is "null"\): choose --missing/,
  }),
  lines([{ v: A }, { v: [2, null] }, { v: [3, 5] }], {
    kind: 'the mean for null',
    options: { missing: 'mean' },
    right: [A, [2, 2], [3, 5]],
    warnings: [/1 missing number is the mean/],
  }),
  {
    file: 'x.jsonl',
    content: '[1, NaN]\n[2, 3]\n',
    kind: "Python's NaN",
    right: /line 1: it at place 2 has a missing number/,
  },
  lines([{ v: A }, { v: [2, 'x'] }], {
    kind: 'a text for a number',
    right: /line 2: "v" .*place 2 is the text "x"/,
  }),
  {
    file: 'x.jsonl',
    content: '[1, 1e400]\n',
    kind: 'a number beyond float64',
    right: /line 1: it at place 2 must be a number that float32 holds/,
  },
  lines([{ v: A }, { v: [2] }], {
    kind: 'two lengths',
    right: /line 2: it has 1 dimensions where the first has 2/,
  }),
  lines(
    [
      { v: A, w: B },
      { v: A, w: B },
    ],
    {
      kind: 'two vectors',
      right: /several keys hold arrays of numbers: "v", "w": choose one with --array/,
    },
  ),
  lines([{ v: A }], {
    kind: 'a key that is not there',
    options: { pointsColumn: 'w' },
    right: /there is no key "w"/,
  }),
  {
    file: 'x.jsonl',
    content: '[1, 2]\n[3, \n',
    kind: 'a line that is cut',
    right: /line 2.* is no valid JSON/,
  },
];

/** Whole documents. */
const DOCUMENTS: readonly FileCase[] = [
  ...document(AB, { kind: 'an array of arrays', right: AB }),
  ...document(
    [
      { id: 'p', vector: A, label: 1 },
      { id: 'q', vector: B, label: 0 },
    ],
    {
      kind: 'an array of objects',
      right: AB,
      labels: [1, 0],
      ids: ['p', 'q'],
    },
  ),
  ...document(openai([item(1, B), item(0, A)]), { kind: "OpenAI's answer, by index", right: AB }),
  ...document(openai([item(0, floats(A)), item(1, floats(B))]), {
    kind: 'the same in base64',
    right: AB,
  }),
  ...document(
    { id: 'x', texts: ['p', 'q'], embeddings: AB, response_type: 'embeddings_floats' },
    {
      kind: "Cohere's answer",
      right: AB,
    },
  ),
  ...document(
    {
      id: 'x',
      embeddings: {
        int8: [
          [1, 2],
          [3, 4],
        ],
        float: AB,
        ubinary: [[1], [2]],
      },
      texts: ['p', 'q'],
    },
    {
      kind: "Cohere's by type",
      right: AB,
    },
  ),
  ...document(
    { embeddings: { base64: [floats(A), floats(B)] } },
    { kind: "Cohere's base64", right: AB },
  ),
  ...document(
    {
      embeddings: {
        ubinary: [
          [1, 2],
          [2, 3],
        ],
      },
    },
    { kind: "Cohere's codes", right: /embeddings\.ubinary are packed codes, no vectors/ },
  ),
  ...document(
    { model: 'm', embeddings: AB, total_duration: 14 },
    { kind: "Ollama's answer", right: AB },
  ),
  ...document({ embedding: A }, { kind: "Ollama's one vector", right: [A] }),
  ...document(
    { embeddings: [{ values: A }, { values: B }] },
    { kind: "Gemini's answer", right: AB },
  ),
  ...document({ embedding: { values: A } }, { kind: "Gemini's one vector", right: [A] }),
  ...document(
    { ids: ['p', 'q'], embeddings: AB, metadatas: [{}, {}] },
    { kind: 'lists side by side', right: AB, ids: ['p', 'q'] },
  ),
  ...document(
    { id: [5, 6], embedding: AB, label: ['a', 'b'] },
    { kind: 'columns', right: AB, ids: ['5', '6'], labels: ['a', 'b'] },
  ),
  ...document(
    { u: [0.5, 2], v: [-1, 3.25], label: [1, 2] },
    { kind: 'columns of numbers', right: AB, labels: [1, 2] },
  ),
  ...document(
    { u: { 0: 0.5, 1: 2 }, v: { 0: -1, 1: 3.25 } },
    { kind: "pandas' to_json", right: AB },
  ),
  ...document(
    { 0: { u: 0.5, v: -1 }, 1: { u: 2, v: 3.25 } },
    { kind: "pandas' orient=index", right: AB },
  ),
  ...document(
    {
      columns: ['id', 'v'],
      index: [0, 1],
      data: [
        ['p', A],
        ['q', B],
      ],
    },
    { kind: "pandas' orient=split", right: AB, ids: ['p', 'q'] },
  ),
  ...document(
    { p: { vector: A }, q: { vector: B } },
    { kind: 'objects by name', right: AB, ids: ['p', 'q'] },
  ),
  ...document(
    { a: AB, b: AB },
    { kind: 'two lists', right: /several lists hold vectors: choose one of "a", "b" with --array/ },
  ),
  ...document(
    { a: [[1]], b: AB },
    { kind: 'one of two lists', options: { pointsColumn: 'b' }, right: AB },
  ),
  ...document(
    { a: 'x' },
    { kind: 'no vectors', right: /no key holds an array of numbers|must be/ },
  ),
  ...document([], { kind: 'nothing', right: /no rows/ }),
  ...document([[[1, 2]], [[3, 4]]], {
    kind: 'lists of lists of lists',
    right: /must be an array of numbers, but at place 1 is an array/,
  }),
  {
    file: 'x.json',
    content: '{"a": [1, 2],\n "b": }',
    kind: 'a fault',
    right: /line 2.* is no valid JSON/,
  },
  {
    file: 'x.json',
    content: '{"data": [[1, NaN], [2, 3]]}',
    kind: "Python's NaN",
    options: { missing: 'zero' },
    right: [
      [1, 0],
      [2, 3],
    ],
    warnings: [/is zero/],
  },
];

export const JSON_CASES: readonly FileCase[] = [...LINES, ...DOCUMENTS];
