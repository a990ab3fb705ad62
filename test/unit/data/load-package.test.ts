import { expect, test } from 'vitest';
import { BackendError } from '../../../src/core/errors.ts';
import { loadPackage } from '../../../src/data/load-package.ts';

test('a package that is not there is named, with the first line of the reason', async () => {
  const cause = new TypeError('no import() here\nand much more');
  const error = await loadPackage('hyparquet', () => Promise.reject(cause)).catch((e) => e);
  expect(error).toBeInstanceOf(BackendError);
  expect(error.message).toBe("the package hyparquet can't be loaded here: no import() here");
  expect(error.cause).toBe(cause);
});

test('a package that is there is what its import gives', async () => {
  expect(await loadPackage('any', () => Promise.resolve({ a: 1 }))).toEqual({ a: 1 });
});
