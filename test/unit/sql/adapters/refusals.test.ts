import { expect, test } from 'vitest';
import { InvalidArgumentError, SqlError } from '../../../../src/core/errors.ts';
import { saying, sqlError } from '../../../../src/sql/adapters/refusals.ts';

test.each([
  ['a message', new Error('no such\n  table'), 'PGlite: no such; table', undefined],
  [
    'a state and details',
    Object.assign(new Error('doubled'), { code: '23505', detail: 'id 7' }),
    'PGlite: doubled (id 7)',
    '23505',
  ],
  ['errors of several addresses', { errors: [new Error('refused')] }, 'PGlite: refused', undefined],
  ['a code alone', { code: 'ECONNREFUSED' }, 'PGlite: ECONNREFUSED', undefined],
  [
    'the name and number of a file error',
    { name: 'ErrnoError', errno: 44 },
    "PGlite: a file can't be read or written (ErrnoError 44)",
    undefined,
  ],
  ['a text', 'gone', 'PGlite: gone', undefined],
])('a driver that throws %s is quoted in one line', (_, thrown, message, state) => {
  const error = sqlError('PGlite', thrown);
  expect(error).toBeInstanceOf(SqlError);
  expect(error).toMatchObject({ message, state, cause: thrown });
});

test('errors of our own pass as they are', async () => {
  const own = new InvalidArgumentError('k must be above 0');
  await expect(saying('pg', () => Promise.reject(own))).rejects.toBe(own);
});
