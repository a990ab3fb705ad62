import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../../src/core/errors.ts';
import { loadHasher } from '../../../../src/models/fitted-hasher.ts';
import { describeIndex } from '../../../../src/search/hash-index/file/describe.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { emptyIndex, kernels } from './made.ts';

const points = gaussianPoints(6, 3, 1);

/** An index of documents under the ids 0, 1, 2... */
function indexOf(documents: readonly unknown[]): HashIndex {
  const index = emptyIndex(3);
  index.add(points.slice(0, documents.length), undefined, documents as never);
  return index;
}

function reloaded(index: HashIndex): HashIndex {
  return HashIndex.load(index.save(), { kernels, loadHasher });
}

describe('a document', () => {
  test.each<[string, object]>([
    ['of no field', {}],
    ['of every kind of value', { a: 1.5, b: 'text', c: true, d: null, e: ['x', 'y'], f: [] }],
    ['of lists and objects in each other', { a: [1, [null, { b: [{}] }]], c: { d: { e: 'f' } } }],
    ['with names that mean something to JavaScript', { constructor: 1, toString: 'x', length: 2 }],
    ['with a field __proto__', JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')],
    ['with __proto__ further in', { a: JSON.parse('{"__proto__": [1]}') }],
    ['of texts that are not well formed', { a: '\ud800', b: ['\udfff', 'é\u0000'], '\ud800': 1 }],
    ['of the smallest and largest numbers', { a: 5e-324, b: -1.7976931348623157e308, c: 2 ** 53 }],
  ])('%s comes back as it was given, from a file too', (_, document) => {
    const others = [null, { a: 'another', b: 2, z: false }, undefined];
    const index = indexOf([document, ...others]);
    for (const each of [index, reloaded(index)]) {
      const own = each.get(0) as object;
      expect(own).toStrictEqual(document);
      expect(Object.keys(own).sort()).toEqual(Object.keys(document).sort());
      expect(Object.getPrototypeOf(own)).toBe(Object.prototype);
      expect(each.documents()).toStrictEqual([document, undefined, others[1], undefined]);
      const { neighbours } = each.search(points.row(0), { k: 1, candidates: 'all' });
      expect(neighbours[0]!.document).toStrictEqual(document);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('is copied when it is given and when it comes back', () => {
    const document = { tags: ['a', 'b'], nested: { list: [1] } };
    const index = indexOf([document]);
    document.tags.push('c');
    document.nested.list.push(2);
    const first = index.get(0) as typeof document;
    expect(first).toEqual({ tags: ['a', 'b'], nested: { list: [1] } });
    first.tags.push('d');
    first.nested.list.length = 0;
    expect(index.get(0)).toEqual({ tags: ['a', 'b'], nested: { list: [1] } });
  });

  test('tells absent from null, and leaves out what is undefined', () => {
    const index = indexOf([{ a: null }, { b: undefined }, {}, null]);
    expect(index.get(0)).toStrictEqual({ a: null });
    expect(index.get(1)).toStrictEqual({});
    expect(index.get(2)).toStrictEqual({});
    expect(index.get(3)).toBeUndefined();
    expect(index.get(99)).toBeUndefined();
  });

  class Book {
    title = 'x';
  }
  const circle: { self?: unknown } = {};
  circle.self = [circle];
  const deep = JSON.parse(`${'['.repeat(80)}${']'.repeat(80)}`);

  test.each<[unknown, RegExp]>([
    [{ year: Number.NaN }, /^documents\[1\]\.year must be plain JSON, not NaN$/],
    [{ a: [1, Infinity] }, /^documents\[1\]\.a\[1\] must be plain JSON, not Infinity$/],
    [{ at: new Date() }, /^documents\[1\]\.at must be plain JSON, not Date$/],
    [{ a: { 'b c': () => 1 } }, /^documents\[1\]\.a\["b c"\] must be plain JSON, not a function$/],
    [{ n: 1n }, /^documents\[1\]\.n must be plain JSON, not 1n$/],
    [{ s: Symbol('s') }, /^documents\[1\]\.s must be plain JSON, not Symbol\(s\)$/],
    [{ m: new Map() }, /^documents\[1\]\.m must be plain JSON, not Map$/],
    [{ t: Float32Array.of(1) }, /^documents\[1\]\.t must be plain JSON, not Float32Array$/],
    [{ b: new Book() }, /^documents\[1\]\.b must be plain JSON, not an object of a class/],
    // biome-ignore lint/suspicious/noSparseArray: it is what is refused
    [{ a: [1, , 2] }, /^documents\[1\]\.a\[1\] must be plain JSON, not undefined$/],
    [circle, /^documents\[1\]\.self\[0\] contains itself$/],
    [{ deep }, /^documents\[1\]\.deep(\[0\])+ lies deeper than 64 lists and objects$/],
    [new Book(), /^documents\[1\] must be a plain object, not an object$/],
    [['a'], /^documents\[1\] must be a plain object, not an array of 1$/],
    ['text', /^documents\[1\] must be a plain object, not "text"$/],
  ])('that is no plain JSON is refused in a line that names the place: %s', (document, message) => {
    const index = indexOf([{ a: 1 }]);
    const add = () => index.add(points.slice(0, 3), [7, 8, 9], [null, document as never, null]);
    expect(add).toThrow(InvalidArgumentError);
    expect(add).toThrow(message);
    expect(index.ids()).toEqual([0]);
    expect(() => index.upsert(points.slice(0, 2), [0, 1], [null, document as never])).toThrow(
      message,
    );
    expect(index.documents()).toEqual([{ a: 1 }]);
  });

  test('must be there for each vector, if any is given', () => {
    const index = emptyIndex(3);
    const add = (documents: unknown) => index.add(points, undefined, documents as never);
    expect(() => add([{}])).toThrow('there are 1 documents for 6 vectors');
    expect(() => add({})).toThrow('documents must be an array of documents, not an object');
    expect(add(null)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(index.stats).toMatchObject({ documents: 0, fields: [], bytes: { documents: 0 } });
  });

  test('may have one of 1,000 fields in all', () => {
    const many = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`f${from + i}`, i]));
    const index = indexOf([many(0, 600), many(600, 1000)]);
    expect(index.stats.fields).toHaveLength(1000);
    expect(() => index.add(points.slice(0, 1), ['x'], [{ more: 1 }])).toThrow(
      /may have 1000 different fields in all, not 1001: put those that vary into an object/,
    );
    index.add(points.slice(0, 1), ['x'], [{ f0: 'x' }]);
    expect(reloaded(index).get(1)).toEqual(many(600, 1000));
  });
});

describe('columns', () => {
  test('are of the kind that their values have, and JSON where these differ', () => {
    const index = indexOf([
      { n: 1, t: 'a', b: true, l: ['x'], j: {}, m: 1 },
      { n: null, t: 'a', b: false, l: [], j: [1], m: 'x' },
    ]);
    const kinds = index.stats.fields.map(({ name, kind }) => `${name} ${kind}`);
    expect(kinds).toEqual(['n numbers', 't texts', 'b booleans', 'l lists', 'j json', 'm json']);
    index.remove(1);
    expect(reloaded(index).stats.fields.at(-1)).toMatchObject({ name: 'm', kind: 'numbers' });
  });

  test('hold nothing of what was removed', () => {
    const index = indexOf([{ secret: 'whisper' }, { open: 'word' }, { open: 'word' }]);
    index.remove(0);
    const text = new TextDecoder('latin1').decode(index.save());
    expect(text).not.toMatch(/secret|whisper/);
    expect(text).toMatch(/open/);
  });

  test('are told with their bytes by stats and describeIndex', () => {
    const index = indexOf([{ n: 1, t: 'a' }, null, { n: 2 }]);
    const { documents, fields, bytes } = index.stats;
    expect(documents).toBe(2);
    expect(fields.map(({ name }) => name)).toEqual(['n', 't']);
    expect(bytes.documents).toBeGreaterThan(3 * 8);
    const described = describeIndex(index.save());
    expect(described).toMatchObject({ version: 3, documents: 2 });
    expect(described.fields).toEqual([
      { name: 'n', kind: 'numbers', bytes: 2 * 4 + 3 * 8 },
      { name: 't', kind: 'texts', bytes: 2 * 4 + 3 * 4 + '["a"]'.length },
    ]);
    expect(describeIndex(emptyIndex(3).save())).toMatchObject({ documents: 0, fields: [] });
  });
});

describe('upsert', () => {
  test('replaces whole entries, and adds those that are new', () => {
    const index = indexOf([{ a: 1, b: 2 }, { a: 2 }, { a: 3 }]);
    expect(index.upsert(points.slice(3, 5), [1, 'new'], [{ c: 1 }, { d: 2 }])).toEqual([1, 'new']);
    expect(index.ids()).toEqual([0, 2, 1, 'new']);
    expect(index.get(1)).toEqual({ c: 1 });
    const { neighbours } = index.search(points.row(3), { k: 1, candidates: 'all' });
    expect(neighbours).toMatchObject([{ id: 1, document: { c: 1 } }]);
    index.upsert(points.slice(0, 1), [2]);
    expect(index.get(2)).toBeUndefined();
    expect(index.size).toBe(4);
  });

  test('asks for ids, each once', () => {
    const index = indexOf([{}]);
    const upsert = index.upsert.bind(index) as (...args: unknown[]) => unknown;
    expect(() => upsert(points)).toThrow('ids must be an array of ids, not undefined');
    expect(() => upsert(points.slice(0, 2), [1, 1])).toThrow('the id 1 is given twice');
  });

  test('during a batch leaves the batch what it began with', async () => {
    const index = indexOf([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const running = index.searchBatch(points, { k: 1, candidates: 'all', where: { a: 1 } });
    index.upsert(points.slice(0, 1), [0], [{ a: 5 }]);
    const results = await running;
    for (const { neighbours } of results) expect(neighbours[0]!.document).toEqual({ a: 1 });
  });
});

describe('remove', () => {
  test('takes one id, a text too, or any list of them', () => {
    const index = emptyIndex(3);
    index.add(points, ['abc', 'a', 'b', 4, 5, 6]);
    expect(index.remove('abc')).toBe(1);
    expect(index.ids()).toEqual(['a', 'b', 4, 5, 6]);
    expect(index.remove(4)).toBe(1);
    expect(index.remove(new Set(['a', 5, 'none']))).toBe(2);
    expect(index.remove([])).toBe(0);
    expect(index.ids()).toEqual(['b', 6]);
    for (const wrong of [undefined, null, {}, 1.5, () => 1]) {
      expect(() => index.remove(wrong as never)).toThrow(InvalidArgumentError);
    }
  });
});

describe('the score of a neighbour', () => {
  test.each([
    ['cosine', [1, 0], [0.5, Math.sqrt(0.75)], 0.5],
    ['dot', [3, 4], [2, -1], 2],
    ['euclidean', [0, 0], [1, 2], 1 / 6],
  ] as const)('by %s', (metric, query, vector, score) => {
    const index = HashIndex.create({ kernels, metric });
    index.add([[...vector], [-vector[0], -vector[1]]]);
    const { neighbours } = index.search(query, { candidates: 'all' });
    const own = neighbours.find(({ id }) => id === 0)!;
    expect(own.score).toBeCloseTo(score, 6);
  });

  test.each([
    { keepVectors: false, metric: 'cosine' },
    { keepVectors: false, metric: 'dot' },
    { keepVectors: false, metric: 'euclidean' },
    { keepVectors: 'int8', metric: 'dot' },
  ] as const)('falls as distances grow: %o', (options) => {
    for (const codes of ['estimated', 'hamming'] as const) {
      const index = HashIndex.create({ kernels, codes, ...options, onWarning: () => {} });
      index.add(gaussianPoints(50, 40, 2));
      const { neighbours } = index.search(gaussianPoints(1, 40, 3).row(0), { k: 50 });
      const scores = neighbours.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });
});
