import { expect, test } from 'vitest';
import { Binder, checkFilter } from '../../../../src/sql/query/statement.ts';

test("values follow the filter's own, which keep their numbers", () => {
  const binder = new Binder({ sql: 'year > $1 -- of the photo', parameters: [2020] });
  expect(binder.bind('x0f', 'text')).toBe('$2::text');
  expect(binder.parameters).toEqual([2020, 'x0f']);
  // A comment at its end takes no parenthesis with it.
  expect(binder.and).toBe(' and (year > $1 -- of the photo\n)');
  expect(new Binder().where).toBe('');
});

test.each([
  [{}, /filter.sql/],
  [{ sql: ' ' }, /filter.sql/],
  [{ sql: 'a', parameters: 7 }, /filter.parameters must be an array/],
  [{ sql: 'a', params: [] }, /no option "params"/],
  [{ sql: 'title <> $1' }, /filter.sql uses \$1, but filter.parameters has no values/],
  [{ sql: "a = 'x' and b > $2", parameters: [1] }, /uses \$2, but filter.parameters has 1 of them/],
  ['year > 2020', /filter must be an object/],
])('%j is no filter', (filter, message) => {
  expect(() => checkFilter(filter as never)).toThrow(message);
});

test.each([
  'a > $1 and b < $1',
  "a = $1 and b = 'costs $7, isn''t it: $8'",
  "a = $1 and b = E'it\\'s $7'",
  'a = $1 and "b $7" = 3 -- or $8',
  'a = $1 /* or $7\n */ and b = $tag$ of $7 $tag$',
  'a = $1 and b$7 = 3',
])('%j uses one parameter', (sql) => {
  expect(() => checkFilter({ sql, parameters: [3] })).not.toThrow();
  expect(() => checkFilter({ sql })).toThrow(/uses \$1/);
});
