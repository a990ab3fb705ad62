import { expect, test } from 'vitest';
import type { Where } from '../../../../../src/search/hash-index/documents/types.ts';
import { HashIndex } from '../../../../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../../../../support/points.ts';
import { kernels } from '../made.ts';

interface Book {
  readonly title: string;
  readonly year: number;
  readonly language: 'en' | 'de';
  readonly open?: boolean;
  readonly tags: readonly string[];
  readonly note: string | null;
  readonly by: { readonly name: string };
}

/** Where the type checker must complain, it is asked to; `tsc` reads this file. */
const right: Where<Book>[] = [
  { title: 'x', year: { gte: 2020, lt: 2030 }, language: 'en' },
  { language: { in: ['en', 'de'] }, open: true, tags: { contains: 'x' } },
  { title: { contains: 'x', gt: 'a' }, note: null },
  { note: { equals: null }, by: { exists: true }, open: { exists: false } },
  { and: [{ year: 1 }, { or: [{ not: { open: false } }] }], not: { title: '' } },
];
const wrong: Where<Book>[] = [
  // @ts-expect-error: no such field
  { name: 'x' },
  // @ts-expect-error: a number
  { year: '2020' },
  // @ts-expect-error: a number
  { year: { gte: '2020' } },
  // @ts-expect-error: one of two
  { language: 'fr' },
  // @ts-expect-error: one of two
  { language: { in: ['en', 'fr'] } },
  // @ts-expect-error: no operator
  { year: { greater: 2020 } },
  // @ts-expect-error: true and false have no order
  { open: { gt: false } },
  // @ts-expect-error: a list of texts
  { tags: { contains: 5 } },
  // @ts-expect-error: lists equal nothing
  { tags: ['x'] },
  // @ts-expect-error: a number contains nothing
  { year: { contains: 2 } },
  // @ts-expect-error: never null
  { title: null },
  // @ts-expect-error: a list
  { and: { year: 1 } },
  // @ts-expect-error: no such field further in
  { or: [{ not: { name: 'x' } }] },
];

test('an index knows the fields and values of its documents', () => {
  expect([right.length, wrong.length]).toEqual([5, 13]);
  const index = HashIndex.create<Book>({ kernels });
  const book: Book = {
    ...{ title: 'x', year: 2020, language: 'en', tags: ['a'], note: null },
    by: { name: 'y' },
  };
  index.add(gaussianPoints(2, 3, 1), ['a', 'b'], [book, null]);
  const { neighbours } = index.search(gaussianPoints(1, 3, 2).row(0), {
    where: { year: { gte: 2020 } },
    filter: (id, document) => id === 'a' && document?.title === 'x',
  });
  const title: string | undefined = neighbours[0]!.document?.title;
  expect(title).toBe('x');
  const language: 'en' | 'de' | undefined = index.get('a')?.language;
  expect(language).toBe('en');
  // @ts-expect-error: it is no such document
  expect(() => index.add(gaussianPoints(1, 3, 3), ['c'], ['text'])).toThrow();
  // @ts-expect-error: no such field
  index.search([1, 2, 3], { where: { name: 'x' } });
  const plain = HashIndex.create({ kernels });
  plain.add(gaussianPoints(1, 3, 1), ['a'], [{ anything: [1, { goes: null }] }]);
  plain.search([1, 2, 3], { where: { anything: { contains: 1 }, or: [{ other: 'x' }] } });
});
